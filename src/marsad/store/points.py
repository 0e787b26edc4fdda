"""A question of the map in, rows by cell, by day or by place out: computed in the store, no payload read for a cell.

What a protected source tells is never among the cells: it comes whole, to be put through the shield first.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, func, or_, select

from marsad.domain.filter import Filter
from marsad.domain.record import ControlSpell, EventRecord
from marsad.domain.vocabulary import PlacePrecision
from marsad.domain.wire import from_plain
from marsad.store import tables
from marsad.store.query import filter_rows
from marsad.store.store import Store

EVENTS, CONTROL = tables.events.c, tables.control.c
MOST_PARTS = 4_000
"""Rows of one answer: a screen holds some 400 cells, and few hold more than a handful of kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapAsk:
    """What a map asks for: `box` is west, south, east, north; `cell` is how wide and tall a cluster's cell is.

    All in degrees; a box never crosses the date line.
    """

    wanted: Filter
    box: tuple[float, float, float, float]
    cell: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPart:
    """The events of one kind in one cell: how many, where their middle is, how many dead in those with a figure.

    `deaths` is None where no event has a figure. `id`, `since`, `until` and `precision` are those of the event where
    `count` is 1. `box` is what the points span.
    """

    cell: tuple[int, int]
    kind: str
    count: int
    deaths: int | None
    unknown: int
    lat: float
    lon: float
    box: tuple[float, float, float, float]
    id: str
    since: dt.date | None
    until: dt.date | None
    precision: int
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDay:
    """How many events begin on a day, and how many of them have no point; `day` is None for those with no day."""

    day: dt.date | None
    events: int
    unplaced: int


def open_parts(store: Store, ask: MapAsk) -> list[CellPart]:
    """The cells' contents, less background and whatever a protected source tells any of."""
    column, row = _cell_of(ask)
    figures = (
        func.count().label("count"),
        func.sum(EVENTS.deaths).label("deaths"),
        func.count(EVENTS.deaths).label("known"),
        func.avg(EVENTS.lat).label("lat"),
        func.avg(EVENTS.lon).label("lon"),
        *(func.min(EVENTS[name]).label(f"min_{name}") for name in ("lat", "lon", "id", "since", "precision", "grade")),
        *(func.max(EVENTS[name]).label(f"max_{name}") for name in ("lat", "lon", "until")),
    )
    query = select(column.label("column"), row.label("row"), EVENTS.kind, *figures)
    grouped = _narrow(query, ask.wanted).where(*_inside(ask)).group_by("column", "row", EVENTS.kind)
    return [_part(found) for found in store.ask(grouped.limit(MOST_PARTS))]


def open_events(store: Store, ask: MapAsk, most: int) -> list[EventRecord]:
    """The events in the box, the deadliest first, less those that a protected source tells any of."""
    query = _narrow(select(EVENTS.payload), ask.wanted).where(*_inside(ask))
    ordered = query.order_by(EVENTS.deaths.desc().nulls_last(), EVENTS.since, EVENTS.id).limit(most)
    return [from_plain(found["payload"], EventRecord) for found in store.ask(ordered)]


def protected_events(store: Store) -> list[EventRecord]:
    """The events that a protected source tells any of, as they are: for the shield alone."""
    query = select(EVENTS.payload).where(EVENTS.protected.is_(True), EVENTS.background.is_(False))
    return [from_plain(found["payload"], EventRecord) for found in store.ask(query.order_by(tables.events.c.seq))]


def open_days(store: Store, wanted: Filter) -> Iterator[MapDay]:
    """The days on which events begin, in order, less those that a protected source tells any of."""
    placed = func.sum(cast(_has_point(), Integer))
    query = select(EVENTS.since, func.count().label("events"), placed.label("placed"))
    for found in store.ask(_narrow(query, wanted).group_by(EVENTS.since).order_by(EVENTS.since)):
        yield MapDay(day=found["since"], events=found["events"], unplaced=found["events"] - (found["placed"] or 0))


def spells_on(store: Store, day: dt.date) -> tuple[list[ControlSpell], list[ControlSpell]]:
    """The spells of control in force at the end of the day: those that are open, and those for the shield."""
    inside = and_(
        or_(CONTROL.since.is_(None), CONTROL.since <= day), or_(CONTROL.until.is_(None), CONTROL.until >= day)
    )
    query = select(CONTROL.payload, CONTROL.protected).where(inside).order_by(CONTROL.seq)
    found = [(from_plain(row["payload"], ControlSpell), row["protected"]) for row in store.ask(query)]
    return [spell for spell, hidden in found if not hidden], [spell for spell, hidden in found if hidden]


def holder_counts(store: Store) -> dict[str, int]:
    """In how many spells each holder is named."""
    counts: dict[str, int] = {}
    holder = CONTROL.payload["holder"]
    for found in store.ask(select(holder.label("holder"), func.count().label("spells")).group_by(holder)):
        for name in found["holder"]:
            counts[name] = counts.get(name, 0) + found["spells"]
    return counts


def actor_kinds(store: Store) -> dict[str, str]:
    """The kind of each actor of the record, by name."""
    actors = tables.actors.c
    query = select(actors.payload["name"].as_string().label("name"), actors.kind)
    return {found["name"]: found["kind"] for found in store.ask(query)}


def _narrow(query: Select[Any], wanted: Filter) -> Select[Any]:
    """What the filter asks for; of open events alone, each place may be asked for."""
    asked = replace(wanted, shielded=False)
    return filter_rows(query, tables.events, asked).where(EVENTS.background.is_(False), EVENTS.protected.is_(False))


def _inside(ask: MapAsk) -> tuple[ColumnElement[bool], ...]:
    west, south, east, north = ask.box
    return (_has_point(), EVENTS.lat.between(south, north), EVENTS.lon.between(west, east))


def _has_point() -> ColumnElement[bool]:
    """A country's middle is no place to draw an event at, nor is a sea's."""
    return and_(EVENTS.lat.is_not(None), EVENTS.precision < PlacePrecision.COUNTRY.value)


def _cell_of(ask: MapAsk) -> tuple[ColumnElement[int], ColumnElement[int]]:
    wide, tall = ask.cell
    return cast((EVENTS.lon + 180) / wide, Integer), cast((EVENTS.lat + 90) / tall, Integer)


def _part(found: Any) -> CellPart:
    return CellPart(
        cell=(found["column"], found["row"]),
        kind=found["kind"],
        count=found["count"],
        deaths=found["deaths"],
        unknown=found["count"] - found["known"],
        lat=found["lat"],
        lon=found["lon"],
        box=(found["min_lon"], found["min_lat"], found["max_lon"], found["max_lat"]),
        id=found["min_id"],
        since=found["min_since"],
        until=found["max_until"],
        precision=found["min_precision"],
        grade=found["min_grade"],
    )
