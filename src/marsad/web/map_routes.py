"""The map's questions under /api/v1/map, each answered as GeoJSON or JSON and kept by the record's version."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Hashable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from marsad import __version__
from marsad.domain.errors import NotFoundError
from marsad.domain.filter import Filter
from marsad.domain.record import ControlSpell
from marsad.export.areas import area_features
from marsad.export.report_map import current_spells
from marsad.export.svg_map import map_file
from marsad.export.wording import words_file
from marsad.store.columns import Columns, Mask
from marsad.store.memory import columns_of
from marsad.store.paging import events_by_ids, spells_by_ids
from marsad.store.points import cell_parts, deadliest, event_days, protected_spells, spells_on, usual_box
from marsad.web.asked import EventId, SpellId, TheAsked
from marsad.web.described import GEOJSON, told
from marsad.web.drawn_map import all_keys
from marsad.web.map_ask import TheMapAsk, wanted_of
from marsad.web.map_cards import event_card, event_line, held_card
from marsad.web.map_features import collection, control_features, event_features
from marsad.web.map_protected import Shown, is_wanted, shielded_events, shielded_parts, wanted_in
from marsad.web.policy import admit, admit_all
from marsad.web.site import Site, TheSite
from marsad.web.viewer import ITSELF, viewing_as

router = APIRouter(prefix="/api/v1/map", tags=["map"])
LISTED = 12
"""Events of a cluster that a card lists; the rest are counted."""
Day = Annotated[dt.date, Query(description="The day at whose end it is asked, YYYY-MM-DD.")]


@router.get("/events", response_class=Response, responses=told("MapEvents", form=GEOJSON))
def map_events(request: Request, site: TheSite, ask: TheMapAsk) -> Response:
    """Events in a box and period as GeoJSON points, clustered by zoom."""

    def make() -> Any:
        columns = columns_of(site.store)
        open_ones = admit_all(cell_parts(columns, _rows(columns, ask.wanted), ask))
        parts = [*open_ones, *shielded_parts(_shielded(site), ask)]
        return collection(event_features(parts))

    return _answer(request, site, ("events", ask), make, GEOJSON)


@router.get("/days", response_class=Response, responses=told("MapDays"))
def map_days(request: Request, site: TheSite, asked: TheAsked) -> Response:
    """How many events begin on each day of the period, and how many of all have no point on the map."""
    wanted = wanted_of(asked)

    def make() -> Any:
        counts: Counter[dt.date | None] = Counter()
        unplaced = 0
        columns = columns_of(site.store)
        rows = _rows(columns, wanted)
        for one in event_days(columns, rows):
            counts[one.day] += one.events
            unplaced += one.unplaced
        for shown in _shielded(site):
            if is_wanted(shown, wanted):
                counts[shown.event.time.start if shown.event.time else None] += 1
                unplaced += shown.point is None
        undated = counts.pop(None, 0)
        return {
            "days": sorted(counts.items()),
            "undated": undated,
            "unplaced": unplaced,
            "box": usual_box(columns, rows),
        }

    return _answer(request, site, ("days", wanted), make)


@router.get("/list", response_class=Response, responses=told("MapList"))
def map_list(request: Request, site: TheSite, ask: TheMapAsk) -> Response:
    """The deadliest events of a box, as a cluster's card lists them, each with its tolls and its page."""

    def make() -> Any:
        hidden = [event for event, _ in wanted_in(_shielded(site), ask)]
        columns = columns_of(site.store)
        found = deadliest(site.store, columns, _rows(columns, ask.wanted) & columns.inside(ask.box), LISTED)
        open_ones = admit(site.store, events=found).record.events
        return {"events": [event_line(event) for event in [*open_ones, *hidden][:LISTED]]}

    return _answer(request, site, ("list", ask), make)


@router.get("/card/{event_id}", response_class=Response, responses=told("MapCard"))
def map_card(request: Request, site: TheSite, event_id: EventId) -> Response:
    """One event with its toll, the sentences that tell it and whom they credit."""

    def make() -> Any:
        shown = admit(site.store, events=events_by_ids(site.store, [event_id]).values())
        if not shown.record.events:
            raise NotFoundError("no event has that id")
        return event_card(shown.record.events[0], shown)

    return _answer(request, site, ("card", event_id), make)


