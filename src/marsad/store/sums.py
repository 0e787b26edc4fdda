"""A filter in, sums of the figures that count everybody once out, added up in memory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

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
    added = {bound: _added(getattr(figures, bound)[rows], part, len(groups)) for bound in ("low", "best", "high")}
    known = np.maximum.reduce([getattr(figures, bound)[rows] for bound in added]) != UNKNOWN
    events, with_number = (np.bincount(part, weights=ones, minlength=len(groups)) for ones in (None, known))
    for at, group in enumerate(groups.tolist()):
        code, harm = divmod(group, len(HARMS))
        low, best, high = (added[bound][at] for bound in added)
        whole = with_number[at]
        yield Sum(
            key=None if code == UNKNOWN else name(code), harm=HARMS[harm], low=low.sum,
            best=best.sum if best.of == whole else None, high=high.sum if high.of == whole else None,
            events=int(events[at]), unknown=int(events[at] - whole),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Added:
    """A sum, None of nothing, and of how many figures."""

    sum: int | None
    of: int


def _added(figures: Rows, part: Rows, count: int) -> list[_Added]:
    is_known = figures != UNKNOWN
    of = np.bincount(part, weights=is_known, minlength=count)
    sums = np.bincount(part, weights=np.where(is_known, figures, 0), minlength=count)
    return [_Added(int(one) if many else None, int(many)) for one, many in zip(sums, of, strict=True)]


def _in_time(one: Sum) -> tuple[bool, str, str]:
    return one.key is None, str(one.key), one.harm.value


def _greatest_first(one: Sum) -> tuple[bool, int, str, str]:
    return one.low is None, -(one.low or 0), str(one.key or ""), one.harm.value
