"""Wanted labels in, those for which there is room out, each with its final point: greedy, by priority."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from marsad.export.basemap import Point

SIZES = {"town": 14.0, "country-name": 19.0, "province-name": 12.0}
"""Pixels of type, by class; the same as in `map.css`."""
WIDTH_OF_EM = {"town": 0.56, "country-name": 0.78, "province-name": 0.66}
"""Mean width of a letter by class, spacing included; measured on Noto Sans and rounded up."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A text that wants to stand at a point, `gap` pixels off it; `anchor` is SVG's text-anchor."""

    text: str
    at: Point
    css: str
    gap: float
    anchor: str = "middle"


def place_labels(
    wanted: Sequence[Label], taken: Sequence[tuple[Point, float]], width: float, height: float
) -> list[Label]:
    """The labels that fit, in the order of their priority; `taken` are circles that no label may cross."""
    blocked: list[Rectangle] = [(x - r, y - r, x + r, y + r) for (x, y), r in taken]
    placed: list[Label] = []
    for label in wanted:
        for candidate in _candidates(label):
            box = _rectangle(candidate)
            inside = box[0] >= 4 and box[2] <= width - 4 and box[1] >= 4 and box[3] <= height - 4
            if inside and not any(_overlap(box, other) for other in blocked):
                blocked.append(box)
                placed.append(candidate)
                break
    return placed


def _candidates(label: Label) -> list[Label]:
    (x, y), gap, size = label.at, label.gap, SIZES[label.css]
    if not gap:
        return [replace(label, at=(x, y + step * size)) for step in (0.35, -1.2, 1.9)]
    sides = [
        ((x + gap, y + size * 0.35), "start"),
        ((x - gap, y + size * 0.35), "end"),
        ((x, y - gap - 2), "middle"),
        ((x, y + gap + size * 0.8), "middle"),
    ]
    far = [
        ((x + gap, y + gap + size * 0.5), "start"),
        ((x - gap, y + gap + size * 0.5), "end"),
        ((x + gap, y - gap), "start"),
        ((x + 3 * gap, y + size * 0.35), "start"),
        ((x - 3 * gap, y + size * 0.35), "end"),
        ((x, y + 3 * gap), "middle"),
        ((x, y - 3 * gap), "middle"),
    ]
    return [replace(label, at=at, anchor=anchor) for at, anchor in (*sides, *far)]


def _rectangle(label: Label) -> Rectangle:
    size = SIZES[label.css]
    letters = sum(2 if east_asian_width(letter) in "WF" else 1 for letter in label.text)
    wide = letters * size * WIDTH_OF_EM[label.css]
    left = label.at[0] - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    return (left - 2, label.at[1] - size * 0.85, left + wide + 2, label.at[1] + size * 0.28)


def _overlap(one: Rectangle, two: Rectangle) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
