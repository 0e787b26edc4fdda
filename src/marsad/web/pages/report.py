"""Taking down a field report: what it says, whose it is by kind and rules, and who that is, sealed at once."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, TypeVar

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from marsad.domain.errors import InputError, MarsadError
from marsad.domain.person import SiteRole
from marsad.domain.source import FieldReport, Identity, PlaceGrain, Quoting, Sighting, Source, SourceKind, TimeGrain
from marsad.pipeline.reports import Taken, find_identity, take_report
from marsad.pipeline.sources import find_source, new_source
from marsad.pipeline.vault import LEAST_RECIPIENTS
from marsad.store import Store
from marsad.store.vault import recipients_of, sources_of
from marsad.web.rendering import page
from marsad.web.sessions import TheForm, needs
from marsad.web.site import Site, TheSite
from marsad.web.viewer import Viewer

router = APIRouter(include_in_schema=False)
Reviewer = Annotated[Viewer, needs(SiteRole.REVIEWER)]
E = TypeVar("E", bound=StrEnum)
LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})
IDENTITY = ("name", "contact", "notes")
"""Fields of the form that go nowhere but into the seal: no answer repeats them, also not one that refuses."""
NAMED = (
    "The report itself holds what you typed of its giver ({times} times). Nothing was kept. "
    "Have the reporter leave it out, or tick the box below to keep the report as it is; type the identity again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """What the page shows beside the fields."""

    sources: tuple[str, ...]
    may_seal: bool
    is_safe: bool
    today: dt.date
    sightings: tuple[Sighting, ...] = tuple(Sighting)
    kinds: tuple[SourceKind, ...] = tuple(reversed(SourceKind))
    quotings: tuple[Quoting, ...] = (Quoting.PARAPHRASE, Quoting.NEVER, Quoting.QUOTED)
    times: tuple[TimeGrain, ...] = tuple(TimeGrain)
    places: tuple[PlaceGrain, ...] = tuple(PlaceGrain)


@router.get("/report", response_class=HTMLResponse)
def show_report(request: Request, site: TheSite, viewer: Reviewer) -> HTMLResponse:  # noqa: ARG001  # asked for its role
    """The form of a report."""
    return _form(request, site)


@router.post("/report", response_class=HTMLResponse)
def take(request: Request, site: TheSite, viewer: Reviewer, form: TheForm) -> HTMLResponse:
    """Keep the report; whatever is wrong is said above the form, with nothing kept and the identity forgotten."""
    try:
        identity = _identity(request, site, form)
        report = _report(form)
        spots = find_identity(f"{report.place}\n{report.when}\n{report.text}", identity) if identity else ()
        if spots and form.get("named") != "yes":
            return _form(request, site, form, said=NAMED.format(times=len(spots)), named=True)
        with site.change() as store:
            source = _source(store, form)
            settings = replace(site.settings, author=viewer.name or "unknown")
            taken = take_report(store, site.reader, settings, report, source, identity)
    except MarsadError as error:
        return _form(request, site, form, said=str(error))
    return _form(request, site, taken=taken)


def _identity(request: Request, site: Site, form: dict[str, str]) -> Identity | None:
    """Who gave it, where anything is typed.

    Raises:
        InputError: it would come over a line on which others can read it.
    """
    typed = {name: form.pop(f"giver_{name}", "").strip() for name in IDENTITY}
    if not any(typed.values()):
        return None
    if not _is_safe(request, site):
        raise InputError("an identity is taken over https, or on this machine itself. Mend: `marsad serve --https`")
    if form.get("source") or form.get("kind") == SourceKind.PUBLIC:
        raise InputError("an identity goes with a new source that is not public. Mend: leave one of the two out")
    if not typed["name"]:
        raise InputError("an identity needs a name. Mend: fill it in, or leave all three fields empty")
    return Identity(**typed)


def _report(form: dict[str, str]) -> FieldReport:
    day = form.get("received", "")
    try:
        received = dt.date.fromisoformat(day) if day else dt.datetime.now(dt.UTC).date()
    except ValueError as error:
        raise InputError("received: it is no day; expected one such as 2024-12-01") from error
    return FieldReport(
        text=form.get("text", ""), day=received, place=form.get("place", "").strip(), when=form.get("when", "").strip(),
        sighting=_choice(form, "saw", Sighting.FIRST_HAND),
    )  # fmt: skip


def _source(store: Store, form: dict[str, str]) -> Source:
    if form.get("source"):
        return find_source(store, form["source"])
    days = form.get("retention", "").strip()
    if days and not (days.isascii() and days.isdigit() and len(days) < 6):
        raise InputError("retention: expected a number of days, or nothing")
    kind = _choice(form, "kind", SourceKind.PROTECTED)
    return new_source(
        store, kind, name=form.get("public_name"), quoting=_choice(form, "may", Quoting.PARAPHRASE),
        time=_choice(form, "time", TimeGrain.DAY), place=_choice(form, "region", PlaceGrain.PROVINCE),
        retention_days=int(days) if days else None,
    )  # fmt: skip


def _choice(form: dict[str, str], name: str, usual: E) -> E:
    given = form.get(name) or usual.value
    try:
        return type(usual)(given)
    except ValueError as error:
        raise InputError(f"{name}: expected one of {', '.join(type(usual))}") from error


def _is_safe(request: Request, site: Site) -> bool:
    return site.serving.https or request.url.hostname in LOCAL


def _form(
    request: Request,
    site: Site,
    typed: dict[str, str] | None = None,
    *,
    said: str = "",
    named: bool = False,
    taken: Taken | None = None,
) -> HTMLResponse:
    shown = ReportForm(
        sources=tuple(sources_of(site.store)),
        may_seal=len(recipients_of(site.store)) >= LEAST_RECIPIENTS,
        is_safe=_is_safe(request, site),
        today=dt.datetime.now(dt.UTC).date(),
    )
    answer = page(request, "report.html.j2", it=shown, typed=typed or {}, said=said, named=named, taken=taken)
    answer.status_code = HTTPStatus.BAD_REQUEST if said else HTTPStatus.OK
    return answer
