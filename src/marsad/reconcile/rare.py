"""Testimonies in, rare names out: the capitalised words that few documents have, by which two tell of one thing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from marsad.domain.claim import Casualty, Event
from marsad.reconcile.names import ActorNames
from marsad.reconcile.spelling import fold
from marsad.reconcile.tables import feature_table, words_table
from marsad.reconcile.testimony import Testimony

WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RareNames:
    """Rare names by the sentence that has them; `beside`: of sentences that tell no event, by document."""

    by_sentence: Mapping[str, frozenset[str]] = field(default_factory=dict)
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)


def find_rare_names(testimonies: Iterable[Testimony], names: ActorNames) -> RareNames:
    """The rare names of each quoted sentence: names of people, streets, schools that few documents of these have.

    Not among them: a sentence's first word, days and months, words of the actor file's names, of outlets and speakers.
    """
    documents: dict[str, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = defaultdict(set)
    found: dict[str, frozenset[str]] = {}
    known = set(words_table().calendar) | names.generic.adjectives.keys()
    countries: set[str | None] = {None}
    for one in testimonies:
        claim = one.claim
        found[claim.quote.text] = list_names(claim.quote.text)
        for word in found[claim.quote.text]:
            documents[word].add(claim.document)
        if not isinstance(claim.said, Event | Casualty):
            others[claim.document].update(found[claim.quote.text])
        speaker = claim.attribution.speaker if claim.attribution else ""
        known.update(fold(f"{speaker} {claim.source or ''}").split())
        countries.add(claim.place.country if claim.place else None)
    known.update(_list_actor_words(names, countries))
    most = feature_table().threshold.rare_documents
    rare = {word for word, those in documents.items() if len(those) <= most} - known
    return RareNames(
        by_sentence={text: words & rare for text, words in found.items()},
        beside={document: frozenset(words & rare) for document, words in others.items()},
    )


def _list_actor_words(names: ActorNames, countries: set[str | None]) -> set[str]:
    """The words of every name in use for an actor of the countries: those of a war's own actors are no rare names."""
    return {word for country in countries for word in names.words.get(country, ())}


@lru_cache(maxsize=262_144)
def list_names(text: str) -> frozenset[str]:
    """The words with a capital inside the sentence, folded; a text all in capitals has none."""
    return frozenset(fold(word) for word in WORD.findall(text)[1:] if word[0].isupper() and not word.isupper())
