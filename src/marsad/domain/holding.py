"""Spells of control in, those that cannot both be true out: two that each hold one place alone at one time."""

from collections.abc import Iterable, Iterator
from datetime import date

from marsad.domain.record import ControlSpell
from marsad.domain.vocabulary import ControlState, Extent

PARTIAL = frozenset({Extent.PART, Extent.OUTSKIRTS})


def is_sole(spell: ControlSpell) -> bool:
    """True where it says that its holder alone held the whole place from a known day on, and nobody says otherwise.

    What was told only after it had ended is history: told in round years, it stands beside what was told day by day.
    """
    if spell.state is not ControlState.HOLDS or spell.extent in PARTIAL or spell.contested_by or spell.from_ is None:
        return False
    if spell.until is None:
        return True
    return spell.from_ <= spell.until and not (spell.known_from and spell.known_from > spell.until)


def contradictory(spells: Iterable[ControlSpell]) -> Iterator[tuple[ControlSpell, ControlSpell]]:
    """Each two of the spells, which are of one place, that name different sole holders of one time.

    On its last day a spell may give way to the next: a place can change hands twice in a day.
    """
    alone = sorted(filter(is_sole, spells), key=lambda spell: (spell.from_ or date.min, spell.id))
    for number, one in enumerate(alone):
        for other in alone[number + 1 :]:
            if one.until is not None and (other.from_ or date.min) >= one.until:
                break
            if one.holder != other.holder and other.from_ != other.until:
                yield one, other
