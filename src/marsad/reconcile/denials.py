"""Denials in, those that still stand out: a voice that later says the contrary denies no longer."""

from collections.abc import Iterable, Sequence
from datetime import date

from marsad.domain.claim import Casualty, Control, Event
from marsad.domain.vocabulary import ControlState
from marsad.reconcile.features import is_compatible
from marsad.reconcile.names import ActorNames
from marsad.reconcile.testimony import Testimony


def keep_standing(denials: Iterable[Testimony], asserted: Sequence[Testimony], names: ActorNames) -> list[Testimony]:
    """The denials that no later claim of the same voice, or of a body within or over it, takes back.

    Later is reported on a later day. It takes back a denied act by telling it, a denied figure by giving one of its
    harm, a denied gain by naming that holder or another's loss, a denied loss by telling it or naming another holder.
    """
    return [
        denial
        for denial in denials
        if not any(
            _is_later(one, denial) and _same_voice(one, denial, names) and _affirms(one, denial, names)
            for one in asserted
        )
    ]


def _is_later(one: Testimony, denial: Testimony) -> bool:
    return (one.claim.reported or date.min) > (denial.claim.reported or date.max)


def _same_voice(one: Testimony, denial: Testimony, names: ActorNames) -> bool:
    return names.agree(frozenset({one.voice.key}), frozenset({denial.voice.key}), _country(denial))


def _affirms(one: Testimony, denial: Testimony, names: ActorNames) -> bool:
    match one.claim.said, denial.claim.said:
        case Event(type=some), Event(type=other):
            return is_compatible(some, other)
        case Casualty(harm=some), Casualty(harm=other):
            return some == other
        case Control() as said, Control() as denied:
            agree = names.agree(names.keys(said.holder), names.keys(denied.holder), _country(denial))
            loss, denied_loss = said.state is ControlState.LOST, denied.state is ControlState.LOST
            return agree == (loss == denied_loss)
        case _:
            return False


def _country(one: Testimony) -> str | None:
    return one.claim.place.country if one.claim.place else None
