"""Outlets and voices, and one of them: what it told, how often it was revised or contradicted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.document import Document
from marsad.domain.errors import NotFoundError
from marsad.domain.filter import Filter
from marsad.domain.wire import Line, to_plain
from marsad.export.checking import Row
from marsad.export.shield import Shielded
from marsad.intake.outlets import OutletFacts
from marsad.pipeline.completing import outlets_of
from marsad.store.paging import Paged, Stretch, newest_claims, page_documents
from marsad.store.sources import Outlet, Voice, events_of_voice, page_outlets, page_voices, replaced_figures
from marsad.store.walking import Walked, walk_outlets, walk_voices
from marsad.web.asked import ExactName, PageNumber, TheAsked
from marsad.web.described import told
from marsad.web.lines import claim_line, head_line, json_answer, listed_line
from marsad.web.listing import EventRow, event_rows, pager, stretch_of
from marsad.web.negotiation import VARY
from marsad.web.policy import Listed, admit, admit_all, admit_list
from marsad.web.rendering import page
from marsad.web.sentences import Sentence, sentences_of
from marsad.web.site import Site, TheSite
from marsad.web.tabular import csv_answer, link
from marsad.web.walk import TheWalk, Walk, answer_fields

router = APIRouter()
SOME = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """One name as an outlet and as a voice, either of which may be lacking."""

    name: str
    outlet: Outlet | None
    facts: OutletFacts | None
    voice: Voice | None
    documents: tuple[Document, ...]
    newest: list[Sentence]
    events: list[EventRow]
    contested: list[EventRow]
    replaced: list[EventRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What may be shown of what one source published and told."""

    documents: tuple[Document, ...]
    newest: Shielded
    events: Listed
    contested: Listed
    replaced: Listed


@router.get("/sources", response_class=HTMLResponse, include_in_schema=False)
def show_sources(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """Outlets with how much they published, voices with how often their figures were replaced or contested."""
    at = stretch_of(asked)
    outlets, voices = _lists(site, at)
    most = pager(asked, "/sources", max(outlets.total, voices.total))
    facts = {one.name: outlets_of(site.settings).find(one.name) for one in outlets.items}
    return page(request, "sources.html.j2", outlets=outlets, voices=voices, facts=facts, pager=most)


@router.get("/api/v1/sources", response_class=Response, tags=["sources"], responses=told("SourcePage", csv=True))
def source_lines(site: TheSite, walk: TheWalk, page: PageNumber = 1) -> Response:  # noqa: ARG001  # `walk` reads it
    """Outlets and voices by name, as many of each as `limit` says."""
    outlets, voices, onward = _walk(site, walk)
    if walk.is_csv:
        return csv_answer("sources", [*_rows("outlet", outlets.items), *_rows("voice", voices.items)], onward)
    most = max(outlets.total, voices.total)
    told = {
        **answer_fields(walk, most, onward),
        "total": {"outlets": outlets.total, "voices": voices.total},
        "outlets": [_outlet_line(site, one) for one in outlets.items],
        "voices": [to_plain(one) for one in voices.items],
    }
    return json_answer(told, {**VARY, **link(onward)})


def _walk(site: Site, walk: Walk) -> tuple[Walked[Outlet], Walked[Voice], str | None]:
    """Both lists side by side; of one that has ended nothing more comes while the other goes on."""
    outlet, voice = walk.after(tuple[str, str]) or ("", "")
    outlets, voices = walk_outlets(site.store, walk.at, outlet), walk_voices(site.store, walk.at, voice)
    mark = (_last(outlets.items, outlet), _last(voices.items, voice))
    onward = walk.onward(mark if outlets.next or voices.next else None)
    return (
        replace(outlets, items=admit_all(outlets.items)), replace(voices, items=admit_all(voices.items)), onward
    )  # fmt: skip


def _last(items: Sequence[Outlet | Voice], before: str) -> str:
    return items[-1].name if items else before


def _rows(kind: str, sources: Iterable[Outlet | Voice]) -> Iterator[Row]:
    return ({"kind": kind, **to_plain(one)} for one in sources)


@router.get("/sources/{name:path}", response_class=HTMLResponse, include_in_schema=False)
def show_source(request: Request, site: TheSite, name: str) -> HTMLResponse:
    """One source: its newest documents and claims, events it tells of, its replaced and contested figures."""
    return page(request, "source.html.j2", it=_view(site, name))


@router.get("/api/v1/sources/{name:path}", response_class=Response, tags=["sources"], responses=told("SourceAnswer"))
def source_line(site: TheSite, name: ExactName) -> Response:
    """One source: its newest documents and claims, events that it tells of, its replaced and contested figures."""
    outlet, voice = _find(site, name)
    told = _told(site, name, is_outlet=outlet is not None)
    claims = (claim_line(one, told.newest) for one in told.newest.claims)
    return json_answer(
        {
            "name": name, "outlet": _outlet_line(site, outlet) if outlet else None,
            "voice": to_plain(voice) if voice else None, "documents": [head_line(one) for one in told.documents],
            "newest": [line for line in claims if line],
            "events": _event_lines(told.events), "contested": _event_lines(told.contested),
            "replaced": _event_lines(told.replaced),
        }
    )  # fmt: skip


def _event_lines(listed: Listed) -> list[Line]:
    return [listed_line(event, listed) for event in listed.record.events]


def _outlet_line(site: Site, outlet: Outlet) -> dict[str, Any]:
    """What it published, and what the file of outlets tells of it."""
    facts = outlets_of(site.settings).find(outlet.name)
    return {**to_plain(outlet), "facts": to_plain(facts) if facts else None}


def _lists(site: Site, at: Stretch) -> tuple[Paged[Outlet], Paged[Voice]]:
    def make() -> tuple[Paged[Outlet], Paged[Voice]]:
        outlets, voices = page_outlets(site.store, at), page_voices(site.store, at)
        return replace(outlets, items=admit_all(outlets.items)), replace(voices, items=admit_all(voices.items))

    return site.answers.answer(site.store.record_version(), ("sources", at), make)


def _find(site: Site, name: str) -> tuple[Outlet | None, Voice | None]:
    one = Stretch(limit=1)
    outlets = admit_all(page_outlets(site.store, one, name).items)
    voices = admit_all(page_voices(site.store, one, name).items)
    if not outlets and not voices:
        raise NotFoundError(name)
    return (outlets[0] if outlets else None, voices[0] if voices else None)


def _view(site: Site, name: str) -> SourceView:
    outlet, voice = _find(site, name)
    told = _told(site, name, is_outlet=outlet is not None)
    return SourceView(
        name=name, outlet=outlet, facts=outlets_of(site.settings).find(name), voice=voice,
        newest=sentences_of(told.newest.claims, told.newest, context=0)[::-1], documents=told.documents,
        events=event_rows(told.events.record.events), contested=event_rows(told.contested.record.events),
        replaced=event_rows(told.replaced.record.events),
    )  # fmt: skip


def _told(site: Site, name: str, *, is_outlet: bool) -> Told:
    store, published = site.store, Filter(source=name, shielded=True)
    kept = page_documents(store, published, Stretch(limit=SOME)).items if is_outlet else ()
    told, disputed = (events_of_voice(store, name, SOME, contested=only) for only in (False, True))
    return Told(
        documents=admit_all(kept),
        newest=admit(store, claims=newest_claims(store, published, SOME) if is_outlet else ()),
        events=admit_list(store, events=told), contested=admit_list(store, events=disputed),
        replaced=admit_list(store, events=replaced_figures(store, name, SOME)),
    )  # fmt: skip
