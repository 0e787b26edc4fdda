"""A record's events and another's in, each beside the other that is most like it out, and where the two agree.

The rule stands in `docs/exports.md`: one to one, by score, the best first.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import asin, cos, floor, radians, sin, sqrt

from marsad.domain.filter import fold_words
from marsad.domain.foreign import ForeignEvent

MOST_KM, MOST_DAYS, LEAST_SCORE, SAME_PLACE_KM = 50.0, 3, 2.0, 10.0
"""Ours; a village is seldom farther than 10 km from its neighbour, and a front is not 50 km wide."""
KIN = 0.5
EARTH_KM = 6371.0
LONGEST_DAYS = 45
"""A longer event is compared by its first days alone."""
FIELDS = ("type", "date", "place", "actors", "fatalities")
Names = Callable[[str], str]
"""One word for all names of an actor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two that are taken for one event. `agreed` by field: None where one of the two says nothing."""

    ours: ForeignEvent
    theirs: ForeignEvent
    score: float
    distance_km: float | None
    days_apart: int
    agreed: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What both have, and what only one has, each in the order of days, then ids."""

    pairs: tuple[Pair, ...]
    only_ours: tuple[ForeignEvent, ...]
    only_theirs: tuple[ForeignEvent, ...]

    def agreement(self) -> dict[str, tuple[int, int]]:
        """By field, in how many pairs both agree, and of how many both say something."""
        said = {field: [one for pair in self.pairs if (one := pair.agreed[field]) is not None] for field in FIELDS}
        return {field: (sum(answers), len(answers)) for field, answers in said.items()}


def compare_events(ours: Sequence[ForeignEvent], theirs: Sequence[ForeignEvent], same: Names) -> Comparison:
    """Both lists in any order; equal lists give equal answers."""
    shelf = _Shelf(theirs)
    found = [pair for one in ours for other in shelf.near(one) if (pair := _make_pair(one, other, same))]
    found.sort(key=lambda pair: (-pair.score, pair.ours.id, pair.theirs.id))
    taken, mine, other_ids = [], set[str](), set[str]()
    for pair in found:
        if pair.ours.id not in mine and pair.theirs.id not in other_ids:
            taken.append(pair)
            mine.add(pair.ours.id)
            other_ids.add(pair.theirs.id)
    return Comparison(
        pairs=tuple(sorted(taken, key=lambda pair: _order(pair.ours))),
        only_ours=tuple(sorted((one for one in ours if one.id not in mine), key=_order)),
        only_theirs=tuple(sorted((one for one in theirs if one.id not in other_ids), key=_order)),
    )


def bare_name(name: str) -> str:
    """The name without years, countries or regimes in brackets, folded."""
    return fold_words(re.sub(r"\([^)]*\)", " ", name)).strip()


class _Shelf:
    """Events by the days and the degree of the map that they are of, so that few are looked at for each."""

    def __init__(self, events: Iterable[ForeignEvent]) -> None:
        self._kept: defaultdict[tuple[date, object], list[ForeignEvent]] = defaultdict(list)
        for event in events:
            for key in product(_days(event, 0), _corners(event, 0)):
                self._kept[key].append(event)

    def near(self, event: ForeignEvent) -> list[ForeignEvent]:
        keys = product(_days(event, MOST_DAYS), _corners(event, 1))
        return list({other.id: other for key in keys for other in self._kept.get(key, ())}.values())


def _days(event: ForeignEvent, around: int) -> Iterator[date]:
    first = event.start or event.end
    if first is None:
        return
    last = min(max(event.end or first, first), first + timedelta(days=LONGEST_DAYS))
    for number in range(-around, (last - first).days + around + 1):
        yield first + timedelta(days=number)


def _corners(event: ForeignEvent, around: int) -> Iterator[object]:
    """The square degrees that it may lie in, and its names."""
    if event.lat is not None and event.lon is not None:
        for down, across in product(range(-around, around + 1), repeat=2):
            yield (floor(event.lat) + down, (floor(event.lon) + across + 180) % 360)
    yield from (name for name in _place_names(event) if name)


