"""Testimonies in, surroundings out: what the rest of a document says beside one telling of it, for comparing alone."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from marsad.domain.claim import Casualty, Event
from marsad.domain.place import Place
from marsad.domain.vocabulary import PlacePrecision
from marsad.reconcile.places import compare_places, narrowest_place
from marsad.reconcile.rare import RareNames
from marsad.reconcile.tables import words_table
from marsad.reconcile.testimony import Testimony

ONE_SPOT = frozenset({"same", "near", "nearby"})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """One document: the ids of the claims that open it, where all of its news is if that is one spot, and all that it
    names. Its places and names speak for the event that it opens with, and for no other that it goes on to tell.
    """

    openings: frozenset[str] = NOTHING
    around: Place | None = None
    places: frozenset[Place] = field(default_factory=frozenset)
    names: frozenset[str] = NOTHING
    days: frozenset[int] = field(default_factory=frozenset)
    ages: frozenset[str] = NOTHING


def read_surroundings(testimonies: Iterable[Testimony], rare: RareNames) -> dict[str, Surroundings]:
    """What surrounds each document's tellings; its places are those of its news that are narrower than a province."""
    by_document: dict[str, list[Testimony]] = defaultdict(list)
    for one in testimonies:
        by_document[one.claim.document].append(one)
    return {document: _read(told, rare.beside.get(document, NOTHING)) for document, told in by_document.items()}


def surround(told: Sequence[Testimony], beside: Mapping[str, Surroundings]) -> Surroundings:
    """What stands beside the testimonies: their documents' surroundings, those names and places only that they open."""
    ids = {one.id for one in told}
    documents = sorted({one.claim.document for one in told})
    those = [beside[document] for document in documents if document in beside]
    opened = [one for one in those if not one.openings.isdisjoint(ids)]
    return Surroundings(
        around=next((one.around for one in those if one.around), None),
        places=frozenset(place for one in opened for place in one.places),
        names=frozenset(name for one in opened for name in one.names),
        days=frozenset(day for one in opened for day in one.days),
        ages=frozenset(age for one in opened for age in one.ages),
    )


def _read(told: Sequence[Testimony], names: frozenset[str]) -> Surroundings:
    places = frozenset(
        one.claim.place
        for one in told
        if one.claim.place and not one.claim.background and one.claim.place.precision < PlacePrecision.PROVINCE
    )
    spot = narrowest_place(places)
    one_spot = spot is not None and all(compare_places(spot, other) in ONE_SPOT for other in places)
    return Surroundings(
        openings=frozenset(_find_openings(told)),
        around=spot if one_spot else None,
        places=places,
        names=names,
        days=frozenset(_list_days(told)),
        ages=frozenset(age for one in told for age in list_ages(one.claim.quote.text)),
    )


def _list_days(told: Sequence[Testimony]) -> Iterator[int]:
    """The days that its claims of events and figures are stated to be of, where that is one day or a night."""
    for one in told:
        time = one.claim.time
        if isinstance(one.claim.said, Event | Casualty) and time and time.start and time.end:
            first, last = time.start.toordinal(), time.end.toordinal()
            if 0 <= last - first <= 1:
                yield from (first, last)


@lru_cache(maxsize=65_536)
def list_ages(text: str) -> frozenset[str]:
    """The ages of persons that a sentence gives, as written."""
    return frozenset(match[0] for match in _age().finditer(text))


@cache
def _age() -> re.Pattern[str]:
    return re.compile(words_table().age)


def _find_openings(told: Sequence[Testimony]) -> Iterator[str]:
    """What the first sentence of all tells, and the first of its news where history stands before that."""
    acts = [one for one in told if isinstance(one.claim.said, Event | Casualty)]
    for those in (acts, [one for one in acts if not one.claim.background]):
        first = min((one.claim.quote.start for one in those), default=None)
        yield from (one.id for one in those if one.claim.quote.start == first)
