"""The review desk: a queue by what matters, one event at a time, each decision undone by one key."""

from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.domain.errors import InputError, NotFoundError, StoreError
from marsad.domain.judgement import Judgement
from marsad.domain.person import SiteRole
from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import JudgementKind
from marsad.pipeline.judging import accept_each, add_judgement, undo_judgement_of
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.deciding import judgement_by_id, judgements_about
from marsad.store.paging import events_by_ids, links_of_claims
from marsad.store.reviewing import progress_of, queue_of
from marsad.web.asked import Asked, EventId, OptionalText, TheAsked
from marsad.web.corrections import corrections_in
from marsad.web.described import DECISION, told
from marsad.web.lines import json_answer
from marsad.web.listing import event_rows
from marsad.web.negotiation import VARY, Representation, TheRepresentation
from marsad.web.policy import admit, admit_all, admit_list
from marsad.web.rendering import page
from marsad.web.review_view import ReviewView, version_of, view_review
from marsad.web.sessions import TheForm, needs
from marsad.web.site import Site, TheSite
from marsad.web.standing_view import BUTTONS, view_standing
from marsad.web.tabular import csv_of
from marsad.web.viewer import Viewer

router = APIRouter()
SHOWN = 25
LONGEST_REASON = 1_000
REVIEWER = needs(SiteRole.REVIEWER)
Reviewer = Annotated[Viewer, REVIEWER]
CHANGED = (
    "Somebody else decided on this event since you opened it. What they did is shown; what you typed is kept below."
)


@router.get("/review", response_class=HTMLResponse, include_in_schema=False, dependencies=[REVIEWER])
def show_queue(request: Request, site: TheSite, asked: TheAsked) -> HTMLResponse:
    """The queue of events that wait for a look, with how far it is worked off."""
    queue = queue_of(site.store, asked.wanted, SHOWN)
    rows = event_rows(admit_list(site.store, events=queue).record.events)
    return page(request, "review.html.j2", rows=rows, progress=progress_of(site.store, asked.wanted), asked=asked)


@router.get(
    "/api/v1/review",
    response_class=Response,
    tags=["review"],
    dependencies=[REVIEWER],
    responses=told("ReviewQueue", csv=True),
)
def queue_lines(site: TheSite, asked: TheAsked, form: TheRepresentation) -> Response:
    """The ids of the events that wait, those that matter most first; as CSV the events themselves."""
    queue = queue_of(site.store, asked.wanted, SHOWN)
    if form is Representation.CSV:
        return csv_of("events", admit(site.store, events=queue))
    progress = progress_of(site.store, asked.wanted)
    ids = [event.id for event in admit_all(queue)]
    return json_answer({"events": progress.events, "done": progress.done, "queue": ids}, VARY)


@router.get("/review/{event}", response_class=HTMLResponse, include_in_schema=False, dependencies=[REVIEWER])
def show_desk(request: Request, site: TheSite, event: str, did: OptionalText = None) -> HTMLResponse:
    """One event with its claims, to be decided on; `did` is the decision that led here, to be undone by one key."""
    return _desk(request, site, _view(site, event), did=did)


@router.post("/review/{event}", include_in_schema=False)
def decide(request: Request, site: TheSite, viewer: Reviewer, event: str, form: TheForm) -> Response:
    """Keep a decision on a claim of the event, unless somebody else was there first."""
    view = _view(site, event)
    if form.get("version") != view.version:
        return _again(request, site, view, form, CHANGED, HTTPStatus.CONFLICT)
    try:
        with site.change() as store:
            if _version(store, event) != view.version:
                return _again(request, site, _view(site, event), form, CHANGED, HTTPStatus.CONFLICT)
            made = _keep(store, site, viewer, view, form)
    except (StoreError, InputError) as error:
        status = HTTPStatus.SERVICE_UNAVAILABLE if isinstance(error, StoreError) else HTTPStatus.BAD_REQUEST
        return _again(request, site, view, form, str(error), status)
    return RedirectResponse(_onward(site, event, made), 303)


@router.get(
    "/api/v1/review/{event}",
    response_class=Response,
    tags=["review"],
    dependencies=[REVIEWER],
    responses=told("ReviewDesk"),
)
def desk_line(site: TheSite, event: EventId) -> Response:
    """The version of the event that a decision must name, and which of its claims wait."""
    view = _view(site, event)
    claims = [{"claim": item.id, "decided": item.is_decided} for item in view.items]
    return json_answer({"event": event, "version": view.version, "claims": claims})


@router.post(
    "/api/v1/review/{event}", response_class=Response, tags=["review"], responses=told("Kept"), openapi_extra=DECISION
)
def decide_line(site: TheSite, viewer: Reviewer, event: EventId, form: TheForm) -> Response:
    """As the desk's form: `version`, `act`, `claim`, `because` and the corrected fields; 409 where it changed."""
    view = _view(site, event)
    with site.change() as store:
        if not form.get("version") == view.version == _version(store, event):
            raise HTTPException(HTTPStatus.CONFLICT, "Somebody else decided on this event. Mend: ask for it again")
        made = _keep(store, site, viewer, view, form)
    return json_answer({"kept": [one.id for one in made]})


