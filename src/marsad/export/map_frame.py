"""A box of the world and a width in, the map's frame out: projection, clipping, nice steps of graticule and scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import asinh, atan, cos, degrees, inf, pi, radians, sinh, tan
from statistics import median

import numpy as np
from numpy.typing import NDArray

from marsad.export.basemap import Box, Point

Pixels = NDArray[np.float64]
"""Points in rows."""
EARTH_KM_A_DEGREE = 111.195
"""Kilometres in a degree of a great circle. Source: mean Earth radius 6,371.0 km (IUGG)."""
MERCATOR_LIMIT = 84.0
"""Degrees of latitude beyond which Mercator is of no use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Mercator, `width` by `height` pixels; `box` is what is seen of the world."""

    box: Box
    width: int
    height: int

    def x(self, lon: float) -> float:
        return (lon - self.box[0]) / (self.box[2] - self.box[0]) * self.width

    def y(self, lat: float) -> float:
        south, north = _edges(self.box[1], self.box[3])
        return (north - _mercator(lat)) / (north - south) * self.height

    def at(self, point: Point) -> Point:
        return (self.x(point[0]), self.y(point[1]))

    def all_at(self, points: Pixels) -> Pixels:
        """As `at`, of longitudes and latitudes in rows."""
        west, south, east, north = self.box
        low, high = _edges(south, north)
        up = np.degrees(np.arcsinh(np.tan(np.radians(np.clip(points[:, 1], -MERCATOR_LIMIT, MERCATOR_LIMIT)))))
        across = (points[:, 0] - west) / (east - west) * self.width
        return np.stack([across, (high - up) / (high - low) * self.height], axis=1)

    def around(self, margin: float) -> Box:
        """What is seen of the world with so many pixels more on each side; beyond Mercator's limit all of it."""
        west, _, east, _ = self.box
        low, high = _edges(self.box[1], self.box[3])
        wide, tall = (east - west) / self.width * margin, (high - low) / self.height * margin
        south, north = _latitude(low - tall), _latitude(high + tall)
        south, north = -90 if south <= -MERCATOR_LIMIT else south, 90 if north >= MERCATOR_LIMIT else north
        return (west - wide, south, east + wide, north)

    def sees(self, point: Point) -> bool:
        return self.box[0] <= point[0] <= self.box[2] and self.box[1] <= point[1] <= self.box[3]

    def pixels(self, km: float, lat: float) -> float:
        """How many pixels a distance takes at a latitude."""
        degrees_wide = km / (EARTH_KM_A_DEGREE * cos(radians(lat)))
        return degrees_wide / (self.box[2] - self.box[0]) * self.width


def frame_around(points: Sequence[Point], *, width: int, least_degrees: float, margin: float) -> Frame:
    """A frame that shows every point with a margin, no closer than `least_degrees`, between 11:8 and 8:5."""
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = (_mercator(limit) for limit in (min(p[1] for p in points), max(p[1] for p in points)))
    wide = max((east - west) * (1 + 2 * margin), least_degrees)
    tall = max((north - south) * (1 + 2 * margin), least_degrees * 0.62)
    wide, tall = max(wide, tall * 1.38), max(tall, wide / 1.6)
    x, y = (west + east) / 2, (south + north) / 2
    box = (x - wide / 2, _latitude(y - tall / 2), x + wide / 2, _latitude(y + tall / 2))
    return Frame(box=box, width=width, height=round(width * tall / wide))


def parted(points: Sequence[Point], far_degrees: float) -> tuple[list[int], list[int]]:
    """Indices of the points that lie together, and of those too far out to share a map with them."""
    if not points:
        return [], []
    middle = (median(p[0] for p in points), median(p[1] for p in points))
    away = [max(abs(p[0] - middle[0]), abs(p[1] - middle[1])) for p in points]
    limit = max(far_degrees, 6 * median(away))
    near = [index for index, distance in enumerate(away) if distance <= limit]
    return near, [index for index, distance in enumerate(away) if distance > limit]


def clip_ring(ring: Sequence[Point] | Pixels, width: float, height: float, margin: float = 8) -> list[Point]:
    """The part of a closed ring inside the picture and a margin, in pixels. Source: Sutherland and Hodgman (1974)."""
    points = np.asarray(ring, dtype=np.float64)
    for axis, limit, side in ((0, -margin, 1), (0, width + margin, -1), (1, -margin, 1), (1, height + margin, -1)):
        if len(points):
            points = _clip_side(points, axis, limit, side)
    return [(x, y) for x, y in points.tolist()]


def thinned(points: Sequence[Point], least: float = 0.7) -> list[Point]:
    """The points less those that lie nearer than `least` pixels to the last one kept."""
    kept: list[Point] = []
    x, y = inf, inf
    for point in points:
        if abs(point[0] - x) + abs(point[1] - y) >= least:
            kept.append(point)
            x, y = point
    return kept


def nice_step(span: float, parts: int) -> float:
    """The largest of 1, 2, 5 times a power of ten that cuts the span into at least that many parts."""
    power = 1e12  # more than the persons of any toll
    for _ in range(20):
        for factor in (5, 2, 1):
            if span / (factor * power * 10) >= parts:
                return factor * power * 10
        power /= 10
    return power


def _clip_side(points: Pixels, axis: int, limit: float, side: int) -> Pixels:
    """The ring cut at a line; `side` is 1 where what is above the limit stays, -1 where what is below does."""
    away = side * (points[:, axis] - limit)
    inside = away >= 0
    if inside.all():
        return points
    before, away_before = np.roll(points, 1, axis=0), np.roll(away, 1)
    crosses = inside != np.roll(inside, 1)
    share = np.where(crosses, away_before / np.where(crosses, away_before - away, 1), 0)
    crossings = before + share[:, None] * (points - before)
    crossings[:, axis] = limit
    # Each point may be led by the crossing from the one before it.
    both = np.stack([crossings, points], axis=1)
    kept: Pixels = both[np.stack([crosses, inside], axis=1)]
    return kept


@lru_cache(maxsize=64)
def _edges(south: float, north: float) -> tuple[float, float]:
    return _mercator(south), _mercator(north)


def _mercator(lat: float) -> float:
    """Degrees of northing, so that they compare with degrees of longitude."""
    bounded = max(-MERCATOR_LIMIT, min(MERCATOR_LIMIT, lat))
    return degrees(asinh(tan(radians(bounded))))


def _latitude(northing: float) -> float:
    return degrees(atan(sinh(radians(northing)))) if abs(northing) < 180 * pi else MERCATOR_LIMIT
