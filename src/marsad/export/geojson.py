"""A shielded record in, its events and spells of control as GeoJSON features out."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from marsad.domain.place import Place
from marsad.export.checking import Row, check_rows
from marsad.export.forms import find_form
from marsad.export.material import Material
from marsad.export.rows import event_row, point_of, spell_row


def to_geojson(material: Material) -> bytes:
    """A FeatureCollection (RFC 7946); a feature without a point has a null geometry."""
    features = tuple(_features(material))
    check_rows(find_form("geojson"), features)
    for kind, form in (("event", "events"), ("control", "control")):
        told = [_without_kind(one["properties"]) for one in features if one["properties"]["kind"] == kind]
        check_rows(find_form(form), told)
    collection = {"type": "FeatureCollection", "features": features}
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8", "replace")


def _features(material: Material) -> Iterator[Row]:
    for event in material.shown.record.events:
        yield _feature("event", event_row(event, material), event.place)
    for spell in material.shown.record.control:
        yield _feature("control", spell_row(spell, material), spell.place)


def _feature(kind: str, row: Row, place: Place | None) -> Row:
    point = point_of(place)
    geometry = {"type": "Point", "coordinates": [point[1], point[0]]} if point else None
    return {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": {"kind": kind, **row}}


def _without_kind(properties: Mapping[str, Any]) -> Row:
    return {name: value for name, value in properties.items() if name != "kind"}
