"""A shielded record in, PLOVER's event objects out: category and mode, actors with sectors, sizes, the sentence."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from marsad import __version__
from marsad.domain.claim import Claim, Event
from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import EventType, Harm
from marsad.export.checking import Row
from marsad.export.forms import find_form
from marsad.export.jsons import to_array
from marsad.export.material import Material
from marsad.export.parties import find_party
from marsad.export.rows import known_list, place_cells, time_cells
from marsad.export.tolls import event_span


@cache
def plover_file() -> Mapping[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("plover.toml").read_text("utf-8"))


def to_plover(material: Material) -> bytes:
    """A JSON array of events; a type that PLOVER has no category for has none."""
    return to_array(find_form("plover"), plover_rows(material))


def plover_rows(material: Material) -> Iterator[Row]:
    for event in material.shown.record.events:
        if event.type in plover_file()["event"]:
            yield plover_row(event, material)


def plover_row(event: EventRecord, material: Material) -> dict[str, Any]:
    """The event by PLOVER's names."""
    claims = [material.shown.claims[key] for key in event.claims if key in material.shown.claims]
    told = [claim for claim in claims if not claim.protected]
    days, (category, mode) = time_cells(event), _category(event, told)
    return {
        "id": event.id,
        "date": days["start"] or days["end"],
        "enddate": days["end"] if days["end"] != days["start"] else None,
        "event": [category],
        "mode": [mode] if mode else [],
        "context": ["military"] if category == "ASSAULT" else [],
        "auxiliary": ["historical"] if event.background else [],
        "actor": [_actor(name, event, material) for name in event.agents],
        "recipient": [_actor(name, event, material) for name in event.recipients],
        "event_loc": _location(event),
        "size": {name: _size(event, harm) for name, harm in SIZES.items()},
        **_sentence(told),
        "cite_info": {"coder": "Marsad", "version": __version__, "sources": known_list(event.voices)},
        "link": material.link("events", event.id),
    }


SIZES = {"dead": Harm.KILLED, "injured": Harm.INJURED, "arrested": Harm.CAPTURED}


def _category(event: EventRecord, told: list[Claim]) -> tuple[str, str]:
    category, mode = plover_file()["event"][event.type]
    if event.type is EventType.AIR_STRIKE:
        weapons = [claim.said.weapon or "" for claim in told if isinstance(claim.said, Event)]
        for word, narrower in plover_file()["weapon"].items():
            if any(word in weapon.casefold() for weapon in weapons):
                return category, narrower
    return category, mode


def _actor(name: str, event: EventRecord, material: Material) -> dict[str, str | None]:
    actor = find_party(name, event, material).actor
    sector = plover_file()["sector"].get(actor.kind) if actor else None
    return {"name": name, "country": actor.country if actor else None, "sector": sector}


def _location(event: EventRecord) -> dict[str, Any] | None:
    if event.place is None:
        return None
    cells = place_cells(event.place)
    names = {"name": "place", "admin1": "admin1", "country": "country", "lat": "latitude", "lon": "longitude",
             "precision": "place_precision"}  # fmt: skip
    return {name: cells[cell] for name, cell in names.items()}


def _size(event: EventRecord, harm: Harm) -> int | None:
    span = event_span(event, harm)
    return span.low if span.best is None else span.best


def _sentence(told: list[Claim]) -> dict[str, Any]:
    if not told:
        return {"text": None, "text_info": None}
    first = told[0]
    where = {"document": first.document, "start": first.quote.start, "end": first.quote.end}
    return {"text": first.quote.text, "text_info": where}
