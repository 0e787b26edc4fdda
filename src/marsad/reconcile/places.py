"""Places in, nearness out: how two stated places stand, each with its own precision."""

from collections.abc import Iterable
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt

from marsad.domain.place import Place
from marsad.domain.vocabulary import PlacePrecision
from marsad.reconcile.spelling import fold
from marsad.reconcile.tables import feature_table

EARTH_RADIUS_KM = 6371.0088  # mean radius; Source: IUGG


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance of two WGS 84 points, by the haversine."""
    a, b = radians(lat_a), radians(lat_b)
    chord = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


@lru_cache(maxsize=262_144)
def compare_places(some: Place, other: Place) -> str:
    """The outcome of the feature `place`: same, near, nearby, area, inside, namesake, unlocated or far."""
    if some.country and other.country and some.country != other.country:
        return "far"
    wide, narrow = sorted((some, other), key=lambda place: -place.precision)
    if narrow.precision >= PlacePrecision.PROVINCE:
        return _compare_areas(wide, narrow)
    if wide.precision >= PlacePrecision.PROVINCE:
        return "inside" if is_inside(narrow, wide) else "far"
    return _compare_points(some, other)


def is_inside(narrow: Place, wide: Place) -> bool:
    """Whether one place lies in the other, by country, province or name, else by the reach of its stated precision."""
    if narrow.country and wide.country and narrow.country != wide.country:
        return False
    if wide.precision in {PlacePrecision.COUNTRY, PlacePrecision.SEA_OR_AIR}:
        return wide.country is not None and wide.country == narrow.country
    if _same_name(narrow, wide) and narrow.precision <= wide.precision:
        return True
    if wide.precision == PlacePrecision.PROVINCE and narrow.admin1:
        return fold(narrow.admin1) in {fold(wide.admin1 or wide.name), fold(wide.name)}
    gap = gap_km(narrow, wide)
    return gap is not None and wide.precision > PlacePrecision.EXACT and gap <= feature_table().reach_km[wide.precision]


@lru_cache(maxsize=65_536)
def fold_place(place: Place) -> frozenset[str]:
    """The words of a place's name, phrase and province."""
    return frozenset(fold(f"{place.name} {place.text} {place.admin1 or ''}").split())


def gap_km(some: Place, other: Place) -> float | None:
    """Kilometres between their points; None where either has none."""
    if some.lat is None or some.lon is None or other.lat is None or other.lon is None:
        return None
    return distance_km(some.lat, some.lon, other.lat, other.lon)


def _compare_areas(some: Place, other: Place) -> str:
    if _same_name(some, other):
        return "area"
    return "inside" if is_inside(some, other) or is_inside(other, some) else "far"


def _compare_points(some: Place, other: Place) -> str:
    reach = feature_table().reach_km
    gap = gap_km(some, other)
    near = gap is not None and gap <= reach[some.precision] + reach[other.precision]
    if _same_name(some, other) and (gap is None or near):
        return "same" if max(some.precision, other.precision) < PlacePrecision.DISTRICT else "near"
    if (near or gap is None) and _name_within(some, other):
        return "near"
    if near:
        return "nearby"
    if gap is None:
        return "unlocated"
    return "namesake" if fold(some.name) == fold(other.name) else "far"


def _same_name(some: Place, other: Place) -> bool:
    if some.geonames_id is not None and other.geonames_id is not None:
        return some.geonames_id == other.geonames_id
    return fold(some.name) == fold(other.name)


def _name_within(some: Place, other: Place) -> bool:
    """Whether one name's words stand in the other's: "Aleppo" and "Aleppo university"."""
    words, others = set(fold(some.name).split()), set(fold(other.name).split())
    return bool(words and others) and (words <= others or others <= words)


def narrowest_place(places: Iterable[Place]) -> Place | None:
    return min(places, key=_narrowness, default=None)


def _narrowness(place: Place) -> tuple[int, bool, str, str, int, str]:
    return (place.precision, place.lat is None, place.name, place.country or "", place.geonames_id or 0, place.text)
