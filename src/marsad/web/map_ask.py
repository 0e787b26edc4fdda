"""A map's view in, the question for the store out: box and zoom, snapped so that neighbouring views share clusters."""

from dataclasses import replace
from math import cos, floor, isfinite, radians
from typing import Annotated

from fastapi import Depends, Query

from marsad.domain.errors import InputError
from marsad.domain.filter import Filter
from marsad.store.points import MapAsk
from marsad.web.asked import Asked, TheAsked

CELL_PIXELS = 64
"""A cluster's cell on screen: as wide as the largest symbol."""
WORLD_PIXELS = 512
"""How wide the world is at zoom 0. Source: MapLibre's tile size."""
BAND_DEGREES = 10
"""Latitudes of one band have cells of one height, so that a small move does not change every cluster."""
WHOLE = (-180.0, -85.0, 180.0, 85.0)
MOST_ZOOM = 22

Box = tuple[float, float, float, float]
BoxText = Annotated[str | None, Query(max_length=120, description="West,south,east,north in degrees.")]
Zoom = Annotated[float, Query(ge=0, le=MOST_ZOOM, description="Zoom of the map, 0 to 22, at 512 pixels a tile.")]


def read_box(text: str | None) -> Box:
    """The box, cut to the world.

    Raises:
        InputError: it is no four finite degrees, or is turned around.
    """
    if not text:
        return WHOLE
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError as error:
        raise InputError(f"box {text!r}: expected west,south,east,north in degrees") from error
    if len(numbers) != 4 or not all(map(isfinite, numbers)):
        raise InputError(f"box {text!r}: expected west,south,east,north in degrees")
    west, south, east, north = numbers
    if west > east or south > north:
        raise InputError(f"box {text!r}: west is beyond east, or south beyond north")
    return _within(west, 0), _within(south, 1), _within(east, 0), _within(north, 1)


def _within(degrees: float, bound: int) -> float:
    """The degrees, or the edge of the world that they are beyond: a box may lie beside it as a whole."""
    return min(max(degrees, WHOLE[bound]), WHOLE[bound + 2])


def cell_at(zoom: float, lat: float) -> tuple[float, float]:
    """How wide and tall a cell is, in degrees, at the half step of zoom and the band of latitude."""
    wide = CELL_PIXELS * 360 / (WORLD_PIXELS * 2 ** (floor(2 * zoom) / 2))
    band = min(80, abs(round(lat / BAND_DEGREES) * BAND_DEGREES))
    return wide, wide * cos(radians(band))


def snapped(box: Box, cell: tuple[float, float]) -> Box:
    """The box grown to whole cells."""
    west, south, east, north = box
    wide, tall = cell
    return (
        floor((west + 180) / wide) * wide - 180,
        floor((south + 90) / tall) * tall - 90,
        (floor((east + 180) / wide) + 1) * wide - 180,
        (floor((north + 90) / tall) + 1) * tall - 90,
    )


def wanted_of(asked: Asked) -> Filter:
    """The filter, whole: grade and outlet too."""
    return replace(asked.wanted, grade=asked.grade, source=asked.source)


def map_ask(asked: TheAsked, box: BoxText = None, zoom: Zoom = 4) -> MapAsk:
    """What the map asks for: the page's own filters, with the view."""
    seen = read_box(box)
    cell = cell_at(zoom, (seen[1] + seen[3]) / 2)
    return MapAsk(wanted=wanted_of(asked), box=snapped(seen, cell), cell=cell)


TheMapAsk = Annotated[MapAsk, Depends(map_ask)]
