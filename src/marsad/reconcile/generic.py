"""Actor file in, generic names out: which actors "the rebels" or "government troops" may mean, country by country."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from marsad.domain.actor import Actor
from marsad.domain.vocabulary import ActorKind
from marsad.reconcile.spelling import fold
from marsad.reconcile.tables import words_table

MOSTLY = 2
"""Two sides are one where the actors that both may mean are at least 1 in this many of the smaller side; ours."""
UMBRELLAS = frozenset({ActorKind.ARMED_GROUP, ActorKind.ALLIANCE, ActorKind.MILITIA})
"""Kinds of actor that a file may list under a side's name alone ("Syrian rebels")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A side as a generic name tells it; `country` where the name does ("Syrian rebels")."""

    key: str
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GenericNames:
    """What the words for sides mean.

    `members`: the actors that a side's word may mean, by country. `adjectives`: the country that a word tells.
    `umbrellas`: actors of the file that are a side and no one body, with the key of that side.
    """

    members: Mapping[str, Mapping[str | None, frozenset[str]]] = field(default_factory=dict)
    adjectives: Mapping[str, str] = field(default_factory=dict)
    umbrellas: Mapping[str, str] = field(default_factory=dict)
    _read: dict[str, Side | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was read already: a war has few names, and each is met many times."""

    def read(self, folded: str) -> Side | None:
        """The side that a folded name tells; None for a name of its own."""
        if folded not in self._read:
            self._read[folded] = self._find_side(folded)
        return self._read[folded]

    def _find_side(self, folded: str) -> Side | None:
        words = folded.split()
        country = next((self.adjectives[words[0]] for _ in words[:1] if words[0] in self.adjectives), None)
        noun = self._find_noun(words[1:] if country else words)
        if noun is None:
            return None
        return Side(key=f"{noun} {country}" if country else noun, country=country)

    def compatible(self, one: str, other: str, country: str | None) -> bool:
        """Whether two keys may be one actor: a side and an actor of it, or two words of mostly one side."""
        sides = [self._members(key, country) for key in (one, other)]
        if sides == [None, None]:
            return False
        some, others = (
            frozenset({key}) if side is None else side for key, side in zip((one, other), sides, strict=True)
        )
        if None in sides:
            return not some.isdisjoint(others)
        return bool(some and others) and MOSTLY * len(some & others) >= min(len(some), len(others))

    def _members(self, key: str, country: str | None) -> frozenset[str] | None:
        """The actors that a side's key may mean in the country, in any country where none is known."""
        key = self.umbrellas.get(key, key)
        noun, _, told = key.rpartition(" ")
        if not (noun in self.members and told.isupper()):
            noun, told = key, country or ""
        by_country = self.members.get(noun)
        if by_country is None:
            return None
        return by_country.get(told, frozenset()) if told else frozenset().union(*by_country.values())

    def _find_noun(self, words: list[str]) -> str | None:
        """The words as one side's, without an "s": without the words for its fighters, else whole."""
        kept = [word for word in words if word not in words_table().fighters]
        for phrase in (kept, words):
            if _singular(phrase) in self.members:
                return _singular(phrase)
        return None


def _singular(words: Iterable[str]) -> str:
    return " ".join(words).removesuffix("s")


def index_generic_names(actors: Iterable[Actor]) -> GenericNames:
    """The words for the sides of an actor file, with the actors that each may mean.

    A side's words are its `side` and `short` names. What stands before such a name in an alias ("Syrian" in "Syrian
    army") tells the actor's country; a word that two countries' actors take so tells none.
    """
    actors = list(actors)
    members: dict[str, dict[str | None, set[str]]] = defaultdict(lambda: defaultdict(set))
    adjectives: dict[str, set[str]] = defaultdict(set)
    for actor in actors:
        nouns = _list_nouns(actor)
        for noun in nouns:
            members[_singular([noun])][actor.country].add(actor.id)
        if actor.country:
            for alias, noun in product(map(fold, actor.aliases), nouns):
                before = alias.removesuffix(f" {noun}")
                if before != alias and " " not in before:
                    adjectives[before].add(actor.country)
    names = GenericNames(
        members={noun: {land: frozenset(ids) for land, ids in lands.items()} for noun, lands in members.items()},
        adjectives={word: min(lands) for word, lands in adjectives.items() if len(lands) == 1},
    )
    umbrellas = {
        actor.id: side.key
        for actor in actors
        if actor.kind in UMBRELLAS
        for side in [names.read(fold(actor.name))]
        if side and side.country and any(fold(word) in side.key.split() for word in actor.side)
    }
    return replace(names, umbrellas=umbrellas)


def _list_nouns(actor: Actor) -> set[str]:
    """The folded words by which texts call the actor's people, those left out that any body is called by."""
    bare = words_table().fighters
    nouns = {fold(name) for name in (*actor.side, *(name for name in actor.short if name.islower()))}
    return {noun for noun in nouns if noun and not bare.issuperset(noun.split())}
