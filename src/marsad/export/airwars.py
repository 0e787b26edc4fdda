"""A shielded record in, rows in the manner of Airwars' pages out: ranges by group, grade, status, belligerent."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import Harm, VictimsGroup
from marsad.export.acled import find_outlets
from marsad.export.checking import Row
from marsad.export.counts import airwars_span, number_words
from marsad.export.material import Material
from marsad.export.parties import CIVILIAN_GROUPS
from marsad.export.rows import known_list, place_cells, time_cells
from marsad.export.tolls import sum_spans

HARMS = (Harm.KILLED, Harm.INJURED)
UNTOLD = frozenset({VictimsGroup.PEOPLE, VictimsGroup.WOMEN, VictimsGroup.MEN, VictimsGroup.OTHER})
"""Groups of which nothing says that they were combatants."""


@cache
def airwars_file() -> Mapping[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("airwars.toml").read_text("utf-8"))


def strike_rows(material: Material) -> Iterator[Row]:
    """One row for each strike or bombing; history has none."""
    for event in material.shown.record.events:
        if not event.background and event.type in airwars_file()["strike_type"]:
            yield strike_row(event, material)


def strike_row(event: EventRecord, material: Material) -> dict[str, Any]:
    """The event by Airwars' words."""
    words, days, place = airwars_file(), time_cells(event), place_cells(event.place)
    return {
        "unique_reference_code": event.id,
        "previous_codes": known_list(material.previous.get(event.id, ())),
        "url": material.link("events", event.id),
        "incident_date": days["start"] or days["end"],
        "incident_date_end": days["end"],
        "location": place["place"],
        "province": place["admin1"],
        "country": place["country"],
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "geolocation_accuracy": words["accuracy"][str(place["place_precision"])] if event.place else None,
        "strike_type": words["strike_type"][event.type],
        "strike_status": words["strike_status"][event.grade],
        "suspected_belligerents": known_list(event.agents),
        "suspected_targets": known_list(event.recipients),
        "civilian_harm_reported": _civilian_harm(event),
        "civilian_harm_status": words["grade"][event.grade],
        **_ranges(event),
        "sources": known_list(find_outlets(event, material.shown)),
        "voices": known_list(event.voices),
        "grade_reason": event.grade_reason or None,
    }


def _ranges(event: EventRecord) -> dict[str, int | None]:
    """By group and harm, the least and the most; several sides of one group are added, for nobody is on two."""
    table = number_words(airwars_file()["words"])
    cells: dict[str, int | None] = {}
    for column, groups in airwars_file()["groups"].items():
        for harm in HARMS:
            tolls = [toll for toll in event.tolls if toll.harm is harm and toll.victims in groups]
            span = sum_spans(airwars_span(toll, table) for toll in tolls)
            cells |= {f"{column}_{harm}_min": span.low, f"{column}_{harm}_max": span.high}
    return cells


def _civilian_harm(event: EventRecord) -> str:
    tolls = [toll for toll in event.tolls if toll.harm in {*HARMS, Harm.CASUALTIES}]
    harmed = {toll.victims for toll in tolls if any((toll.low, toll.best, toll.high))}
    if harmed & (CIVILIAN_GROUPS | UNTOLD):
        return "Yes"
    return "No" if harmed or any(toll.high == 0 for toll in tolls) else "Unknown"
