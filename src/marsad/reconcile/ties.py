"""Testimonies and the actor file in, actor records out: who is spoken of, and the ties that texts state."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from marsad.domain import wire
from marsad.domain.claim import Casualty, Control, Event, Relation
from marsad.domain.record import ActorRecord, ActorTie
from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.reconcile.grades import is_asserted
from marsad.reconcile.names import ActorNames
from marsad.reconcile.order import rank_actor
from marsad.reconcile.spelling import fold
from marsad.reconcile.testimony import Testimony

Tie = tuple[RelationKind, str, bool]
Spelled = tuple[tuple[date, str, int, str], int, str]
"""Where a name was given, so that the earliest counts: the claim's order, subject or object, and the name."""


@dataclass(slots=True, kw_only=True)
class Mentions:
    """What claims say of one actor: the ids of those that name it, its ties, and its name as texts without a file have
    it.
    """

    claims: set[str] = field(default_factory=set)
    ties: dict[Tie, set[str]] = field(default_factory=lambda: defaultdict(set))
    spelled: list[Spelled] = field(default_factory=list)


def build_actors(testimonies: Iterable[Testimony], names: ActorNames) -> list[ActorRecord]:
    """Every actor of the file that a claim names, and every end of a stated relation, known to the file or not.

    A tie stands with its subject; `other` is the id of the other end's own record.
    """
    mentions = list_mentions(testimonies, names)
    records = [build_actor(key, those, min(those.spelled, default=None), names) for key, those in mentions.items()]
    return sorted(records, key=rank_actor)


def list_mentions(testimonies: Iterable[Testimony], names: ActorNames) -> dict[str, Mentions]:
    """What the claims say of each actor, by its id."""
    mentions: dict[str, Mentions] = defaultdict(Mentions)
    for one in testimonies:
        said = one.claim.said
        for name in _list_names(one):
            if names.find(name):
                mentions[_actor_id(name, names)].claims.add(one.id)
        if isinstance(said, Relation) and is_asserted(one):
            subject, other = _actor_id(said.subject, names), _actor_id(said.object, names)
            mentions[subject].ties[said.relation, other, said.former].add(one.id)
            for side, (end, name) in enumerate(((subject, said.subject), (other, said.object))):
                mentions[end].claims.add(one.id)
                mentions[end].spelled.append((one.order, side, name))
    return dict(mentions)


def build_actor(key: str, mentions: Mentions, spelled: Spelled | None, names: ActorNames) -> ActorRecord:
    """The actor of the id; one that the file lacks goes by the name that it was given first."""
    actor = names.by_id.get(key)
    return ActorRecord(
        id=key,
        name=actor.name if actor else spelled[2] if spelled else key,
        aliases=actor.aliases if actor else (),
        kind=actor.kind if actor else ActorKind.OTHER,
        country=actor.country if actor else None,
        relations=_list_ties(mentions.ties),
        claims=tuple(sorted(mentions.claims)),
    )


def _actor_id(name: str, names: ActorNames) -> str:
    actor = names.find(name)
    return actor.id if actor else wire.content_id("n", fold(name))


def _list_names(one: Testimony) -> Iterable[str]:
    said = one.claim.said
    if isinstance(said, Event):
        yield from (*said.agents, *said.recipients)
    elif isinstance(said, Casualty):
        yield from (*said.agents, *([said.side] if said.side else []))
    elif isinstance(said, Control):
        yield from (*said.holder, *said.from_, *(name for part in said.except_ for name in part.holder))
    if one.claim.attribution and not one.claim.protected:
        yield one.claim.attribution.speaker


def _list_ties(ties: Mapping[Tie, set[str]]) -> tuple[ActorTie, ...]:
    return tuple(
        ActorTie(relation=relation, other=other, former=former, claims=tuple(sorted(claims)))
        for (relation, other, former), claims in sorted(ties.items())
    )
