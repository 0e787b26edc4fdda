"""The chart of tolls and the map of control, for a notebook: a record or a store in, a picture out, shielded."""

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from markupsafe import Markup

from marsad.domain.claim import Claim
from marsad.domain.record import EventRecord, Record
from marsad.domain.vocabulary import Harm
from marsad.export.report import chart_about, day_title, every_day
from marsad.export.report_map import holder_keys, map_of
from marsad.export.svg_chart import DayToll
from marsad.export.svg_chart import draw_tolls as draw_chart
from marsad.export.tolls import Span, event_span, sum_spans
from marsad.export.wording import say
from marsad.pipeline.exporting import Asked, material_of
from marsad.pipeline.settings import read_settings
from marsad.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A picture: a notebook shows it; `html` is it with its style, and `key` names what its letters mean."""

    svg: str
    style: str
    key: tuple[tuple[str, str], ...] = ()

    @property
    def html(self) -> str:
        letters = Markup("; ").join(Markup("<b>{}</b> {}").format(letter, name) for letter, name in self.key)
        return f'<div class="marsad-drawing"><style>{self.style}</style>{self.svg}<p>{letters}</p></div>'

    def _repr_html_(self) -> str:
        return self.html


def draw_tolls(what: Record | Store, *, claims: Iterable[Claim] = ()) -> Drawing:
    """Killed by the day on which events began, each bar with its range, and the running sum; undated events are not in.

    Raises:
        InputError: a record came without the claims that it was made of.
    """
    by_day = _by_day(_shown(what, claims).events)
    known = [day for day, span in by_day.items() if span.is_known]
    spans = {day: by_day.get(day, sum_spans(())) for day in every_day(known)}
    tolls = [DayToll(day=day, span=span, href=f"#{day}", title=day_title(day, span)) for day, span in spans.items()]
    svg = draw_chart(
        tolls, [], title=say("report", "chart_title"), description=chart_about(tolls),
        daily=say("report", "chart_daily"), running=say("report", "chart_running"),
    )  # fmt: skip
    return Drawing(svg=str(svg), style=_style("chart.css"))


def draw_control(what: Record | Store, *, on: dt.date | str | None = None, claims: Iterable[Claim] = ()) -> Drawing:
    """Who holds each place at the end of the day `on`, the last day told of if None; places without a point are not in.

    Raises:
        InputError: a record came without the claims that it was made of.
    """
    control = _shown(what, claims).control
    told = [day for one in control for day in (one.from_, one.until, one.known_from) if day]
    day = dt.date.fromisoformat(on) if isinstance(on, str) else on or max(told, default=dt.date.max)
    record = Record(control=control)
    drawn = map_of(record, {one.id: f"#{one.id}" for one in control}, holder_keys(record), day)
    key = tuple((one.letter, one.name) for one in drawn.holders)
    return Drawing(svg=str(drawn.svg), style=_style("map.css"), key=key)


def _shown(what: Record | Store, claims: Iterable[Claim]) -> Record:
    """What may be shown of it."""
    return material_of(what, claims, Asked(), read_settings(os.environ)).shown.record


def _by_day(events: Iterable[EventRecord]) -> dict[dt.date, Span]:
    spans: dict[dt.date, list[Span]] = defaultdict(list)
    for event in events:
        if event.time and event.time.start and not event.background:
            spans[event.time.start].append(event_span(event, Harm.KILLED))
    return {day: sum_spans(some) for day, some in spans.items()}


def _style(name: str) -> str:
    """The drawing's own rules, with the page's colours for what is drawn here alone: a notebook has its own page."""
    templates = files("marsad.export").joinpath("templates")
    page = templates.joinpath("page.css").read_text("utf-8").partition("*{box-sizing")[0]
    return page.replace(":root", ".marsad-drawing") + templates.joinpath(name).read_text("utf-8")
