"""The list of events, and one event with all that stands behind it."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.record import EventRecord
from marsad.domain.wire import to_plain
from marsad.export.wording import text_of
from marsad.store.paging import Order, events_by_ids, page_events
from marsad.store.publishing import told_now_by
from marsad.store.walking import walk_events
from marsad.web.asked import Asked, EventId, TheAsked, TheOrder
from marsad.web.described import told
from marsad.web.event_view import EventView, view_event
from marsad.web.lines import claim_line, json_answer, line_of, list_answer, listed_line
from marsad.web.listing import event_rows, pager, stretch_of
from marsad.web.policy import admit, admit_list, admit_of_record
from marsad.web.rendering import page
from marsad.web.sessions import TheViewer
from marsad.web.site import Site, TheSite
from marsad.web.standing_view import BUTTONS, view_standing
from marsad.web.tabular import csv_of
from marsad.web.walk import TheWalk

router = APIRouter()


@router.get("/events", response_class=HTMLResponse, include_in_schema=False)
def show_events(request: Request, site: TheSite, asked: TheAsked, order: TheOrder = Order.NEWEST) -> HTMLResponse:
    """The list of events by days, place, actor, kind, grade and outlet."""
    found = page_events(site.store, asked.wanted, order, stretch_of(asked))
    rows = event_rows(admit_list(site.store, events=found.items).record.events)
    return page(
        request, "events.html.j2", asked=asked, rows=rows, pager=pager(asked, "/events", found.total), order=order
    )


@router.get("/api/v1/events", response_class=Response, tags=["events"], responses=told("EventPage", csv=True))
def event_lines(site: TheSite, asked: TheAsked, walk: TheWalk, order: TheOrder = Order.NEWEST) -> Response:
    """Events as `marsad events --format jsonl` prints them, or as CSV."""
    found = walk_events(site.store, asked.wanted, order, walk.at, walk.after(tuple[int, str]))
    onward = walk.onward(found.next)
    if walk.is_csv:
        return csv_of("events", admit(site.store, events=found.items), onward)
    listed = admit_list(site.store, events=found.items)
    return list_answer(walk, (listed_line(event, listed) for event in listed.record.events), found.total, onward)


@router.get("/events/{event}", response_class=HTMLResponse, include_in_schema=False)
def show_event(request: Request, site: TheSite, viewer: TheViewer, event: str) -> HTMLResponse:
    """One event: its tolls and how they were revised, who did it, its grade, every sentence."""
    it, card = _view(site, event), view_standing(site, viewer, event)
    return page(request, "event.html.j2", it=it, asked=Asked(), card=card, buttons=BUTTONS)


@router.get("/api/v1/events/{event}", response_class=Response, tags=["events"], responses=told("EventAnswer"))
def event_line(site: TheSite, event: EventId) -> Response:
    """One event with its claims, what people decided on them, totals that cover it, events that came near."""
    it = _view(site, event)
    near = None if it.near is None else [{**to_plain(one), "title": text_of(one.title)} for one in it.near]
    told = {
        **line_of(it.event, it.shown),
        "told_by": [line for one in it.event.claims if (line := claim_line(one, it.shown))],
        "decided": [to_plain(one) for one in it.decided],
        "totals": [line_of(one, it.shown) for one in it.totals],
        "near": near,
    }
    return json_answer(told)


def _find(site: Site, event: str) -> EventRecord:
    found = events_by_ids(site.store, [event]).get(event) or _as_it_was(site, event)
    return admit_of_record(site.store, found, event)


def _as_it_was(site: Site, event: str) -> EventRecord | None:
    """Of an event of now, the one of the day that shares most claims with it; its id may be another's claim's."""
    later = events_by_ids(site.now, [event]).get(event) if site.now else None
    claims = set(later.claims) if later else set()
    alike = events_by_ids(site.store, told_now_by(site.store, tuple(claims))).values()
    return max(alike, key=lambda one: (len(claims & set(one.claims)), one.id), default=None)


def _view(site: Site, event: str) -> EventView:
    return view_event(site, _find(site, event))
