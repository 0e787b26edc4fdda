"""Build `src/marsad/export/basemap/*.json.gz` from Natural Earth's 1:10m polygons.

In: a GeoPackage with Natural Earth's admin-1 units and disputed borders (`world_map.gpkg`, which QGIS ships).
Out: countries, provinces and disputed lines, simplified together so that neighbours share one line; each shape has
its bounding box and its rings as encoded polylines. Equal input gives equal bytes.

    pip install shapely
    python tools/build_basemap.py world_map.gpkg
"""

import argparse
import gzip
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

OUT = Path(__file__).parent.parent / "src/marsad/export/basemap"
STEP_DEGREES = 0.001
"""About 110 m: finer than Natural Earth's own 1:10m lines."""
TOLERANCE_DEGREES = 0.012
SMALLEST_RING_SQUARE_DEGREES = 0.0004
"""About 5 km²; smaller islets are left out unless they are all that a unit has."""
WKB_OFFSET = {0: 8, 1: 40, 2: 56, 3: 56, 4: 72}
"""Bytes before the WKB by envelope type. Source: OGC GeoPackage 1.3, §2.1.3."""

COUNTRY_OF_UNIT = {
    "Crimea": "UA",  # UN General Assembly resolution 68/262
    "Sevastopol": "UA",  # the same
    "Somaliland": "SO",  # no member of the United Nations; its line stays as a province's
    "Northern Cyprus": "CY",  # UN Security Council resolution 541
}
"""Where Natural Earth's de facto country differs from the United Nations' or has no ISO code."""

Box = tuple[float, float, float, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("geopackage", type=Path)
    database = sqlite3.connect(parser.parse_args().geopackage)
    units = list(read_units(database))
    shapes = shapely.coverage_simplify([shape for _, _, shape in units], TOLERANCE_DEGREES)
    provinces = [(name, country, shape) for (name, country, _), shape in zip(units, shapes, strict=True)]
    names = dict(database.execute("SELECT iso_a2, NAME FROM countries WHERE length(iso_a2) = 2 ORDER BY fid DESC"))
    write("provinces", [feature(name, country, shape) for name, country, shape in provinces])
    write("countries", [feature(names.get(code, ""), code, shape) for code, shape in dissolve(provinces)])
    write("disputed", [line_feature(name, shape) for name, shape in read_disputed(database)])


def read_units(database: sqlite3.Connection) -> Iterator[tuple[str, str, BaseGeometry]]:
    """Name, ISO 3166-1 alpha-2 (or "") and shape of each admin-1 unit, in the file's order."""
    for name, code, blob in database.execute("SELECT name, iso_a2, geom FROM states_provinces ORDER BY fid"):
        country = COUNTRY_OF_UNIT.get(name or "", code or "")
        yield (name or "").split(" (")[0].replace("`", "'"), country if country.isalpha() else "", geometry(blob)


def read_disputed(database: sqlite3.Connection) -> Iterator[tuple[str, BaseGeometry]]:
    for name, blob in database.execute("SELECT name, geom FROM disputed_borders ORDER BY fid"):
        yield name, shapely.simplify(geometry(blob), TOLERANCE_DEGREES)


def geometry(blob: bytes) -> BaseGeometry:
    """The shape in a GeoPackage's binary: a header whose length its flags tell, then WKB."""
    return shapely.from_wkb(blob[WKB_OFFSET[(blob[3] >> 1) & 7] :])


def dissolve(provinces: Iterable[tuple[str, str, BaseGeometry]]) -> Iterator[tuple[str, BaseGeometry]]:
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    for _, country, shape in provinces:
        groups[country].append(shape)
    for country in sorted(groups):
        yield country, shapely.union_all(groups[country])


def feature(name: str, country: str, shape: BaseGeometry) -> dict[str, Any]:
    """One shape: its names, `box` (west, south, east, north), a label point inside it, and its rings."""
    rings = [list(part.coords) for polygon in kept_polygons(shape) for part in (polygon.exterior, *polygon.interiors)]
    widest = max(shapely.get_parts(shape), key=lambda part: part.area)
    inside = shapely.get_coordinates(shapely.maximum_inscribed_circle(widest, tolerance=0.05))[0]
    label = [round(float(value), 2) for value in inside]
    return {"name": name, "country": country, "box": box(shape), "label": label, "rings": list(map(encode, rings))}


def kept_polygons(shape: BaseGeometry) -> list[Any]:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    large = [part for part in parts if part.area >= SMALLEST_RING_SQUARE_DEGREES]
    return large or [max(parts, key=lambda part: part.area)]


def line_feature(name: str, shape: BaseGeometry) -> dict[str, Any]:
    return {"name": name, "box": box(shape), "rings": [encode(list(part.coords)) for part in shapely.get_parts(shape)]}


def box(shape: BaseGeometry) -> list[float]:
    return [round(float(value), 3) for value in shape.bounds]


def encode(points: list[tuple[float, ...]]) -> str:
    """The points as an encoded polyline, longitude first, in steps of `STEP_DEGREES`.

    Source: Encoded Polyline Algorithm Format, with 3 digits in place of 5.
    """
    steps = [(round(x / STEP_DEGREES), round(y / STEP_DEGREES)) for x, y in points]
    moves = [steps[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(steps))]
    return "".join(encode_number(value) for index, move in enumerate(moves) if not index or any(move) for value in move)


def encode_number(value: int) -> str:
    left = ~(value << 1) if value < 0 else value << 1
    characters = []
    while left >= 0x20:
        characters.append(chr((0x20 | (left & 0x1F)) + 63))
        left >>= 5
    return "".join([*characters, chr(left + 63)])


def write(layer: str, features: list[dict[str, Any]]) -> None:
    path = OUT / f"{layer}.json.gz"
    plain = json.dumps({"step": STEP_DEGREES, "shapes": features}, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(plain.encode(), mtime=0))
    print(f"{path}: {len(features)} shapes, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
