"""Outlets and voices, what each told and how often its figures were replaced: counted in the store."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, case, func, select

from marsad.domain.record import EventRecord
from marsad.domain.wire import from_plain
from marsad.store.paging import Paged, Stretch
from marsad.store.store import Store
from marsad.store.tables import documents, events, figures, voices


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who published: `documents` open ones, from the first day to the last."""

    name: str
    documents: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who is credited: events told of, those of them that are contested, figures given, those that were replaced."""

    name: str
    events: int
    contested: int
    figures: int
    replaced: int


def page_outlets(store: Store, at: Stretch, name: str | None = None) -> Paged[Outlet]:
    """Outlets by how many documents they published; one of them if it is named."""
    columns = (documents.c.source.label("name"), func.count().label("documents"))
    days = (func.min(documents.c.date).label("first"), func.max(documents.c.date).label("last"))
    query = select(*columns, *days).where(*of_open_outlets()).group_by(documents.c.source)
    query = query.where(documents.c.source == name) if name is not None else query
    found = list(store.ask(query.order_by(func.count().desc(), documents.c.source)))
    items = tuple(Outlet(**row) for row in found[at.offset : at.offset + at.limit])
    return Paged(items=items, total=len(found))


def of_open_outlets() -> tuple[ColumnElement[bool], ...]:
    """Open documents that name their outlet, asked so that SQLite walks the index by outlet and no table."""
    return func.coalesce(documents.c.protected, True).is_(False), documents.c.source.is_not(None)


def page_voices(store: Store, at: Stretch, name: str | None = None) -> Paged[Voice]:
    """Voices by how many events they tell of; one of them if it is named."""
    contested = func.sum(case((voices.c.grade == "contested", 1), else_=0)).label("contested")
    query = select(voices.c.voice.label("name"), func.count().label("events"), contested).group_by(voices.c.voice)
    query = query.where(voices.c.voice == name) if name is not None else query
    ordered = query.order_by(func.count().desc(), voices.c.voice).offset(at.offset).limit(at.limit)
    found = list(store.ask(ordered))
    given = figures_of(store, [row["name"] for row in found])
    items = tuple(_voice(row, given.get(row["name"], (0, 0))) for row in found)
    is_all = name is not None or (not at.offset and len(items) < at.limit)  # then nothing else need be counted
    return Paged(items=items, total=len(items) if is_all else _count(store, select(voices.c.voice).distinct()))


def events_of_voice(store: Store, voice: str, limit: int, *, contested: bool = False) -> tuple[EventRecord, ...]:
    """Events that the voice tells of, the newest first; the contested alone if asked."""
    told = select(voices.c.event).where(voices.c.voice == voice)
    told = told.where(voices.c.grade == "contested") if contested else told
    return _events(store, told.order_by(voices.c.since.desc().nulls_last(), voices.c.event).limit(limit))


def replaced_figures(store: Store, voice: str, limit: int) -> tuple[EventRecord, ...]:
    """Events of which a figure of the voice was replaced, the newest first."""
    told = select(figures.c.event).where(figures.c.voice == voice, figures.c.replaced)
    return _events(
        store, told.group_by(figures.c.event).order_by(func.max(figures.c.since).desc().nulls_last()).limit(limit)
    )


def _events(store: Store, told: Select[Any]) -> tuple[EventRecord, ...]:
    query = (
        select(events.c.payload).where(events.c.id.in_(told)).order_by(events.c.since.desc().nulls_last(), events.c.seq)
    )
    return tuple(from_plain(row["payload"], EventRecord) for row in store.ask(query))


def _voice(row: RowMapping, given: tuple[int, int]) -> Voice:
    return Voice(**row, figures=given[0], replaced=given[1])


def figures_of(store: Store, names: list[str]) -> dict[str, tuple[int, int]]:
    """By voice, how many figures it gave and how many of them were replaced."""
    replaced = func.sum(case((figures.c.replaced, 1), else_=0)).label("replaced")
    query = select(figures.c.voice, func.count().label("figures"), replaced).where(figures.c.voice.in_(names))
    rows = store.ask(query.group_by(figures.c.voice))
    return {row["voice"]: (row["figures"], row["replaced"]) for row in rows}


def _count(store: Store, query: Any) -> int:
    return int(next(store.ask(select(func.count().label("number")).select_from(query.subquery())))["number"])
