"""A filter and the mark of the last thing seen in, the things after it and the mark of their last out.

A list is walked by what its things are, never by their number in it, so that what comes in between moves none of them:
whoever walks sees each thing that was there all the while once, unless its own place in the order changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from marsad.domain.document import Document
from marsad.domain.errors import InputError
from marsad.domain.filter import Filter
from marsad.domain.publication import Step
from marsad.domain.record import ActorRecord, ControlSpell, EventRecord
from marsad.domain.wire import from_plain
from marsad.store import rows
from marsad.store.memory import columns_of
from marsad.store.paging import Order, Stretch, events_at
from marsad.store.query import filter_rows, newest_first, select_documents
from marsad.store.sources import Outlet, Voice, figures_of, of_open_outlets
from marsad.store.spells import count_on, in_force
from marsad.store.store import Store
from marsad.store.tables import actors, control, documents, publications, voices

T = TypeVar("T")
Mark = str | tuple[Any, ...]
"""What tells where in a list a thing stands: plain values, the same as long as the thing is the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked(Generic[T]):
    """Things in their order, how many the list has, and the mark of the last; `next` is None where none come after."""

    items: tuple[T, ...]
    total: int
    next: Mark | None


def walk_events(
    store: Store, wanted: Filter, order: Order, at: Stretch, after: tuple[int, str] | None
) -> Walked[EventRecord]:
    """Events in the order, those of one day or figure by id."""
    columns = columns_of(store)
    mask, ordered = columns.wanted(wanted), columns.walked(order)
    total = int(np.count_nonzero(mask))
    if after is not None:
        mask = mask & columns.behind(order, *after)
    found = ordered[mask[ordered]][at.offset : at.offset + at.limit + 1]
    shown = found[: at.limit]
    last = (int(columns.key(order)[shown[-1]]), str(columns.events.id[shown[-1]])) if len(found) > at.limit else None
    return Walked(items=events_at(store, columns.events.seq[shown].tolist()), total=total, next=last)


def walk_documents(store: Store, wanted: Filter, at: Stretch, after: str | None) -> Walked[Document]:
    """Open documents, the newest first; `after` is the id of one, which is never taken away."""
    chosen = select_documents(wanted)
    total = _count(store, chosen)
    parts = [chosen] if after is None else _older(chosen, *_place_of(store, after))
    seqs: list[int] = []
    for part in parts:
        asked = newest_first(part).offset(at.offset).limit(at.limit + 1 - len(seqs))
        seqs += [row["document"] for row in store.ask(asked)] if len(seqs) <= at.limit else []
    query = select(documents).where(documents.c.seq.in_(seqs[: at.limit]))
    found = {row["seq"]: rows.document_from_row(row) for row in store.ask(query)}
    items = tuple(found[seq] for seq in seqs[: at.limit] if seq in found)
    return Walked(items=items, total=total, next=items[-1].id if len(seqs) > at.limit and items else None)


def walk_spells(
    store: Store, wanted: Filter, day: date, at: Stretch, after: tuple[date | None, str] | None
) -> Walked[ControlSpell]:
    """The spells in force at the end of the day, those that began last first, those of one day by id."""
    query = in_force(select(control.c.since, control.c.id, control.c.payload), wanted, day)
    if after is not None:
        query = query.where(_began_before(*after))
    ordered = query.order_by(control.c.since.desc().nulls_last(), control.c.id)
    found = list(store.ask(ordered.offset(at.offset).limit(at.limit + 1)))
    shown = found[: at.limit]
    return Walked(
        items=tuple(from_plain(row["payload"], ControlSpell) for row in shown),
        total=count_on(store, wanted, day),
        next=(shown[-1]["since"], shown[-1]["id"]) if len(found) > at.limit else None,
    )


def walk_actors(store: Store, wanted: Filter, at: Stretch, after: str | None) -> Walked[ActorRecord]:
    """Actors by id."""
    asked = filter_rows(select(actors.c.id, actors.c.payload), actors, wanted)
    total = _count(store, asked)
    asked = asked.where(actors.c.id > after) if after is not None else asked
    found = list(store.ask(asked.order_by(actors.c.id).offset(at.offset).limit(at.limit + 1)))
    shown = found[: at.limit]
    items = tuple(from_plain(row["payload"], ActorRecord) for row in shown)
    return Walked(items=items, total=total, next=shown[-1]["id"] if len(found) > at.limit else None)


