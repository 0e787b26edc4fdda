"""A connection in, the columns of its record out: all of it once, then no more than what was touched since."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Row, Select, String, select, type_coerce

from marsad.domain.vocabulary import PlacePrecision
from marsad.store.columns import (
    NEVER,
    UNKNOWN,
    Columns,
    EventColumns,
    FigureColumns,
    OutletColumns,
    Vocabularies,
    Words,
    merged,
)
from marsad.store.shelf import split
from marsad.store.tables import counted, events, outlets, touched
from marsad.store.writing import get_meta

Line = tuple[Any, ...]
EVENT = (
    *("seq", "id", "kind", "since", "until", "places", "actors", "lat", "lon"),
    *("precision", "deaths", "grade", "weight", "protected", "background"),
)
FIGURE = ("event", "harm", "since", "low", "best", "high", "place", "doers", "victims")
MOST_TOUCHED = 5_000
"""Events that changed since the columns were read, beyond which all are read anew."""


def read_columns(connection: Connection, known: Columns | None = None) -> Columns:
    """The columns as they are now; where some are known, only what was touched since is read."""
    version = get_meta(connection, "record_version") or "0"
    if known and known.version == version:
        return known
    changed = find_touched(connection, known.version, version) if known else None
    if known is None or changed is None:
        return _read(connection, version, Vocabularies())
    seqs = known.words.seqs
    gone = np.array(sorted(seqs[one] for one in changed if one in seqs), dtype=np.int64)
    fresh = _read(connection, version, known.words, changed)
    for one in changed.difference(fresh.events.id.tolist()):
        seqs.pop(one, None)
    there = np.searchsorted(known.events.seq, gone)
    is_hidden = bool(known.events.protected[there].any() or fresh.events.protected.any())
    return replace(
        fresh,
        protected_since=version if is_hidden else known.protected_since,
        events=merged(known.events, gone, fresh.events),
        figures=merged(known.figures, gone, fresh.figures),
        outlets=merged(known.outlets, gone, fresh.outlets),
    )


def find_touched(connection: Connection, since: str, until: str) -> set[str] | None:
    """The events that were written or taken out after one version and up to another; None where nobody can say."""
    query = select(touched.c.version, touched.c.event).where(touched.c.version > int(since)).limit(MOST_TOUCHED + 1)
    found = connection.execute(query).all()
    names = {row.event for row in found}
    versions = {row.version for row in found}
    if len(found) > MOST_TOUCHED or None in names or versions != set(range(int(since) + 1, int(until) + 1)):
        return None
    return names - {""}


def _read(connection: Connection, version: str, words: Vocabularies, ids: Collection[str] | None = None) -> Columns:
    """The columns of all events, or of these alone."""
    # The order is made here: asked for by `seq`, SQLite would walk the table with its payloads and not the index.
    found: list[Sequence[Any]] = sorted(_ask(connection, _select(events, EVENT), events.c.id, ids), key=itemgetter(0))
    seqs = {str(line[1]): int(line[0]) for line in found}
    words.seqs.update(seqs)
    figures = _in_order(_ask(connection, _select(counted, FIGURE), counted.c.event, ids), seqs)
    told = _in_order(_ask(connection, _select(outlets, ("event", "outlet")), outlets.c.event, ids), seqs)
    return Columns(
        version=version, protected_since=version, words=words, events=_event_columns(found, words),
        figures=_figure_columns(figures, words),
        outlets=_outlet_columns(told, words),
    )  # fmt: skip


def _select(table: Any, names: Iterable[str]) -> Select[Any]:
    """The columns; days as they are kept, for numpy reads them faster than Python makes dates."""
    days = {"since", "until"}
    return select(*(type_coerce(table.c[name], String) if name in days else table.c[name] for name in names))


def _ask(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], ids: Collection[str] | None
) -> Sequence[Row[Any]]:
    if ids is None:
        return connection.execute(query).all()
    return [row for some in split(ids) for row in connection.execute(query.where(column.in_(some)))]


def _in_order(lines: Iterable[Sequence[Any]], seqs: Mapping[str, int]) -> list[Line]:
    """The lines in the order of their events, whose `seq` takes the place of the id."""
    return sorted(((seqs[line[0]], *line[1:]) for line in lines if line[0] in seqs), key=itemgetter(0))


def _event_columns(lines: Sequence[Sequence[Any]], words: Vocabularies) -> EventColumns:
    column = _turned(lines, EVENT)
    return EventColumns(
        seq=np.array(column["seq"], dtype=np.int64), id=np.array(column["id"], dtype=np.str_),
        kind=_numbered(column["kind"], words.kinds), since=_days(column["since"]), until=_days(column["until"]),
        places=_numbered(column["places"], words.places), actors=_numbered(column["actors"], words.actors),
        lat=np.array(column["lat"], dtype=np.float64), lon=np.array(column["lon"], dtype=np.float64),
        precision=_integers(column["precision"], PlacePrecision.COUNTRY).astype(np.int32),
        deaths=_integers(column["deaths"]), grade=_numbered(column["grade"], words.grades),
        weight=_integers(column["weight"], 0),
        # What is not known to be open is not, nor is what is not known to be news.
        protected=np.array([one is not False for one in column["protected"]], dtype=np.bool_),
        background=np.array([one is not False for one in column["background"]], dtype=np.bool_),
    )  # fmt: skip


def _figure_columns(lines: Sequence[Sequence[Any]], words: Vocabularies) -> FigureColumns:
    column = _turned(lines, FIGURE)
    return FigureColumns(
        seq=np.array(column["event"], dtype=np.int64), harm=_numbered(column["harm"], words.harms),
        since=_days(column["since"]), low=_integers(column["low"]), best=_integers(column["best"]),
        high=_integers(column["high"]), place=_numbered(column["place"], words.names),
        doers=_numbered(column["doers"], words.names), victims=_numbered(column["victims"], words.groups),
    )  # fmt: skip


def _outlet_columns(lines: Sequence[Sequence[Any]], words: Vocabularies) -> OutletColumns:
    column = _turned(lines, ("seq", "outlet"))
    return OutletColumns(seq=np.array(column["seq"], dtype=np.int64), outlet=_numbered(column["outlet"], words.names))


def _turned(lines: Sequence[Sequence[Any]], names: Sequence[str]) -> dict[str, Sequence[Any]]:
    columns = zip(*lines, strict=True) if lines else ((),) * len(names)
    return dict(zip(names, columns, strict=True))


def _numbered(texts: Sequence[str | None], words: Words) -> NDArray[np.int32]:
    numbers = {text: words.number(text) for text in dict.fromkeys(texts)}  # few texts stand in many rows
    return np.array([numbers[text] for text in texts], dtype=np.int32)


def _days(texts: Sequence[str | None]) -> NDArray[np.datetime64]:
    return np.array([NEVER if one is None else one for one in texts], dtype="datetime64[D]")


def _integers(numbers: Sequence[int | None], unknown: int = UNKNOWN) -> NDArray[np.int64]:
    return np.array([unknown if one is None else one for one in numbers], dtype=np.int64)
