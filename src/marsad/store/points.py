"""A question of the map in, its cells, days and holders out.

What a protected source tells is never among them: it comes whole, to be put through the shield first.
"""

import datetime as dt
import json
from dataclasses import dataclass

import numpy as np
from sqlalchemy import and_, func, or_, select

from marsad.domain.filter import Filter
from marsad.domain.record import ControlSpell, EventRecord
from marsad.domain.wire import from_plain
from marsad.store import tables
from marsad.store.columns import GRADES, KINDS, UNKNOWN, Box, Columns, EventColumns, Mask, Rows
from marsad.store.paging import events_at
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
    groups = _Groups(index, rows, part, first)
    return [groups.part(number, (int(across[at]), int(lines[at]))) for number, at in enumerate(first)]


class _Groups:
    """Sums over the parts of the cells, made at once for all of them."""

    def __init__(self, index: EventColumns, rows: Rows, part: Rows, first: Rows) -> None:
        self._index, self._first = index, rows[first]
        count = len(first)
        lat, lon, deaths = index.lat[rows], index.lon[rows], index.deaths[rows]
        known = deaths != UNKNOWN
        self._count = np.bincount(part, minlength=count)
        self._known = np.bincount(part, weights=known, minlength=count)
        self._deaths = np.bincount(part, weights=np.where(known, deaths, 0), minlength=count)
        self._lat = np.bincount(part, weights=lat, minlength=count) / self._count
        self._lon = np.bincount(part, weights=lon, minlength=count) / self._count
        self._box = [np.full(count, edge) for edge in (np.inf, np.inf, -np.inf, -np.inf)]
        for edge, pick, values in zip(self._box, (np.minimum, np.minimum, np.maximum, np.maximum),
                                      (lon, lat, lon, lat), strict=True):  # fmt: skip
            pick.at(edge, part, values)

    def part(self, number: int, cell: tuple[int, int]) -> CellPart:
        index, at = self._index, self._first[number]
        count, known = int(self._count[number]), int(self._known[number])
        west, south, east, north = (float(edge[number]) for edge in self._box)
        since = index.since[at]
        return CellPart(
            cell=cell, kind=KINDS[index.kind[at]].value, count=count,
            deaths=int(self._deaths[number]) if known else None, unknown=count - known,
            lat=float(self._lat[number]), lon=float(self._lon[number]), box=(west, south, east, north),
            id=str(index.id[at]), since=None if np.isnat(since) else since.item(),
            precision=int(index.precision[at]), grade=GRADES[index.grade[at]].value,
        )  # fmt: skip


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
    query = select(CONTROL.payload, CONTROL.protected).where(inside).order_by(CONTROL.seq)
    found = [(from_plain(row["payload"], ControlSpell), row["protected"]) for row in store.ask(query)]
    return [spell for spell, hidden in found if not hidden], [spell for spell, hidden in found if hidden]


def holder_counts(store: Store) -> dict[str, int]:
    """In how many spells each holder is named."""
    counts: dict[str, int] = {}
    holder = CONTROL.payload["holder"].as_string()  # as text, for a list of JSON is equal to nothing on a server
    for found in store.ask(select(holder.label("holder"), func.count().label("spells")).group_by(holder)):
        for name in json.loads(found["holder"]):
            counts[name] = counts.get(name, 0) + found["spells"]
    return counts


def actor_kinds(store: Store) -> dict[str, str]:
    """The kind of each actor of the record, by name."""
    actors = tables.actors.c
    query = select(actors.payload["name"].as_string().label("name"), actors.kind)
    return {found["name"]: found["kind"] for found in store.ask(query)}
