"""Two lists of events side by side: one to one, the best first, the same whatever their order."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.domain.foreign import ForeignEvent
from marsad.export.comparing import bare_name, compare_events


def event(name, day=4, lat=35.0, lon=36.0, kind="Armed clash", family="Battles", actors=("A", "B"), **more):
    start = dt.date(2031, 3, day) if day else None
    return ForeignEvent(
        dataset="acled", id=name, start=start, lat=lat, lon=lon, kind=kind, family=family, actors=actors, **more
    )


def both(found):
    return [(pair.ours.id, pair.theirs.id) for pair in found.pairs]


def compare(ours, theirs):
    return compare_events(ours, theirs, bare_name)


@pytest.mark.parametrize(
    ("other", "is_one", "score"),
    [
        ({}, True, 4.0), ({"day": 5}, True, 3.75), ({"day": 7}, True, 3.25), ({"day": 8}, False, None),
        ({"kind": "Attack", "family": "Violence"}, True, 3.0), ({"kind": "Grenade"}, True, 3.5),
        ({"actors": ()}, True, 3.0), ({"actors": ("B (Syria)", "C", "D")}, True, 3.5),
        ({"lat": 35.2}, True, 3.555), ({"lat": 35.5}, False, None), ({"lon": 36.5}, True, 3.089),
        ({"day": None}, False, None), ({"lat": None, "place": "Tall Rim"}, False, None),
        ({"lat": 35.2, "day": 6, "kind": "x", "family": "y", "actors": ()}, False, None),
    ],
)  # fmt: skip
def test_what_is_one_event_and_by_how_much(other, is_one, score):
    found = compare([event("o")], [event("t", **other)])
    assert bool(found.pairs) is is_one
    assert not is_one or found.pairs[0].score == score
    assert is_one or [one.id for one in (*found.only_ours, *found.only_theirs)].count("o") == 1


def test_a_place_with_no_point_is_compared_by_its_name_or_its_province():
    here = event("o", lat=None, lon=None, place="Tall Rim", admin1="Rim")
    named, inside = (event("t", lat=None, lon=None, place=place, admin1="Rim") for place in ("tall rim", "Kafr Rim"))
    assert [compare([here], [one]).pairs[0].score for one in (named, inside)] == [4.0, 3.5]
    assert compare([here], [named]).pairs[0].agreed["place"] is None


def test_each_event_is_taken_once_the_best_pair_first():
    ours = [event("o1"), event("o2", lat=35.1)]
    theirs = [event("t1", lat=35.09), event("t2", lat=35.3)]
    found = compare(ours, theirs)
    assert both(found) == [("o1", "t2"), ("o2", "t1")] or both(found) == [("o2", "t1")]
    assert ("o2", "t1") in both(found)


def test_the_line_of_180_degrees_is_no_wall():
    assert both(compare([event("o", lat=52.0, lon=179.9)], [event("t", lat=52.0, lon=-179.9)])) == [("o", "t")]


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [((4, 4, 12), 12, True), ((4, 4, 12), 13, False), ((6, None, None), 9, True), ((6, None, None), 5, False),
     ((None, None, None), 0, None), ((None, 30, None), 31, False), ((3, 3, 3), None, None), ((0, 0, 0), 0, True)],
)  # fmt: skip
def test_the_dead_agree_where_theirs_is_within_ours_and_unknown_is_not_zero(ours, theirs, agree):
    low, best, high = ours
    found = compare([event("o", low=low, best=best, high=high)], [event("t", best=theirs)])
    assert found.pairs[0].agreed["fatalities"] is agree


def test_agreement_is_counted_over_what_both_say():
    found = compare([event("o1"), event("o2", lat=40.0, actors=())], [event("t1", day=5), event("t2", lat=40.0)])
    assert found.agreement() == {
        "type": (2, 2),
        "date": (1, 2),
        "place": (2, 2),
        "actors": (1, 1),
        "fatalities": (0, 0),
    }


EVENTS = st.lists(
    st.builds(
        event, st.integers(0, 999).map(str), day=st.integers(1, 9), lat=st.sampled_from([35.0, 35.1, 35.4, None]),
        kind=st.sampled_from(["Armed clash", "Attack"]), actors=st.sampled_from([(), ("A",), ("A", "B"), ("C",)]),
    ),
    max_size=8, unique_by=lambda one: one.id,
)  # fmt: skip


@given(EVENTS, EVENTS, st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_changes_nothing_and_nothing_is_lost_or_taken_twice(ours, theirs, chance):
    found = compare(ours, theirs)
    mine = [pair.ours.id for pair in found.pairs] + [one.id for one in found.only_ours]
    other = [pair.theirs.id for pair in found.pairs] + [one.id for one in found.only_theirs]
    assert sorted(mine) == sorted(one.id for one in ours)
    assert sorted(other) == sorted(one.id for one in theirs)
    chance.shuffle(ours)
    chance.shuffle(theirs)
    assert compare(ours, theirs) == found
    for pair in found.pairs:
        assert pair.days_apart <= 3
        assert pair.distance_km is None or pair.distance_km <= 50
