"""Sums of tolls by day, place, doers and group, everybody counted once; totals that texts give stand apart."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.record import AggregateRecord
from marsad.domain.vocabulary import Harm
from marsad.export.tolls import NOTHING, Span, sum_spans
from marsad.export.wording import day_words
from marsad.store.paging import aggregates_within
from marsad.store.sums import By, Sum, sum_all, sum_by
from marsad.web.asked import Asked, TheAsked
from marsad.web.counting import ever_lines, sum_ever
from marsad.web.described import told
from marsad.web.lines import json_answer, line_of
from marsad.web.negotiation import VARY, Representation, TheRepresentation
from marsad.web.periods import Period, has_no_days, period_of, within
from marsad.web.policy import admit, admit_all
from marsad.web.rendering import page
from marsad.web.sentences import sentences_of
from marsad.web.site import Site, TheSite
from marsad.web.tabular import csv_answer
from marsad.web.toll_chart import chart_by_day, span_of_sum

router = APIRouter()
HARMS = (Harm.KILLED, Harm.INJURED)
DEFAULT_DAYS = 31
MOST_DAILY = 92
"""Days that are told one by one; a longer period is told by months."""
MOST_DAYS, MOST_ROWS, MOST_TOTALS = 1_000, 40, 25
MOST_CELLS = 10_000
TheBy = Annotated[By, Query(description="What each sum is of.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: what it is of, its sums by harm, where its events are listed."""

    name: str
    address: str
    sums: dict[Harm, Span]
    events: int
    running: Span = NOTHING


@router.get("/tolls", response_class=HTMLResponse, include_in_schema=False)
def show_tolls(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """Tolls by day and running sum, by place, by doers, by group; totals that texts give, never added."""
    if has_no_days(asked, site.store):
        return page(request, "nothing_yet.html.j2", what="Tolls")
    period = period_of(asked, site.store, DEFAULT_DAYS)
    inside = within(asked, period)
    version = site.store.record_version()
    sums = site.answers.answer(version, ("tolls", inside), lambda: _sums(site, inside, period))
    shown = admit(site.store, aggregates=_totals(site, period))
    totals = [(total, sentences_of(total.claims, shown, context=0)) for total in shown.record.aggregates]
    return page(request, "tolls.html.j2", asked=inside, period=period, harms=HARMS, totals=totals, **sums)


def _sums(site: Site, inside: Asked, period: Period) -> dict[str, Any]:
    """What the page shows of the sums, made once for a version of the record."""
    time = By.DAY if period.days <= MOST_DAILY else By.MONTH
    by_time = admit_all(sum_by(site.store, inside.wanted, time, HARMS, MOST_DAYS * len(HARMS)))
    whole = sum_all(site.store, inside.wanted, HARMS)
    return {
        "time": time, "days": _running(_time_rows(by_time, inside)),
        "chart": chart_by_day([one for one in by_time if one.harm is Harm.KILLED], inside),
        "tables": {by: _rows(site, inside, by) for by in (By.PLACE, By.ACTOR, By.VICTIMS)},
        "ever": sum_ever(site, inside),
        "whole": {harm: span_of_sum(whole.get(harm)) for harm in HARMS},
    }  # fmt: skip


@router.get("/tolls.csv", include_in_schema=False)
def tolls_csv(site: TheSite, asked: TheAsked, by: TheBy = By.DAY) -> Response:
    """The same sums as cells."""
    return _cells(site, asked, by)


def _cells(site: Site, asked: Asked, by: By) -> Response:
    inside = within(asked, period_of(asked, site.store, DEFAULT_DAYS))
    sums = admit_all(sum_by(site.store, inside.wanted, by, tuple(Harm), MOST_CELLS))
    rows = (
        {"by": by.value, "key": str(one.key) if one.key else None, "harm": one.harm.value, "low": one.low,
         "best": one.best, "high": one.high, "events": one.events, "without_number": one.unknown}
        for one in sums
    )  # fmt: skip
    return csv_answer("sums", rows, name=f"tolls-by-{by.value}-{inside.since}-{inside.until}")


@router.get("/api/v1/tolls", response_class=Response, tags=["tolls"], responses=told("Tolls", csv=True))
def toll_lines(site: TheSite, asked: TheAsked, form: TheRepresentation, by: TheBy = By.DAY) -> Response:
    """Sums of the events asked for, each counted once, and beside them the totals that texts give."""
    if form is Representation.CSV:
        return _cells(site, asked, by)
    period = period_of(asked, site.store, DEFAULT_DAYS)
    sums = admit_all(sum_by(site.store, within(asked, period).wanted, by, tuple(Harm), MOST_DAYS))
    shown = admit(site.store, aggregates=_totals(site, period))
    items = [
        {"by": by, "key": one.key, "harm": one.harm, "low": one.low, "best": one.best, "high": one.high,
         "events": one.events, "unknown": one.unknown}
        for one in sums
    ]  # fmt: skip
    stated = [line_of(total, shown) for total in shown.record.aggregates]
    ever = ever_lines(sum_ever(site, within(asked, period)))
    told = {"since": period.since, "until": period.until, "items": items, "ever": ever, "stated": stated}
    return json_answer(told, VARY)


def _totals(site: Site, period: Period) -> tuple[AggregateRecord, ...]:
    return aggregates_within(site.store, period.since, period.until, MOST_TOTALS)


def _rows(site: Site, inside: Asked, by: By) -> list[Row]:
    sums = admit_all(sum_by(site.store, inside.wanted, by, HARMS, MOST_ROWS * len(HARMS)))
    keys = list(dict.fromkeys(one.key for one in sums))[:MOST_ROWS]
    return [_row(key, by, [one for one in sums if one.key == key], inside) for key in keys]


def _row(key: str | date | None, by: By, sums: list[Sum], inside: Asked) -> Row:
    name = str(key) if key else "not given" if by is not By.VICTIMS else "several groups together"
    field = {By.PLACE: "place", By.ACTOR: "actor"}.get(by)
    words = str(key).split(" and ")[0] if key else None
    address = inside.address("/events", **{field: words}) if field and words else ""
    return Row(
        name=name, address=address, sums={one.harm: span_of_sum(one) for one in sums},
        events=max(one.events for one in sums),
    )  # fmt: skip


def _time_rows(sums: tuple[Sum, ...], inside: Asked) -> list[Row]:
    """One row a day, or a month, that has a figure."""
    found: dict[str | date, list[Sum]] = {}
    for one in sums:
        if one.key is not None:
            found.setdefault(one.key, []).append(one)
    return [_time_row(key, of_it, inside) for key, of_it in found.items()]


def _time_row(key: str | date, sums: list[Sum], inside: Asked) -> Row:
    first, last = (key, key) if isinstance(key, date) else _month(key)
    name = day_words(first) if first == last else f"{first:%B %Y}"
    return Row(
        name=name, address=inside.address("/events", since=first, until=last),
        sums={one.harm: span_of_sum(one) for one in sums}, events=max(one.events for one in sums),
    )  # fmt: skip


def _month(key: str) -> tuple[date, date]:
    year, month = map(int, key.split("-"))
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _running(rows: list[Row]) -> list[Row]:
    """Each day with the sum of the killed up to it."""
    spans = accumulate((row.sums.get(Harm.KILLED, NOTHING) for row in rows), lambda one, two: sum_spans([one, two]))
    return [replace(row, running=span) for row, span in zip(rows, spans, strict=True)]