def _place_names(event: ForeignEvent) -> tuple[str, ...]:
    return (bare_name(event.place or ""), bare_name(event.admin1 or ""))


def _make_pair(ours: ForeignEvent, theirs: ForeignEvent, same: Names) -> Pair | None:
    """None where they lie too far apart, in days or in kilometres, or too little speaks for their being one."""
    days, distance = _days_apart(ours, theirs), _distance_km(ours, theirs)
    near = _nearness(ours, theirs, distance)
    if days is None or days > MOST_DAYS or near is None:
        return None
    common, least = _shared(ours, theirs, same)
    kind = 1.0 if ours.kind and ours.kind == theirs.kind else KIN if _kin(ours, theirs) else 0.0
    score = near + 1 - days / (MOST_DAYS + 1) + kind + (common / least if least else 0.0)
    if score < LEAST_SCORE:
        return None
    agreed = {
        "type": ours.kind == theirs.kind if ours.kind and theirs.kind else None,
        "date": ours.start == theirs.start if ours.start and theirs.start else None,
        "place": distance <= SAME_PLACE_KM if distance is not None else None,
        "actors": common > 0 if least else None,
        "fatalities": _same_dead(ours, theirs),
    }
    return Pair(
        ours=ours, theirs=theirs, score=round(score, 3), agreed=agreed, days_apart=days,
        distance_km=None if distance is None else round(distance, 1),
    )  # fmt: skip


def _nearness(ours: ForeignEvent, theirs: ForeignEvent, distance: float | None) -> float | None:
    if distance is not None:
        return 1 - distance / MOST_KM if distance <= MOST_KM else None
    here, there = _place_names(ours), _place_names(theirs)
    if here[0] and here[0] == there[0]:
        return 1.0
    return KIN if here[1] and here[1] == there[1] else None


def _days_apart(ours: ForeignEvent, theirs: ForeignEvent) -> int | None:
    """Whole days between the two spans, 0 where they meet; None where one has no day."""
    first, other = ours.start or ours.end, theirs.start or theirs.end
    if first is None or other is None:
        return None
    last, other_last = max(ours.end or first, first), max(theirs.end or other, other)
    return max((other - last).days, (first - other_last).days, 0)


def _distance_km(ours: ForeignEvent, theirs: ForeignEvent) -> float | None:
    """Along a great circle (haversine); None where one has no point."""
    if ours.lat is None or ours.lon is None or theirs.lat is None or theirs.lon is None:
        return None
    down, across = radians(theirs.lat - ours.lat) / 2, radians(theirs.lon - ours.lon) / 2
    part = sin(down) ** 2 + cos(radians(ours.lat)) * cos(radians(theirs.lat)) * sin(across) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(part)))


def _shared(ours: ForeignEvent, theirs: ForeignEvent, same: Names) -> tuple[int, int]:
    """How many actors both name, and how many the one that names fewer names."""
    here, there = ({same(name) for name in event.actors} for event in (ours, theirs))
    return len(here & there), min(len(here), len(there))


def _kin(ours: ForeignEvent, theirs: ForeignEvent) -> bool:
    return ours.family is not None and ours.family == theirs.family


def _same_dead(ours: ForeignEvent, theirs: ForeignEvent) -> bool | None:
    """Equal, or theirs within the record's range; None where the record or the file has no figure."""
    if theirs.best is None or (ours.best is None and ours.low is None and ours.high is None):
        return None
    if ours.best == theirs.best:
        return True
    if ours.low is None and ours.high is None:
        return False
    above = ours.low is None or theirs.best >= ours.low
    return above and (ours.high is None or theirs.best <= ours.high)


def _order(event: ForeignEvent) -> tuple[str, str]:
    return (str(event.start or event.end or ""), event.id)
