"""What the gazetteer knows of one place, and how well its name met the name asked for."""

import math
from dataclasses import dataclass
from enum import IntEnum

from marsad.domain.vocabulary import PlacePrecision

EARTH_RADIUS_KM = 6371.0088  # IUGG mean radius


class Quality(IntEnum):
    """How the name met, the best first. A skeleton (consonants alone) is believed only in a country that is named."""

    EXACT = 0
    SPELLING = 1
    SKELETON = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place; `lat` and `lon` are WGS 84 degrees, `population` persons (0 where not known).

    `kind` is `country`, `admin1`, `admin2`, `city`, `region`, `sea`, `continent`, or a kind of the front-line list
    (`village`, `town`, `neighbourhood`, `camp`, `crossing`, `airbase`, `dam`, `district`, `front`, `other`) or of a
    GeoNames dump. `precision` is what the bare name says. `country` is ISO 3166-1 alpha-2, None across borders.
    """

    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float
    lon: float
    population: int
    precision: PlacePrecision
    geonames_id: int | None = None
    quality: Quality = Quality.EXACT


PRECISION_OF_KIND = {
    "country": PlacePrecision.COUNTRY,
    "continent": PlacePrecision.AREA,
    "admin1": PlacePrecision.PROVINCE,
    "admin2": PlacePrecision.DISTRICT,
    "district": PlacePrecision.DISTRICT,
    "region": PlacePrecision.AREA,
    "front": PlacePrecision.AREA,
    "sea": PlacePrecision.SEA_OR_AIR,
}
"""What a bare name of each kind says; any other kind is a point. Source: UCDP GED codebook 19.1, `where_prec`."""


def precision_of(kind: str) -> PlacePrecision:
    return PRECISION_OF_KIND.get(kind, PlacePrecision.EXACT)


def distance_km(one: Entry, other: Entry) -> float:
    """Great-circle distance."""
    lat1, lon1, lat2, lon2 = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))
