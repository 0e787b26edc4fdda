"""Tolls by day in, one SVG chart out: each day's range, the running sum, totals over a period as marked lines."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from markupsafe import Markup

from marsad.export.map_frame import nice_step
from marsad.export.rendering import drawn, joined_markup, visible
from marsad.export.tolls import NOTHING, Span, sum_spans
from marsad.export.wording import day_words, digits, say

WIDTH = 1000
LEFT = 52
RIGHT = 16
DAILY_TOP = 32
DAILY_HEIGHT = 150
SUM_TOP = 242
SUM_HEIGHT = 190
FOOT = 26
OFF_SCALE = 3
"""A total over this many times the running sum is drawn above the scale, and says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayToll:
    """The toll of the events of one day; NOTHING where no figure is known, which is not zero."""

    day: date
    span: Span
    href: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodTotal:
    """A total over a period as somebody gave it: a line at its figure, never part of the sums."""

    since: date | None
    until: date | None
    span: Span
    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Days to pixels across, persons to pixels up."""

    first: date
    days: int
    top: int
    height: int
    most: int

    def x(self, day: date, share: float = 0.0) -> float:
        return LEFT + ((day - self.first).days + share) / self.days * (WIDTH - LEFT - RIGHT)

    def y(self, persons: float) -> float:
        return self.top + self.height - persons / self.most * self.height


def draw_tolls(
    days: Sequence[DayToll], totals: Sequence[PeriodTotal], *, title: str, description: str, daily: str, running: str
) -> Markup:
    """The chart of every day from the first to the last; an empty text where no day has a figure.

    A bar is solid up to `low`, pale up to `high`, with a line at `best`; an open top has a fading edge and no lid.
    """
    if not any(day.span.is_known for day in days):
        return Markup("")
    sums = running_sums(days)
    first, last = days[0].day, days[-1].day
    count = (last - first).days + 1
    upper = Scale(first=first, days=count, top=DAILY_TOP, height=DAILY_HEIGHT, most=_most(day.span for day in days))
    lower = Scale(first=first, days=count, top=SUM_TOP, height=SUM_HEIGHT, most=_most_of_sums(sums, totals))
    parts = [
        _axis(upper, daily), *(_bar(day, upper) for day in days if day.span.is_known), _axis(lower, running),
        _band(sums, lower), *_totals(totals, last, lower), _days(lower),
    ]  # fmt: skip
    return _svg(title, description, joined_markup(parts))


def running_sums(days: Iterable[DayToll]) -> list[tuple[date, Span]]:
    """The sum of all days up to each, in order; a day without a figure adds nothing."""
    sums: list[tuple[date, Span]] = []
    total = NOTHING
    for day in days:
        total = sum_spans([total, day.span])
        sums.append((day.day, total))
    return sums


def _svg(title: str, description: str, content: Markup) -> Markup:
    return drawn(
        '<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="group" '
        'aria-labelledby="chart-title chart-desc"><title id="chart-title">{}</title><desc id="chart-desc">{}</desc>'
        '<defs><linearGradient id="open-top" x1="0" y1="1" x2="0" y2="0"><stop offset="0" class="open-from"/>'
        '<stop offset="1" class="open-to"/></linearGradient></defs>{}</svg>',
        WIDTH,
        SUM_TOP + SUM_HEIGHT + FOOT,
        visible(title),
        visible(description),
        content,
    )


def _most(spans: Iterable[Span]) -> int:
    """The top of an axis: the largest figure with a little room, at least 5 persons."""
    known = [number for span in spans for number in span.bounds if number is not None]
    return max(5, round(max(known, default=0) * 1.12))


def _most_of_sums(sums: Sequence[tuple[date, Span]], totals: Sequence[PeriodTotal]) -> int:
    """The top of the lower axis: totals far above the sums do not flatten them, they stand above the scale."""
    most = _most(span for _, span in sums)
    inside = [total.span for total in totals if total.span.size <= most * OFF_SCALE]
    return max(most, _most(inside)) if inside else most


def _axis(scale: Scale, name: str) -> Markup:
    step = max(1, int(nice_step(scale.most, 3)))
    lines = joined_markup(_tick(value, scale) for value in range(0, scale.most + 1, step))
    return drawn('{}<text class="axis-name" x="{}" y="{}">{}</text>', lines, LEFT, scale.top - 14, name)


def _tick(value: int, scale: Scale) -> Markup:
    y = scale.y(value)
    return drawn(
        '<path class="rule{}" d="M{} {:.1f}H{}"/><text class="tick" x="{}" y="{:.1f}">{}</text>',
        " base" if value == 0 else "",
        LEFT,
        y,
        WIDTH - RIGHT,
        LEFT - 8,
        y + 4,
        digits(value),
    )


def _bar(day: DayToll, scale: Scale) -> Markup:
    wide = min(46.0, scale.x(day.day, 1) - scale.x(day.day)) * 0.72
    left = scale.x(day.day, 0.5) - wide / 2
    low, best, high = day.span.low or 0, day.span.best, day.span.high
    shapes = [drawn('<rect class="low" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>',
        left, scale.y(low), wide, scale.y(0) - scale.y(low))]  # fmt: skip
    top = max(number for number in (low, best, high) if number is not None)
    if top > low:
        css = "high" if high is not None else "open"
        shapes.append(_block(css, left, wide, scale.y(top), scale.y(low)))
    elif high is None:
        shapes.append(_block("open", left, wide, scale.y(low) - 12, scale.y(low)))
    if best is not None and best != low:
        shapes.append(drawn('<path class="best" d="M{:.1f} {:.1f}h{:.1f}"/>', left - 2, scale.y(best), wide + 4))
    label_y = min(scale.y(top), scale.y(low) - (12 if high is None else 0)) - 5
    shapes.append(_bar_label(day, left + wide / 2, label_y, wide))
    return drawn('<a href="{}"><title>{}</title>{}</a>', day.href, visible(day.title), joined_markup(shapes))


def _block(css: str, left: float, wide: float, top: float, bottom: float) -> Markup:
    return drawn(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>', css, left, top, wide, bottom - top
    )


def _bar_label(day: DayToll, x: float, y: float, wide: float) -> Markup:
    if wide < 14:
        return Markup("")
    low, best, high = day.span.bounds
    if low is None:
        text = f"~{best}" if best is not None else f"≤{high}"
    else:
        text = f"{low}+" if high is None else digits(low) if low == high else f"{low}–{high}"
    return drawn('<text class="bar-label" x="{:.1f}" y="{:.1f}">{}</text>', x, max(y, DAILY_TOP - 2), text)


def _band(sums: Sequence[tuple[date, Span]], scale: Scale) -> Markup:
    """The running sum: its low as a solid step line over a tint, and up to its high a pale band where one is known."""
    lows = [(day, span.low or 0) for day, span in sums]
    tops = [(day, next((n for n in (span.high, span.best, span.low) if n is not None), 0)) for day, span in sums]
    low_line, top_line = _steps(lows, scale), _steps(tops, scale)
    right, base = scale.x(sums[-1][0], 1), scale.y(0)
    closed = f"M{LEFT} {base:.1f}L{low_line}L{right:.1f} {base:.1f}Z"
    upward = f"M{low_line}L{' '.join(reversed(top_line.split(' ')))}Z"
    return drawn(
        '<path class="sum-area" d="{}"/><path class="sum-band" d="{}"/><path class="sum-line" d="M{}"/>'
        '<text class="sum-label" x="{:.1f}" y="{:.1f}">{}</text>',
        closed,
        upward,
        low_line,
        right - 4,
        scale.y(tops[-1][1]) - 7,
        sums[-1][1].text,
    )


def _steps(values: Sequence[tuple[date, int]], scale: Scale) -> str:
    corners = [f"{scale.x(day, share):.1f},{scale.y(value):.1f}" for day, value in values for share in (0, 1)]
    return " ".join(corners)


def _totals(totals: Sequence[PeriodTotal], last: date, scale: Scale) -> list[Markup]:
    """Each total as a broken line over its period; labels that would meet are moved apart."""
    lines: list[Markup] = []
    labels: list[Markup] = []
    used: list[float] = []
    for total in sorted(totals, key=lambda total: (-total.span.size, total.label)):
        y = max(scale.y(total.span.size), scale.top - 2.0)
        label_y = y - 6 if y > scale.top else y + 14
        while any(abs(label_y - other) < 15 for other in used):
            label_y += 15
        used.append(label_y)
        above = say("report", "off_scale") if total.span.size > scale.most else ""
        line, label = _total(replace(total, label=total.label + above), last, y, label_y, scale)
        lines.append(line)
        labels.append(label)
    # Labels last: a later line must not run through an earlier label.
    return lines + labels


def _total(total: PeriodTotal, last: date, y: float, label_y: float, scale: Scale) -> tuple[Markup, Markup]:
    """A broken line over the total's period, and its label at whichever end has the room."""
    left = max(scale.x(total.since), LEFT) if total.since else LEFT
    right = min(scale.x(min(total.until or last, last), 1), WIDTH - RIGHT)
    at_end = left > WIDTH / 2
    line = drawn('<path class="total" d="M{:.1f} {:.1f}v-4v8v-4H{:.1f}v-4v8"/>', left, y, max(right, left + 6))
    label = drawn(
        '<a href="{}"><text class="total-label" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text></a>',
        total.href,
        right - 8 if at_end else left + 8,
        label_y,
        "end" if at_end else "start",
        visible(total.label),
    )
    return line, label


def _days(scale: Scale) -> Markup:
    """Names of days along the foot, as many as there is room for."""
    every = max(1, -(-scale.days // 9))
    days = [scale.first + timedelta(days=offset) for offset in range(0, scale.days, every)]
    y = scale.top + scale.height + 18
    return joined_markup(
        drawn('<text class="day" x="{:.1f}" y="{}">{}</text>', scale.x(day, 0.5), y, day_words(day, day))
        for day in days
    )
