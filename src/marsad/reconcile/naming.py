"""A claim in, the same claim out with each actor by its usual name, as the name stood on the claim's own day."""

from dataclasses import replace
from datetime import date

from marsad.domain.claim import Casualty, Claim, Control, ControlException, Event, Relation, Said
from marsad.reconcile.names import ActorNames


def name_actors(claim: Claim, names: ActorNames) -> Claim:
    """The claim with the actor file's names; one that the file lacks or cannot tell apart stays as the text has it."""
    if not names.bearers:
        return claim
    day = _find_day(claim)
    said = _name_said(claim.said, names, day)
    speaker = claim.attribution
    if speaker is not None:
        speaker = replace(speaker, speaker=names.resolve(speaker.speaker, claim.reported or day))
    return (
        claim if said == claim.said and speaker == claim.attribution else replace(claim, said=said, attribution=speaker)
    )


def _find_day(claim: Claim) -> date | None:
    told = (claim.time.start or claim.time.end) if claim.time else None
    return told or claim.reported


def _name_said(said: Said, names: ActorNames, day: date | None) -> Said:
    def usual(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.resolve(name, day) for name in given)

    match said:
        case Event():
            return replace(said, agents=usual(said.agents), recipients=usual(said.recipients))
        case Casualty():
            return replace(said, agents=usual(said.agents), side=names.resolve(said.side, day) if said.side else None)
        case Control():
            parts = tuple(ControlException(place=part.place, holder=usual(part.holder)) for part in said.except_)
            return replace(said, holder=usual(said.holder), from_=usual(said.from_), except_=parts)
        case Relation():
            return replace(said, subject=names.resolve(said.subject, day), object=names.resolve(said.object, day))
        case _:
            return said
