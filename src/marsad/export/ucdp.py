"""A shielded record in, rows of UCDP GED's 49 columns out: violence by type, sides and dyad, deaths by side."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import floor
from typing import Any

from marsad.domain.document import Document
from marsad.domain.record import EventRecord
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Grade, Harm, VictimsGroup
from marsad.export.acled import countries
from marsad.export.checking import Row
from marsad.export.counts import summed, ucdp_span
from marsad.export.material import Material
from marsad.export.parties import STATE, Party, are_civilians, civilians_only, find_sides
from marsad.export.rows import day_cell, known_list, place_cells, time_cells
from marsad.export.shield import Shielded
from marsad.export.tolls import Span

Cells = dict[str, Any]
CIVILIANS = "Civilians"
ID_BITS = 48
"""Of a made number: under one chance in a million of a clash among 20,000 events, and exact in any spreadsheet."""
CELLS_A_DEGREE, CELLS_A_ROW, CELL_ROWS = 2, 720, 360
"""Of PRIO-GRID. Source: PRIO-GRID codebook 2.0."""
VIOLENT = frozenset(
    {
        EventType.AIR_STRIKE, EventType.SHELLING, EventType.BOMBING, EventType.SUICIDE_BOMBING,
        EventType.CHEMICAL_ATTACK, EventType.ARMED_CLASH, EventType.OFFENSIVE, EventType.TERRITORY_GAIN,
        EventType.ATTACK, EventType.ABDUCTION, EventType.SIEGE,
    }
)  # fmt: skip
"""Kinds that can be an incident of armed force. Source: UCDP GED codebook, definition of an event."""
CODED_CIVILIANS = (VictimsGroup.CIVILIANS, VictimsGroup.MEDICS, VictimsGroup.JOURNALISTS, VictimsGroup.AID_WORKERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dyad:
    """The two sides as GED has them, None where not known, and the type of violence, None where not told."""

    first: Party | None
    second: Party | None
    violence: int | None

    @property
    def name(self) -> str | None:
        return f"{self.first.name} - {self.second.name}" if self.first and self.second else None


@cache
def ucdp_countries() -> Mapping[str, Mapping[str, str]]:
    """Gleditsch and Ward's number and UCDP's region of a country by its two letters."""
    text = files("marsad.export").joinpath("ucdp_countries.csv").read_text("utf-8")
    return {row["code"]: row for row in csv.DictReader(text.splitlines())}


def ged_rows(material: Material) -> Iterator[Row]:
    """One row for each violent event with somebody known to be killed; history and the discounted have none."""
    for event in material.shown.record.events:
        killed = summed(event, Harm.KILLED, ucdp_span)
        out = event.background or event.grade is Grade.DISCOUNTED or event.type not in VIOLENT
        if not out and killed.size > 0:
            yield ged_row(event, killed, material)


def ged_row(event: EventRecord, killed: Span, material: Material) -> Cells:
    """The event by GED's column names."""
    dyad, days = find_dyad(event, material), time_cells(event)
    cells = place_cells(event.place)
    country = countries().get(cells["country"] or "", {}).get("country")
    return {
        "id": number_of(event.id),
        "relid": event.id,
        "year": int((days["start"] or days["end"])[:4]) if days["start"] or days["end"] else None,
        "code_status": "Check" if event.grade is Grade.CONTESTED else "Clear",
        "type_of_violence": dyad.violence,
        **_dyad_cells(dyad, country),
        **_source_cells(event, material.shown),
        **_where_cells(event, cells, country),
        "event_clarity": 1 if event.time and event.time.start == event.time.end else 2,
        "date_prec": date_precision(event.time),
        "date_start": days["start"] or days["end"],
        "date_end": days["end"],
        **_death_cells(event, dyad, killed),
        "gwnoa": _state_number(dyad.first),
        "gwnob": _state_number(dyad.second),
    }


def find_dyad(event: EventRecord, material: Material) -> Dyad:
    """Both sides, a state's first; civilians where they alone were harmed or hit."""
    sides = find_sides(event, material)
    first = sides.first[0] if sides.first else None
    second = sides.second[0] if sides.second else None
    if (second is None and civilians_only(event)) or (second and are_civilians(second)):
        civilians = Party(name=CIVILIANS, plain=second.plain if second else CIVILIANS)
        return Dyad(first=first, second=civilians, violence=3 if first else None)
    if second and second.inter == STATE and (first is None or first.inter != STATE):
        first, second = second, first
    known = [one.inter for one in (first, second) if one]
    violence = 1 if first and first.inter == STATE and second else 2 if len(known) == 2 and None not in known else None
    return Dyad(first=first, second=second, violence=violence)


def date_precision(time: TimeSpan | None) -> int | None:
    """UCDP's date_prec by how many days the span has."""
    if time is None:
        return None
    if time.start is None or time.end is None:
        return 5
    days = (time.end - time.start).days + 1
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if days <= most), 5)


