"""What is published, for anybody: read only, without signing in, made of pinned versions and of nothing else."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.errors import NotFoundError
from marsad.domain.publication import Step
from marsad.domain.record import Record
from marsad.domain.wire import Line, to_line, to_plain
from marsad.export.geojson import to_geojson
from marsad.export.material import Material
from marsad.export.method import method_sections
from marsad.export.report_map import ReportMap
from marsad.export.shield import shield
from marsad.store.publishing import steps_of
from marsad.web.asked import Asked, EventId, PageNumber, SpellId, TheAsked
from marsad.web.described import GEOJSON, told
from marsad.web.lines import json_answer, list_answer, method_lines
from marsad.web.listing import EventRow, event_rows, pager, stretch_of
from marsad.web.pinned_view import spell_words, view_pinned
from marsad.web.public_record import (
    Counted,
    PublicRecord,
    Published,
    count_tolls,
    events_in,
    held_now,
    keep_public,
    public_map,
    public_record,
    walk_published,
    wanted_events,
)
from marsad.web.rendering import page
from marsad.web.site import Site, TheSite
from marsad.web.tabular import csv_of
from marsad.web.walk import TheWalk, Walk

router = APIRouter(prefix="/public")
R = TypeVar("R", bound=Response)
METHOD = "/public/method"
"""What figures, grades and terms mean: whatever is published leads there."""
SOME_WITHDRAWN = 20
KEPT = "public, max-age=60"
"""Nothing here is of anybody in particular; after a withdrawal no cache may show it longer than this, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the first page is made of."""

    counted: tuple[Counted, ...]
    map: ReportMap
    rows: list[EventRow]
    total: int


@router.get("", response_class=HTMLResponse, include_in_schema=False)
def show_public(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """What is published: the map, tolls over published events, the events, who holds what, what was withdrawn."""
    record = public_record(site)
    it = keep_public(site, ("overview", asked), lambda: _overview(record, asked))
    day = asked.until or record.last_day
    return _kept(
        page(
            request, "public.html.j2", it=it, asked=asked, pager=pager(asked, "/public", it.total), day=day,
            held=[(one.id, spell_words(one)) for one in held_now(record, day)],
            withdrawn=record.withdrawn[:SOME_WITHDRAWN], keys=record.keys,
        )
    )  # fmt: skip


@router.get("/method", response_class=HTMLResponse, include_in_schema=False)
def show_method(request: Request) -> HTMLResponse:
    """How the public record is made, and what its figures, grades and places mean."""
    return _kept(page(request, "public_method.html.j2", sections=method_sections()))


@router.get("/events/{thing}", response_class=HTMLResponse, include_in_schema=False)
def show_public_event(request: Request, site: TheSite, thing: str) -> HTMLResponse:
    """One published event as it was approved, with every sentence; a withdrawn one with the reason and no figure."""
    return _thing(request, site, thing, is_event=True)


@router.get("/control/{thing}", response_class=HTMLResponse, include_in_schema=False)
def show_public_spell(request: Request, site: TheSite, thing: str) -> HTMLResponse:
    """As an event's page, of one spell of control."""
    return _thing(request, site, thing, is_event=False)


@router.get("/api/v1/events", response_class=Response, tags=["public"], responses=told("PublishedEventPage", csv=True))
def public_events(site: TheSite, asked: TheAsked, walk: TheWalk) -> Response:
    """Published events, the newest first, each with its version and its sentences."""
    return _listed(walk, "events", wanted_events(public_record(site), asked))


@router.get(
    "/api/v1/events.geojson", response_class=Response, tags=["public"], responses=told("PublicFeatures", form=GEOJSON)
)
def public_geojson(site: TheSite, asked: TheAsked) -> Response:
    """All published events that are asked for, as GeoJSON."""
    record = public_record(site)

    def make() -> bytes:
        events = tuple(events_in(wanted_events(record, asked)))
        return to_geojson(Material(shown=shield(Record(events=events), {}, {})))

    return _kept(Response(keep_public(site, ("geojson", asked), make), media_type=GEOJSON))


@router.get(
    "/api/v1/events/{thing}",
    response_class=Response,
    tags=["public"],
    responses=told("PublishedEvent") | told("WithdrawnThing", status=410),
)
def public_event(site: TheSite, thing: EventId) -> Response:
    """One published event; a withdrawn one with the reason and no figure."""
    return _thing_line(site, thing, is_event=True)


