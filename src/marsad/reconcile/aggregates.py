"""Aggregate figures in, aggregate records out: totals over a period or a place, apart from the events they cover."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Protocol

from marsad.domain import wire
from marsad.domain.claim import Casualty, Claim
from marsad.domain.place import Place
from marsad.domain.record import AggregateRecord, EventRecord
from marsad.domain.vocabulary import Harm, Modality, PlacePrecision
from marsad.domain.vocabulary import Scope as FigureScope
from marsad.reconcile.events import choose_place
from marsad.reconcile.names import ActorNames
from marsad.reconcile.order import rank_aggregate
from marsad.reconcile.places import is_inside
from marsad.reconcile.spelling import fold
from marsad.reconcile.testimony import Testimony, sorted_ids
from marsad.reconcile.tolls import TollMaker

Shelved = tuple[str, frozenset[Harm]]
"""An event's id and the harms that it has tolls of."""
COUNTED_IN = {Harm.CASUALTIES: frozenset({Harm.KILLED, Harm.INJURED, Harm.CASUALTIES})}

DURATION = re.compile(r"P(?=T?\d)")
"""How a TIMEX3 value spells a length of time: "PT24H", "P2D". Source: TimeML annotation guidelines 1.2.1."""


def is_aggregate(testimony: Testimony, wholes: Mapping[str, Testimony]) -> bool:
    """Whether the figure is a total, or part of one: a part has the scope of its whole."""
    root = find_root(testimony, wholes)
    return isinstance(root.claim.said, Casualty) and (root.total is not None or counts_total(root.claim))


def counts_total(claim: Claim) -> bool:
    """Whether the claim's own words make its figure a total."""
    if not isinstance(claim.said, Casualty):
        return False
    return claim.said.scope is FigureScope.AGGREGATE or _counts_a_period(claim)


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
        groups[scope_key(testimony, maker)].append(testimony)
    shelves = EventShelves(events)
    records = []
    for group in groups.values():
        scope, record = build_total(group, maker)
        records.append(replace(record, covers=find_covered(scope, shelves)))
    return sorted(records, key=rank_aggregate)


