"""A question of the map in, its cells, days and holders out.

What a protected source tells is never among them: it comes whole, to be put through the shield first.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from sqlalchemy import Text, and_, cast, or_, select

from marsad.domain.filter import Filter
from marsad.domain.record import ControlSpell, EventRecord
from marsad.domain.wire import from_plain
from marsad.store import tables
from marsad.store.columns import GRADES, KINDS, UNKNOWN, Box, Columns, EventColumns, Mask, Rows
from marsad.store.paging import events_at
from marsad.store.rows import spell_from_text
from marsad.store.store import Store

CONTROL = tables.control.c
FAR_DEGREES = 8.0
USUAL_TIMES = 6.0
"""An event is far out beyond this many times the usual distance from the middle. As on the drawn map; set by eye."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapAsk:
    """What a map asks for: `box` is west, south, east, north; `cell` is how wide and tall a cluster's cell is.

    All in degrees; a box never crosses the date line.
    """

    wanted: Filter
    box: Box
    cell: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPart:
    """The events of one kind in one cell: how many, where their middle is, how many dead in those with a figure.

    `deaths` is None where no event has a figure. `id`, `since`, `precision` and `grade` are those of the event where
    `count` is 1, else of the first. `box` is what the points span.
    """

    cell: tuple[int, int]
    kind: str
    count: int
    deaths: int | None
    unknown: int
    lat: float
    lon: float
    box: Box
    id: str
    since: dt.date | None
    precision: int
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDay:
    """How many events begin on a day, and how many of them have no point; `day` is None for those with no day."""

    day: dt.date | None
    events: int
    unplaced: int


def cell_parts(columns: Columns, wanted: Mask, ask: MapAsk) -> list[CellPart]:
    """The contents of each cell of the box that has any."""
    rows, index = np.flatnonzero(wanted & columns.inside(ask.box)), columns.events
    if not len(rows):
        return []
    wide, tall = ask.cell
    across, lines = ((index.lon[rows] + 180) / wide).astype(np.int64), ((index.lat[rows] + 90) / tall).astype(np.int64)
    keys = (across * (int(180 / tall) + 2) + lines) * len(KINDS) + index.kind[rows]
    _, first, part = np.unique(keys, return_index=True, return_inverse=True)
    cells = zip(across[first].tolist(), lines[first].tolist(), strict=True)
    return [
        CellPart(
            cell=cell, kind=KINDS[kind].value, count=count, deaths=int(deaths) if known else None,
            unknown=count - known, lat=lat, lon=lon, box=box, id=name, since=since, precision=precision,
            grade=GRADES[grade].value,
        )
        for cell, (kind, count, known, deaths, lat, lon, box, name, since, precision, grade) in zip(
            cells, zip(*_sums(index, rows, part, first), strict=True), strict=True
        )
    ]  # fmt: skip


def _sums(index: EventColumns, rows: Rows, part: Rows, first: Rows) -> Iterator[list[Any]]:
    """What is told of each part, a list a field, made at once for all: numbers of numpy's own are slow to take out."""
    size, at = len(first), rows[first]
    lat, lon, deaths = index.lat[rows], index.lon[rows], index.deaths[rows]
    has_figure = deaths != UNKNOWN
    count = np.bincount(part, minlength=size)
    box = [np.full(size, edge) for edge in (np.inf, np.inf, -np.inf, -np.inf)]
    picks = (np.minimum, np.minimum, np.maximum, np.maximum)
    for edge, pick, values in zip(box, picks, (lon, lat, lon, lat), strict=True):
        pick.at(edge, part, values)
    yield index.kind[at].tolist()
    yield count.tolist()
    yield np.bincount(part, weights=has_figure, minlength=size).astype(np.int64).tolist()
    yield np.bincount(part, weights=np.where(has_figure, deaths, 0), minlength=size).tolist()
    yield (np.bincount(part, weights=lat, minlength=size) / count).tolist()
    yield (np.bincount(part, weights=lon, minlength=size) / count).tolist()
    yield list(zip(*(edge.tolist() for edge in box), strict=True))
    yield index.id[at].tolist()
    yield index.since[at].tolist()  # no day comes out as None
    yield index.precision[at].tolist()
    yield index.grade[at].tolist()


def event_days(columns: Columns, wanted: Mask) -> list[MapDay]:
    """The days on which events begin, in order; those with no day last."""
    since, placed = columns.events.since[wanted], columns.has_point[wanted]
    days, part = np.unique(since, return_inverse=True)
    events = np.bincount(part, minlength=len(days))
    points = np.bincount(part, weights=placed, minlength=len(days))
    return [
        MapDay(day=None if np.isnat(day) else day.item(), events=int(count), unplaced=int(count - with_point))
        for day, count, with_point in zip(days, events, points, strict=True)
    ]


def usual_box(columns: Columns, wanted: Mask) -> Box | None:
    """West, south, east and north of where most events lie; None where none has a point.

    What lies far from the middle is left out, so that one event abroad does not make a war the size of the world.
    """
    rows = np.flatnonzero(wanted & columns.has_point)
    if not len(rows):
        return None
    lon, lat = columns.events.lon[rows], columns.events.lat[rows]
    away = np.maximum(abs(lon - np.median(lon)), abs(lat - np.median(lat)))
    near = away <= max(FAR_DEGREES, USUAL_TIMES * float(np.median(away)))
    west, south, east, north = lon[near].min(), lat[near].min(), lon[near].max(), lat[near].max()
    return float(west), float(south), float(east), float(north)


def deadliest(store: Store, columns: Columns, wanted: Mask, most: int) -> list[EventRecord]:
    """The events of the rows with the most dead first, then the earliest in the record; at most so many."""
    ordered = columns.ordered("deadliest")
    return [*events_at(store, columns.events.seq[ordered[wanted[ordered]][:most]].tolist())]


def protected_events(store: Store) -> list[EventRecord]:
    """The events that a protected source tells any of, as they are: for the shield alone."""
    events = tables.events.c
    query = select(events.payload).where(events.protected.is_(True), events.background.is_(False))
    return [from_plain(found["payload"], EventRecord) for found in store.ask(query.order_by(events.seq))]


def spells_on(store: Store, day: dt.date) -> tuple[list[ControlSpell], list[ControlSpell]]:
    """The spells of control in force at the end of the day: those that are open, and those for the shield."""
    inside = and_(
        or_(CONTROL.since.is_(None), CONTROL.since <= day), or_(CONTROL.until.is_(None), CONTROL.until >= day)
    )
    query = select(cast(CONTROL.payload, Text), CONTROL.protected).where(inside).order_by(CONTROL.seq)
    with store.moment() as connection:
        found = [(spell_from_text(line), protected) for line, protected in connection.execute(query)]
    # What is not known to be open is not.
    is_open = [spell for spell, protected in found if protected is False]
    return is_open, [spell for spell, protected in found if protected is not False]


def protected_spells(store: Store) -> tuple[str, tuple[ControlSpell, ...]]:
    """The spells that a protected source tells any of, as they are: for the shield alone; and a word for them all."""
    query = select(cast(CONTROL.payload, Text)).where(CONTROL.protected.is_not(False)).order_by(CONTROL.seq)
    with store.moment() as connection:
        lines = connection.execute(query).scalars().all()
        return sha256("\n".join(lines).encode()).hexdigest(), tuple(map(spell_from_text, lines))


def actor_kinds(store: Store) -> dict[str, str]:
    """The kind of each actor of the record, by name."""
    actors = tables.actors.c
    query = select(actors.payload["name"].as_string().label("name"), actors.kind)
    return {found["name"]: found["kind"] for found in store.ask(query)}
