"""Actors, and one of them: its names, its relations, what it holds, what it is told to have done and suffered."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.errors import NotFoundError
from marsad.domain.filter import Filter
from marsad.domain.record import ActorRecord
from marsad.store.naming import named_ties
from marsad.store.paging import Order, Stretch, page_actors, page_events
from marsad.store.sources import page_voices
from marsad.store.spells import spells_on
from marsad.store.sums import last_day
from marsad.store.walking import walk_actors
from marsad.web.asked import TheAsked
from marsad.web.labels import tie_label
from marsad.web.lines import json_answer, line_of, list_answer
from marsad.web.listing import event_rows, pager, stretch_of
from marsad.web.policy import admit, admit_all, admit_list
from marsad.web.relation_graph import draw_relations
from marsad.web.rendering import page
from marsad.web.sentences import sentences_of
from marsad.web.site import Site, TheSite
from marsad.web.tabular import csv_of
from marsad.web.walk import TheWalk

router = APIRouter()
SOME = 15
MOST_HELD = 60


@router.get("/actors", response_class=HTMLResponse, include_in_schema=False)
def show_actors(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """The list of actors with their other names, by a name asked for."""
    found = page_actors(site.store, Filter(actor=asked.actor), stretch_of(asked))
    kept = admit(site.store, actors=found.items).record.actors
    counts = {one.id: len(one.claims) for one in found.items}
    return page(
        request, "actors.html.j2", asked=asked, actors=kept, counts=counts, pager=pager(asked, "/actors", found.total)
    )


@router.get("/api/v1/actors", response_class=Response, tags=["actors"])
def actor_lines(site: TheSite, asked: TheAsked, walk: TheWalk) -> Response:
    """Actors with their other names and their relations."""
    found = walk_actors(site.store, Filter(actor=asked.actor), walk.at, walk.after(str))
    shown, onward = admit(site.store, actors=found.items), walk.onward(found.next)
    if walk.is_csv:
        return csv_of("actors", shown, onward)
    return list_answer(walk, (line_of(actor, shown) for actor in shown.record.actors), found.total, onward)


@router.get("/actors/{name:path}", response_class=HTMLResponse, include_in_schema=False)
def show_actor(request: Request, site: TheSite, name: str) -> HTMLResponse:
    """One actor: names, relations with their sentences, places held, events, what it said."""
    store, day = site.store, last_day(site.store)
    actor = _find(site, name)
    shown = admit(store, actors=[actor] if actor else ())
    kept = shown.record.actors[0] if shown.record.actors else None
    events = page_events(store, Filter(actor=name, shielded=True), Order.NEWEST, Stretch(limit=SOME))
    rows = event_rows(admit_list(store, events=events.items).record.events)
    held = admit_list(store, control=spells_on(store, Filter(actor=name, shielded=True), day, MOST_HELD) if day else ())
    if kept is None and not rows and not held.record.control:
        raise NotFoundError(name)
    ties = named_ties(store, kept.relations) if kept else ()
    return page(
        request, "actor.html.j2", name=kept.name if kept else name, actor=kept, rows=rows, total=events.total, day=day,
        held=[spell for spell in held.record.control if name in spell.holder], graph=draw_relations(name, ties),
        ties=[(tie, tie_label(tie), sentences_of(tie.claims, shown, context=0)) for tie in ties],
        voice=next(iter(admit_all(page_voices(store, Stretch(limit=1), name).items)), None),
    )  # fmt: skip


@router.get("/api/v1/actors/{name:path}", response_class=Response, tags=["actors"])
def actor_line(site: TheSite, name: str) -> Response:
    """One actor by its name or id."""
    actor = _find(site, name)
    shown = admit(site.store, actors=[actor] if actor else ())
    if not shown.record.actors:
        raise NotFoundError(name)
    return json_answer(line_of(shown.record.actors[0], shown))


def _find(site: Site, name: str) -> ActorRecord | None:
    """The actor of exactly this id or name, else one that bears it among its other names."""
    found = page_actors(site.store, Filter(actor=name), Stretch(limit=50)).items
    exact = [one for one in found if name in {one.id, one.name}]
    return next(iter([*exact, *(one for one in found if name in one.aliases)]), None)
