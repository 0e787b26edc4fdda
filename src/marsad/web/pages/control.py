"""Who holds what on a day, what changed since another, a place's ledger, and one spell with its sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from marsad.domain.errors import NotFoundError
from marsad.domain.filter import Filter
from marsad.domain.record import ControlSpell
from marsad.domain.wire import Line
from marsad.export.report_map import HolderKey, ReportMap
from marsad.reconcile.holding import Change, diff_control
from marsad.store.paging import spells_by_ids
from marsad.store.spells import count_on, ledger_of, spells_on
from marsad.store.sums import last_day
from marsad.store.walking import walk_spells
from marsad.web.asked import Asked, EmptyIsNone, ExactName, OptionalDay, SpellId, TheAsked
from marsad.web.described import told
from marsad.web.drawn_map import all_keys, draw
from marsad.web.lines import claim_line, json_answer, line_of, list_answer, listed_line
from marsad.web.listing import pager, stretch_of
from marsad.web.negotiation import VARY, Representation, TheRepresentation
from marsad.web.periods import has_no_days
from marsad.web.policy import admit, admit_all, admit_list, admit_of_record
from marsad.web.rendering import page
from marsad.web.sentences import Sentence, sentences_of
from marsad.web.sessions import TheViewer
from marsad.web.site import Site, TheSite
from marsad.web.standing_view import BUTTONS, view_standing
from marsad.web.tabular import csv_of
from marsad.web.walk import TheWalk

router = APIRouter()
MOST_ON_MAP = 250
MOST_COMPARED = 1_500
MOST_CONTESTED = 12
MOST_OF_PLACE = 300
Day = Annotated[
    date | None, EmptyIsNone, Query(description="The day at whose end it is asked; else the last reported.")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One spell as a table shows it."""

    spell: ControlSpell
    keys: tuple[HolderKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A spell that somebody says is not so, with the sentences of both sides."""

    spell: ControlSpell
    own: list[Sentence]
    against: list[Sentence]


@router.get("/control", response_class=HTMLResponse, include_in_schema=False)
def show_control(
    request: Request, site: TheSite, asked: TheAsked, on: Day = None, since_day: OptionalDay = None
) -> HTMLResponse:
    """Who holds which place at the end of a day, what changed since another day, and what is contested."""
    if on is None and has_no_days(asked, site.store):
        return page(request, "nothing_yet.html.j2", what="Control")
    day = on or last_day(site.store) or date(1970, 1, 1)
    wanted = asked.wanted_of_any_kind
    at = stretch_of(asked)
    shown = admit_list(site.store, control=spells_on(site.store, wanted, day, at.limit, at.offset))
    total = count_on(site.store, wanted, day)
    address = _Address(asked=asked, on=day)
    return page(
        request, "control.html.j2", asked=asked, day=day, since_day=since_day, map=_map(site, wanted, day),
        held=_all_held(site, shown.record.control), pager=pager(address, "/control", total),
        contested=_contested(site, asked.wanted_of_any_kind, day), changes=_changes(site, asked, since_day, day),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Address:
    """The page's own address with its day, for its pager."""

    asked: Asked
    on: date

    @property
    def page(self) -> int:
        return self.asked.page

    def address(self, path: str, **changes: int) -> str:
        plain = self.asked.address(path, **changes)
        return f"{plain}{'&' if '?' in plain else '?'}on={self.on}"


@router.get("/api/v1/control", response_class=Response, tags=["control"], responses=told("ControlPage", csv=True))
def control_lines(
    site: TheSite, asked: TheAsked, walk: TheWalk, on: Day = None, since_day: OptionalDay = None
) -> Response:
    """The spells in force at the end of a day, those that began last first, and what changed since another day."""
    day = on or last_day(site.store) or date(1970, 1, 1)
    after = walk.after(tuple[date | None, str])
    found = walk_spells(site.store, asked.wanted_of_any_kind, day, walk.at, after)
    onward = walk.onward(found.next, on=day)
    if walk.is_csv:
        return csv_of("control", admit(site.store, control=found.items), onward)
    listed = admit_list(site.store, control=found.items)
    lines = (listed_line(spell, listed) for spell in listed.record.control)
    changes = map(_change_line, _changes(site, asked, since_day, day))
    return list_answer(walk, lines, found.total, onward, on=day, changes=list(changes))


def _change_line(one: Change) -> Line:
    return {"place": one.place, "change": one.what, "holder": one.holder, "day": one.since}


@router.get("/control/places/{place:path}", response_class=HTMLResponse, include_in_schema=False)
def show_place(request: Request, site: TheSite, place: str) -> HTMLResponse:
    """A place's ledger: every spell of control in order of time, with its sentences."""
    spells = _ledger(site, place)
    shown = admit(site.store, control=spells)
    rows = [
        (
            _held(site, spell),
            sentences_of(spell.claims, shown, context=0),
            sentences_of(spell.contested_by, shown, context=0),
        )
        for spell in shown.record.control
    ]
    return page(request, "place.html.j2", place=place, rows=rows, known=spells[0].place)


@router.get(
    "/api/v1/control/places/{place:path}",
    response_class=Response,
    tags=["control"],
    responses=told("PlaceLedger", csv=True),
)
def place_lines(site: TheSite, place: ExactName, form: TheRepresentation) -> Response:
    """A place's ledger in order of time."""
    shown = admit(site.store, control=_ledger(site, place))
    if form is Representation.CSV:
        return csv_of("control", shown)
    return json_answer({"place": place, "items": [line_of(spell, shown) for spell in shown.record.control]}, VARY)


@router.get("/control/spells/{spell}", response_class=HTMLResponse, include_in_schema=False)
def show_spell(request: Request, site: TheSite, viewer: TheViewer, spell: str) -> HTMLResponse:
    """One spell of control, with the sentences for it and against it."""
    shown = admit(site.store, control=[_find(site, spell)])
    kept = shown.record.control[0]
    ids = [one for one in kept.contested_by if one not in kept.claims]
    is_open = all(shown.may_cite(one) for one in kept.claims)
    return page(
        request, "spell.html.j2", held=_held(site, kept), own=sentences_of(kept.claims, shown),
        against=sentences_of(ids, shown), is_open=is_open, until=kept.until or last_day(site.store) or date.max,
        card=view_standing(site, viewer, spell), buttons=BUTTONS,
    )  # fmt: skip


@router.get("/api/v1/control/spells/{spell}", response_class=Response, tags=["control"], responses=told("SpellAnswer"))
def spell_line(site: TheSite, spell: SpellId) -> Response:
    """One spell of control with its claims."""
    shown = admit(site.store, control=[_find(site, spell)])
    kept = shown.record.control[0]
    told = [line for one in (*kept.claims, *kept.contested_by) if (line := claim_line(one, shown))]
    return json_answer({**line_of(kept, shown), "told_by": told})


def _find(site: Site, spell: str) -> ControlSpell:
    return admit_of_record(site.store, spells_by_ids(site.store, [spell]).get(spell), spell)


def _ledger(site: Site, place: str) -> tuple[ControlSpell, ...]:
    spells = admit_all(ledger_of(site.store, place, MOST_OF_PLACE))
    if not spells:
        raise NotFoundError(place)
    return spells


def _held(site: Site, spell: ControlSpell) -> Held:
    return _all_held(site, [spell])[0]


def _all_held(site: Site, spells: Iterable[ControlSpell]) -> list[Held]:
    keys = all_keys(site)
    return [Held(spell=one, keys=tuple(keys[name] for name in one.holder if name in keys)) for one in spells]


def _map(site: Site, wanted: Filter, day: date) -> ReportMap:
    def make() -> ReportMap:
        spells = spells_on(site.store, wanted, day, MOST_ON_MAP)
        return draw(site, admit_list(site.store, control=spells).record, day)

    return site.answers.answer(site.store.record_version(), ("control map", wanted, day), make)


def _contested(site: Site, wanted: Filter, day: date) -> list[Contested]:
    spells = spells_on(site.store, wanted, day, MOST_CONTESTED, contested=True)
    shown = admit(site.store, control=spells)
    return [
        Contested(
            spell=spell, own=sentences_of(spell.claims, shown, context=0),
            against=sentences_of([one for one in spell.contested_by if one not in spell.claims], shown, context=0),
        )
        for spell in shown.record.control
    ]  # fmt: skip


def _changes(site: Site, asked: Asked, first: date | None, second: date) -> list[Change]:
    if first is None:
        return []
    wanted = asked.wanted_of_any_kind
    both = [spell for day in (first, second) for spell in spells_on(site.store, wanted, day, MOST_COMPARED)]
    shown = admit_list(site.store, control={spell.id: spell for spell in both}.values())
    return diff_control(shown.record.control, first, second)
