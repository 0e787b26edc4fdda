"""A shielded record in, a JSON-LD graph with its provenance out, from event to claim to document and voice."""

import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from marsad import __version__
from marsad.domain.record import EventRecord, Toll
from marsad.domain.wire import content_id
from marsad.export.checking import Row, check_rows
from marsad.export.forms import find_form
from marsad.export.jsons import plain_json
from marsad.export.material import Material
from marsad.export.rows import day_cell, open_ids, place_cells, time_cells
from marsad.export.sentences import event_title
from marsad.export.shield import voice_of
from marsad.export.wording import capitalised, text_of

Node = dict[str, Any]
CONTEXT = {
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "marsad": "urn:marsad:term:",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "identifier": "schema:identifier",
    "name": "schema:name",
    "text": "schema:text",
    "startDate": {"@id": "schema:startDate", "@type": "xsd:date"},
    "endDate": {"@id": "schema:endDate", "@type": "xsd:date"},
    "location": "schema:location",
    "latitude": "schema:latitude",
    "longitude": "schema:longitude",
    "of": {"@id": "marsad:of", "@type": "@id"},
    "prov:wasDerivedFrom": {"@type": "@id"},
    "prov:wasRevisionOf": {"@type": "@id"},
    "prov:wasQuotedFrom": {"@type": "@id"},
    "prov:wasAttributedTo": {"@type": "@id"},
    "prov:wasGeneratedBy": {"@type": "@id"},
    "@vocab": "urn:marsad:term:",
}
ROOMS = {"event": "events", "document": "documents"}
"""Where a thing's page stands under the address that is given; any other has a urn."""


def to_jsonld(material: Material) -> bytes:
    """One JSON object with its context and graph; the words of the context are in no file to be fetched."""
    nodes = tuple({name: value for name, value in node.items() if value is not None} for node in _nodes(material))
    check_rows(find_form("json-ld"), nodes)
    graph = ",\n".join(map(plain_json, nodes))
    text = f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [\n{graph}\n]}}\n'
    return text.encode("utf-8", "replace")


def _nodes(material: Material) -> Iterator[Row]:
    made = f"urn:marsad:record:{material.version or 'unversioned'}"
    yield {"@id": made, "@type": ["prov:Activity"], "name": f"Marsad {__version__} made the record"}
    record, shown = material.shown.record, material.shown
    voices = dict[str, None]()
    for event in record.events:
        yield _event(event, made, material)
        yield from _tolls("event", event.id, event.tolls, material)
        voices |= dict.fromkeys(event.voices)
    for total in record.aggregates:
        name = _iri("total", total.id, material)
        days = {"startDate": day_cell(total.since), "endDate": day_cell(total.until)}
        yield {"@id": name, "@type": ["prov:Entity", "marsad:Total"], "identifier": total.id,
               "name": total.scope_text or None, **days, "prov:wasGeneratedBy": [made]}  # fmt: skip
        yield from _tolls("total", total.id, total.tolls, material)
    for spell in record.control:
        days = {"startDate": day_cell(spell.from_), "endDate": day_cell(spell.until)}
        yield {"@id": _iri("control", spell.id, material), "@type": ["prov:Entity", "marsad:ControlSpell"],
               "identifier": spell.id, **days, "location": _place(spell.place), "holder": list(spell.holder),
               "state": spell.state.value, "prov:wasDerivedFrom": _claims(spell.claims, material),
               "prov:wasAttributedTo": _voices(spell.voices), "prov:wasGeneratedBy": [made]}  # fmt: skip
        voices |= dict.fromkeys(spell.voices)
    for key, claim in sorted(shown.claims.items()):
        if not claim.protected:
            voice = voice_of(claim)
            voices |= {voice: None} if voice else {}
            yield {"@id": _iri("claim", key, material), "@type": ["prov:Entity", "marsad:Claim"], "identifier": key,
                   "text": claim.quote.text, "prov:wasQuotedFrom": [_iri("document", claim.document, material)],
                   "prov:wasAttributedTo": _voices([voice] if voice else [])}  # fmt: skip
    for key, document in sorted(shown.documents.items()):
        yield {"@id": _iri("document", key, material), "@type": ["prov:Entity", "schema:Article"], "identifier": key,
               "name": document.title or None, "startDate": day_cell(document.date)}  # fmt: skip
    yield from ({"@id": _voice(name), "@type": ["prov:Agent", "marsad:Voice"], "name": name} for name in sorted(voices))


def _event(event: EventRecord, made: str, material: Material) -> Node:
    days = time_cells(event)
    former = [_iri("event", name, material) for name in material.previous.get(event.id, ())]
    return {
        "@id": _iri("event", event.id, material),
        "@type": ["prov:Entity", "marsad:Event", "schema:Event"],
        "identifier": event.id,
        "name": text_of(capitalised(event_title(event))),
        "eventType": event.type.value,
        "startDate": days["start"],
        "endDate": days["end"],
        "location": _place(event.place),
        "agents": list(event.agents),
        "recipients": list(event.recipients),
        "grade": event.grade.value,
        "prov:wasDerivedFrom": _claims(event.claims, material),
        "prov:wasRevisionOf": former or None,
        "prov:wasAttributedTo": _voices(event.voices),
        "prov:wasGeneratedBy": [made],
    }


def _tolls(kind: str, name: str, tolls: Iterable[Toll], material: Material) -> Iterator[Node]:
    for number, toll in enumerate(tolls, 1):
        yield {
            "@id": f"urn:marsad:toll:{_quoted(name)}:{number}",
            "@type": ["prov:Entity", "marsad:Toll"],
            "of": _iri(kind, name, material),
            "harm": toll.harm.value,
            "victims": toll.victims.value,
            "side": toll.side or None,
            "low": toll.low,
            "best": toll.best,
            "high": toll.high,
            "prov:wasDerivedFrom": _claims(toll.claims, material),
        }


def _place(place: Any) -> Node | None:
    if place is None:
        return None
    cells = place_cells(place)
    told = {"name": cells["place"], "latitude": cells["latitude"], "longitude": cells["longitude"],
            "precision": cells["place_precision"]}  # fmt: skip
    return {"@type": "schema:Place", **{name: value for name, value in told.items() if value is not None}}


def _claims(ids: Iterable[str], material: Material) -> list[str]:
    return [_iri("claim", key, material) for key in open_ids(ids, material.shown) or ()]


def _voices(names: Iterable[str]) -> list[str]:
    return [_voice(name) for name in dict.fromkeys(names)]


def _voice(name: str) -> str:
    return f"urn:marsad:voice:{content_id('v', name)}"


def _iri(kind: str, name: str, material: Material) -> str:
    room = ROOMS.get(kind)
    link = material.link(room, name) if room else None
    return link or f"urn:marsad:{kind}:{_quoted(name)}"


def _quoted(name: str) -> str:
    """As it may stand in an address: an id of a document is its giver's own."""
    return quote(name.encode("utf-8", "replace"), safe="")