def grid_cell(lat: float, lon: float) -> int:
    """PRIO-GRID's number of the half-degree cell that the point lies in, 1 in the south-west corner of the world."""
    row = min(floor((lat + 90) * CELLS_A_DEGREE), CELL_ROWS - 1)
    column = min(floor((lon + 180) * CELLS_A_DEGREE), CELLS_A_ROW - 1)
    return row * CELLS_A_ROW + column + 1


def number_of(*words: str) -> int:
    """A number made from words: the same words, the same number."""
    return int(sha256("\n".join(words).encode("utf-8", "replace")).hexdigest()[: ID_BITS // 4], 16)


def _dyad_cells(dyad: Dyad, country: str | None) -> Cells:
    a, b = (side.name if side else None for side in (dyad.first, dyad.second))
    side_a, side_b = (number_of("side", name) if name else None for name in (a, b))
    both = number_of("dyad", a, b) if a and b else None
    conflict = number_of("conflict", str(dyad.violence), a, b) if a and b else None
    name = f"{country}: {dyad.name}" if country and dyad.name else dyad.name
    return {
        "conflict_dset_id": conflict,
        "conflict_new_id": conflict,
        "conflict_name": name,
        "dyad_dset_id": both,
        "dyad_new_id": both,
        "dyad_name": dyad.name,
        "side_a_dset_id": side_a,
        "side_a_new_id": side_a,
        "side_a": dyad.first.name if dyad.first else None,
        "side_b_dset_id": side_b,
        "side_b_new_id": side_b,
        "side_b": dyad.second.name if dyad.second else None,
    }


def _source_cells(event: EventRecord, shown: Shielded) -> Cells:
    told = [shown.documents[key] for key in event.documents if key in shown.documents]
    return {
        "number_of_sources": len(told) if shown.claims else -1,
        "source_article": "; ".join(map(_cited, told)) or None,
        "source_office": known_list(dict.fromkeys(one.source or "" for one in told)),
        "source_date": known_list(dict.fromkeys(day_cell(one.date) or "" for one in told)),
        "source_headline": known_list(one.title or "" for one in told),
        "source_original": known_list(event.voices),
    }


def _cited(document: Document) -> str:
    """As GED has it: outlet, day and title in quotation marks, commas between."""
    parts = (document.source, day_cell(document.date), document.title)
    return ",".join('"' + part.replace('"', "'") + '"' for part in parts if part)


def _where_cells(event: EventRecord, cells: Cells, country: str | None) -> Cells:
    lat, lon = cells["latitude"], cells["longitude"]
    listed = ucdp_countries().get(cells["country"] or "", {})
    return {
        "where_prec": cells["place_precision"],
        "where_coordinates": cells["place"],
        "where_description": event.place.text or None if event.place else None,
        "adm_1": cells["admin1"],
        "latitude": lat,
        "longitude": lon,
        "geom_wkt": f"POINT ({_plain(lon)} {_plain(lat)})" if lat is not None else None,
        "priogrid_gid": grid_cell(lat, lon) if lat is not None else None,
        "country": country,
        "country_id": int(listed["gw"]) if listed.get("gw") else None,
        "region": listed.get("region"),
    }


def _plain(degrees: float) -> str:
    """Without an exponent, which WKT readers may not know."""
    return f"{degrees:.6f}".rstrip("0").rstrip(".")


def _death_cells(event: EventRecord, dyad: Dyad, killed: Span) -> Cells:
    """The parts that texts tell and the rest of `best`; none where the parts are more than it."""
    best = next(number for number in killed.bounds if number is not None) if killed.best is None else killed.best
    side_a, side_b = (_dead_of(event, party) for party in (dyad.first, dyad.second))
    civilians = best if dyad.second and dyad.second.name == CIVILIANS else _dead_civilians(event)
    rest = best - side_a - side_b - civilians
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    parts: tuple[int | None, ...] = (side_a, side_b, civilians, rest) if rest >= 0 else (None,) * 4
    return {**dict(zip(names, parts, strict=True)), "best": best, "high": killed.high, "low": killed.low}


def _dead_of(event: EventRecord, party: Party | None) -> int:
    if party is None:
        return 0
    tolls = [toll for toll in event.tolls if toll.harm is Harm.KILLED and toll.side in {party.plain, party.name}]
    return max((ucdp_span(toll).size for toll in tolls), default=0)


def _dead_civilians(event: EventRecord) -> int:
    """Of no side. Civilians are told as such or by what they do; women and children may be among them."""
    tolls = [toll for toll in event.tolls if toll.harm is Harm.KILLED and not toll.side]
    told = {toll.victims: ucdp_span(toll).size for toll in tolls}
    if VictimsGroup.CIVILIANS in told:
        return told[VictimsGroup.CIVILIANS]
    by_work = sum(told.get(group, 0) for group in CODED_CIVILIANS)
    return by_work or sum(told.get(group, 0) for group in (VictimsGroup.WOMEN, VictimsGroup.CHILDREN))


def _state_number(party: Party | None) -> int | None:
    """Gleditsch and Ward's number of the state whose forces the side is."""
    if party is None or party.inter != STATE or party.actor is None or party.actor.country is None:
        return None
    number = ucdp_countries().get(party.actor.country, {}).get("gw")
    return int(number) if number else None
