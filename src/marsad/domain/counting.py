"""An event's tolls in, those that may be added without counting anybody twice out, and one number to draw it by."""

from marsad.domain.record import EventRecord, Revision, Toll
from marsad.domain.vocabulary import Harm, VictimsGroup

APART = (
    VictimsGroup.CIVILIANS,
    VictimsGroup.COMBATANTS,
    VictimsGroup.SOLDIERS,
    VictimsGroup.POLICE,
)
"""Groups that share no member, so that their figures may be added where no figure for all people is given."""


def counted_tolls(event: EventRecord, harm: Harm) -> tuple[Toll, ...]:
    """The tolls of one harm that together count everybody once: the widest group, else one a side."""
    wholes = [toll for toll in event.tolls if toll.harm == harm and toll.part_of is None]
    everybody = [toll for toll in wholes if toll.victims == VictimsGroup.PEOPLE and toll.side is None]
    if everybody:
        return tuple(everybody[:1])
    apart = [toll for toll in wholes if toll.victims in APART]
    sided = [toll for toll in apart if toll.side]
    chosen = _one_a_side(sided) + [toll for toll in apart if not toll.side and _adds_to(toll, sided)]
    return tuple(chosen or wholes[:1])


def known_size(figure: Toll | Revision) -> int | None:
    """The one number to draw a figure by: best, else low, else high; None where none is known."""
    return next((number for number in (figure.best, figure.low, figure.high) if number is not None), None)


def deaths_to_draw(event: EventRecord) -> int | None:
    """The dead that an event's symbol is sized by; None, which is not 0, where no figure is known."""
    sizes = [size for toll in counted_tolls(event, Harm.KILLED) if (size := known_size(toll)) is not None]
    return sum(sizes) if sizes else None


def _one_a_side(tolls: list[Toll]) -> list[Toll]:
    largest: dict[str | None, Toll] = {}
    for toll in sorted(tolls, key=lambda toll: -(known_size(toll) or 0)):
        largest.setdefault(toll.side, toll)
    return list(largest.values())


def _adds_to(toll: Toll, sided: list[Toll]) -> bool:
    """Civilians may be added to the dead of the sides; soldiers of no named side may be the same men again."""
    return not sided or toll.victims == VictimsGroup.CIVILIANS
