"""Spells in force on a day in, derived areas out: GeoJSON of the ground nearest to places of one holder.

Nobody reported these areas. They are drawn from points and say so in every feature.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, pi, radians
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely import (
    MultiPoint,
    Polygon,
    box,
    buffer,
    covers,
    get_coordinates,
    get_parts,
    intersection,
    points,
    prepare,
    total_bounds,
    transform,
    unary_union,
    voronoi_polygons,
)
from shapely.affinity import scale
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from marsad.domain.holding import PARTIAL
from marsad.domain.record import ControlSpell
from marsad.domain.vocabulary import ControlState, PlacePrecision
from marsad.export.basemap import Box, Shape, crop

REACH_KM = 25.0
"""How far from a reported place an area is drawn at most, in kilometres. Ours, set by hand."""
KM_A_DEGREE = 111.195
"""Kilometres in a degree of latitude. Source: IUGG mean radius, 6371.0088 km."""
CIRCLE_STEPS = 16
"""Points in a quarter of a circle."""
DECIMALS = 3
"""Of a degree: about 100 m, far finer than what is drawn."""
RULE = f"nearest reported place, within {REACH_KM:g} km and its country"
"""What each feature gives as the rule that made it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """One point with everything that is said to be in force there; two holders of a point make it contested."""

    lon: float
    lat: float
    country: str
    spells: tuple[ControlSpell, ...]

    @property
    def held(self) -> tuple[str, str]:
        """State and holders, by which neighbouring cells become one area."""
        states = {spell.state for spell in self.spells}
        holders = sorted({name for spell in self.spells for name in spell.holder})
        torn = len(self.spells) > 1 or any(spell.contested_by for spell in self.spells)
        state = ControlState.CONTESTED if torn else min(states)
        return state.value, ", ".join(holders)


def to_areas(spells: Iterable[ControlSpell]) -> bytes:
    """A GeoJSON collection (RFC 7946) of derived areas, one a country, state and holder, in that order.

    Args:
        spells: those in force on one day. Only towns and narrower places with a point count; of a place held in part,
            of a province or of a country no area is drawn.
    """
    collection = {"type": "FeatureCollection", "features": area_features(spells)}
    return (json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode("utf-8", "replace")


def area_features(spells: Iterable[ControlSpell]) -> list[dict[str, Any]]:
    """The features of `to_areas`."""
    by_country: dict[str, list[_Site]] = defaultdict(list)
    for site in _list_sites(spells):
        by_country[site.country].append(site)
    return [feature for country in sorted(by_country) for feature in _draw_country(country, by_country[country])]


def _list_sites(spells: Iterable[ControlSpell]) -> list[_Site]:
    by_point: dict[tuple[float, float, str], list[ControlSpell]] = defaultdict(list)
    for spell in spells:
        place = spell.place
        if place.lat is None or place.lon is None or not place.country:
            continue
        if place.precision <= PlacePrecision.DISTRICT and spell.extent not in PARTIAL:
            by_point[round(place.lon, DECIMALS), round(place.lat, DECIMALS), place.country].append(spell)
    return [
        _Site(lon=lon, lat=lat, country=country, spells=tuple(sorted(those, key=lambda spell: spell.id)))
        for (lon, lat, country), those in sorted(by_point.items())
    ]


def _draw_country(country: str, sites: Sequence[_Site]) -> list[dict[str, Any]]:
    """The country's areas, drawn on a plane that keeps distances near the sites' middle latitude."""
    stretch = cos(radians(sum(site.lat for site in sites) / len(sites)))
    land = _outline(country, sites, stretch)
    groups: dict[tuple[str, str], list[tuple[_Site, BaseGeometry]]] = defaultdict(list)
    for site, cell in zip(sites, _on_land(_cells(sites, stretch), land), strict=True):
        groups[site.held].append((site, cell))
    return [
        _feature(country, held, [site for site, _ in groups[held]], [cell for _, cell in groups[held]], stretch)
        for held in sorted(groups)
    ]


def _cells(sites: Sequence[_Site], stretch: float) -> list[BaseGeometry]:
    """Of each site the ground within reach that is nearer to it than to any other."""
    centres = np.array([(site.lon * stretch, site.lat) for site in sites])
    reach = REACH_KM / KM_A_DEGREE
    circles = buffer(points(centres), reach, quad_segs=CIRCLE_STEPS)
    if len(sites) == 1:
        return list(circles)
    nearest = voronoi_polygons(MultiPoint(centres), extend_to=box(*total_bounds(circles)), ordered=True)
    cells = np.array(get_parts(nearest))
    far = _farthest(cells, centres) > reach * cos(pi / (4 * CIRCLE_STEPS))  # the circle is a polygon inside itself
    cells[far] = intersection(cells[far], circles[far])
    return list(cells)


def _farthest(cells: Any, centres: Any) -> Any:
    """How far the farthest corner of each cell lies from its own centre: most cells need not be cut to their circle."""
    corners, cell = get_coordinates(cells, return_index=True)
    away = np.hypot(*(corners - centres[cell]).T)
    farthest = np.zeros(len(cells))
    np.maximum.at(farthest, cell, away)
    return farthest


def _on_land(cells: Sequence[BaseGeometry], land: BaseGeometry | None) -> Sequence[BaseGeometry]:
    """The cells less what lies outside the land; most lie within it, which is quicker to see than to cut."""
    if land is None:
        return cells
    prepare(land)
    cut = np.array(cells)
    across = ~covers(land, cut)
    cut[across] = intersection(cut[across], land)
    return list(cut)


def _outline(country: str, sites: Sequence[_Site], stretch: float) -> BaseGeometry | None:
    """The country's land around the sites; None where the map does not know the country."""
    shapes = [shape for shape in crop(_box_around(sites)).countries if shape.country == country]
    rings = [Polygon(ring * (stretch, 1.0)) for shape in shapes for ring in _outer(shape)]
    return unary_union([ring.buffer(0) for ring in rings]) if rings else None


def _outer(shape: Shape) -> Iterable[NDArray[np.float64]]:
    return (ring for ring in shape.rings if len(ring) > 3)  # three points and the first again close a ring


def _box_around(sites: Sequence[_Site]) -> Box:
    lons, lats = [site.lon for site in sites], [site.lat for site in sites]
    return (min(lons), min(lats), max(lons), max(lats))


def _feature(
    country: str, held: tuple[str, str], sites: Sequence[_Site], cells: Sequence[BaseGeometry], stretch: float
) -> dict[str, Any]:
    state, holder = held
    spells = [spell for site in sites for spell in site.spells]
    area = scale(unary_union(cells), xfact=1 / stretch, yfact=1, origin=(0, 0))
    return {
        "type": "Feature",
        "geometry": mapping(transform(area, lambda points: points.round(DECIMALS))),
        "properties": {
            "kind": "derived-area",
            "derived": True,
            "rule": RULE,
            "country": country,
            "state": state,
            "holder": holder,
            "places": sorted({spell.place.name for spell in spells}),
            "spells": sorted({spell.id for spell in spells}),
            "claims": sorted({claim for spell in spells for claim in spell.claims}),
        },
    }
