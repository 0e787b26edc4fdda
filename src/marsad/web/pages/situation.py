"""The situation of a period: the map, tolls with their change, changes of control, the newest claims."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from marsad.domain.record import ControlSpell
from marsad.domain.vocabulary import Harm
from marsad.export.report_map import ReportMap
from marsad.export.tolls import Span
from marsad.store.paging import Order, Stretch, newest_claims, page_events
from marsad.store.spells import changes_between
from marsad.store.sums import By, sum_all, sum_by
from marsad.web.asked import Asked, TheAsked
from marsad.web.counting import Ever, ever_lines, sum_ever
from marsad.web.described import told
from marsad.web.drawn_map import situation_map
from marsad.web.lines import claim_line, json_answer, listed_line
from marsad.web.listing import EventRow, event_rows
from marsad.web.periods import Period, has_no_days, period_of, within
from marsad.web.policy import admit, admit_all, admit_list
from marsad.web.rendering import page
from marsad.web.sentences import Sentence, sentences_of
from marsad.web.site import Site, TheSite
from marsad.web.toll_chart import chart_by_day, span_of_sum

router = APIRouter()
SOME_EVENTS, SOME_CHANGES, SOME_CLAIMS = 14, 10, 8
HARMS = (Harm.KILLED, Harm.INJURED, Harm.MISSING, Harm.CAPTURED, Harm.DISPLACED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One harm of the period beside the period before."""

    harm: Harm
    now: Span
    events: int
    unknown: int
    before: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the page and its twin are made of."""

    period: Period
    asked: Asked
    counted: tuple[Counted, ...]
    ever: Ever
    events: list[EventRow]
    total: int
    changes: tuple[ControlSpell, ...]
    newest: list[Sentence]


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def show_situation(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """The map of a period, its tolls with their change, changes of control, the newest claims."""
    if has_no_days(asked, site.store):
        return page(request, "nothing_yet.html.j2", what="Situation")
    version = site.store.record_version()
    situation, chart = site.answers.answer(version, ("situation", asked), lambda: _made(site, asked))
    drawn, left_out = _map(site, situation)
    return page(request, "situation.html.j2", it=situation, asked=asked, map=drawn, left_out=left_out, chart=chart)


@router.get("/api/v1/situation", response_class=Response, tags=["situation"], responses=told("SituationAnswer"))
def situation_lines(site: TheSite, asked: TheAsked) -> Response:
    """The tolls of a period beside the period before, its newest events, changes of control and claims."""
    period = period_of(asked, site.store)
    inside = within(asked, period)
    found = page_events(site.store, inside.wanted, Order.NEWEST, Stretch(limit=SOME_EVENTS))
    changes = _changes(site, inside, period)
    newest = newest_claims(site.store, inside.wanted_of_any_kind, SOME_CLAIMS, found.items)
    listed, shown = admit_list(site.store, events=found.items, control=changes), admit(site.store, claims=newest)
    return json_answer(
        {
            "since": period.since,
            "until": period.until,
            "tolls": [_counted_line(one) for one in _counted(site, inside, period)],
            "ever": ever_lines(sum_ever(site, inside)),
            "total": found.total,
            "events": [listed_line(event, listed) for event in listed.record.events],
            "control": [listed_line(spell, listed) for spell in listed.record.control],
            "newest": [line for key in shown.claims if (line := claim_line(key, shown))][:SOME_CLAIMS],
        }
    )


def _made(site: Site, asked: Asked) -> tuple[Situation, Markup]:
    situation = _situation(site, asked)
    return situation, _chart(site, situation)


def _situation(site: Site, asked: Asked) -> Situation:
    period = period_of(asked, site.store)
    inside = within(asked, period)
    found = page_events(site.store, inside.wanted, Order.NEWEST, Stretch(limit=SOME_EVENTS))
    newest = newest_claims(site.store, inside.wanted_of_any_kind, SOME_CLAIMS, found.items)
    shown = admit_list(site.store, events=found.items, control=_changes(site, inside, period))
    loose = admit(site.store, claims=newest)
    return Situation(
        period=period, asked=inside, counted=_counted(site, inside, period), ever=sum_ever(site, inside),
        events=event_rows(shown.record.events),
        total=found.total, changes=shown.record.control,
        newest=sentences_of(loose.claims, loose, context=0)[::-1],
    )  # fmt: skip


def _changes(site: Site, inside: Asked, period: Period) -> tuple[ControlSpell, ...]:
    return changes_between(site.store, inside.wanted_of_any_kind, period.since, period.until, SOME_CHANGES)


def _counted(site: Site, inside: Asked, period: Period) -> tuple[Counted, ...]:
    now = sum_all(site.store, inside.wanted, HARMS)
    before = sum_all(site.store, within(inside, period.former).wanted, HARMS)
    return tuple(
        Counted(
            harm=harm, now=span_of_sum(now[harm]), events=now[harm].events, unknown=now[harm].unknown,
            before=span_of_sum(before.get(harm)),
        )
        for harm in HARMS
        if harm in now
    )  # fmt: skip


def _counted_line(one: Counted) -> dict[str, object]:
    return {
        "harm": one.harm, "low": one.now.low, "best": one.now.best, "high": one.now.high, "events": one.events,
        "unknown": one.unknown, "before": dict(zip(("low", "best", "high"), one.before.bounds, strict=True)),
    }  # fmt: skip


def _map(site: Site, situation: Situation) -> tuple[ReportMap, int]:
    version = site.store.record_version()
    asked, period = situation.asked, situation.period
    return site.answers.answer(version, ("map", asked), lambda: situation_map(site, asked, period))


def _chart(site: Site, situation: Situation) -> Markup:
    sums = admit_all(sum_by(site.store, situation.asked.wanted, By.DAY, (Harm.KILLED,), 400))
    return chart_by_day(sums, situation.asked)
