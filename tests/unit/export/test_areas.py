"""Derived areas: drawn only from points, never beyond reach or border, and never without saying so."""

import json
from dataclasses import replace

import pytest
from shapely.geometry import Point, shape
from war import ALEPPO, HAMA, IDLIB_PROVINCE, SARAQIB, place

from marsad.domain.place import Place
from marsad.domain.record import ControlSpell
from marsad.domain.vocabulary import ControlState, Extent
from marsad.export.areas import REACH_KM, to_areas


def spell(where: Place, holder: str, **changes) -> ControlSpell:
    made = ControlSpell(
        id=f"s-{where.name}-{holder}", place=where, holder=(holder,), state=ControlState.HOLDS, from_=None, until=None,
        known_from=None, extent=None, except_=(), taken_from=(), voices=("a monitor",),
        claims=(f"c-{where.name}-{holder}",), contested_by=(),
    )  # fmt: skip
    return replace(made, **changes)


def drawn(*spells: ControlSpell) -> list[dict]:
    return json.loads(to_areas(spells))["features"]


def covers(feature: dict, where: Place) -> bool:
    return shape(feature["geometry"]).covers(Point(where.lon, where.lat))


def test_each_area_says_that_it_is_derived_by_which_rule_and_from_which_claims():
    (feature,) = drawn(spell(ALEPPO, "Northern Front"))
    about = feature["properties"]
    assert about["derived"] is True
    assert "25 km" in about["rule"]
    assert (about["holder"], about["claims"], about["places"]) == (
        "Northern Front", ["c-Aleppo-Northern Front"], ["Aleppo"]
    )  # fmt: skip


def test_ground_goes_to_the_nearer_of_two_holders():
    near = place("Near Aleppo", ALEPPO.lat, ALEPPO.lon + 0.2, "Aleppo")
    front, army = sorted(
        drawn(spell(ALEPPO, "Front"), spell(near, "Army")), key=lambda each: each["properties"]["holder"], reverse=True
    )
    assert covers(front, ALEPPO)
    assert not covers(front, near)
    assert covers(army, near)
    assert shape(front["geometry"]).intersection(shape(army["geometry"])).area < 1e-4


def test_towns_of_one_holder_are_one_area():
    near = place("Near Aleppo", ALEPPO.lat, ALEPPO.lon + 0.2, "Aleppo")
    (feature,) = drawn(spell(ALEPPO, "Front"), spell(near, "Front"))
    assert covers(feature, ALEPPO)
    assert covers(feature, near)


def test_nothing_is_drawn_beyond_reach():
    (feature,) = drawn(spell(HAMA, "Army"))
    far = place("Far", HAMA.lat + 1.05 * REACH_KM / 111.195, HAMA.lon, "Hama")
    assert not covers(feature, far)


def test_nothing_is_drawn_beyond_the_border():
    border_town = place("Border Town", 36.70, 38.95, "Raqqa")  # 2 km south of Akçakale in Türkiye
    (feature,) = drawn(spell(border_town, "Front"))
    assert not covers(feature, place("North of it", 36.85, 38.95, None))


@pytest.mark.parametrize(
    "left_out",
    [
        spell(IDLIB_PROVINCE, "Front"),
        spell(SARAQIB, "Front", extent=Extent.OUTSKIRTS),
        spell(place("Nowhere", None, None, None), "Front"),
    ],
    ids=["a province", "outskirts", "no point"],
)
def test_what_has_no_point_of_its_own_or_is_held_in_part_is_not_drawn(left_out):
    assert drawn(left_out) == []


def test_two_holders_of_one_point_are_contested():
    (feature,) = drawn(spell(SARAQIB, "Front"), spell(SARAQIB, "Army"))
    assert (feature["properties"]["state"], feature["properties"]["holder"]) == ("contested", "Army, Front")


def test_a_denied_spell_is_contested():
    (feature,) = drawn(spell(SARAQIB, "Front", contested_by=("c9",)))
    assert feature["properties"]["state"] == "contested"


def test_the_order_of_the_spells_changes_no_byte():
    spells = [spell(SARAQIB, "Front"), spell(ALEPPO, "Front"), spell(HAMA, "Army")]
    assert to_areas(spells) == to_areas(reversed(spells))
