"""The situation: the map of the period and its events, with what changed."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from marsad.export.report_map import ReportMap, holder_keys, map_of
from marsad.web.asked import Asked, TheAsked
from marsad.web.policy import admit
from marsad.web.rendering import page
from marsad.web.site import Site, TheSite

router = APIRouter()


@router.get("/", response_class=HTMLResponse, include_in_schema=False)
def show_situation(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """The home page."""
    return page(request, "situation.html.j2", asked=asked, map=_map(site, asked))


def _map(site: Site, asked: Asked) -> ReportMap:
    found = site.store.record(asked.wanted)
    record = admit(site.store, events=found.events, control=found.control).record
    addresses = {event.id: f"/events/{event.id}" for event in record.events}
    addresses |= {spell.id: f"/control?place={spell.place.name}" for spell in record.control}
    days = [event.time.end for event in record.events if event.time and event.time.end]
    return map_of(record, addresses, holder_keys(record), asked.until or max(days))
