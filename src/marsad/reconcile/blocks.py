"""Tellings in, candidate pairs out: only tellings of one kind, near in place and day, are ever compared."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TypeVar

from marsad.domain.place import Place
from marsad.domain.vocabulary import PlacePrecision
from marsad.reconcile.days import Window
from marsad.reconcile.spelling import fold
from marsad.reconcile.tables import feature_table, type_table
from marsad.reconcile.telling import Telling

CELL_DEGREES = 0.5
"""Side of a place cell: about 55 km of latitude, so that a stated precision of 2 (25 km) finds its neighbours."""
NEIGHBOURS = 40
"""Tellings of a block that each is compared with, nearest first: what keeps a crowded day near-linear."""

Key = tuple[object, ...]
T = TypeVar("T")


def pair_candidates(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs of indices, the lesser first, each once, that share a block and no document."""
    blocks: dict[Key, list[int]] = defaultdict(list)
    for at, telling in enumerate(tellings):
        for key in find_keys(telling):
            blocks[key].append(at)
    seen: set[int] = set()
    for block in blocks.values():
        ordered = sorted(block, key=lambda at: (rank(tellings[at]), at)) if len(block) > NEIGHBOURS else block
        for first, second in pair_nearest(ordered):
            pair = min(first, second) * len(tellings) + max(first, second)
            if pair not in seen and tellings[first].documents.isdisjoint(tellings[second].documents):
                seen.add(pair)
                yield min(first, second), max(first, second)


def pair_nearest(block: Sequence[T]) -> Iterator[tuple[T, T]]:
    """The pairs of a block in order of rank that are compared: of a small one all, of a crowded one the nearest."""
    for position, first in enumerate(block):
        for second in block[position + 1 : position + 1 + NEIGHBOURS]:
            yield first, second


def find_keys(telling: Telling) -> set[Key]:
    """The blocks that a telling stands in: kind, day and place together, or a sentence or rare name that it shares."""
    keys: set[Key] = {("sentence", sentence) for sentence in telling.sentences}
    keys |= {("name", name) for name in telling.names | telling.beside}
    place = telling.place or telling.around
    if telling.window is None or place is None:
        return keys
    return keys | set(product(_families(telling), _days(telling.window), _places(place)))


def _families(telling: Telling) -> set[str]:
    table = type_table()
    types = telling.types or {table.founded_by[harm] for harm in telling.harms}
    return {family for kind in types for family in table.families.get(kind, (kind.value,))}


def _days(window: Window) -> list[int | tuple[int, int]]:
    """Each day and the next, so that two tellings a day apart share one; a vague span stands only with its equals."""
    if window.vague:
        return [(window.first, window.last)]
    return list(range(window.first, window.last + 1 + feature_table().threshold.next_days))


def _places(place: Place) -> set[Key]:
    if place.precision in {PlacePrecision.COUNTRY, PlacePrecision.SEA_OR_AIR}:
        return {("country", place.country or fold(place.name))}
    keys: set[Key] = {("name", fold(place.name))}
    province = place.admin1 or (place.name if place.precision == PlacePrecision.PROVINCE else None)
    if province:
        keys.add(("province", place.country, fold(province)))
    if place.lat is not None and place.lon is not None and place.precision < PlacePrecision.PROVINCE:
        keys |= _cells(place.lat, place.lon)
    return keys


def _cells(lat: float, lon: float) -> set[Key]:
    """The cells that a square of half a cell around the point meets: points within half a degree share one."""
    half = CELL_DEGREES / 2
    rows = {int((lat + step) // CELL_DEGREES) for step in (-half, half)}
    columns = {int((lon + step) // CELL_DEGREES) for step in (-half, half)}
    return set(product(rows, columns))


def rank(telling: Telling) -> tuple[str, int, int]:
    """What a block is in order of: the place's name, then the days."""
    name = fold(telling.place.name) if telling.place else ""
    return (name, telling.window.first, telling.window.last) if telling.window else (name, 0, 0)
