"""Build `src/marsad/web/static/map/world.pmtiles` from the packaged outlines and the packaged gazetteer.

In: countries, provinces and disputed lines of Natural Earth as `build_basemap.py` made them, and the towns of the
gazetteer. Out: one PMTiles file of vector tiles, zoom 0 to 6, which the map draws larger beyond. Equal input gives
equal bytes.

    pip install -r requirements/basemap.txt
    python tools/build_tiles.py
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import mapbox_vector_tile
import numpy as np
import shapely
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import write
from shapely.geometry.base import BaseGeometry

from marsad.export.basemap import Shape, crop
from marsad.reading.gazetteer.entry import Quality
from marsad.reading.gazetteer.index import Index

OUT = Path(__file__).parent.parent / "src/marsad/web/static/map/world.pmtiles"
GAZETTEER = Path(__file__).parent.parent / "src/marsad/reading/gazetteer/data/world.index"
MAX_ZOOM = 6
"""At 512 pixels a tile one pixel is then 0.011°, which is as fine as the outlines are."""
EXTENT = 4096
BUFFER = 64
"""Steps beyond a tile's edge, so that no line shows where tiles meet."""
MERCATOR_LIMIT = 85.05112878
"""Degrees of latitude at which the world is square."""
SHOWN_FROM = ((1_000_000, 3), (300_000, 4), (100_000, 5), (30_000, 6), (10_000, 7), (5_000, 8))
"""People in a town, and the zoom that its name is shown from. Ours, set by eye."""
LEAST_PEOPLE = 5_000
LAYERS = ("country", "province", "disputed", "country_name", "province_name", "town")


Bounds = tuple[float, float, float, float]
"""West, north, east and south in the square of the world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One feature: in the square of the world, 0 to 1, y down. `near` is the lowest zoom whose tiles hold it."""

    layer: str
    shape: BaseGeometry
    told: dict[str, Any]
    near: int = 0


def main() -> None:
    features = [*outlines(), *labels(), *towns()]
    header = {
        "tile_type": TileType.MVT, "tile_compression": Compression.GZIP,
        "min_lon_e7": -1800000000, "min_lat_e7": -850000000, "max_lon_e7": 1800000000, "max_lat_e7": 850000000,
        "center_zoom": 2, "center_lon_e7": 0, "center_lat_e7": 200000000,
    }  # fmt: skip
    tiles = sorted((tile for zoom in range(MAX_ZOOM + 1) for tile in cut(features, zoom)), key=lambda tile: tile[0])
    OUT.parent.mkdir(parents=True, exist_ok=True)
    with write(OUT) as writer:
        for number, content in tiles:
            writer.write_tile(number, content)
        writer.finalize(header, {"name": "Marsad basemap", "attribution": "Natural Earth; GeoNames"})
    print(f"{OUT}: {len(tiles)} tiles, {OUT.stat().st_size:,} bytes")


def outlines() -> Iterator[Drawn]:
    world = crop((-180, -90, 180, 90))
    for shape in world.countries:
        yield Drawn(layer="country", shape=polygon_of(shape), told={"iso": shape.country})
    for shape in world.provinces:
        yield Drawn(layer="province", shape=polygon_of(shape), told={}, near=3)
    for shape in world.disputed:
        lines = [shapely.linestrings(project(ring)) for ring in shape.rings if len(ring) > 1]
        if lines:
            yield Drawn(layer="disputed", shape=shapely.multilinestrings(lines), told={})


def labels() -> Iterator[Drawn]:
    world = crop((-180, -90, 180, 90))
    for layer, shapes, near in (("country_name", world.countries, 1), ("province_name", world.provinces, 5)):
        for shape in shapes:
            if shape.label and shape.name:
                west, south, east, north = shape.box
                size = round((east - west) * (north - south), 1)
                point = shapely.Point(project([shape.label])[0])
                yield Drawn(layer=layer, shape=point, told={"name": shape.name, "size": size}, near=near)