def walk_outlets(store: Store, at: Stretch, after: str | None) -> Walked[Outlet]:
    """Outlets of open documents by name."""
    days = (func.min(documents.c.date).label("first"), func.max(documents.c.date).label("last"))
    query = select(documents.c.source.label("name"), func.count().label("documents"), *days)
    query = query.where(*of_open_outlets())
    return _named(store, query, documents.c.source, at, after, lambda found: [Outlet(**row) for row in found])


def walk_voices(store: Store, at: Stretch, after: str | None) -> Walked[Voice]:
    """Voices by name."""
    contested = func.sum(case((voices.c.grade == "contested", 1), else_=0)).label("contested")
    query = select(voices.c.voice.label("name"), func.count().label("events"), contested)

    def made(found: Sequence[Any]) -> list[Voice]:
        given = figures_of(store, [row["name"] for row in found])
        return [Voice(**row, figures=of[0], replaced=of[1]) for row in found if (of := given.get(row["name"], (0, 0)))]

    return _named(store, query, voices.c.voice, at, after, made)


def walk_submitted(store: Store, last: Step | None, at: Stretch, after: str | None) -> Walked[str]:
    """Ids of all that was ever submitted, what was first so last before the rest; `last`: whose newest step it is."""
    begun, newest = func.min(publications.c.seq), func.max(publications.c.seq)
    query = select(publications.c.thing, begun.label("begun")).group_by(publications.c.thing)
    began = {row["thing"]: row["begun"] for row in store.ask(query)}
    if after is not None and after not in began:
        raise InputError(f"cursor: {after[:40]!r} was never submitted. Mend: begin anew, without a cursor")
    if last is not None:
        of = select(newest).group_by(publications.c.thing)
        kept = select(publications.c.thing).where(publications.c.seq.in_(of), publications.c.step == last.value)
        among = {row["thing"] for row in store.ask(kept)}
    else:
        among = set(began)
    ordered = sorted(among, key=lambda thing: -began[thing])
    behind = [one for one in ordered if after is None or began[one] < began[after]]
    found = behind[at.offset : at.offset + at.limit + 1]
    shown = tuple(found[: at.limit])
    return Walked(items=shown, total=len(ordered), next=shown[-1] if len(found) > at.limit else None)


def _named(store: Store, query: Select[Any], name: Any, at: Stretch, after: str | None, made: Any) -> Walked[Any]:
    grouped = query.group_by(name)
    total = _count(store, grouped)
    grouped = grouped.where(name > after) if after is not None else grouped
    found = list(store.ask(grouped.order_by(name).offset(at.offset).limit(at.limit + 1)))
    shown = found[: at.limit]
    return Walked(items=tuple(made(shown)), total=total, next=shown[-1]["name"] if len(found) > at.limit else None)


def _place_of(store: Store, document: str) -> tuple[date | None, int]:
    query = select(documents.c.date, documents.c.seq).where(
        documents.c.id == document, documents.c.protected.is_(False)
    )
    found = next(iter(store.ask(query)), None)
    if found is None:
        raise InputError("cursor: the document that it names is not there. Mend: begin anew, without a cursor")
    return found["date"], found["seq"]


def _older(chosen: Select[Any], day: date | None, seq: int) -> list[Select[Any]]:
    """Those behind the place: the dated ones, found by a range of the index of days, then those of no day."""
    of = chosen.selected_columns
    if day is None:
        return [chosen.where(of["date"].is_(None), of["document"] < seq)]
    dated = chosen.where(of["date"] <= day, or_(of["date"] < day, of["document"] < seq))
    return [dated, chosen.where(of["date"].is_(None))]


def _began_before(day: date | None, name: str) -> ColumnElement[bool]:
    since = control.c.since
    if day is None:
        return and_(since.is_(None), control.c.id > name)
    return or_(since < day, and_(since == day, control.c.id > name), since.is_(None))


def _count(store: Store, asked: Select[Any]) -> int:
    counted = select(func.count().label("number")).select_from(asked.subquery())
    return int(next(store.ask(counted))["number"])
