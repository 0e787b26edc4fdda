"""Testimonies and the actor file in, actor records out: who is spoken of, and the ties that texts state."""

from collections import defaultdict
from collections.abc import Iterable

from marsad.domain import wire
from marsad.domain.claim import Casualty, Control, Event, Relation
from marsad.domain.record import ActorRecord, ActorTie
from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.reconcile.grades import is_asserted
from marsad.reconcile.names import ActorNames
from marsad.reconcile.spelling import fold
from marsad.reconcile.testimony import Testimony

Tie = tuple[RelationKind, str, bool]


def build_actors(testimonies: Iterable[Testimony], names: ActorNames) -> list[ActorRecord]:
    """Every actor of the file that a claim names, and every end of a stated relation, known to the file or not.

    A tie stands with its subject; `other` is the id of the other end's own record.
    """
    mentions: dict[str, set[str]] = defaultdict(set)
    ties: dict[str, dict[Tie, set[str]]] = defaultdict(lambda: defaultdict(set))
    spelled: dict[str, str] = {}
    for one in sorted(testimonies, key=lambda one: one.order):
        said = one.claim.said
        for name in _list_names(one):
            if names.find(name):
                mentions[_actor_id(name, names)].add(one.id)
        if isinstance(said, Relation) and is_asserted(one):
            subject, other = _actor_id(said.subject, names), _actor_id(said.object, names)
            ties[subject][said.relation, other, said.former].add(one.id)
            for end, name in ((subject, said.subject), (other, said.object)):
                mentions[end].add(one.id)
                spelled.setdefault(end, name)
    by_id = {actor.id: actor for bearers in names.bearers.values() for actor in bearers}
    records = []
    for key, claims in mentions.items():
        actor = by_id.get(key)
        records.append(
            ActorRecord(
                id=key,
                name=actor.name if actor else spelled[key],
                aliases=actor.aliases if actor else (),
                kind=actor.kind if actor else ActorKind.OTHER,
                country=actor.country if actor else None,
                relations=_list_ties(ties.get(key, {})),
                claims=tuple(sorted(claims)),
            ),
        )
    return sorted(records, key=lambda record: record.id)


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


def _list_ties(ties: dict[Tie, set[str]]) -> tuple[ActorTie, ...]:
    return tuple(
        ActorTie(relation=relation, other=other, former=former, claims=tuple(sorted(claims)))
        for (relation, other, former), claims in sorted(ties.items())
    )
