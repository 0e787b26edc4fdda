"""What waits to be public and what is, and one thing's way there: each step a button, a key and a line that stays."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from marsad.domain.errors import InputError, NotFoundError, StoreError
from marsad.domain.person import SiteRole
from marsad.domain.publication import PublicState, Step
from marsad.domain.wire import Line, to_plain
from marsad.export.wording import Words
from marsad.pipeline.publishing import CHANGED, LAST, Candidate, candidates, look_at, look_at_one, take_step
from marsad.store.publishing import things_with_steps
from marsad.store.walking import walk_submitted
from marsad.web.asked import EmptyIsNone, PageNumber, ThingId
from marsad.web.described import told
from marsad.web.lines import json_answer, list_answer
from marsad.web.pinned_view import pinned_title, view_pinned
from marsad.web.rendering import page as show_page
from marsad.web.sessions import TheForm, TheViewer, local_path, needs
from marsad.web.site import Site, TheSite
from marsad.web.standing_view import BUTTONS, StandingView, standing_card
from marsad.web.tabular import csv_answer
from marsad.web.viewer import Viewer
from marsad.web.walk import TheWalk

router = APIRouter()
REVIEWER = needs(SiteRole.REVIEWER)
Reviewer = Annotated[Viewer, REVIEWER]
LONGEST_REASON = 1_000
SHOWN = 25
TheState = Annotated[PublicState | None, EmptyIsNone, Query(description="Those in this state alone.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing of the list."""

    standing: StandingView
    title: Words
    address: str


@router.get("/publishing", response_class=HTMLResponse, include_in_schema=False, dependencies=[REVIEWER])
def show_publishing(
    request: Request,
    site: TheSite,
    viewer: TheViewer,
    state: TheState = None,
    page: PageNumber = 1,
) -> HTMLResponse:
    """What was submitted, approved, published and withdrawn, the newest step first; twenty-five a page."""
    found = candidates(site.store, state, offset=(page - 1) * SHOWN, limit=SHOWN)
    rows = [_row(one, viewer) for one in found]
    more = len(things_with_steps(site.store, LAST.get(state) if state else None)) > page * SHOWN
    return show_page(
        request, "publishing.html.j2", rows=rows, state=state, states=tuple(PublicState), at=page, more=more
    )


@router.get(
    "/api/v1/publishing",
    response_class=Response,
    tags=["publishing"],
    dependencies=[REVIEWER],
    responses=told("PublishingPage", csv=True),
)
def publishing_lines(site: TheSite, walk: TheWalk, state: TheState = None, page: PageNumber = 1) -> Response:  # noqa: ARG001  # `walk` reads it
    """Each thing that was ever submitted, the newest such first, with its state, its version and its steps."""
    found = walk_submitted(site.store, LAST.get(state) if state else None, walk.at, walk.after(str))
    kept = [one for one in look_at(site.store, list(found.items)) if state is None or one.standing.state is state]
    onward = walk.onward(found.next)
    if walk.is_csv:
        return csv_answer("publishing", map(_cells, kept), onward)
    return list_answer(walk, map(_line, kept), found.total, onward)


@router.get("/publishing/{thing}", response_class=HTMLResponse, include_in_schema=False, dependencies=[REVIEWER])
def show_standing(request: Request, site: TheSite, viewer: TheViewer, thing: str) -> HTMLResponse:
    """One event or spell as the public would see it, where it stands, and every step that was taken."""
    return _shown(request, viewer, look_at_one(site.store, thing))


@router.get(
    "/api/v1/publishing/{thing}",
    response_class=Response,
    tags=["publishing"],
    dependencies=[REVIEWER],
    responses=told("StandingAnswer"),
)
def standing_line(site: TheSite, thing: ThingId) -> Response:
    """One thing's state, version and steps, and the version of now itself."""
    one = look_at_one(site.store, thing)
    return json_answer({**_line(one), "now": to_plain(one.pinned) if one.pinned else None})


@router.post("/publishing/{thing}", include_in_schema=False)
def step_on(request: Request, site: TheSite, viewer: Reviewer, thing: str, form: TheForm) -> Response:
    """Take a step with the version that the form was opened with, unless it is another one by now."""
    if viewer.token:  # the policy says no before; a key of a program publishes nothing, whatever comes to be there
        raise NotFoundError(thing)
    reason = form.get("because", "").strip()[:LONGEST_REASON] or None
    try:
        step = _step(form.get("step", ""))
        with site.change() as store:
            take_step(
                store, step, thing, author=viewer.name or "", role=viewer.role or SiteRole.READER, reason=reason,
                version=form.get("version", ""),
            )  # fmt: skip
    except (InputError, StoreError) as error:
        status = HTTPStatus.SERVICE_UNAVAILABLE if isinstance(error, StoreError) else HTTPStatus.BAD_REQUEST
        status = HTTPStatus.CONFLICT if str(error) == CHANGED else status
        answer = _shown(request, viewer, _find(site, thing), str(error), reason or "")
        answer.status_code = status
        return answer
    return RedirectResponse(local_path(form.get("next") or f"/publishing/{thing}"), 303)


def _find(site: Site, thing: str) -> Candidate:
    found = look_at(site.store, [thing])
    if not found:
        raise NotFoundError(thing)
    return found[0]


def _step(name: str) -> Step:
    try:
        return Step(name)
    except ValueError as error:
        raise InputError(f"step: {name!r} is no step; expected one of {', '.join(Step)}") from error


def _shown(request: Request, viewer: Viewer, one: Candidate, said: str = "", typed: str = "") -> HTMLResponse:
    public = one.standing.public
    older = public.pinned if public and public.pinned and one.standing.is_changed(one.version) else None
    return show_page(
        request, "standing.html.j2", card=standing_card(one, viewer), buttons=BUTTONS, said=said, typed=typed,
        now=view_pinned(one.pinned) if one.pinned else None, older=view_pinned(older) if older else None,
        address=_address(one),
    )  # fmt: skip


def _row(one: Candidate, viewer: Viewer) -> Row:
    title = pinned_title(one.shown) if one.shown else ()
    return Row(standing=standing_card(one, viewer), title=title, address=_address(one))


def _address(one: Candidate) -> str:
    """Where the thing stands in the record, "" where it stands there no more."""
    if one.pinned is None:
        return ""
    return f"/events/{one.thing}" if one.pinned.event else f"/control/spells/{one.thing}"


def _line(one: Candidate) -> dict[str, object]:
    steps = [
        {name: value for name, value in to_plain(step).items() if name not in {"pinned", "claims"}}
        for step in one.steps
    ]
    standing = one.standing
    return {
        "thing": one.thing, "state": standing.state, "version": one.version, "stale": standing.stale,
        "public": standing.public.version if standing.public else None, "became": one.became, "steps": steps,
    }  # fmt: skip


def _cells(one: Candidate) -> Line:
    last, standing = (one.steps[-1] if one.steps else None), one.standing
    return {
        "thing": one.thing, "state": standing.state.value, "version": one.version or None,
        "public": standing.public.version if standing.public else None, "stale": standing.stale,
        "became": list(one.became) or None, "steps": len(one.steps), "last_step": last.step.value if last else None,
        "last_author": last.author if last else None, "last_at": last.at.isoformat() if last else None,
    }  # fmt: skip
