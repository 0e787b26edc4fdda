"""Sums by day in, the chart of them out, each bar leading to the events of its day."""

from collections.abc import Iterable
from datetime import date, timedelta

from markupsafe import Markup

from marsad.export.svg_chart import DayToll, draw_tolls
from marsad.export.tolls import NOTHING, Span, sum_spans
from marsad.export.wording import day_words, say
from marsad.store.sums import Sum
from marsad.web.asked import Asked

LONGEST_DAYS = 400


def span_of_sum(one: Sum | None) -> Span:
    """The sum as a span of persons; nothing is not zero."""
    return Span(low=one.low, best=one.best, high=one.high, unknown=one.unknown) if one else NOTHING


def chart_by_day(sums: Iterable[Sum], asked: Asked) -> Markup:
    """The chart of every day from the first with a figure to the last; empty where there is none."""
    spans = {one.key: span_of_sum(one) for one in sums if isinstance(one.key, date)}
    known = [day for day, span in spans.items() if span.is_known]
    if not known:
        return Markup("")
    last = max(known)
    first = max(min(known), last - timedelta(days=LONGEST_DAYS - 1))
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    tolls = [_toll(day, spans.get(day, NOTHING), asked) for day in days]
    about = say("report", "chart_about").format(
        first=day_words(first), last=day_words(last), sum=sum_spans(toll.span for toll in tolls).text
    )
    return draw_tolls(
        tolls, [], title=say("report", "chart_title"), description=about, daily=say("report", "chart_daily"),
        running=say("report", "chart_running"),
    )  # fmt: skip


def _toll(day: date, span: Span, asked: Asked) -> DayToll:
    title = say("report", "day_title").format(day=day_words(day), figure=span.text)
    return DayToll(day=day, span=span, href=asked.address("/events", since=day, until=day), title=title)
