"""Actor file in, canonical names out: which two spellings are one actor, and which two actors are kin."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from marsad.domain.actor import Actor
from marsad.domain.vocabulary import RelationKind
from marsad.reconcile.tables import words_table

NOBODY: frozenset[str] = frozenset()
WITHIN = frozenset({RelationKind.PART_OF, RelationKind.MEMBER_OF, RelationKind.LEADS})
"""Ties that put an actor within another, or at its head: what the one does, the other does. An ally or a successor is
another actor."""


@lru_cache(maxsize=262_144)
def fold(text: str) -> str:
    """The text in lower case without accents, punctuation or a leading definite article, spaces single.

    Letters of every script stay, so two names in Arabic or Cyrillic fold apart.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in bare).split()
    if len(words) > 1 and words[0] in words_table().definite:
        del words[0]
    return " ".join(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorNames:
    """Every name in use by its fold, with all the actors that bear it, and for each actor those that it is within.

    Lookups without a day go by full names first: they are for names that `resolve` has settled.
    """

    bearers: Mapping[str, tuple[Actor, ...]] = field(default_factory=dict)
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)

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
        """The actor's id where the file knows the name, else its fold."""
        actor = self.find(name)
        return actor.id if actor else fold(name)

    def usual(self, name: str) -> str:
        """The actor's full usual name where the file knows it, else the name as given."""
        actor = self.find(name)
        return actor.name if actor else name

    def keys(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(key for key in map(self.key, names) if key)

    def agree(self, some: frozenset[str], others: frozenset[str]) -> bool:
        """Whether two sets of keys name a common actor, or one that is within another."""
        if not some.isdisjoint(others):
            return True
        return any(
            not self.within.get(key, NOBODY).isdisjoint(those)
            for these, those in ((some, others), (others, some))
            for key in these
        )


def index_actors(actors: Iterable[Actor]) -> ActorNames:
    """The names of an actor file, whatever order it comes in."""
    by_id = {actor.id: actor for actor in sorted(actors, key=lambda actor: (actor.id, actor.name))}
    bearers: dict[str, dict[str, Actor]] = {}
    for actor in by_id.values():
        for name in (actor.name, *actor.aliases):
            bearers.setdefault(fold(name), {})[actor.id] = actor
    parents = {actor.id: {tie.other for tie in actor.relations if tie.relation in WITHIN} for actor in by_id.values()}
    return ActorNames(
        bearers={name: tuple(those.values()) for name, those in bearers.items() if name},
        within={child: _list_ancestors(child, parents) for child, above in parents.items() if above},
    )


def _list_ancestors(actor: str, parents: Mapping[str, set[str]]) -> frozenset[str]:
    found: set[str] = set()
    ahead = set(parents[actor])
    while ahead:
        found |= ahead
        ahead = {above for one in ahead for above in parents.get(one, ())} - found
    return frozenset(found - {actor})


def _in_force(actor: Actor, day: date) -> bool:
    return (actor.since or date.min) <= day <= (actor.until or date.max)
