"""Actors, and one of them: its names, its relations, what it holds, what it is told to have done and suffered."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.errors import NotFoundError
from marsad.domain.filter import Filter
from marsad.domain.record import ActorRecord
from marsad.domain.wire import Line, to_plain
from marsad.export.shield import Shielded
from marsad.store.naming import named_ties
from marsad.store.paging import Order, Stretch, page_actors, page_events
from marsad.store.sources import Voice, page_voices
from marsad.store.spells import spells_on
from marsad.store.sums import last_day
from marsad.store.walking import walk_actors
from marsad.web.asked import ExactName, TheAsked
from marsad.web.described import told
from marsad.web.labels import tie_label
from marsad.web.lines import json_answer, line_of, list_answer, listed_line
from marsad.web.listing import event_rows, pager, stretch_of
from marsad.web.policy import Listed, admit, admit_all, admit_list
from marsad.web.relation_graph import draw_relations
from marsad.web.rendering import page
from marsad.web.sentences import sentences_of
from marsad.web.site import Site, TheSite
from marsad.web.tabular import csv_of
from marsad.web.walk import TheWalk

router = APIRouter()
SOME = 15
MOST_HELD = 60
UNKNOWN: Line = {
    "kind": "actor", "id": None, "name": "", "aliases": [], "type": None, "country": None,
    "relations": [], "claims": [],
}  # fmt: skip
"""What is said of one that is known by what it did alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What may be shown of one actor; `actor` is None for one that is known by what it did alone."""

    actor: ActorRecord | None
    shown: Shielded
    events: Listed
    total: int
    held: Listed
    day: date | None
    voice: Voice | None


@router.get("/actors", response_class=HTMLResponse, include_in_schema=False)
def show_actors(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """The list of actors with their other names, by a name asked for."""
    found = page_actors(site.store, Filter(actor=asked.actor), stretch_of(asked))
    kept = admit(site.store, actors=found.items).record.actors
    counts = {one.id: len(one.claims) for one in found.items}
    return page(
        request, "actors.html.j2", asked=asked, actors=kept, counts=counts, pager=pager(asked, "/actors", found.total)
    )


@router.get("/api/v1/actors", response_class=Response, tags=["actors"], responses=told("ActorPage", csv=True))
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
    it = _look(site, name)
    ties = named_ties(site.store, it.actor.relations) if it.actor else ()
    return page(
        request, "actor.html.j2", name=it.actor.name if it.actor else name, actor=it.actor, total=it.total, day=it.day,
        rows=event_rows(it.events.record.events), graph=draw_relations(name, ties), voice=it.voice,
        held=[spell for spell in it.held.record.control if name in spell.holder],
        ties=[(tie, tie_label(tie), sentences_of(tie.claims, it.shown, context=0)) for tie in ties],
    )  # fmt: skip


@router.get("/api/v1/actors/{name:path}", response_class=Response, tags=["actors"], responses=told("ActorAnswer"))
def actor_line(site: TheSite, name: ExactName) -> Response:
    """One actor by its name or id, with the newest events that it is in, places that it holds, and it as a voice."""
    it = _look(site, name)
    told = {
        **(line_of(it.actor, it.shown) if it.actor else {**UNKNOWN, "name": name}),
        "events": [listed_line(event, it.events) for event in it.events.record.events], "total": it.total,
        "held": [listed_line(spell, it.held) for spell in it.held.record.control if name in spell.holder],
        "on": it.day, "voice": to_plain(it.voice) if it.voice else None,
    }  # fmt: skip
    return json_answer(told)


def _look(site: Site, name: str) -> Looked:
    """What may be shown of the actor.

    Raises:
        NotFoundError: nothing may be.
    """
    store, day, wanted = site.store, last_day(site.store), Filter(actor=name, shielded=True)
    actor = _find(site, name)
    shown = admit(store, actors=[actor] if actor else ())
    found = page_events(store, wanted, Order.NEWEST, Stretch(limit=SOME))
    events = admit_list(store, events=found.items)
    held = admit_list(store, control=spells_on(store, wanted, day, MOST_HELD) if day else ())
    if not (shown.record.actors or events.record.events or held.record.control):
        raise NotFoundError(name)
    return Looked(
        actor=next(iter(shown.record.actors), None), shown=shown, events=events, total=found.total, held=held, day=day,
        voice=next(iter(admit_all(page_voices(store, Stretch(limit=1), name).items)), None),
    )  # fmt: skip


def _find(site: Site, name: str) -> ActorRecord | None:
    """The actor of exactly this id or name, else one that bears it among its other names."""
    found = page_actors(site.store, Filter(actor=name), Stretch(limit=50)).items
    exact = [one for one in found if name in {one.id, one.name}]
    return next(iter([*exact, *(one for one in found if name in one.aliases)]), None)
