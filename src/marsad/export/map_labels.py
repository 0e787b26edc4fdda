"""Wanted labels in, those for which there is room out, each with its final point: greedy, by priority."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import hypot
from unicodedata import east_asian_width

from marsad.export.basemap import Point

SIZES = {"town": 14.0, "country-name": 19.0, "province-name": 12.0}
"""Pixels of type, by class; the same as in `map.css`."""
WIDTH_OF_EM = {"town": 0.56, "country-name": 0.78, "province-name": 0.66}
"""Mean width of a letter by class, spacing included; measured on Noto Sans and rounded up."""

NEAR_PIXELS = 60
"""Two points of one name as near as this are one town to a reader, whichever gazetteer row each came from."""
SPOT_PIXELS = 5
"""Two points as near as this are one spot, whatever it is called."""
SQUARE_PIXELS = 40
"""Of the grid by which neighbours are found: about a label's width."""
COMPASS = (
    (1, 0, "start"), (-1, 0, "end"), (0, -1, "middle"), (0, 1, "middle"),
    (0.7, -0.7, "start"), (-0.7, -0.7, "end"), (0.7, 0.7, "start"), (-0.7, 0.7, "end"),
)  # fmt: skip
"""Directions to try, the readiest to read first, with the text's anchor."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text that wants to stand at a point, `gap` pixels off it; `anchor` is SVG's text-anchor."""

    text: str
    at: Point
    css: str
    gap: float
    anchor: str = "middle"
    origin: Point | None = None
    """The point that it names, once placed."""

    @property
    def is_far(self) -> bool:
        """Whether it stands so far off that a line must lead from it to its point."""
        x, y = self.origin or self.at
        return hypot(self.at[0] - x, self.at[1] - y) > 2.4 * max(self.gap, 1)


def without_repeats(wanted: Sequence[Label]) -> list[Label]:
    """The labels less those that name again, in whatever spelling, a point that one before them names."""
    kept: list[Label] = []
    spots: list[Point] = []
    named: dict[str, list[Point]] = defaultdict(list)
    for label in wanted:
        alike = named[label.text.casefold()]
        if not _is_near(label.at, alike, NEAR_PIXELS) and not _is_near(label.at, spots, SPOT_PIXELS):
            kept.append(label)
            alike.append(label.at)
            spots.append(label.at)
    return kept


def _is_near(point: Point, others: Iterable[Point], pixels: float) -> bool:
    x, y = point
    low, high = x - pixels, x + pixels
    return bool([1 for left, top in others if low < left < high and hypot(left - x, top - y) < pixels])


def place_labels(
    wanted: Sequence[Label], taken: Sequence[tuple[Point, float]], width: float, height: float
) -> list[Label]:
    """The labels that fit, in the order of their priority; `taken` are circles that no label may cross."""
    blocked = _Blocked((x - r, y - r, x + r, y + r) for (x, y), r in taken)
    placed: list[Label] = []
    for label in wanted:
        wide = _width(label)
        for at, anchor in _candidates(label):
            box = _rectangle(at, anchor, wide, SIZES[label.css])
            inside = box[0] >= 4 and box[2] <= width - 4 and box[1] >= 4 and box[3] <= height - 4
            if inside and not blocked.meets(box):
                blocked.add(box)
                placed.append(replace(label, at=at, anchor=anchor, origin=label.at if label.gap else None))
                break
    return placed


class _Blocked:
    """Rectangles by the squares of a grid that they touch, so that each is held against its neighbours alone."""

    def __init__(self, boxes: Iterable[Rectangle]) -> None:
        self._squares: dict[tuple[int, int], list[Rectangle]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    def add(self, box: Rectangle) -> None:
        for square in _squares(box):
            self._squares[square].append(box)

    def meets(self, box: Rectangle) -> bool:
        """Whether any of them overlaps the box. A map asks it some thousand times, so that each call would count."""
        squares = self._squares
        left, top, right, low = box
        for at in _squares(box):
            if at in squares:
                for one in squares[at]:
                    if left < one[2] and one[0] < right and top < one[3] and one[1] < low:
                        return True
        return False


def _squares(box: Rectangle) -> list[tuple[int, int]]:
    left, top, right, low = box
    down = range(int(top // SQUARE_PIXELS), int(low // SQUARE_PIXELS) + 1)
    return [(x, y) for x in range(int(left // SQUARE_PIXELS), int(right // SQUARE_PIXELS) + 1) for y in down]


def _candidates(label: Label) -> Iterator[tuple[Point, str]]:
    """Where the label may stand, and by which end of its text; the best first."""
    (x, y), gap, size = label.at, label.gap, SIZES[label.css]
    if not gap:
        yield from (((x, y + step * size), label.anchor) for step in (0.35, -1.2, 1.9))
        return
    yield (x + gap, y + size * 0.35), "start"
    yield (x - gap, y + size * 0.35), "end"
    yield (x, y - gap - 2), "middle"
    yield (x, y + gap + size * 0.8), "middle"
    for step in (1.6, 3, 5):
        for dx, dy, anchor in COMPASS:
            yield (x + step * gap * dx, y + step * gap * dy + size * 0.35), anchor


def _width(label: Label) -> float:
    """Pixels."""
    letters = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in label.text)
    return letters * SIZES[label.css] * WIDTH_OF_EM[label.css]


def _rectangle(at: Point, anchor: str, wide: float, size: float) -> Rectangle:
    left = at[0] - (0.0 if anchor == "start" else wide / 2 if anchor == "middle" else wide)
    return (left - 2, at[1] - size * 0.85, left + wide + 2, at[1] + size * 0.28)