def towns() -> Iterator[Drawn]:
    """Inhabited places of the gazetteer, the most populous first."""
    index = Index(GAZETTEER)
    for number in range(len(index)):
        entry = index._entry(number, Quality.EXACT)  # noqa: SLF001  # the one caller that wants them all
        if entry.population < LEAST_PEOPLE:
            return
        if entry.kind in {"city", "town"} and abs(entry.lat) < MERCATOR_LIMIT:
            near = next(zoom for people, zoom in SHOWN_FROM if entry.population >= people)
            told = {"name": entry.name, "near": near}
            point = shapely.Point(project([(entry.lon, entry.lat)])[0])
            yield Drawn(layer="town", shape=point, told=told, near=min(near, MAX_ZOOM))


def project(points: Any) -> Any:
    """Longitudes and latitudes as places in the square of the world. Source: EPSG 3857."""
    lon, lat = np.asarray(points, dtype=float).T
    north = np.radians(np.clip(lat, -MERCATOR_LIMIT, MERCATOR_LIMIT))
    return np.column_stack([lon / 360 + 0.5, 0.5 - np.arcsinh(np.tan(north)) / (2 * np.pi)])


def polygon_of(shape: Shape) -> BaseGeometry:
    """The area inside the rings, holes taken out by the even-odd rule."""
    rings = [shapely.linearrings(project(ring)) for ring in shape.rings if len(ring) > 3]
    return shapely.MultiPolygon(polygons_of(shapely.make_valid(shapely.build_area(shapely.geometrycollections(rings)))))


def cut(features: list[Drawn], zoom: int) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each tile of the zoom that holds anything."""
    shown = as_fine_as([one for one in features if one.near <= zoom], zoom)
    tree = shapely.STRtree([one.shape for one in shown])
    for column in range(2**zoom):
        for row in range(2**zoom):
            bounds = bounds_of(zoom, column, row)
            found = [shown[index] for index in sorted(tree.query(shapely.box(*margin_around(bounds))))]
            content = encode(found, bounds)
            if content:
                yield zxy_to_tileid(zoom, column, row), gzip.compress(content, 9, mtime=0)


def as_fine_as(features: list[Drawn], zoom: int) -> list[Drawn]:
    """The features less what the zoom does not show; neighbours are simplified together and keep one line."""
    if zoom == MAX_ZOOM:
        return features
    pixel = 1 / 512 / 2**zoom
    out = [one for one in features if one.layer not in {"country", "province"}]
    for layer in ("country", "province"):
        those = [one for one in features if one.layer == layer]
        shapes = shapely.coverage_simplify([one.shape for one in those], pixel) if those else ()
        out += (replace(one, shape=large_parts(shape, pixel)) for one, shape in zip(those, shapes, strict=True))
    return [one for one in out if not one.shape.is_empty]


def large_parts(shape: BaseGeometry, pixel: float) -> BaseGeometry:
    return shapely.MultiPolygon([part for part in polygons_of(shape) if part.area > pixel**2])


def polygons_of(shape: BaseGeometry) -> list[BaseGeometry]:
    """The areas of a shape; clipping and mending may leave lines and points, which are none."""
    flat = [inner for part in shapely.get_parts(shape) for inner in shapely.get_parts(part)]
    return [part for part in flat if part.geom_type == "Polygon"]


def bounds_of(zoom: int, column: int, row: int) -> Bounds:
    side = 1 / 2**zoom
    return (column * side, row * side, (column + 1) * side, (row + 1) * side)


def margin_around(bounds: Bounds) -> Bounds:
    west, north, east, south = bounds
    margin = (east - west) * BUFFER / EXTENT
    return (west - margin, north - margin, east + margin, south + margin)


def encode(features: list[Drawn], bounds: Bounds) -> bytes:
    """The tile's bytes; none where nothing is in it."""
    layers: dict[str, list[dict[str, Any]]] = {name: [] for name in LAYERS}
    for one in features:
        shape = shapely.clip_by_rect(one.shape, *margin_around(bounds))
        if one.layer in {"country", "province"}:
            shape = shapely.MultiPolygon(polygons_of(shape))
        if not shape.is_empty:
            layers[one.layer].append({"geometry": shape, "properties": one.told})
    filled = [{"name": name, "features": those} for name, those in layers.items() if those]
    options = {"quantize_bounds": bounds, "y_coord_down": True, "extents": EXTENT}
    return mapbox_vector_tile.encode(filled, default_options=options) if filled else b""


if __name__ == "__main__":
    main()
