"""The situation report of a day, as a page that prints and as Markdown."""

from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.domain.errors import NotFoundError
from marsad.domain.wire import to_plain
from marsad.export.sitrep import SituationReport, situation_report, to_markdown
from marsad.export.wording import text_of
from marsad.store.days import news_of, published_days
from marsad.store.sums import last_day
from marsad.web.asked import TheDay
from marsad.web.described import told
from marsad.web.lines import json_answer
from marsad.web.policy import admit
from marsad.web.rendering import environment, page
from marsad.web.site import Site, TheSite

router = APIRouter()


@router.get("/sitrep", include_in_schema=False)
def newest_sitrep(site: TheSite) -> RedirectResponse:
    """On to the report of the record's last day."""
    day = last_day(site.store)
    if day is None:
        raise NotFoundError("nothing is kept that has a day")
    return RedirectResponse(f"/sitrep/{day}", HTTPStatus.FOUND)


@router.get("/sitrep/{day}.md", include_in_schema=False)
def sitrep_markdown(site: TheSite, day: date) -> Response:
    """The situation report of a day as Markdown."""
    return Response(to_markdown(_report(site, day)), media_type="text/markdown; charset=utf-8")


@router.get("/sitrep/{day}", response_class=HTMLResponse, include_in_schema=False)
def show_sitrep(request: Request, site: TheSite, day: date) -> HTMLResponse:
    """The situation report of a day: what happened, tolls that moved, control, who said what, every sentence."""
    before, after = published_days(site.store, day)
    body = site.answers.answer(site.store.record_version(), ("sitrep body", day), lambda: _body(site, day))
    return page(request, "sitrep_page.html.j2", body=body, day=day, before=before, after=after)


@router.get("/api/v1/sitrep/{day}", response_class=Response, tags=["situation"], responses=told("ReportAnswer"))
def sitrep_lines(site: TheSite, day: TheDay) -> Response:
    """The situation report of a day: its headlines, and each line with the numbers of its notes."""
    report = _report(site, day)
    sections = {
        section.key: [
            {
                "about": text_of(group.title),
                "beside": group.beside,
                "lines": [{"text": text_of(line.words), "notes": line.notes} for line in group.lines],
            }
            for group in section.groups
        ]
        for section in report.sections
    }
    notes = [
        {"number": note.number, "text": note.text, "voice": note.voice, "outlet": note.outlet, "day": note.day,
         "held_back": note.held_back}
        for note in report.notes
    ]  # fmt: skip
    headlines = [to_plain(one) for one in report.headlines]
    return json_answer(
        {"day": day, "headlines": headlines, "counted": report.counted, "sections": sections, "notes": notes}
    )


def _body(site: Site, day: date) -> Markup:
    """The report as markup of ours, made once: the template escapes what it is given."""
    return Markup(environment().get_template("sitrep_body.html.j2").render(report=_report(site, day)))  # noqa: S704


def _report(site: Site, day: date) -> SituationReport:
    return site.answers.answer(site.store.record_version(), ("sitrep", day), lambda: _make(site, day))


def _make(site: Site, day: date) -> SituationReport:
    news = news_of(site.store, day)
    shown = admit(site.store, events=news.events, aggregates=news.aggregates, control=news.control, claims=news.claims)
    return situation_report(shown.record, shown.claims, shown.documents, day, to_date=news.is_whole)
