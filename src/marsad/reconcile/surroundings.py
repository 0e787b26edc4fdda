"""Testimonies in, surroundings out: what the rest of a document says beside one telling of it, for comparing alone."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from marsad.domain.claim import Casualty, Event
from marsad.domain.place import Place
from marsad.domain.vocabulary import EventType, PlacePrecision
from marsad.reconcile.places import compare_places, narrowest_place
from marsad.reconcile.rare import RareNames
from marsad.reconcile.tables import type_table
from marsad.reconcile.testimony import Testimony

ONE_SPOT = frozenset({"same", "near", "nearby"})
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """One document: the id of the claim that opens it, where all of its news is if that is one spot, and all that it
    names. Its places and names speak for the event that it opens with, and for no other that it goes on to tell.
    """

    opening: str | None = None
    around: Place | None = None
    places: frozenset[Place] = field(default_factory=frozenset)
    names: frozenset[str] = NOTHING


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
    opened = [one for one in those if one.opening in ids]
    return Surroundings(
        around=next((one.around for one in those if one.around), None),
        places=frozenset(place for one in opened for place in one.places),
        names=frozenset(name for one in opened for name in one.names),
    )


def _read(told: Sequence[Testimony], names: frozenset[str]) -> Surroundings:
    places = frozenset(
        one.claim.place
        for one in told
        if one.claim.place and not one.claim.background and one.claim.place.precision < PlacePrecision.PROVINCE
    )
    spot = narrowest_place(places)
    one_spot = spot is not None and all(compare_places(spot, other) in ONE_SPOT for other in places)
    return Surroundings(opening=_find_opening(told), around=spot if one_spot else None, places=places, names=names)


def _find_opening(told: Sequence[Testimony]) -> str | None:
    """What is told first, news before history; of one sentence's claims that of the document's most told kind."""
    kinds = {one.id: kind for one in told for kind in [_kind_of(one)] if kind}
    counts = Counter(kinds.values())
    openings = [one for one in told if one.id in kinds]
    first = min(
        openings,
        key=lambda one: (one.claim.background, one.claim.quote.start, -counts[kinds[one.id]], one.id),
        default=None,
    )
    return first.id if first else None


def _kind_of(one: Testimony) -> EventType | None:
    said = one.claim.said
    if isinstance(said, Event):
        return said.type
    return (said.cause or type_table().founded_by[said.harm]) if isinstance(said, Casualty) else None
