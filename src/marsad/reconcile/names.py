"""Actor file in, canonical names out: which two spellings are one actor, and which two actors are kin."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from marsad.domain.actor import Actor
from marsad.domain.vocabulary import RelationKind
from marsad.reconcile.tables import words_table

KINDRED = frozenset(
    {
        RelationKind.PART_OF,
        RelationKind.MEMBER_OF,
        RelationKind.LEADS,
        RelationKind.SUCCESSOR_OF,
        RelationKind.ALLIED_WITH,
    },
)
"""Ties by which two names are no contradiction: an alliance and its leading member may both be named for one act."""


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
    """Every name in use by its fold. An alias that two actors share belongs to neither; a full name is its owner's."""

    by_fold: Mapping[str, Actor] = field(default_factory=dict)
    kin: frozenset[tuple[str, str]] = frozenset()

    def find(self, name: str) -> Actor | None:
        return self.by_fold.get(fold(name))

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
        """Whether two sets of keys name a common actor, or two that are kin."""
        if not some.isdisjoint(others):
            return True
        return bool(self.kin) and any((a, b) in self.kin for a in some for b in others)


def index_actors(actors: Iterable[Actor]) -> ActorNames:
    """The names of an actor file, whatever order it comes in."""
    by_id = {actor.id: actor for actor in sorted(actors, key=lambda actor: (actor.id, actor.name))}
    owners: dict[str, set[str]] = {}
    for actor in by_id.values():
        for alias in actor.aliases:
            owners.setdefault(fold(alias), set()).add(actor.id)
    by_fold = {name: by_id[min(ids)] for name, ids in owners.items() if len(ids) == 1 and name}
    by_fold |= {fold(actor.name): actor for actor in reversed(by_id.values())}
    kin = {
        pair
        for actor in by_id.values()
        for tie in actor.relations
        if tie.relation in KINDRED
        for pair in ((actor.id, tie.other), (tie.other, actor.id))
    }
    return ActorNames(by_fold=by_fold, kin=frozenset(kin))
