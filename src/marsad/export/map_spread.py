"""Circles that overlap in, the same moved apart out, each kept as near to its own place as the others let it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from marsad.export.basemap import Point

ROUNDS = 40
"""Enough for some hundred symbols around one city to come to rest."""
OVERLAP_ALLOWED = 0.72
"""Share of two radii that must lie between their centres: symbols may touch, but none may be hidden."""
MOST_CIRCLES = 250
"""Beyond this the rounds take over a second, and the map is too full to be read by symbols anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A circle in pixels; one that is `fixed` pushes others away and stays."""

    at: Point
    radius: float
    fixed: bool = False


def spread(circles: Sequence[Circle]) -> list[Point]:
    """Where each circle comes to stand, in the order given; equal input gives equal output."""
    places = [circle.at for circle in circles]
    if len(circles) > MOST_CIRCLES:
        return places
    near = _Near(places, 2 * max((circle.radius for circle in circles), default=1))
    for _ in range(ROUNDS):
        moved = 0
        for one in range(len(circles)):
            for other in near.before(one):
                if _part(places, circles, one, other):
                    near.note(one, places[one])
                    near.note(other, places[other])
                    moved += 1
        if not moved:
            break
    return places


class _Near:
    """Where each circle is, by the squares of a grid: only those of neighbouring squares can touch."""

    def __init__(self, places: Sequence[Point], size: float) -> None:
        self._size = size
        self._square = [self._at(place) for place in places]
        self._held: dict[tuple[int, int], set[int]] = defaultdict(set)
        for one, square in enumerate(self._square):
            self._held[square].add(one)

    def before(self, one: int) -> list[int]:
        """Those near the circle that stand before it in the list."""
        x, y = self._square[one]
        squares = ((x + dx, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        return sorted(other for at in squares for other in self._held.get(at, ()) if other < one)

    def note(self, one: int, place: Point) -> None:
        """The circle has moved."""
        square = self._at(place)
        if square != self._square[one]:
            self._held[self._square[one]].discard(one)
            self._held[square].add(one)
            self._square[one] = square

    def _at(self, place: Point) -> tuple[int, int]:
        return int(place[0] // self._size), int(place[1] // self._size)


def _part(places: list[Point], circles: Sequence[Circle], one: int, other: int) -> bool:
    """Move two circles apart if they lie too near; whether they did."""
    if circles[one].fixed and circles[other].fixed:
        return False
    dx, dy = places[one][0] - places[other][0], places[one][1] - places[other][1]
    wanted = (circles[one].radius + circles[other].radius) * OVERLAP_ALLOWED
    away = hypot(dx, dy)
    if away >= wanted - 0.1:
        return False
    if away < 0.01:  # one spot: the order in the list decides the way
        dx, dy, away = 1.0, -1.0 if one % 2 else 1.0, 1.414
    push = (wanted - min(away, wanted)) / away
    for index, sign in ((one, 1), (other, -1)):
        both = not circles[one].fixed and not circles[other].fixed
        share = 0.0 if circles[index].fixed else 0.5 if both else 1.0
        x, y = places[index]
        places[index] = (x + sign * share * push * dx, y + sign * share * push * dy)
    return True
