"""A filter and a place in a long list in, that stretch of it and its whole length out; nothing else is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

import numpy as np
from sqlalchemy import Select, Table, func, select

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.filter import Filter
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord
from marsad.domain.wire import from_plain
from marsad.store import rows, tables
from marsad.store.json_items import json_items
from marsad.store.memory import columns_of
from marsad.store.query import filter_documents, filter_rows, newest_first, select_documents, standing
from marsad.store.shelf import split
from marsad.store.store import Store

T = TypeVar("T")


class Order(StrEnum):
    """How a list of events stands."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DEADLIEST = "deadliest"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Which part of a list: `limit` things after the first `offset`."""

    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged(Generic[T]):
    """One stretch of a list, and how many things the whole of it has."""

    items: tuple[T, ...]
    total: int


def page_events(store: Store, wanted: Filter, order: Order, at: Stretch) -> Paged[EventRecord]:
    """Events in the order; those of no day or no figure stand last."""
    columns = columns_of(store)
    mask, ordered = columns.wanted(wanted), columns.ordered(order)
    seqs = columns.events.seq[ordered[mask[ordered]][at.offset : at.offset + at.limit]]
    return Paged(items=events_at(store, seqs.tolist()), total=int(np.count_nonzero(mask)))


def events_at(store: Store, seqs: Sequence[int]) -> tuple[EventRecord, ...]:
    """The events at these places of the record's order, in the order asked for; none at a place that is empty."""
    table, found = tables.events.c, {}
    for some in split(seqs):
        for row in store.ask(select(table.seq, table.payload).where(table.seq.in_(some))):
            found[row["seq"]] = from_plain(row["payload"], EventRecord)
    return tuple(found[seq] for seq in seqs if seq in found)


def page_actors(store: Store, wanted: Filter, at: Stretch) -> Paged[ActorRecord]:
    """Actors in the record's order."""
    return _page(store, tables.actors, ActorRecord, wanted, (tables.actors.c.seq,), at)


def page_documents(store: Store, wanted: Filter, at: Stretch) -> Paged[Document]:
    """Documents, the newest first by day of publication, then by arrival."""
    table = tables.documents
    chosen = select_documents(wanted)
    total = int(next(store.ask(select(func.count().label("total")).select_from(chosen.subquery())))["total"])
    seqs = [row["document"] for row in store.ask(newest_first(chosen).offset(at.offset).limit(at.limit))]
    found = {row["seq"]: rows.document_from_row(row) for row in store.ask(select(table).where(table.c.seq.in_(seqs)))}
    return Paged(items=tuple(found[seq] for seq in seqs if seq in found), total=total)


def original_is_protected(store: Store, sha256: str) -> bool:
    """True where a protected document came in the same bytes, which then may not be handed out."""
    table = tables.documents
    query = select(table.c.id).where(table.c.original_sha256 == sha256, table.c.protected).limit(1)
    return any(True for _ in store.ask(query))


def newest_claims(store: Store, wanted: Filter, limit: int, events: Sequence[EventRecord] = ()) -> tuple[Claim, ...]:
    """The claims of the open documents that arrived last, of the days and the outlet that the filter asks for.

    Where a place or an actor is asked for they are those of `events`, which are the newest of it.
    """
    if wanted.place or wanted.actor:
        ids = [claim for event in events for claim in event.claims][: limit * 4]
        told = [claim for claim in store.claims_of(ids).values() if not claim.protected]
        return tuple(sorted(told, key=lambda claim: claim.reported or date.min, reverse=True)[:limit])
    table = tables.documents
    days = Filter(since=wanted.since, until=wanted.until, source=wanted.source, shielded=True)
    recent = filter_documents(select(table.c.id, table.c.seq), days)
    newest = recent.order_by(table.c.date.desc().nulls_last(), table.c.seq.desc()).limit(limit).subquery()
    query = select(tables.claims).join(newest, newest.c.id == tables.claims.c.document)
    ordered = standing(query).order_by(newest.c.seq.desc(), tables.claims.c.start, tables.claims.c.id)
    found = store.ask(ordered.limit(limit))
    return tuple(map(rows.claim_from_row, found))


def events_by_ids(store: Store, ids: Sequence[str]) -> dict[str, EventRecord]:
    """The events of the ids by id; ids that are not kept are absent."""
    return _by_ids(store, tables.events, EventRecord, ids)


def spells_by_ids(store: Store, ids: Sequence[str]) -> dict[str, ControlSpell]:
    """The spells of the ids by id; ids that are not kept are absent."""
    return _by_ids(store, tables.control, ControlSpell, ids)


def aggregates_over(store: Store, event: str, limit: int = 20) -> tuple[AggregateRecord, ...]:
    """Totals over a period that cover the event."""
    table = tables.aggregates
    covered = json_items(table.c.payload, "covers")
    query = select(table.c.payload).join(covered, covered.c.value == event).order_by(table.c.seq).limit(limit)
    return tuple(from_plain(row["payload"], AggregateRecord) for row in store.ask(query))


def aggregates_within(store: Store, since: date, until: date, limit: int) -> tuple[AggregateRecord, ...]:
    """Totals of a period that lies at least partly within the days, the latest first."""
    table = tables.aggregates
    query = filter_rows(select(table.c.payload), table, Filter(since=since, until=until))
    found = store.ask(query.order_by(table.c.until.desc().nulls_last(), table.c.seq).limit(limit))
    return tuple(from_plain(row["payload"], AggregateRecord) for row in found)


def links_of_claims(store: Store, ids: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """By claim, what it tells of: (kind, id)."""
    links: dict[str, list[tuple[str, str]]] = {}
    for start in range(0, len(ids), 500):
        query = select(tables.links).where(tables.links.c.claim.in_(ids[start : start + 500]))
        for row in store.ask(query):
            links.setdefault(row["claim"], []).append((row["kind"], row["of"]))
    return links


def _by_ids(store: Store, table: Table, noun: type[T], ids: Sequence[str]) -> dict[str, T]:
    found: dict[str, T] = {}
    for start in range(0, len(ids), 500):
        for row in store.ask(select(table.c.id, table.c.payload).where(table.c.id.in_(ids[start : start + 500]))):
            found[row["id"]] = from_plain(row["payload"], noun)
    return found


def _page(store: Store, table: Table, noun: type[T], wanted: Filter, order: Sequence[Any], at: Stretch) -> Paged[T]:
    """The stretch is found by one index that holds all that is asked, and only then are its lines read."""
    chosen = filter_rows(select(table.c.seq), table, wanted).order_by(*order).offset(at.offset).limit(at.limit)
    counted = filter_rows(select(func.count()).select_from(table), table, wanted)
    query = select(table.c.payload).where(table.c.seq.in_(chosen)).order_by(*order)
    return Paged(
        items=tuple(from_plain(row["payload"], noun) for row in store.ask(query)), total=_number(store, counted)
    )


def _number(store: Store, counted: Select[Any]) -> int:
    return int(next(store.ask(counted))["count_1"])
