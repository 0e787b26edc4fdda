import time
from datetime import date
from math import hypot

import pytest
from markupsafe import Markup
from war import place

from marsad.export.basemap import crop, province_around
from marsad.export.map_frame import clip_ring, frame_around, nice_step, parted
from marsad.export.map_labels import Label, place_labels, without_repeats
from marsad.export.map_spread import Circle, spread
from marsad.export.rendering import drawn
from marsad.export.report_map import point_of
from marsad.export.svg_chart import DayToll, PeriodTotal, draw_tolls, running_sums
from marsad.export.svg_map import Symbol, draw_map
from marsad.export.tolls import NOTHING, Span


@pytest.mark.parametrize(
    ("point", "province"),
    [((36.63, 35.93), "Idlib"), ((34.1, 44.95), "Crimea"), ((30.0, 35.0), None), ((float("nan"), 0), None)],
)
def test_a_point_lies_in_its_province(point, province):
    found = province_around(point)
    assert (found.name if found else None) == province


def test_outlines_follow_the_united_nations():
    assert province_around((34.1, 44.95)).country == "UA"


def test_a_region_opens_fast():
    crop((35.0, 32.0, 43.0, 38.0))
    start = time.perf_counter()
    assert len(crop((35.0, 32.0, 43.0, 38.0)).provinces) > 14
    assert time.perf_counter() - start < 1.0  # 13 ms where measured: this only catches a loss of the boxes


@pytest.mark.parametrize(
    ("lat", "lon", "precision", "found"),
    [
        (35.0, 36.0, 1, True),
        (None, None, 1, False),
        (float("nan"), 36.0, 1, False),
        (35.0, 36.0, 6, False),
        (91, 0, 1, False),
    ],
)
def test_only_a_point_that_is_one_is_drawn(lat, lon, precision, found):
    assert (point_of(place("X", lat, lon, None, precision)) is not None) == found


def test_a_province_without_a_point_is_drawn_at_its_middle():
    assert point_of(place("Idlib", None, None, "Idlib", 4)) is not None


def test_the_frame_shows_every_point():
    frame = frame_around([(36, 35), (41, 37)], width=1000, least_degrees=0.7, margin=0.1)
    assert all(0 < frame.x(lon) < 1000 and 0 < frame.y(lat) < frame.height for lon, lat in [(36, 35), (41, 37)])


def test_a_far_point_is_named_and_not_drawn():
    assert parted([(36, 35), (36.5, 35.2), (37, 36), (-77, 38.9)], 8) == ([0, 1, 2], [3])


def test_a_ring_is_cut_at_the_frame():
    cut = clip_ring([(-50, -50), (50, -50), (50, 50), (-50, 50)], 20, 20, margin=0)
    assert {(round(x), round(y)) for x, y in cut} == {(0, 0), (20, 0), (20, 20), (0, 20)}


@pytest.mark.parametrize(("span", "parts", "step"), [(10, 4, 2), (7, 4, 1), (0.9, 4, 0.2), (400, 3, 100)])
def test_steps_are_round(span, parts, step):
    assert nice_step(span, parts) == pytest.approx(step)


def test_labels_never_cross():
    wanted = [Label(text="Aleppo", at=(50 + index, 50), css="town", gap=8) for index in range(30)]
    placed = place_labels(wanted, [], 400, 400)
    assert 1 < len(placed) < 30


def test_a_symbol_with_no_figure_is_hollow():
    def draw(persons):
        one = Symbol(at=(36, 35), family="air", place="X", persons=persons, reach_km=0, title="t", href="#e1")
        return draw_map([one], [], title="m", description="d")

    assert "hollow" in draw(None)
    assert "hollow" not in draw(0)


def test_days_without_a_figure_add_nothing_and_open_tops_stay_open():
    days = [DayToll(day=date(2031, 3, day), span=span, href="#d", title="t")
            for day, span in ((1, Span(low=5, best=5, high=5)), (2, NOTHING), (3, Span(low=6)))]  # fmt: skip
    assert [span.bounds for _, span in running_sums(days)] == [(5, 5, 5), (5, 5, 5), (11, None, None)]
    total = PeriodTotal(since=date(2031, 2, 1), until=None, span=Span(low=301), label="a total", href="#a1")
    drawn = draw_tolls(days, [total], title="t", description="d", daily="x", running="y")
    assert "a total" in drawn
    assert "nan" not in drawn.lower()


def test_circles_on_one_spot_come_apart_and_the_fixed_one_stays():
    places = spread([Circle(at=(0, 0), radius=10, fixed=True), *(Circle(at=(0, 0), radius=10) for _ in range(5))])
    assert places[0] == (0, 0)
    assert all(hypot(a[0] - b[0], a[1] - b[1]) > 10 for i, a in enumerate(places) for b in places[:i])


def test_a_total_far_above_the_sums_stands_above_the_scale():
    days = [DayToll(day=date(2031, 3, 1), span=Span(low=5, best=5, high=5), href="#d", title="t")]

    def draw(figure):
        total = PeriodTotal(since=date(2031, 3, 1), until=None, span=Span(low=figure), label="a total", href="#a1")
        return draw_tolls(days, [total], title="t", description="d", daily="x", running="y")

    assert "above this scale" in draw(4000)
    assert "above this scale" not in draw(9)


def test_one_town_in_two_spellings_is_named_once():
    named = [("Homs", (50, 50)), ("HOMS", (60, 50)), ("Hims", (51, 51)), ("Homs", (300, 50))]
    kept = without_repeats([Label(text=text, at=at, css="town", gap=8) for text, at in named])
    assert [(label.text, label.at[0]) for label in kept] == [("Homs", 50), ("Homs", 300)]


def test_markup_of_ours_takes_no_markup_of_others():
    made = drawn('<a href="{}" x="{:.1f}">{}{name}</a>', '"><b>', 1.25, Markup("<i/>"), name="<script>")
    assert str(made) == '<a href="&#34;&gt;&lt;b&gt;" x="1.2"><i/>&lt;script&gt;</a>'


def test_an_axis_of_a_million_has_few_lines():
    assert nice_step(1_000_000, 3) == 200_000
