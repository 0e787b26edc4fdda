"""A box of the world in, the outlines that cross it out: countries, provinces and disputed lines of Natural Earth."""

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
"""Longitude and latitude in degrees, WGS 84."""
Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees; a box never crosses the date line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An outline: closed rings of a country or a province, or open lines of a disputed border.

    `country` is ISO 3166-1 alpha-2 or "". `label` is a point well inside, None for a line.
    """

    name: str
    country: str
    box: Box
    label: Point | None
    rings: tuple[NDArray[np.float64], ...] = field(compare=False, repr=False)
    """Each as rows of longitude and latitude."""
    edges: NDArray[np.float64] = field(init=False, compare=False, repr=False)
    """Of all rings together, as rows of two points: whether a point lies inside is asked of all of them at once."""
    ring_boxes: NDArray[np.float64] = field(init=False, compare=False, repr=False)
    """Of each ring west, south, east and north."""

    def __post_init__(self) -> None:
        edges = [np.hstack([ring[:-1], ring[1:]]) for ring in self.rings]
        boxes = [np.concatenate([ring.min(axis=0), ring.max(axis=0)]) for ring in self.rings]
        object.__setattr__(self, "edges", np.concatenate(edges) if edges else np.empty((0, 4)))
        object.__setattr__(self, "ring_boxes", np.array(boxes).reshape(-1, 4))

    def rings_within(self, box: Box) -> Iterator[NDArray[np.float64]]:
        """The rings whose own boxes meet this one."""
        return (self.rings[index] for index in np.flatnonzero(_meet(self.ring_boxes, box)).tolist())


@dataclass(frozen=True, slots=True, kw_only=True)
class Basemap:
    """The outlines that cross a box. Source: Natural Earth 1:10m v4.1, public domain."""

    countries: tuple[Shape, ...]
    provinces: tuple[Shape, ...]
    disputed: tuple[Shape, ...]


def crop(box: Box) -> Basemap:
    """The outlines whose own boxes cross this one; rings are whole, not cut at its edge."""
    return Basemap(
        countries=_within("countries", box), provinces=_within("provinces", box), disputed=_within("disputed", box)
    )


def province_point(name: str, country: str | None) -> Point | None:
    """A point well inside the province of that name; None where the map has no such province."""
    wanted = (name.casefold(), country or "")
    for shape in _layer("provinces")["shapes"]:
        if (shape["name"].casefold(), shape["country"] if country else "") == wanted:
            return (shape["label"][0], shape["label"][1])
    return None


@lru_cache(maxsize=50_000)
def province_around(point: Point) -> Shape | None:
    """The province that the point lies in; None at sea and for a point that is none."""
    lon, lat = point
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # also false for NaN
        return None
    nearby = _within("provinces", (lon, lat, lon, lat))
    return next((shape for shape in nearby if contains(shape, point)), None)


@lru_cache(maxsize=50_000)
def country_around(point: Point) -> Shape | None:
    """The country that the point lies in, the same object that `crop` gives; None at sea."""
    nearby = _within("countries", (*point, *point))
    return next((shape for shape in nearby if contains(shape, point)), None)


def contains(shape: Shape, point: Point) -> bool:
    """Whether the point lies inside the outline; its holes are outside."""
    west, south, east, north = shape.box
    if not (west <= point[0] <= east and south <= point[1] <= north):
        return False
    return _crossings(shape.edges, point) % 2 == 1


def _crossings(edges: NDArray[np.float64], point: Point) -> int:
    """How many edges lie across the line from the point to the east. Source: the even-odd rule."""
    lon, lat = point
    x1, y1, x2, y2 = edges[(edges[:, 1] > lat) != (edges[:, 3] > lat)].T
    return int(np.count_nonzero(lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1))


def _within(layer: str, box: Box) -> tuple[Shape, ...]:
    return tuple(_shape_at(layer, index) for index in np.flatnonzero(_meet(_boxes(layer), box)).tolist())


def _meet(boxes: NDArray[np.float64], box: Box) -> NDArray[np.bool_]:
    """Which of the boxes in rows meet the box."""
    west, south, east, north = box
    meets: NDArray[np.bool_] = (
        (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
    )
    return meets


@cache
def _boxes(layer: str) -> NDArray[np.float64]:
    """Of each outline west, south, east and north."""
    return np.array([plain["box"] for plain in _layer(layer)["shapes"]], dtype=np.float64).reshape(-1, 4)


@cache
def _layer(name: str) -> dict[str, Any]:
    packed = files("marsad.export.basemap").joinpath(f"{name}.json.gz").read_bytes()
    layer: dict[str, Any] = json.loads(gzip.decompress(packed))
    return layer


@cache
def _shape_at(layer: str, index: int) -> Shape:
    """One outline of a layer, decoded once: a site draws the same countries all day."""
    plain, step = _layer(layer)["shapes"][index], _layer(layer)["step"]
    label = plain.get("label")
    return Shape(
        name=plain["name"],
        country=plain.get("country", ""),
        box=tuple(plain["box"]),
        label=(label[0], label[1]) if label else None,
        rings=tuple(_decode(ring, step) for ring in plain["rings"]),
    )


def _decode(encoded: str, step: float) -> NDArray[np.float64]:
    """The points of an encoded polyline, longitude first. Source: Encoded Polyline Algorithm Format."""
    return np.cumsum(np.array(_numbers(encoded)).reshape(-1, 2), axis=0) * step


def _numbers(encoded: str) -> Sequence[int]:
    numbers: list[int] = []
    value = shift = 0
    for code in encoded.encode("ascii"):
        digit = code - 63
        value |= (digit & 0x1F) << shift
        shift += 5
        if digit < 0x20:
            numbers.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return numbers
