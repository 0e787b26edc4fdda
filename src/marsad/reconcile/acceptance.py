"""A testimony in, whether a party accepts by it what is against its own interest out."""

from collections.abc import Iterable

from marsad.domain.claim import Casualty, Event
from marsad.reconcile.names import ActorNames
from marsad.reconcile.tables import grade_table
from marsad.reconcile.testimony import Testimony


def accepts(one: Testimony, names: ActorNames) -> bool:
    """Whether the speaker is a party that answers for harm of its own doing, or tells of its own loss.

    A party that claims a success of its own (ground taken, enemy fighters killed) or accuses another is one voice.
    """
    said, attribution = one.claim.said, one.claim.attribution
    if attribution is None or one.claim.protected:
        return False
    match said:
        case Event() if _is_own(said.agents, one, names):
            return said.type in grade_table().owned and not _all_fighters(said.recipients, names)
        case Event():
            return said.type in grade_table().suffered and _is_own(said.recipients, one, names)
        case Casualty() if said.side and _is_own((said.side,), one, names):
            return True
        case Casualty():
            fighters = said.victims in grade_table().fighters or bool(said.side and _all_fighters((said.side,), names))
            return not fighters and _is_own(said.agents, one, names)
        case _:
            return False


def _is_own(parties: Iterable[str], one: Testimony, names: ActorNames) -> bool:
    """Whether the speaker is one of them, within one or over one, or a body of the same state."""
    attribution, parties = one.claim.attribution, tuple(parties)
    if attribution is None:
        return False
    country = one.claim.place.country if one.claim.place else None
    if names.agree(frozenset({names.key(attribution.speaker)}), names.keys(parties), country):
        return True
    speaker, table = names.find(attribution.speaker), grade_table().state
    if (
        speaker is None
        or speaker.country is None
        or attribution.role not in table.roles
        or speaker.kind not in table.kinds
    ):
        return False
    bodies = [actor for name in parties for actor in [names.find(name)] if actor]
    return any(body.country == speaker.country and body.kind in table.kinds for body in bodies)


def _all_fighters(parties: Iterable[str], names: ActorNames) -> bool:
    """Whether there are such parties, and each is an armed body or a side's fighters."""
    parties, kinds = tuple(parties), grade_table().armed
    return bool(parties) and all(
        names.is_generic(name) or (actor is not None and actor.kind in kinds)
        for name in parties
        for actor in [names.find(name)]
    )
