"""A day in, all that its situation report needs of the record out, and no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
from sqlalchemy import Table, func, select

from marsad.domain.claim import Claim
from marsad.domain.filter import Filter
from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord
from marsad.domain.wire import from_plain
from marsad.store import rows
from marsad.store.memory import columns_of
from marsad.store.paging import events_at, events_by_ids
from marsad.store.query import claims_that_enter, standing
from marsad.store.store import Store
from marsad.store.tables import aggregates, claims, control, documents, links

T = TypeVar("T")
WHOLE_EVENTS = 1_500
"""Events of a record that is small enough to be reported of as a whole, with all tolls to date."""
MOST_EVENTS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What bears on a day, and all that was claimed on it; `is_whole` where the events are all that there are."""

    events: tuple[EventRecord, ...]
    aggregates: tuple[AggregateRecord, ...]
    control: tuple[ControlSpell, ...]
    claims: Mapping[str, Claim]
    is_whole: bool


def news_of(store: Store, day: date) -> News:
    """Events that touch the day or that a claim of it tells of, totals and spells likewise, and the day's claims."""
    is_whole = len(columns_of(store).events.seq) <= WHOLE_EVENTS
    told = claims_of_day(store, day)
    linked = _linked(store, day)
    kept = store.record(Filter()).events if is_whole else _events_of(store, day, linked)
    totals = _of_ids(store, aggregates, AggregateRecord, linked)
    inside = [] if is_whole else [one for total in totals for one in total.covers]
    known = {event.id: event for event in kept} | events_by_ids(store, inside[:MOST_EVENTS])
    spells = _spells(store, day, linked)
    return News(events=tuple(known.values()), aggregates=totals, control=spells, claims=told, is_whole=is_whole)


def claims_of_day(store: Store, day: date) -> dict[str, Claim]:
    """The claims of all documents published on the day, by id."""
    query = select(claims).join(documents, documents.c.id == claims.c.document).where(documents.c.date == day)
    return {row["id"]: rows.claim_from_row(row) for row in store.ask(standing(claims_that_enter(query)))}


def published_days(store: Store, day: date) -> tuple[date | None, date | None]:
    """The last day before and the first after on which anything was published."""
    found = []
    for bound, condition in ((func.max, documents.c.date < day), (func.min, documents.c.date > day)):
        query = select(bound(documents.c.date).label("day")).where(condition)
        found.append(next(store.ask(query))["day"])
    return found[0], found[1]


def _linked(store: Store, day: date) -> tuple[str, ...]:
    """Ids of what the day's claims tell of."""
    query = select(links.c.of).join(claims, claims.c.id == links.c.claim)
    query = query.join(documents, documents.c.id == claims.c.document).where(documents.c.date == day).distinct()
    return tuple(sorted(row["of"] for row in store.ask(query)))


def _events_of(store: Store, day: date, linked: tuple[str, ...]) -> tuple[EventRecord, ...]:
    """An event of no known end is of the day only where a claim of the day tells of it: it is among the linked."""
    columns = columns_of(store)
    touching = columns.wanted(Filter(since=day, until=day)) & ~np.isnat(columns.events.until)
    found = events_at(store, columns.events.seq[touching][:MOST_EVENTS].tolist())
    return tuple(({event.id: event for event in found} | events_by_ids(store, linked)).values())


def _spells(store: Store, day: date, linked: tuple[str, ...]) -> tuple[ControlSpell, ...]:
    query = select(control.c.payload).where(control.c.since == day).order_by(control.c.seq)
    begun = [from_plain(row["payload"], ControlSpell) for row in store.ask(query)]
    return tuple({spell.id: spell for spell in (*begun, *_of_ids(store, control, ControlSpell, linked))}.values())


def _of_ids(store: Store, table: Table, noun: type[T], ids: Sequence[str]) -> tuple[T, ...]:
    found: list[T] = []
    for start in range(0, len(ids), 500):
        query = select(table.c.payload).where(table.c.id.in_(ids[start : start + 500])).order_by(table.c.seq)
        found += [from_plain(row["payload"], noun) for row in store.ask(query)]
    return tuple(found)