def is_total(testimony: Testimony, wholes: Mapping[str, Testimony]) -> bool:
    """Whether the claim is of an aggregate of the record: only what is asserted and stands is."""
    asserted = testimony.claim.modality is Modality.ASSERTED and not testimony.withdrawn
    return asserted and is_aggregate(testimony, wholes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a total covers: events of a harm `counted`, of its days and place; without a country, where `documents` are.

    A period without an end or a start covers nothing that can be named.
    """

    since: date | None
    until: date | None
    place: Place | None
    counted: frozenset[Harm]
    documents: frozenset[str]


class Shelves(Protocol):
    """Events with a toll, by country and place, in order of their first day."""

    def countries(self, documents: Iterable[str]) -> set[str | None]:
        """The countries of the events that the documents tell, None for an event whose country nobody knows."""

    def places(self, country: str | None) -> Iterable[Place | None]:
        """Where in the country there are such events."""

    def events(self, country: str | None, place: Place | None, first: date, last: date) -> Iterable[Shelved]:
        """The events of one place that begin on the days, both inclusive."""


def find_covered(scope: Scope, shelves: Shelves) -> tuple[str, ...]:
    """The ids of the events that a total covers, sorted; without a place, of the countries its documents tell of."""
    if scope.since is None or scope.until is None:
        return ()
    return tuple(
        sorted(
            event
            for country in find_countries(scope, shelves)
            for where in shelves.places(country)
            if scope.place is None or (where is not None and is_inside(where, scope.place))
            for event, harms in shelves.events(country, where, scope.since, scope.until)
            if not harms.isdisjoint(scope.counted)
        )
    )


def find_countries(scope: Scope, shelves: Shelves) -> set[str | None]:
    """The countries in which a total may cover events."""
    return {scope.place.country} if scope.place and scope.place.country else shelves.countries(scope.documents)


def shelve(event: EventRecord) -> tuple[date, Shelved] | None:
    """The first day of an event, with its id and the harms that it counts; None for one that no total covers."""
    first = (event.time.start or event.time.end) if event.time else None
    return (first, (event.id, frozenset(toll.harm for toll in event.tolls))) if first and event.tolls else None


class EventShelves:
    """As `Shelves`, of a whole record, so that a period is a slice."""

    def __init__(self, events: Iterable[EventRecord]) -> None:
        self._shelves: dict[str | None, dict[Place | None, list[tuple[date, Shelved]]]] = {}
        self._countries: dict[str, set[str | None]] = defaultdict(set)
        for event in events:
            country = event.place.country if event.place else None
            for document in event.documents:
                self._countries[document].add(country)
            entry = shelve(event)
            if entry:
                self._shelves.setdefault(country, {}).setdefault(event.place, []).append(entry)
        for shelf in self._shelves.values():
            for row in shelf.values():
                row.sort(key=lambda entry: entry[0])

    def countries(self, documents: Iterable[str]) -> set[str | None]:
        return {country for document in documents for country in self._countries.get(document, ())}

    def places(self, country: str | None) -> Iterable[Place | None]:
        return self._shelves.get(country, {})

    def events(self, country: str | None, place: Place | None, first: date, last: date) -> Iterable[Shelved]:
        row = self._shelves[country][place]
        low = bisect_left(row, first, key=lambda entry: entry[0])
        high = bisect_right(row, last, key=lambda entry: entry[0])
        return [entry for _, entry in row[low:high]]


def scope_key(testimony: Testimony, maker: TollMaker) -> str:
    """What figures of one total have in common: of a part its whole's, of one that takes up a total that total's."""
    root = find_root(testimony, maker.wholes)
    return root.total or own_scope(root, maker.names)


def own_scope(root: Testimony, names: ActorNames) -> str:
    """The key of the total that the figure's own words tell."""
    said, place = root.claim.said, root.claim.place
    since = find_since(root)
    where = (place.geonames_id or fold(place.name), place.country, place.precision) if place else None
    cause, agents = (said.cause, names.keys(said.agents)) if isinstance(said, Casualty) else (None, frozenset())
    by = (root.voice.key, fold(root.claim.time.text) if root.claim.time else None) if since is None else None
    key = (since, where, cause, tuple(sorted(agents)), by)
    return sha256(repr(key).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def find_since(root: Testimony) -> date | None:
    """The first day of what the figure counts, where its words give one."""
    said, time = root.claim.said, root.claim.time
    if isinstance(said, Casualty) and said.since:
        return said.since
    return time.start if time else None


def build_total(group: Iterable[Testimony], maker: TollMaker) -> tuple[Scope, AggregateRecord]:
    """The total that the figures of one key tell, with what it covers still to be found."""
    group = sorted(group, key=lambda one: one.order)
    roots = [find_root(one, maker.wholes) for one in group]
    founders = [root for root in roots if root.total is None]
    since = find_since(founders[0])
    ends = [one.claim.time.end if one.claim.time and one.claim.time.end else one.claim.reported for one in roots]
    until = max((end for end in ends if end), default=None)
    place = choose_place(founders)
    harms = {one.claim.said.harm for one in group if isinstance(one.claim.said, Casualty)}
    scope = Scope(
        since=since,
        until=until,
        place=place,
        counted=frozenset(harm for one in harms for harm in COUNTED_IN.get(one, {one})),
        documents=frozenset(one.claim.document for one in group),
    )
    founding = min(founders, key=lambda one: one.seniority)
    record = AggregateRecord(
        id=wire.content_id("a", founding.id),
        scope_text=_find_words(founders[0]),
        since=since,
        until=until,
        place=place,
        tolls=maker.make_tolls(group),
        covers=(),
        claims=sorted_ids(group),
    )
    return scope, record


def _find_words(root: Testimony) -> str:
    if root.claim.time and root.claim.time.text:
        return root.claim.time.text
    return root.claim.said.words if isinstance(root.claim.said, Casualty) else ""
