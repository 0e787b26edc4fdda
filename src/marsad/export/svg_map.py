"""Symbols and places in, one SVG map out, drawn over the outlines of Natural Earth; colours come from `map.css`."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import cos, pi, sin, sqrt
from typing import Any

from markupsafe import Markup, escape

from marsad.export.basemap import Basemap, Point, Shape, country_around, crop
from marsad.export.map_frame import Frame, Pixels, clip_ring, frame_around, nice_step, thinned
from marsad.export.map_labels import Label, place_labels, without_repeats
from marsad.export.map_spread import Circle, spread
from marsad.export.rendering import drawn, joined_markup, visible

WIDTH = 1000
LARGEST_RADIUS = 34.0
SMALLEST_RADIUS = 6.5
MARKER_RADIUS = 9.0
MOST_NAMES = 120
"""Places that are tried for a name, the weightiest first: more never find room."""
OFF_PIXELS = 8
"""Margin around the picture beyond which nothing of an outline is drawn."""
HELD_WEIGHT = 40
"""A place that somebody holds is named before one where fewer than this many died."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """Events of one family at one place. `persons` is None where no figure is known, which is drawn hollow."""

    at: Point
    family: str
    place: str
    persons: int | None
    reach_km: float
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """Who holds a place: one (colour, letter) a holder; `contested` is drawn with a broken rim."""

    at: Point
    place: str
    holders: tuple[tuple[str, str], ...]
    contested: bool
    title: str
    href: str


@cache
def map_file() -> Mapping[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("map.toml").read_text("utf-8"))


def draw_map(symbols: Sequence[Symbol], markers: Sequence[Marker], *, title: str, description: str) -> Markup:
    """The map of all that has a point; an empty text where nothing has.

    Symbols that would hide one another are moved aside, with a line to their place; larger ones are drawn first.
    """
    items: list[Symbol | Marker] = [*symbols, *markers]
    points = [item.at for item in items]
    if not points:
        return Markup("")
    reach = map_file()["reach"]
    frame = frame_around(points, width=WIDTH, least_degrees=reach["least_degrees"], margin=reach["margin"])
    land = crop(frame.box)
    spots = _arranged(symbols, markers, frame)
    parts = [
        _outlines(land, points, frame),
        _graticule(frame),
        *(_reach(symbol, frame) for symbol in symbols if symbol.reach_km),
        *(_leader(symbol, at, frame) for symbol, at in spots),
        *(_draw_marker(marker, frame) for marker in markers),
        *(_draw_symbol(symbol, at) for symbol, at in spots),
        _labels(symbols, markers, spots, land, frame),
        _scale_bar(frame),
    ]
    return _svg(frame, title, description, joined_markup(parts))


def radius_of(persons: int | None) -> float:
    """Pixels; the area grows with the number of persons."""
    return min(LARGEST_RADIUS, SMALLEST_RADIUS + 2.6 * sqrt(persons or 0))


def symbol_path(family: str) -> str:
    return str(map_file()["symbol"][family])


def _svg(frame: Frame, title: str, description: str, content: Markup) -> Markup:
    return drawn(
        '<svg class="map" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" role="group" '
        'aria-labelledby="map-title map-desc">'
        '<title id="map-title">{title}</title><desc id="map-desc">{desc}</desc>'
        '<defs><clipPath id="map-clip"><rect width="{w}" height="{h}" rx="6"/></clipPath>'
        '<radialGradient id="map-soft"><stop offset="0" class="soft-in"/><stop offset=".7" class="soft-mid"/>'
        '<stop offset="1" class="soft-out"/></radialGradient></defs>'
        '<g clip-path="url(#map-clip)"><rect class="sea" width="{w}" height="{h}"/>{content}</g></svg>',
        w=frame.width,
        h=frame.height,
        title=visible(title),
        desc=visible(description),
        content=content,
    )


def _outlines(land: Basemap, points: Sequence[Point], frame: Frame) -> Markup:
    """Countries that the data speak of stand out from their neighbours."""
    spoken_of = {id(country_around(point)) for point in set(points)}
    here = frozenset(index for index, shape in enumerate(land.countries) if id(shape) in spoken_of)
    return _outline_paths(frame, here)


@lru_cache(maxsize=64)
def _outline_paths(frame: Frame, here: frozenset[int]) -> Markup:
    """The outlines in a frame, the countries of these indices standing out; a site draws few frames, often."""
    land = crop(frame.box)
    layers = (
        ("country", [shape for index, shape in enumerate(land.countries) if index not in here], True),
        ("country here", [shape for index, shape in enumerate(land.countries) if index in here], True),
        ("province", land.provinces, True),
        ("disputed", land.disputed, False),
    )
    paths = ((css, _path_of(shapes, frame, closed=closed)) for css, shapes, closed in layers)
    return joined_markup(drawn('<path class="{}" d="{}"/>', css, path) for css, path in paths if path)


def _path_of(shapes: Iterable[Shape], frame: Frame, *, closed: bool) -> str:
    drawn: list[str] = []
    seen = frame.around(OFF_PIXELS + 1)  # a first look, a pixel wider than the one that decides
    for ring in (ring for shape in shapes for ring in shape.rings_within(seen)):
        pixels = frame.all_at(ring)
        if _is_off(pixels, frame):
            continue
        cut = thinned(clip_ring(pixels, frame.width, frame.height) if closed else pixels.tolist())
        if len(cut) > 1 + closed:
            drawn.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in cut) + ("Z" if closed else ""))
    return "".join(drawn)


def _is_off(pixels: Pixels, frame: Frame) -> bool:
    """Whether nothing of it can be in the picture or its margin."""
    (west, north), (east, south) = pixels.min(axis=0), pixels.max(axis=0)
    wide, tall = frame.width + OFF_PIXELS, frame.height + OFF_PIXELS
    return bool(east < -OFF_PIXELS or south < -OFF_PIXELS or west > wide or north > tall)


def _graticule(frame: Frame) -> Markup:
    west, south, east, north = frame.box
    step = max(nice_step(east - west, 4), 0.1)
    lines = [("x", frame.x(lon), f"{abs(lon):g}° {'E' if lon >= 0 else 'W'}") for lon in _multiples(west, east, step)]
    lines += [
        ("y", frame.y(lat), f"{abs(lat):g}° {'N' if lat >= 0 else 'S'}") for lat in _multiples(south, north, step)
    ]
    return joined_markup(_grid_line(axis, at, text, frame) for axis, at, text in lines)


def _grid_line(axis: str, at: float, text: str, frame: Frame) -> Markup:
    if axis == "x":
        return drawn(
            '<path class="grid" d="M{0:.1f} 0V{1}"/><text class="degree" x="{2:.1f}" y="14">{3}</text>',
            at,
            frame.height,
            at + 4,
            text,
        )
    return drawn(
        '<path class="grid" d="M0 {0:.1f}H{1}"/><text class="degree" x="6" y="{2:.1f}">{3}</text>',
        at,
        frame.width,
        at - 4,
        text,
    )


def _multiples(low: float, high: float, step: float) -> list[float]:
    first = int(low // step) + 1
    return [round(number * step, 6) for number in range(first, int(high // step) + 1)]


def _reach(symbol: Symbol, frame: Frame) -> Markup:
    x, y = frame.at(symbol.at)
    radius = frame.pixels(symbol.reach_km, symbol.at[1])
    return drawn('<circle class="reach" cx="{:.1f}" cy="{:.1f}" r="{:.1f}"/>', x, y, radius)


def _arranged(symbols: Sequence[Symbol], markers: Sequence[Marker], frame: Frame) -> list[tuple[Symbol, Point]]:
    """Each symbol with its pixel, moved aside where it would hide another or a marker; larger symbols first."""
    circles = [Circle(at=frame.at(marker.at), radius=MARKER_RADIUS + 5, fixed=True) for marker in markers]
    circles += [Circle(at=frame.at(symbol.at), radius=radius_of(symbol.persons) + 1) for symbol in symbols]
    places = spread(circles)[len(markers) :]
    return sorted(zip(symbols, places, strict=True), key=lambda item: (-radius_of(item[0].persons), item[1]))


def _leader(symbol: Symbol, at: Point, frame: Frame) -> Markup:
    """A thin line from a symbol that was moved to the place that it stands for."""
    x, y = frame.at(symbol.at)
    if abs(at[0] - x) + abs(at[1] - y) < radius_of(symbol.persons):
        return Markup("")
    return drawn('<path class="leader" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>', x, y, at[0], at[1])


def _spot(point: Point) -> Point:
    return (round(point[0], 2), round(point[1], 2))


def _draw_symbol(symbol: Symbol, at: Point) -> Markup:
    radius = radius_of(symbol.persons)
    figure = (
        drawn('<text class="in-symbol" x="{:.1f}" y="{:.1f}">{}</text>', at[0], at[1] + 4, symbol.persons)
        if symbol.persons and radius >= 12
        else ""
    )
    return drawn('<a href="{}"><title>{}</title><path class="event f-{}{}" '
        'transform="translate({:.1f} {:.1f}) scale({:.2f})" d="{}"/>{}</a>',
        symbol.href, visible(symbol.title), symbol.family, "" if symbol.persons is not None else " hollow",
        at[0], at[1], radius, symbol_path(symbol.family), figure,
    )  # fmt: skip


def _draw_marker(marker: Marker, frame: Frame) -> Markup:
    x, y = frame.at(marker.at)
    count = max(len(marker.holders), 1)
    slices = joined_markup(_slice(index, count, colour) for index, (colour, _) in enumerate(marker.holders))
    letters = "".join(letter for _, letter in marker.holders[:2])
    return drawn(
        '<a href="{}"><title>{}</title><g transform="translate({:.1f} {:.1f})"><circle class="rim{}" r="{}"/>{}'
        '<text class="in-marker" y="3.6">{}</text></g></a>',
        marker.href,
        visible(marker.title),
        x,
        y,
        " contested" if marker.contested else "",
        MARKER_RADIUS + 2,
        slices,
        letters,
    )


def _slice(index: int, count: int, colour: str) -> Markup:
    if count == 1:
        return drawn('<circle r="{}" fill="{}"/>', MARKER_RADIUS, colour)
    first, last = (2 * pi * step / count - pi / 2 for step in (index, index + 1))
    ends = [MARKER_RADIUS * part(turn) for turn in (first, last) for part in (cos, sin)]
    return drawn(
        '<path fill="{4}" d="M0 0L{0:.2f} {1:.2f}A{5} {5} 0 0 1 {2:.2f} {3:.2f}Z"/>', *ends, colour, MARKER_RADIUS
    )


def _labels(
    symbols: Sequence[Symbol],
    markers: Sequence[Marker],
    spots: Sequence[tuple[Symbol, Point]],
    land: Basemap,
    frame: Frame,
) -> Markup:
    """Names of what the data speak of first, then countries, then provinces, as far as there is room."""
    taken = [(at, radius_of(symbol.persons)) for symbol, at in spots]
    taken += [(frame.at(marker.at), MARKER_RADIUS + 2) for marker in markers]
    weight: dict[tuple[str, Point], int] = defaultdict(int)
    for symbol in symbols:
        weight[(symbol.place, frame.at(symbol.at))] += (symbol.persons or 0) + 1
    for marker in markers:
        weight[(marker.place, frame.at(marker.at))] += HELD_WEIGHT
    alone = Counter(_spot(symbol.at) for symbol in symbols) + Counter(_spot(marker.at) for marker in markers)
    gaps = {frame.at(s.at): radius_of(s.persons) for s in symbols if alone[_spot(s.at)] == 1}
    named = sorted(weight.items(), key=lambda item: (-item[1], item[0]))[:MOST_NAMES]
    wanted = [
        Label(text=visible(text), at=at, css="town", gap=gaps.get(at, MARKER_RADIUS) + 6) for (text, at), _ in named
    ]
    wanted = without_repeats(wanted)
    wanted += _area_labels(land.countries, frame, "country-name")
    wanted += _area_labels(land.provinces, frame, "province-name")
    return joined_markup(map(_draw_label, place_labels(wanted, taken, frame.width, frame.height)))


def _area_labels(shapes: Iterable[Shape], frame: Frame, css: str) -> list[Label]:
    return [
        Label(text=shape.name, at=frame.at(shape.label), css=css, gap=0)
        for shape in shapes
        if shape.label and shape.name and frame.sees(shape.label)
    ]


def _draw_label(label: Label) -> Markup:
    line = Markup("")
    if label.origin and label.is_far:
        line = drawn('<path class="leader" d="M{:.1f} {:.1f}L{:.1f} {:.1f}"/>', *label.origin, *label.at)
    return line + drawn(
        '<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>',
        label.css,
        label.at[0],
        label.at[1],
        label.anchor,
        escape(label.text),
    )


def _scale_bar(frame: Frame) -> Markup:
    middle = (frame.box[1] + frame.box[3]) / 2
    km = nice_step(frame.width / frame.pixels(1, middle), 4)
    long = frame.pixels(km, middle)
    left, low = frame.width - long - 22, frame.height - 18
    return drawn(
        '<g class="scale"><path d="M{0:.1f} {1:.1f}v6h{2:.1f}v-6"/><text x="{3:.1f}" y="{4:.1f}">{5:g} km</text></g>',
        left,
        low,
        long,
        left + long / 2,
        low - 1,
        km,
    )
