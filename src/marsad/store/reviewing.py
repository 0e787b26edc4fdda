"""The queue of events that nobody has looked at in full, those that matter most first, and how far it is worked off."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select

from marsad.domain.filter import Filter
from marsad.domain.record import EventRecord
from marsad.domain.wire import from_plain
from marsad.store.query import filter_rows
from marsad.store.store import Store
from marsad.store.tables import decided, events, links


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many events there are to look at, and of how many every claim is decided on."""

    events: int
    done: int


def queue_of(store: Store, wanted: Filter, limit: int, *, but: str | None = None) -> tuple[EventRecord, ...]:
    """Open events with a claim that nobody decided on, by weight; `but` is left out."""
    waits = exists().where(links.c.of == events.c.id, links.c.kind == "event", ~_is_decided(links.c.claim))
    query = _open(select(events.c.payload), wanted).where(waits)
    query = query.where(events.c.id != but) if but else query
    ordered = query.order_by(events.c.weight.desc().nulls_last(), events.c.seq).limit(limit)
    return tuple(from_plain(row["payload"], EventRecord) for row in store.ask(ordered))


def progress_of(store: Store, wanted: Filter) -> Progress:
    """Counted from the decisions, which are few, and not from the events, which are many."""
    whole = next(store.ask(_open(select(func.count().label("number")).select_from(events), wanted)))["number"]
    touched = select(links.c.of).where(links.c.kind == "event", links.c.claim.in_(select(decided.c.claim)))
    waits = exists().where(links.c.of == events.c.id, links.c.kind == "event", ~_is_decided(links.c.claim))
    query = _open(select(func.count().label("number")).select_from(events), wanted)
    done = next(store.ask(query.where(events.c.id.in_(touched), ~waits)))["number"]
    return Progress(events=int(whole), done=int(done))


def _open(query: Select[Any], wanted: Filter) -> Select[Any]:
    """Claims of protected sources are decided on where they may be read: not on a page."""
    return filter_rows(query, events, wanted).where(events.c.protected.is_(False))


def _is_decided(claim: ColumnElement[Any]) -> ColumnElement[bool]:
    return exists().where(decided.c.claim == claim)
