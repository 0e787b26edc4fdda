"""A filter in, sums of the figures that count everybody once out, added up in memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Literal

import numpy as np
from sqlalchemy import func, select

from marsad.domain.filter import Filter
from marsad.domain.vocabulary import Harm
from marsad.store.columns import HARMS, UNKNOWN, Columns, Rows
from marsad.store.memory import columns_of
from marsad.store.store import Store
from marsad.store.tables import documents

EPOCH = 4_000_000
"""Added to a day or month so that none is negative: the calendar's first is 719,162 days before numpy's."""
Namer = Callable[[int], "date | str | None"]


class By(StrEnum):
    """What each sum is of."""

    DAY = "day"
    MONTH = "month"
    PLACE = "place"
    ACTOR = "actor"
    VICTIMS = "victims"


IN_TIME = frozenset({By.DAY, By.MONTH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """One sum of one harm. A bound is None where one of its figures lacks it, but for `low`, to which such add nothing.

    `key` is a day, a place, doers or a group, None where it is not given. `events` have a figure, `unknown` of them
    one without any number.
    """

    key: str | date | None
    harm: Harm
    low: int | None
    best: int | None
    high: int | None
    events: int
    unknown: int


def sum_all(store: Store, wanted: Filter, harms: Iterable[Harm]) -> dict[Harm, Sum]:
    """One sum a harm of all that the filter asks for; a harm that nothing tells of is absent."""
    columns = columns_of(store)
    rows = _rows(columns, wanted, harms)
    return {one.harm: one for one in _sums(columns, rows, np.zeros(len(rows), dtype=np.int64), lambda _: None)}


def sum_by(store: Store, wanted: Filter, by: By, harms: Iterable[Harm], limit: int) -> tuple[Sum, ...]:
    """Sums by day or month in order of time, of no day last; by anything else the greatest first."""
    columns = columns_of(store)
    rows = _rows(columns, wanted, harms)
    codes, name = _keys(columns, rows, by)
    return tuple(sorted(_sums(columns, rows, codes, name), key=_in_time if by in IN_TIME else _greatest_first)[:limit])


def last_day(store: Store) -> date | None:
    """The last day on which anything was published."""
    return next(store.ask(select(func.max(documents.c.date).label("day"))))["day"]  # type: ignore[no-any-return]


def _rows(columns: Columns, wanted: Filter, harms: Iterable[Harm]) -> Rows:
    """The figures of these harms of the events that the filter asks for."""
    figures, asked = columns.figures, [columns.words.harms.find(harm) for harm in harms]
    is_asked = np.isin(figures.harm, np.array(asked, dtype=np.int32))
    is_wanted = columns.wanted(wanted)[columns.figure_events]
    return np.flatnonzero(is_asked & is_wanted)


def _keys(columns: Columns, rows: Rows, by: By) -> tuple[Rows, Namer]:
    """A number for what each figure is summed by, UNKNOWN where it is not given, and what the number stands for."""
    figures, words = columns.figures, columns.words
    if by in IN_TIME:
        unit: Literal["D", "M"] = "D" if by is By.DAY else "M"
        times = figures.since[rows].astype(f"datetime64[{unit}]")
        codes = np.where(np.isnat(times), UNKNOWN, times.astype(np.int64) + EPOCH)
        return codes, lambda code: _time(np.datetime64(code - EPOCH, unit), by)
    column, texts = {
        By.PLACE: (figures.place, words.names), By.ACTOR: (figures.doers, words.names),
        By.VICTIMS: (figures.victims, words.groups),
    }[by]  # fmt: skip
    return column[rows].astype(np.int64), lambda code: str(texts.texts[code])


def _time(time: np.datetime64, by: By) -> date | str:
    return date.fromisoformat(str(time)) if by is By.DAY else str(time)


def _sums(columns: Columns, rows: Rows, codes: Rows, name: Namer) -> Iterator[Sum]:
    """One sum for each harm and code among the rows."""
    figures = columns.figures
    groups, part = np.unique(codes * len(HARMS) + figures.harm[rows], return_inverse=True)
    added = [_added(getattr(figures, bound)[rows], part, len(groups)) for bound in ("low", "best", "high")]
    known = np.maximum.reduce([getattr(figures, bound)[rows] for bound in ("low", "best", "high")]) != UNKNOWN
    events, with_number = (np.bincount(part, weights=ones, minlength=len(groups)) for ones in (None, known))
    # Lists, for numbers of numpy's own are slow to take out one by one.
    counts = (column.astype(np.int64).tolist() for column in (events, with_number))
    bounds = (column.astype(np.int64).tolist() for pair in added for column in pair)
    for group, many, whole, low, lows, best, bests, high, highs in zip(groups.tolist(), *counts, *bounds, strict=True):
        code, harm = divmod(group, len(HARMS))
        yield Sum(
            key=None if code == UNKNOWN else name(code), harm=HARMS[harm], low=low if lows else None,
            best=best if bests and bests == whole else None, high=high if highs and highs == whole else None,
            events=many, unknown=many - whole,
        )  # fmt: skip


def _added(figures: Rows, part: Rows, count: int) -> tuple[Any, Any]:
    """Of each part the sum of its figures, and of how many that is."""
    is_known = figures != UNKNOWN
    of = np.bincount(part, weights=is_known, minlength=count)
    return np.bincount(part, weights=np.where(is_known, figures, 0), minlength=count), of


def _in_time(one: Sum) -> tuple[bool, str, str]:
    return one.key is None, str(one.key), one.harm.value


def _greatest_first(one: Sum) -> tuple[bool, int, str, str]:
    return one.low is None, -(one.low or 0), str(one.key or ""), one.harm.value
