"""Words in, what of the record holds them out: documents with their sentences, places, actors, and facets."""

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.filter import Filter, fold_words
from marsad.domain.record import ActorRecord
from marsad.domain.vocabulary import ClaimKind
from marsad.domain.wire import to_plain
from marsad.store.facets import Facet, Facets, facets_of
from marsad.store.finding import claims_within, find_places
from marsad.store.paging import Stretch, page_actors
from marsad.store.words import load_matches, match_documents
from marsad.web.asked import Asked, EmptyIsNone, TheAsked, Words
from marsad.web.described import told
from marsad.web.lines import claim_line, head_line, json_answer, line_of
from marsad.web.listing import pager
from marsad.web.negotiation import VARY, Representation, TheRepresentation
from marsad.web.policy import admit, admit_all, admit_document, admit_documents
from marsad.web.rendering import page
from marsad.web.sentences import Piece, Sentence, sentences_of
from marsad.web.site import Site, TheSite
from marsad.web.snippets import snippet_of
from marsad.web.tabular import csv_of

router = APIRouter()
PAGE = 15
MOST_PLACES, MOST_ACTORS = 12, 8
MOST_SENTENCES = 4
FACETS = ("kinds", "places", "actors", "outlets", "months")
OptionalKind = Annotated[ClaimKind | None, EmptyIsNone, Query(description="Documents with a claim of this kind.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One document that holds the words, where, and the claims made in sentences that hold one."""

    document: Document
    snippet: tuple[Piece, ...]
    sentences: list[Sentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the page is made of."""

    words: str
    hits: list[Hit]
    total: int
    places: tuple[Facet, ...]
    actors: tuple[ActorRecord, ...]
    kind: ClaimKind | None
    facets: Facets


@router.get("/search", response_class=HTMLResponse, include_in_schema=False)
def show_search(
    request: Request, site: TheSite, asked: TheAsked, q: Words = None, kind: OptionalKind = None
) -> HTMLResponse:
    """Documents, claims, places and actors that hold the words; facets by kind, place, actor, outlet and month."""
    found = _find(site, asked, q or "", kind)
    where = _Address(asked=asked, words=q or "", kind=kind)
    at = pager(where, "/search", found.total, PAGE)
    return page(request, "search.html.j2", asked=asked, it=found, pager=at, where=where)


@router.get("/api/v1/search", response_class=Response, tags=["search"], responses=told("Found", csv=True))
def search_lines(
    site: TheSite, asked: TheAsked, form: TheRepresentation, q: Words = None, kind: OptionalKind = None
) -> Response:
    """Documents that hold the words, fifteen a page, each with its claims in sentences that hold one of them."""
    found = _find(site, asked, q or "", kind)
    if form is Representation.CSV:
        return csv_of("documents", admit_documents(hit.document for hit in found.hits))
    claims = [claim for hit in found.hits for one in hit.sentences for claim in one.told]
    shown = admit(site.store, claims=site.store.claims_of([one.claim for one in claims]).values(), actors=found.actors)
    by_document: dict[str, list[object]] = {}
    for hit in found.hits:
        ids = [told.claim for one in hit.sentences for told in one.told]
        by_document[hit.document.id] = [line for one in ids if (line := claim_line(one, shown))]
    documents = [
        {**head_line(hit.document), "claims": by_document[hit.document.id]}
        for hit in found.hits
    ]  # fmt: skip
    return json_answer(
        {
            "total": found.total, "page": asked.page, "pages": max(1, -(-found.total // PAGE)), "documents": documents,
            "places": [to_plain(one) for one in found.places],
            "actors": [line_of(one, shown) for one in shown.record.actors],
            "facets": {
                name: [to_plain(one) for one in getattr(found.facets, name)] for name in FACETS
            },
        },
        VARY,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Address:
    """The page's own address with its words."""

    asked: Asked
    words: str
    kind: ClaimKind | None

    @property
    def page(self) -> int:
        return self.asked.page

    def address(self, path: str, **changes: object) -> str:
        kind = changes.pop("kind", self.kind)
        plain = self.asked.address(path, **changes)
        own = {"q": self.words} | ({"kind": str(kind)} if kind else {})
        return f"{plain}{'&' if '?' in plain else '?'}{urlencode(own)}"


def _admit(facets: Facets) -> Facets:
    return Facets(**{name: admit_all(getattr(facets, name)) for name in FACETS})


def _find(site: Site, asked: Asked, words: str, kind: ClaimKind | None) -> Found:
    wanted = replace(asked.wanted, grade=None, kind=kind.value if kind else None)
    matches = match_documents(site.store, words, wanted)
    found = load_matches(site.store, matches[(asked.page - 1) * PAGE : asked.page * PAGE])
    facets = facets_of(site.store, matches) if matches else Facets()
    folded = fold_words(words.replace('"', " "))
    kept = [document for one in found if (document := admit_document(one))]
    hits = _hits(site, kept, folded.split())
    actors = page_actors(site.store, Filter(actor=words), Stretch(limit=MOST_ACTORS)).items if folded.strip() else ()
    return Found(
        words=words, hits=hits, total=len(matches), kind=kind, facets=_admit(facets),
        places=admit_all(find_places(site.store, words, MOST_PLACES)) if folded.strip() else (),
        actors=admit(site.store, actors=actors).record.actors,
    )  # fmt: skip


def _hits(site: Site, documents: list[Document], words: list[str]) -> list[Hit]:
    kept = claims_within(site.store, [document.id for document in documents])
    told = {key: claim for key, claim in kept.items() if _holds(claim, words)}
    shown = admit(site.store, claims=told)
    claims: dict[str, list[str]] = {}
    for key, claim in told.items():
        claims.setdefault(claim.document, []).append(key)
    return [
        Hit(
            document=document, snippet=snippet_of(document.text, words),
            sentences=sentences_of(claims.get(document.id, ()), shown, context=0)[:MOST_SENTENCES],
        )
        for document in documents
    ]  # fmt: skip


def _holds(claim: Claim, words: list[str]) -> bool:
    folded = fold_words(claim.quote.text)
    return any(f" {word} " in folded for word in words)
