"""Nouns for people: their group, their plural, and the ones that count things."""

import pytest

from marsad.reading.people import force_nouns, group_of, instrument_nouns, is_plural, not_people, victims_of


@pytest.mark.parametrize(
    ("noun", "group"),
    [("villagers", "civilians"), ("gunmen", "combatants"), ("Girls", "children"), ("nun", "women"), ("tank", None)],
)
def test_the_narrowest_group_of_a_noun(noun, group):
    found = group_of(noun)
    assert (found.value if found is not None else None) == group


def test_an_office_counts_when_harmed_and_names_no_side():
    assert group_of("councillor") is None
    assert victims_of("councillors") == "people"


@pytest.mark.parametrize(
    ("noun", "plural"), [("children", True), ("child", False), ("passers-by", True), ("youths", True)]
)
def test_plurals_of_person_nouns(noun, plural):
    assert is_plural(noun) is plural


def test_things_and_sides_are_apart():
    assert "rockets" in not_people()
    assert "troops" in force_nouns()
    assert "warplanes" in instrument_nouns()