@router.post("/review/{event}/undo", include_in_schema=False)
def undo(site: TheSite, viewer: Reviewer, event: str, form: TheForm) -> Response:
    """Take back one's own decision, or as an editor anybody's."""
    made = judgement_by_id(site.store, form.get("judgement", ""))
    if made is None or (made.author != viewer.name and not viewer.may(SiteRole.EDITOR)):
        raise NotFoundError(event)
    with site.change() as store:
        undo_judgement_of(store, _settings(site, viewer), made.id)
    claim = made.claims[0]
    home = next((of for kind, of in links_of_claims(site.store, [claim]).get(claim, ()) if kind == "event"), None)
    return RedirectResponse(f"/review/{home}#claim-{claim}" if home else "/review", 303)


def _settings(site: Site, viewer: Viewer) -> Settings:
    return replace(site.settings, author=viewer.name or "unknown")


def _keep(store: Store, site: Site, viewer: Viewer, view: ReviewView, form: dict[str, str]) -> list[Judgement]:
    settings, claims = _settings(site, viewer), [item.id for item in view.items]
    act, claim = form.get("act", ""), form.get("claim", "")
    because = form.get("because", "").strip()[:LONGEST_REASON] or None
    if act == "accept_all":
        waiting = [item.id for item in view.items if not item.is_decided]
        return accept_each(store, settings, waiting, because)
    if act not in set(JudgementKind):
        raise InputError(f"act: {act!r} is no decision; expected one of {', '.join(JudgementKind)}")
    kind = JudgementKind(act)
    if kind is JudgementKind.SAME:
        ids = [view.event.id, _other(site, form.get("other", ""))]
    elif claim not in claims:
        raise InputError("claim: it is not of this event any more. Mend: look where it is now, and decide there")
    elif kind is JudgementKind.DIFFERENT:
        ids = [claim, _apart(claim, claims)]
    else:
        ids = [claim]
    fields = corrections_in(site.store.claims_of([claim])[claim], form) if kind is JudgementKind.CORRECT else []
    if kind is JudgementKind.CORRECT and not fields:
        raise InputError("no field says anything else than the claim. Mend: change one, or accept it")
    return [add_judgement(store, settings, kind, ids, because=because, correction=fields)]


def _other(site: Site, event: str) -> str:
    """The id of another open event."""
    kept = events_by_ids(site.store, [event.strip()]).get(event.strip())
    if kept is None or not all(map(admit(site.store, events=[kept]).may_cite, kept.claims)):
        raise InputError(f"other: {event!r} is no event that you may see. Mend: copy the id from its page")
    return kept.id


def _apart(claim: str, claims: list[str]) -> str:
    """Another claim of the event, from which this one is to be kept apart."""
    rest = [one for one in claims if one != claim]
    if not rest:
        raise InputError("different: the event has no other claim to be kept apart from")
    return rest[0]


def _view(site: Site, event: str) -> ReviewView:
    kept: EventRecord | None = events_by_ids(site.store, [event]).get(event)
    view = view_review(site, kept) if kept else None
    if view is None:
        raise NotFoundError(event)
    return view


def _version(store: Store, event: str) -> str:
    """As the view's, of the store as its writer sees it, and of no more of it; "" where the event is gone."""
    kept = events_by_ids(store, [event]).get(event)
    return version_of(kept, judgements_about(store, kept.claims)) if kept else ""


def _onward(site: Site, event: str, made: Sequence[Judgement]) -> str:
    """To the next claim that waits in this event, else to the next event that does; saying what was decided, if one."""
    did = f"?did={made[0].id}" if len(made) == 1 else ""
    kept = events_by_ids(site.store, [event]).get(event)
    view = view_review(site, kept) if kept else None
    if view and view.next_claim:
        return f"/review/{event}{did}#claim-{view.next_claim}"
    waiting = queue_of(site.store, Asked().wanted, 1, but=event)
    return f"/review/{waiting[0].id}{did}" if waiting else "/review"


def _desk(
    request: Request,
    site: Site,
    view: ReviewView,
    said: str = "",
    typed: dict[str, str] | None = None,
    did: str | None = None,
) -> HTMLResponse:
    after = queue_of(site.store, Asked().wanted, 1, but=view.event.id)
    progress = progress_of(site.store, Asked().wanted)
    return page(
        request, "review_event.html.j2", it=view, said=said, typed=typed or {}, progress=progress,
        just=_just(site, request.state.viewer, did),
        after=f"/review/{after[0].id}" if after else "/review",
        card=view_standing(site, request.state.viewer, view.event.id), buttons=BUTTONS,
    )  # fmt: skip


def _just(site: Site, viewer: Viewer, did: str | None) -> Judgement | None:
    """The viewer's own decision of that id, if it stands."""
    made = judgement_by_id(site.store, did) if did else None
    return made if made and made.author == viewer.name and not made.undone else None


def _again(
    request: Request, site: Site, view: ReviewView, form: dict[str, str], said: str, status: HTTPStatus
) -> HTMLResponse:
    answer = _desk(request, site, view, said, form)
    answer.status_code = status
    return answer
