"""The list of documents, and one document with its claims marked in its text."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.document import Document
from marsad.domain.errors import NotFoundError
from marsad.domain.filter import Filter
from marsad.domain.wire import claim_to_line, to_line, to_plain
from marsad.pipeline.origin import origin_line
from marsad.store.paging import original_is_protected, page_documents
from marsad.store.walking import walk_documents
from marsad.web.asked import DocumentId, TheAsked
from marsad.web.described import told
from marsad.web.document_view import view_document
from marsad.web.lines import head_line, json_answer, list_answer
from marsad.web.listing import pager, stretch_of
from marsad.web.policy import admit_document, admit_documents
from marsad.web.rendering import page
from marsad.web.site import Site, TheSite
from marsad.web.tabular import csv_of
from marsad.web.walk import TheWalk

router = APIRouter()


@router.get("/documents", response_class=HTMLResponse, include_in_schema=False)
def show_documents(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """The list of documents by day, outlet, place and actor."""
    found = page_documents(site.store, asked.wanted_of_any_kind, stretch_of(asked))
    kept = [document for one in found.items if (document := admit_document(one))]
    return page(request, "documents.html.j2", asked=asked, kept=kept, pager=pager(asked, "/documents", found.total))


@router.get("/api/v1/documents", response_class=Response, tags=["documents"], responses=told("DocumentPage", csv=True))
def document_lines(site: TheSite, asked: TheAsked, walk: TheWalk) -> Response:
    """Documents without their texts, the newest first."""
    found = walk_documents(site.store, asked.wanted_of_any_kind, walk.at, walk.after(str))
    shown, onward = admit_documents(found.items), walk.onward(found.next)
    if walk.is_csv:
        return csv_of("documents", shown, onward)
    return list_answer(walk, map(head_line, shown.documents.values()), found.total, onward)


@router.get("/documents/{document:path}/original", include_in_schema=False)
def get_original(site: TheSite, document: str) -> Response:
    """The original bytes, to be kept and never to be opened in a browser."""
    kept = _find(site, document)
    if original_is_protected(site.store, kept.original_sha256 or ""):
        raise NotFoundError(document)
    content = site.store.original(kept.original_sha256 or "")
    name = f"{(kept.original_sha256 or '')[:16]}.original"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Security-Policy": "sandbox"}
    return Response(content, media_type="application/octet-stream", headers=headers)


@router.get("/documents/{document:path}", response_class=HTMLResponse, include_in_schema=False)
def show_document(request: Request, site: TheSite, document: str) -> HTMLResponse:
    """One document: its text with its claims marked, what was passed over, how it came, its hash, copies, versions."""
    return page(request, "document.html.j2", it=view_document(site.store, _find(site, document)))


@router.get(
    "/api/v1/documents/{document:path}", response_class=Response, tags=["documents"], responses=told("DocumentAnswer")
)
def document_line(site: TheSite, document: DocumentId) -> Response:
    """One document with its text, claims and problems."""
    kept = _find(site, document)
    claims = [claim_to_line(claim) for claim in site.store.claims(Filter(document=kept.id))]
    problems = [to_line(problem) for problem in site.store.problems(Filter(document=kept.id))]
    origin = origin_line(site.store, kept)
    return json_answer(
        {**to_plain(kept), "sha256": kept.sha256, "origin": origin, "claims": claims, "problems": problems}
    )


def _find(site: Site, document: str) -> Document:
    kept = admit_document(site.store.documents_of([document]).get(document))
    if kept is None:
        raise NotFoundError(document)
    return kept
