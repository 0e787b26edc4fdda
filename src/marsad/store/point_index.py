"""The open events of a record in, their points as columns in memory out: what a map is cut from in milliseconds.

Grouping 100,000 rows by cell and kind took SQLite 0.2 s, for it sorts them; the columns take a tenth of that and 7 MB.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import String, select, type_coerce

from marsad.domain.filter import Filter, fold_words
from marsad.domain.vocabulary import EventType, Grade, PlacePrecision
from marsad.store import tables
from marsad.store.store import Store

EVENTS = tables.events.c
KINDS = tuple(EventType)
GRADES = tuple(Grade)
KIND_NUMBER = {kind.value: number for number, kind in enumerate(KINDS)}
GRADE_NUMBER = {grade.value: number for number, grade in enumerate(GRADES)}
UNKNOWN = -1
"""Of deaths: no figure is known, which is not 0. Of a kind or a grade: one that is none."""
NEVER = np.datetime64("NaT")

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A column of folded words: each row's number in the list of distinct ones, so that few are searched."""

    number: NDArray[np.int32]
    distinct: tuple[str, ...]

    def having(self, phrase: str) -> Mask:
        """The rows in which the phrase stands whole."""
        folded = fold_words(phrase)
        found = [index for index, words in enumerate(self.distinct) if folded in words]
        return np.isin(self.number, np.array(found, dtype=np.int32))


@dataclass(frozen=True, slots=True, kw_only=True)
class PointIndex:
    """One row an event, in the record's order: news that no protected source tells any of, with a point or without."""

    seq: NDArray[np.int64]
    id: NDArray[np.str_]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    kind: NDArray[np.int16]
    deaths: NDArray[np.int64]
    since: NDArray[np.datetime64]
    until: NDArray[np.datetime64]
    grade: NDArray[np.int16]
    precision: NDArray[np.int16]
    places: Words
    actors: Words
    has_point: Mask

    def wanted(self, asked: Filter, of_outlet: NDArray[np.int64] | None = None) -> Mask:
        """The rows that the filter asks for, by the rules of `query.filter_rows`.

        `of_outlet` is `seq` of the events that the asked outlet tells of; needed where the filter names one.
        """
        mask: Mask = np.ones(len(self.seq), dtype=np.bool_)
        if asked.since:
            since = np.datetime64(asked.since)
            mask &= ~np.isnat(self.since) & (np.isnat(self.until) | (self.until >= since))
        if asked.until:
            mask &= self.since <= np.datetime64(asked.until)  # never true of an unknown day
        if asked.place:
            mask &= self.places.having(asked.place)
        if asked.actor:
            mask &= self.actors.having(asked.actor)
        if asked.kind:
            mask &= self.kind == KIND_NUMBER.get(asked.kind, UNKNOWN)
        if asked.grade:
            mask &= self.grade == GRADE_NUMBER.get(asked.grade, UNKNOWN)
        if asked.source:
            mask &= np.isin(self.seq, of_outlet if of_outlet is not None else [])
        return mask

    def inside(self, box: tuple[float, float, float, float]) -> Mask:
        """The rows whose point lies in the box of west, south, east and north."""
        west, south, east, north = box
        return self.has_point & (self.lon >= west) & (self.lon <= east) & (self.lat >= south) & (self.lat <= north)


def load_points(store: Store) -> PointIndex:
    """The columns as the store holds them now, read from one index."""
    names = ("id", "lat", "lon", "kind", "deaths", "grade", "precision", "places", "actors")
    days = (type_coerce(EVENTS[name], String).label(name) for name in ("since", "until"))
    query = select(EVENTS.seq, *(EVENTS[name] for name in names), *days)
    # The order is made here: asked for by `seq`, SQLite would walk the table with its payloads and not the index.
    found = sorted(tuple(row.values()) for row in store.ask(query.where(*_is_open())))
    seq, key, lat, lon, kind, deaths, grade, precision, places, actors, since, until = _columns(found, 12)
    lats, lons = (np.array(column, dtype=np.float64) for column in (lat, lon))
    vague = np.array([PlacePrecision.COUNTRY if one is None else one for one in precision], dtype=np.int16)
    return PointIndex(
        seq=np.array(seq, dtype=np.int64), id=np.array(key, dtype=np.str_), lat=lats, lon=lons,
        kind=np.array([KIND_NUMBER.get(one, UNKNOWN) for one in kind], dtype=np.int16),
        deaths=np.array([UNKNOWN if one is None else one for one in deaths], dtype=np.int64),
        since=_as_days(since), until=_as_days(until),
        grade=np.array([GRADE_NUMBER.get(one, UNKNOWN) for one in grade], dtype=np.int16), precision=vague,
        places=_as_words(places), actors=_as_words(actors),
        has_point=~np.isnan(lats) & (vague < PlacePrecision.COUNTRY),
    )  # fmt: skip


def told_by(store: Store, outlet: str) -> NDArray[np.int64]:
    """`seq` of the events that the outlet tells of in an open document."""
    outlets = tables.outlets.c
    query = select(EVENTS.seq).join(tables.outlets, outlets.event == EVENTS.id).where(outlets.outlet == outlet)
    return np.array([row["seq"] for row in store.ask(query)], dtype=np.int64)


def _is_open() -> tuple[Any, ...]:
    return (EVENTS.background.is_(False), EVENTS.protected.is_(False))


def _columns(found: Sequence[tuple[Any, ...]], count: int) -> list[Sequence[Any]]:
    return [list(column) for column in zip(*found, strict=True)] if found else [[] for _ in range(count)]


def _as_days(texts: Iterable[str | dt.date | None]) -> NDArray[np.datetime64]:
    return np.array([NEVER if one is None else one for one in texts], dtype="datetime64[D]")


def _as_words(texts: Sequence[str]) -> Words:
    distinct = sorted(set(texts))
    number = {text: index for index, text in enumerate(distinct)}
    return Words(number=np.array([number[text] for text in texts], dtype=np.int32), distinct=tuple(distinct))
