"""Cells and spells in, GeoJSON features out: one symbol for an event alone, one ring for several."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from marsad.domain.record import ControlSpell
from marsad.domain.vocabulary import ControlState, EventType
from marsad.export.report_map import HolderKey, point_of
from marsad.export.svg_map import map_file
from marsad.export.wording import day_words, event_family, event_name
from marsad.store.points import CellPart

Feature = dict[str, Any]
UNHELD = frozenset({ControlState.LOST, ControlState.NONE, ControlState.UNKNOWN})
TORN = frozenset({ControlState.CONTESTED, ControlState.BESIEGED})
DECIMALS = 4
"""Of a degree: about 10 m, finer than any place is known."""


def event_features(parts: Iterable[CellPart]) -> list[Feature]:
    """One feature a cell, the largest last, so that it is drawn over none that is smaller."""
    cells: dict[tuple[int, int], list[CellPart]] = defaultdict(list)
    for part in parts:
        cells[part.cell].append(part)
    features = [_alone(those[0]) if _is_alone(those) else _together(those) for those in cells.values()]
    return sorted(features, key=lambda one: (one["properties"]["count"], one["properties"]["id"]))


def _is_alone(parts: Sequence[CellPart]) -> bool:
    return len(parts) == 1 and parts[0].count == 1


def _alone(part: CellPart) -> Feature:
    kind = EventType(part.kind)
    return _feature(
        part.lon, part.lat,
        {
            "id": part.id, "count": 1, "type": part.kind, "name": event_name(kind), "family": event_family(kind),
            "deaths": part.deaths, "grade": part.grade, "day": day_words(part.since),
            "reach_km": map_file()["precision_km"].get(str(part.precision), 0), "precision": part.precision,
        },
    )  # fmt: skip


def _together(parts: Sequence[CellPart]) -> Feature:
    count = sum([part.count for part in parts])
    known = [part.deaths for part in parts if part.deaths is not None]
    families: dict[str, int] = defaultdict(int)
    for part in parts:
        families[_family(part.kind)] += part.count
    ordered = sorted(families.items(), key=lambda item: (-item[1], item[0]))
    lon = sum([part.lon * part.count for part in parts]) / count
    lat = sum([part.lat * part.count for part in parts]) / count
    west, south, east, north = zip(*[part.box for part in parts], strict=True)
    return _feature(
        lon, lat,
        {
            "id": min([part.id for part in parts]), "count": count, "deaths": sum(known) if known else None,
            "unknown": sum([part.unknown for part in parts]), "families": ordered,
            "box": [min(west), min(south), max(east), max(north)],
        },
    )  # fmt: skip


@cache
def _family(kind: str) -> str:
    return event_family(EventType(kind))


def control_features(spells: Iterable[ControlSpell], keys: Mapping[str, HolderKey]) -> list[Feature]:
    """One feature a place that has a point: who holds it, by colour and letter."""
    features = []
    for spell in spells:
        point = point_of(spell.place)
        if point:
            features.append(_feature(*point, _held(spell, keys)))
    return features


def _held(spell: ControlSpell, keys: Mapping[str, HolderKey]) -> dict[str, Any]:
    other = map_file()["holders"]
    holders = () if spell.state in UNHELD else spell.holder[:3]
    known = [keys[name] for name in holders if name in keys]
    return {
        "id": spell.id,
        "place": spell.place.name,
        "state": spell.state.value,
        "holders": list(spell.holder),
        "colours": [key.colour for key in known] or [other["other"]],
        "letters": "".join(key.letter for key in known[:2]) or "?",
        "contested": bool(spell.contested_by) or spell.state in TORN,
    }


def _feature(lon: float, lat: float, properties: dict[str, Any]) -> Feature:
    point = [round(lon, DECIMALS), round(lat, DECIMALS)]
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": properties}


def collection(features: Sequence[Feature], **about: Any) -> dict[str, Any]:
    """A GeoJSON collection (RFC 7946), with what is said of the whole beside it."""
    return {"type": "FeatureCollection", **about, "features": features}
