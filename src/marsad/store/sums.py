"""A filter in, sums of the figures that count everybody once out, from one index where that is enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, or_, select

from marsad.domain.filter import Filter
from marsad.domain.vocabulary import Harm
from marsad.store.query import filter_rows
from marsad.store.store import Store
from marsad.store.tables import counted, documents, events


class By(StrEnum):
    """What each sum is of."""

    DAY = "day"
    MONTH = "month"
    PLACE = "place"
    ACTOR = "actor"
    VICTIMS = "victims"


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


KEYS: dict[By, ColumnElement[Any]] = {
    By.DAY: counted.c.since,
    By.MONTH: func.substr(cast(counted.c.since, String), 1, 7),
    By.PLACE: counted.c.place,
    By.ACTOR: counted.c.doers,
    By.VICTIMS: counted.c.victims,
}
KNOWN = or_(counted.c.low.is_not(None), counted.c.best.is_not(None), counted.c.high.is_not(None))


def sum_all(store: Store, wanted: Filter, harms: Iterable[Harm]) -> dict[Harm, Sum]:
    """One sum a harm of all that the filter asks for; a harm that nothing tells of is absent."""
    query = _filtered(select(counted.c.harm, *_sums()).group_by(counted.c.harm), wanted, harms)
    return {Harm(row["harm"]): _sum_of(row, None) for row in store.ask(query)}


def sum_by(store: Store, wanted: Filter, by: By, harms: Iterable[Harm], limit: int) -> tuple[Sum, ...]:
    """Sums by day or month in order of time; by anything else the greatest first."""
    key = KEYS[by]
    query = _filtered(select(counted.c.harm, key.label("key"), *_sums()).group_by(counted.c.harm, key), wanted, harms)
    order = (key.is_(None), key) if by in {By.DAY, By.MONTH} else (func.sum(counted.c.low).desc().nulls_last(), key)
    return tuple(_sum_of(row, row["key"]) for row in store.ask(query.order_by(*order).limit(limit)))


def last_day(store: Store) -> date | None:
    """The last day on which anything was published."""
    return next(store.ask(select(func.max(documents.c.date).label("day"))))["day"]  # type: ignore[no-any-return]


def _sums() -> tuple[ColumnElement[Any], ...]:
    is_known = case((KNOWN, 1), else_=0)

    def whole(column: ColumnElement[Any]) -> ColumnElement[Any]:
        return case((func.count(column) == func.sum(is_known), func.sum(column)), else_=None)

    columns = counted.c
    return (
        func.sum(columns.low).label("low"), whole(columns.best).label("best"), whole(columns.high).label("high"),
        func.count().label("events"), func.sum(1 - is_known).label("unknown"),
    )  # fmt: skip


def _filtered(query: Select[Any], wanted: Filter, harms: Iterable[Harm]) -> Select[Any]:
    """By day alone the sums come from one index; anything else is asked of the events."""
    query = query.where(counted.c.harm.in_([harm.value for harm in harms]))
    if wanted == Filter(since=wanted.since, until=wanted.until, shielded=wanted.shielded):
        days = [counted.c.since >= wanted.since] if wanted.since else []
        days += [counted.c.since <= wanted.until] if wanted.until else []
        return query.where(and_(*days)) if days else query
    return query.where(counted.c.event.in_(filter_rows(select(events.c.id), events, wanted)))


def _sum_of(row: Any, key: str | date | None) -> Sum:
    figures = {name: row[name] for name in ("low", "best", "high", "events", "unknown")}
    return Sum(key=key, harm=Harm(row["harm"]), **figures)