@router.get("/api/v1/tolls", response_class=Response, tags=["public"], responses=told("PublicTolls"))
def public_tolls(site: TheSite, asked: TheAsked) -> Response:
    """Sums of the published events that are asked for, each counted once."""
    counted = count_tolls(events_in(wanted_events(public_record(site), asked)))
    items = [
        {"harm": one.harm, "low": one.now.low, "best": one.now.best, "high": one.now.high, "events": one.events}
        for one in counted
    ]
    return _kept(json_answer({"items": items, "method": METHOD}))


@router.get("/api/v1/withdrawn", response_class=Response, tags=["public"], responses=told("Withdrawals"))
def public_withdrawals(site: TheSite) -> Response:
    """What was public and is no more: when, why, and as what it is told now; no figure, no place, no name."""
    return _kept(json_answer({"items": [to_plain(one) for one in public_record(site).withdrawn]}))


@router.get("/api/v1/method", response_class=Response, tags=["public"], responses=told("Method"))
def public_method() -> Response:
    """How the public record is made, and what its figures, grades and places mean."""
    return _kept(json_answer({"method": method_lines()}))


@router.get(
    "/api/v1/control", response_class=Response, tags=["public"], responses=told("PublishedControlPage", csv=True)
)
def public_control(site: TheSite, walk: TheWalk, page: PageNumber = 1) -> Response:  # noqa: ARG001  # `walk` reads it
    """Published spells of control, those that began last first."""
    return _listed(walk, "control", public_record(site).spells)


@router.get(
    "/api/v1/control/{thing}",
    response_class=Response,
    tags=["public"],
    responses=told("PublishedSpell") | told("WithdrawnThing", status=410),
)
def public_spell(site: TheSite, thing: SpellId) -> Response:
    """One published spell of control; a withdrawn one with the reason alone."""
    return _thing_line(site, thing, is_event=False)


def _listed(walk: Walk, table: str, published: Iterable[Published]) -> Response:
    found = walk_published(published, walk.at, walk.after(tuple[str, str]))
    onward = walk.onward(found.next)
    if walk.is_csv:
        events = tuple(replace(one, documents=()) for one in events_in(found.items))
        spells = tuple(one.pinned.spell for one in found.items if one.pinned.spell)
        return _kept(csv_of(table, shield(Record(events=events, control=spells), {}, {}), onward))
    return _kept(list_answer(walk, map(_line, found.items), found.total, onward))


def _overview(record: PublicRecord, asked: Asked) -> Overview:
    found = wanted_events(record, asked)
    events, at = events_in(found), stretch_of(asked)
    drawn = public_map(record, events, asked.until or record.last_day)
    rows = event_rows(events[at.offset : at.offset + at.limit])
    return Overview(counted=count_tolls(events), map=drawn, rows=rows, total=len(found))


def _thing(request: Request, site: Site, thing: str, *, is_event: bool) -> HTMLResponse:
    record = public_record(site)
    if thing in record.gone:
        answer = page(request, "public_withdrawn.html.j2", it=record.gone[thing])
        answer.status_code = 410
        return _kept(answer)
    one = _find(record, thing, is_event=is_event)
    return _kept(page(request, "public_thing.html.j2", it=view_pinned(one.pinned), one=one, days=_days(site, thing)))


def _thing_line(site: Site, thing: str, *, is_event: bool) -> Response:
    record = public_record(site)
    if thing in record.gone:
        answer = json_answer({"standing": "withdrawn", **to_plain(record.gone[thing])})
        answer.status_code = 410
        return _kept(answer)
    return _kept(json_answer(_line(_find(record, thing, is_event=is_event))))


def _find(record: PublicRecord, thing: str, *, is_event: bool) -> Published:
    """What is published; what is not and what there never was are the same."""
    found = record.by_id.get(thing)
    if found is None or (found.pinned.event is not None) != is_event:
        raise NotFoundError(thing)
    return found


def _days(site: Site, thing: str) -> list[tuple[dt.date, str]]:
    """When versions of it were published and withdrawn; who did so is not told."""
    said = {Step.PUBLISH: "published", Step.WITHDRAW: "withdrawn"}
    return [(one.at.date(), said[one.step]) for one in steps_of(site.store, [thing])[thing] if one.step in said]


def _line(one: Published) -> Line:
    thing = to_line(one.pinned.thing)
    thing.pop("documents", None)
    return {
        "standing": "published", "published": str(one.day), "version": one.pinned.version, **thing,
        "sentences": [to_plain(sentence) for sentence in one.pinned.sentences], "held_back": one.pinned.held_back,
        "method": METHOD,
    }  # fmt: skip


def _kept(answer: R) -> R:
    answer.headers["Cache-Control"] = KEPT
    return answer
