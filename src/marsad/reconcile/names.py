"""Actor file in, canonical names out: which two spellings are one actor, and which two actors are kin."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from marsad.domain.actor import Actor
from marsad.domain.vocabulary import RelationKind
from marsad.reconcile.generic import GenericNames, index_generic_names
from marsad.reconcile.spelling import fold

NOBODY: frozenset[str] = frozenset()
WITHIN = frozenset({RelationKind.PART_OF, RelationKind.MEMBER_OF, RelationKind.LEADS})
"""Ties that put an actor within another, or at its head: what the one does, the other does. An ally or a successor is
another actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorNames:
    """Every name in use by its fold, with all the actors that bear it, and for each actor (`by_id`) those it is within.

    Lookups without a day go by full names first: they are for names that `resolve` has settled. `generic` knows names
    of a side ("the rebels"), which are nobody's own. `words` are those of all names of a country's actors, by country.
    """

    bearers: Mapping[str, tuple[Actor, ...]] = field(default_factory=dict)
    by_id: Mapping[str, Actor] = field(default_factory=dict)
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    generic: GenericNames = field(default_factory=GenericNames)
    words: Mapping[str | None, frozenset[str]] = field(default_factory=dict)

    def resolve(self, name: str, day: date | None) -> str:
        """The usual name of the actor that bore the name on the day, else the name as given.

        A name of two actors is that of the one in force on the day ("the army" of an old government and of a new one),
        then of the one whose full name it is; still two, it is nobody's.
        """
        bearers = self.bearers.get(fold(name), ())
        if len(bearers) > 1 and day is not None:
            bearers = tuple(actor for actor in bearers if _in_force(actor, day)) or bearers
        if len(bearers) > 1:
            bearers = tuple(actor for actor in bearers if fold(actor.name) == fold(name))
        return bearers[0].name if len(bearers) == 1 else name

    def find(self, name: str) -> Actor | None:
        folded = fold(name)
        bearers = self.bearers.get(folded, ())
        if len(bearers) > 1:
            bearers = tuple(actor for actor in bearers if fold(actor.name) == folded)
        return bearers[0] if len(bearers) == 1 else None

    def key(self, name: str) -> str:
        """The actor's id where the file knows the name, else the side's key of a generic name, else its fold."""
        actor = self.find(name)
        if actor:
            return actor.id
        side = self.generic.read(fold(name))
        return side.key if side else fold(name)

    def usual(self, name: str) -> str:
        """The actor's full usual name where the file knows it, else the name as given; a side's without a capital."""
        actor = self.find(name)
        if actor:
            return actor.name
        side = self.generic.read(fold(name))
        return name[0].lower() + name[1:] if side and side.country is None else name

    def keys(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(key for key in map(self.key, names) if key)

    def agree(self, some: frozenset[str], others: frozenset[str], country: str | None = None) -> bool:
        """Whether two sets of keys name a common actor, one that is within another, or a side and one that is of it.

        `country` is that of the place spoken of, by which "the army" is one army; None where nobody knows it.
        """
        if not some.isdisjoint(others):
            return True
        return any(
            not self.within.get(key, NOBODY).isdisjoint(those)
            for these, those in ((some, others), (others, some))
            for key in these
        ) or any(self.generic.compatible(one, other, country) for one in some for other in others)

    def is_named(self, name: str) -> bool:
        """Whether the words are of an actor, a side or anybody with a name, and not "others" or "the house"."""
        return any(map(str.isupper, name)) or self.find(name) is not None or self.is_generic(name)

    def is_generic(self, name: str) -> bool:
        """Whether the name is of a side and not of an actor: "rebels", "government troops"."""
        return self.find(name) is None and self.generic.read(fold(name)) is not None


def index_actors(actors: Iterable[Actor]) -> ActorNames:
    """The names of an actor file, whatever order it comes in; one file is indexed once, however many records ask."""
    return _index(tuple(actors))


@lru_cache(maxsize=4)
def _index(actors: tuple[Actor, ...]) -> ActorNames:
    by_id = {actor.id: actor for actor in sorted(actors, key=lambda actor: (actor.id, actor.name))}
    bearers: dict[str, dict[str, Actor]] = {}
    for actor in by_id.values():
        for name in (actor.name, *actor.aliases):
            bearers.setdefault(fold(name), {})[actor.id] = actor
    parents = {actor.id: {tie.other for tie in actor.relations if tie.relation in WITHIN} for actor in by_id.values()}
    return ActorNames(
        bearers={name: tuple(those.values()) for name, those in bearers.items() if name},
        by_id=by_id,
        within={child: _list_ancestors(child, parents) for child, above in parents.items() if above},
        generic=index_generic_names(by_id.values()),
        words=_list_words(bearers),
    )


def _list_words(bearers: Mapping[str, Mapping[str, Actor]]) -> dict[str | None, frozenset[str]]:
    words: dict[str | None, set[str]] = {}
    for name, those in bearers.items():
        for actor in those.values():
            words.setdefault(actor.country, set()).update(name.split())
    return {country: frozenset(those) for country, those in words.items()}


def _list_ancestors(actor: str, parents: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    ahead = set(parents[actor])
    while ahead:
        found |= ahead
        ahead = {above for one in ahead for above in parents.get(one, ())} - found
    return frozenset(found - {actor})


def _in_force(actor: Actor, day: date) -> bool:
    return (actor.since or date.min) <= day <= (actor.until or date.max)