@router.get("/control", response_class=Response, responses=told("MapControl", form=GEOJSON))
def map_control(request: Request, site: TheSite, on: Day) -> Response:
    """Who held each place at the end of the day, as GeoJSON points with colour and letter of the holder."""

    def make() -> Any:
        return collection(control_features(_held_on(site, on), all_keys(site)), on=on)

    return _answer(request, site, ("control", on), make, GEOJSON)


@router.get("/held/{spell_id}", response_class=Response, responses=told("HeldCard"))
def map_held(request: Request, site: TheSite, spell_id: SpellId, on: Day) -> Response:
    """Who held one place at the end of the day, with the sentences that say so and those that say otherwise."""

    def make() -> Any:
        shown = admit(site.store, control=spells_by_ids(site.store, [spell_id]).values())
        if not shown.record.control:
            raise NotFoundError("no spell of control has that id")
        return held_card(shown.record.control[0], shown, on)

    return _answer(request, site, ("held-card", spell_id, on), make)


@router.get("/areas", response_class=Response, responses=told("MapAreas", form=GEOJSON))
def map_areas(request: Request, site: TheSite, on: Day) -> Response:
    """Areas drawn around the places held on the day: nobody reported them, and each says that it is derived."""

    def make() -> Any:
        drawn = area_features(_held_on(site, on))
        keys = all_keys(site)
        for feature in drawn:
            told = feature["properties"]
            key = keys.get(told["holder"])
            told["colour"] = key.colour if key else map_file()["holders"]["other"]
            for name in ("spells", "claims"):
                told[name] = len(told[name])
        return collection(drawn, on=on)

    return _answer(request, site, ("areas", on), make, GEOJSON)


@router.get("/key", response_class=Response, responses=told("MapKey"))
def map_key(request: Request, site: TheSite) -> Response:
    """What the map's symbols and colours mean: families of events with their shapes, holders with colour and letter."""

    def make() -> Any:
        used = sorted(all_keys(site).values(), key=lambda key: (key.letter == "·", key.letter))
        palette = map_file()["holders"]
        return {
            "families": [
                {"family": family, "label": label, "path": map_file()["symbol"][family]}
                for family, label in words_file()["family"].items()
            ],
            "holders": [{"name": key.name, "colour": key.colour, "letter": key.letter} for key in used[:40]],
            "other": palette["other"],
        }

    return _answer(request, site, ("key",), make)


def warm_map(site: Site) -> None:
    """Make what every map is cut from, so that the first who looks does not wait for it."""
    with viewing_as(ITSELF):
        columns_of(site.store)
        _shielded(site)
        all_keys(site)


def _held_on(site: Site, day: dt.date) -> list[ControlSpell]:
    def make() -> list[ControlSpell]:
        open_ones, hidden = spells_on(site.store, day)
        shown = _shielded_spells(site) if hidden else {}
        return current_spells([*admit_all(open_ones), *(shown[one.id] for one in hidden if one.id in shown)], day)

    return site.answers.answer(site.store.record_version(), ("held", day), make)


def _shielded(site: Site) -> tuple[Shown, ...]:
    """What protected sources tell, as it may be shown: the same until a writing of the record touches any of it."""
    since = columns_of(site.store).protected_since
    return site.shielded.answer(since, ("shielded",), lambda: shielded_events(site.store))


def _shielded_spells(site: Site) -> dict[str, ControlSpell]:
    """What protected sources tell of control, as it may be shown: the same as long as they tell the same."""
    version = site.store.record_version()
    told, spells = site.answers.answer(version, "protected spells", lambda: protected_spells(site.store))
    since = f"{columns_of(site.store).protected_since} {told}"

    def make() -> dict[str, ControlSpell]:
        return {spell.id: spell for spell in admit(site.store, control=spells).record.control}

    return site.shielded_control.answer(since, "spells", make)


def _rows(columns: Columns, wanted: Filter) -> Mask:
    """The open events that the filter asks for."""
    return columns.wanted(wanted) & columns.is_open


def _answer(
    request: Request, site: Site, key: Hashable, make: Callable[[], Any], media_type: str = "application/json"
) -> Response:
    version = site.store.record_version()
    tag = f'"{__version__}-{version}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    body = site.answers.answer(version, ("body", key), lambda: msgspec.json.encode(make()))
    return Response(body, media_type=media_type, headers={"ETag": tag})
