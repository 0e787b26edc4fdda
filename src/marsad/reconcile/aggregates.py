"""Aggregate figures in, aggregate records out: totals over a period or a place, apart from the events they cover."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from marsad.domain import wire
from marsad.domain.claim import Casualty, Claim
from marsad.domain.place import Place
from marsad.domain.record import AggregateRecord, EventRecord
from marsad.domain.vocabulary import Harm, PlacePrecision, Scope
from marsad.reconcile.events import choose_place
from marsad.reconcile.names import ActorNames
from marsad.reconcile.places import is_inside
from marsad.reconcile.spelling import fold
from marsad.reconcile.testimony import Testimony, sorted_ids
from marsad.reconcile.tolls import TollMaker

COUNTED_IN = {Harm.CASUALTIES: frozenset({Harm.KILLED, Harm.INJURED, Harm.CASUALTIES})}

DURATION = re.compile(r"P(?=T?\d)")
"""How a TIMEX3 value spells a length of time: "PT24H", "P2D". Source: TimeML annotation guidelines 1.2.1."""


def is_aggregate(testimony: Testimony, wholes: Mapping[str, Testimony]) -> bool:
    """Whether the figure is a total, or part of one: a part has the scope of its whole."""
    root = find_root(testimony, wholes)
    if not isinstance(root.claim.said, Casualty):
        return False
    return root.claim.said.scope is Scope.AGGREGATE or _counts_a_period(root.claim)


def _counts_a_period(claim: Claim) -> bool:
    """Whether the figure is counted over a length of time ("in the past 24 hours"), or up to a day and nowhere near."""
    if claim.time is None:
        return False
    until = claim.time.start is None and claim.time.end is not None and not claim.background
    nowhere = claim.place is None or claim.place.precision >= PlacePrecision.PROVINCE
    return (until and nowhere) or bool(DURATION.match(claim.time.timex or ""))


def find_root(testimony: Testimony, wholes: Mapping[str, Testimony]) -> Testimony:
    while testimony.id in wholes:
        testimony = wholes[testimony.id]
    return testimony


def build_aggregates(
    testimonies: Iterable[Testimony],
    events: Sequence[EventRecord],
    maker: TollMaker,
) -> list[AggregateRecord]:
    """One record for each total of one period, place, cause and doer; without a stated start, of one voice as well.

    `covers` names the events with such a toll that lie inside; nothing of theirs is added to it, nor it to them.
    """
    groups = defaultdict(list)
    for testimony in testimonies:
        groups[_scope_key(find_root(testimony, maker.wholes), maker.names)].append(testimony)
    shelves = EventShelves(events)
    records = [_build(sorted(group, key=lambda one: one.order), shelves, maker) for group in groups.values()]
    return sorted(records, key=lambda record: (record.since or date.max, record.id))


class EventShelves:
    """Events with a toll, by country and place, in order of their first day, so that a period is a slice."""

    def __init__(self, events: Iterable[EventRecord]) -> None:
        self._shelves: dict[str | None, dict[Place | None, list[tuple[date, EventRecord]]]] = {}
        self._countries: dict[str, set[str | None]] = defaultdict(set)
        self._inside: dict[tuple[str | None, Place], list[Place | None]] = {}
        for event in events:
            first = (event.time.start or event.time.end) if event.time else None
            country = event.place.country if event.place else None
            for document in event.documents:
                self._countries[document].add(country)
            if first and event.tolls:
                self._shelves.setdefault(country, {}).setdefault(event.place, []).append((first, event))
        for shelf in self._shelves.values():
            for row in shelf.values():
                row.sort(key=lambda entry: (entry[0], entry[1].id))

    def lie_inside(
        self,
        first: date,
        last: date,
        place: Place | None,
        documents: Iterable[str],
    ) -> Iterable[EventRecord]:
        """The events of the days and the place; without a place, of the countries that the documents tell of."""
        told = {country for document in documents for country in self._countries.get(document, ())}
        for country in sorted({place.country} if place and place.country else told, key=str):
            shelf = self._shelves.get(country, {})
            for where in self._places(country, place) if place else shelf:
                row = shelf[where]
                low = bisect_left(row, first, key=lambda entry: entry[0])
                high = bisect_right(row, last, key=lambda entry: entry[0])
                yield from (event for _, event in row[low:high])

    def _places(self, country: str | None, wide: Place) -> list[Place | None]:
        if (country, wide) not in self._inside:
            shelf = self._shelves.get(country, {})
            self._inside[country, wide] = [where for where in shelf if where and is_inside(where, wide)]
        return self._inside[country, wide]


def _scope_key(root: Testimony, names: ActorNames) -> tuple[object, ...]:
    said, place = root.claim.said, root.claim.place
    since = _find_since(root)
    where = (place.geonames_id or fold(place.name), place.country, place.precision) if place else None
    cause, agents = (said.cause, names.keys(said.agents)) if isinstance(said, Casualty) else (None, frozenset())
    by = (root.voice.key, fold(root.claim.time.text) if root.claim.time else None) if since is None else None
    return since, where, cause, agents, by


def _find_since(root: Testimony) -> date | None:
    said, time = root.claim.said, root.claim.time
    if isinstance(said, Casualty) and said.since:
        return said.since
    return time.start if time else None


def _build(group: list[Testimony], shelves: EventShelves, maker: TollMaker) -> AggregateRecord:
    roots = [find_root(one, maker.wholes) for one in group]
    since = _find_since(roots[0])
    ends = [one.claim.time.end if one.claim.time and one.claim.time.end else one.claim.reported for one in roots]
    until = max((end for end in ends if end), default=None)
    place = choose_place(roots)
    harms = {one.claim.said.harm for one in group if isinstance(one.claim.said, Casualty)}
    counted = {harm for one in harms for harm in COUNTED_IN.get(one, {one})}
    inside = shelves.lie_inside(since, until, place, {one.claim.document for one in group}) if since and until else ()
    founding = min(roots, key=lambda one: one.seniority)
    return AggregateRecord(
        id=wire.content_id("a", founding.id),
        scope_text=_find_words(roots[0]),
        since=since,
        until=until,
        place=place,
        tolls=maker.make_tolls(group),
        covers=tuple(sorted({event.id for event in inside if any(toll.harm in counted for toll in event.tolls)})),
        claims=sorted_ids(group),
    )


def _find_words(root: Testimony) -> str:
    if root.claim.time and root.claim.time.text:
        return root.claim.time.text
    return root.claim.said.words if isinstance(root.claim.said, Casualty) else ""
