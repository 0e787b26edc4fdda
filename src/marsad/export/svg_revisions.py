"""A toll's figures in, the chart of them out: one row a voice, each figure where it was reported, its range drawn."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from markupsafe import Markup

from marsad.domain.record import Revision, Toll
from marsad.export.map_frame import nice_step
from marsad.export.rendering import visible
from marsad.export.tolls import span_of
from marsad.export.wording import day_words, digits

WIDTH = 720
LEFT, RIGHT, TOP, HEIGHT, FOOT = 46, 24, 16, 170, 30
OPEN = 14
"""Pixels by which a figure without an upper bound fades upwards."""
DAYS_NAMED = 6


def draw_revisions(toll: Toll, colours: Mapping[str, str], addresses: Mapping[str, str], *, title: str) -> Markup:
    """The chart of every dated figure, replaced ones hollow; an empty text where fewer than two have a day.

    `colours` is by voice, `addresses` by claim: a figure leads to its sentence, one that may not be cited nowhere.
    """
    dated = [revision for revision in toll.revisions if revision.reported and span_of(revision).is_known]
    if len(dated) < 2:
        return Markup("")
    scale = _Scale(dated)
    parts = [
        *_rules(scale), *_days(scale), *_steps(dated, colours, scale),
        *(_figure(one, at, colours, addresses, scale) for one, at in _spread(dated, scale)),
    ]  # fmt: skip
    return Markup(
        '<svg class="chart revisions" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="group">'
        "<title>{}</title>{}</svg>"
    ).format(WIDTH, TOP + HEIGHT + FOOT, visible(title), Markup("").join(parts))


class _Scale:
    """Days to pixels across, persons to pixels up; a day has a column of its own."""

    def __init__(self, dated: Sequence[Revision]) -> None:
        days = [revision.reported for revision in dated if revision.reported]
        self.first, self.last = min(days), max(days)
        self.days = (self.last - self.first).days + 1
        self.most = max(5, round(max(max(number or 0 for number in span_of(one).bounds) for one in dated) * 1.15))

    def x(self, day: date, share: float = 0.5) -> float:
        return LEFT + ((day - self.first).days + share) / self.days * (WIDTH - LEFT - RIGHT)

    def y(self, persons: float) -> float:
        return TOP + HEIGHT - persons / self.most * HEIGHT


def _rules(scale: _Scale) -> list[Markup]:
    step = max(1, int(nice_step(scale.most, 3)))
    return [
        Markup('<path class="rule{}" d="M{} {:.1f}H{}"/><text class="tick" x="{}" y="{:.1f}">{}</text>').format(
            " base" if value == 0 else "",
            LEFT,
            scale.y(value),
            WIDTH - RIGHT,
            LEFT - 8,
            scale.y(value) + 4,
            digits(value),
        )
        for value in range(0, scale.most + 1, step)
    ]


def _days(scale: _Scale) -> list[Markup]:
    every = max(1, -(-scale.days // DAYS_NAMED))
    days = [scale.first + timedelta(days=offset) for offset in range(0, scale.days, every)]
    return [
        Markup('<text class="day" x="{:.1f}" y="{}">{}</text>').format(
            scale.x(day), TOP + HEIGHT + 20, day_words(day, day)
        )
        for day in days
    ]


def _spread(dated: Sequence[Revision], scale: _Scale) -> list[tuple[Revision, float]]:
    """Each figure with its pixel across: those of one day stand beside one another in their order."""
    of_day: dict[date, list[Revision]] = {}
    for revision in dated:
        if revision.reported:
            of_day.setdefault(revision.reported, []).append(revision)
    return [
        (one, scale.x(day, (index + 1) / (len(group) + 1)))
        for day, group in of_day.items()
        for index, one in enumerate(group)
    ]


def _steps(dated: Sequence[Revision], colours: Mapping[str, str], scale: _Scale) -> list[Markup]:
    """A thin line from each voice's figure to its next."""
    at = {id(one): x for one, x in _spread(dated, scale)}
    lines = []
    for voice, colour in colours.items():
        own = [one for one in dated if one.voice == voice]
        if len(own) > 1:
            points = "L".join(f"{at[id(one)]:.1f} {scale.y(span_of(one).size):.1f}" for one in own)
            lines.append(Markup('<path class="voice-line" stroke="{}" d="M{}"/>').format(colour, points))
    return lines


def _figure(one: Revision, x: float, colours: Mapping[str, str], addresses: Mapping[str, str], scale: _Scale) -> Markup:
    span = span_of(one)
    colour = colours.get(one.voice, "#54585f")
    y = scale.y(span.size)
    top = scale.y(span.high) if span.high is not None else y - OPEN
    bottom = scale.y(span.low) if span.low is not None else y
    css = "given" if one.current else "given replaced"
    told = f"{one.voice}, {day_words(one.reported)}: {span.text}{'' if one.current else ', replaced since'}"
    drawn = Markup(
        '<title>{}</title><path class="range{}" stroke="{}" d="M{:.1f} {:.1f}V{:.1f}"/>'
        '<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="5.5" stroke="{}" fill="{}"/>'
        '<text class="bar-label" x="{:.1f}" y="{:.1f}">{}</text>'
    ).format(
        visible(told), "" if span.high is not None else " open-end", colour, x, bottom, top,
        css, x, y, colour, colour, x, min(top, y) - 9, _short(one),
    )  # fmt: skip
    address = addresses.get(one.claim)
    return Markup('<a href="{}">{}</a>').format(address, drawn) if address else Markup("<g>{}</g>").format(drawn)


def _short(one: Revision) -> str:
    low, best, high = one.low, one.best, one.high
    if low is None:
        return f"~{best}" if best is not None else f"≤{high}"
    return f"{low}+" if high is None else digits(low) if low == high else f"{low}–{high}"
