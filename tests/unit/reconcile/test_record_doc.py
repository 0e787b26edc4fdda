"""The page of the rules says what the tables say, and gives no rule without its example and its source."""

import re
from pathlib import Path

import pytest

from marsad.reconcile.aggregates import COUNTED_IN
from marsad.reconcile.blocks import NEIGHBOURS
from marsad.reconcile.revised_totals import LATEST, LEAST
from marsad.reconcile.tables import FEATURES, feature_table, find_profile

PAGE = (Path(__file__).parents[3] / "docs" / "record.md").read_text(encoding="utf-8")
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
WORDS = {3: "three", 10: "ten"}


def row_of(name):
    return next(row for row in ROWS if row[0] == f"`{name}`")


@pytest.mark.parametrize("feature", FEATURES)
def test_every_score_of_a_feature_is_told(feature):
    told = re.findall(r"\((-?[\d.]+|veto)[^)]*\)", row_of(feature)[1])
    outcomes = feature_table().outcomes[feature].values()
    assert sorted(told) == sorted("veto" if one.veto else f"{one.score:g}" for one in outcomes)


def test_the_thresholds_are_told():
    threshold = feature_table().threshold
    assert f"at {threshold.join} or more they are one event" in PAGE
    assert f"a score of only {threshold.attach}" in PAGE
    assert f"at most {WORDS[threshold.rare_documents]} documents have" in PAGE
    assert f"up to {threshold.late_days} days later" in PAGE
    assert f"more than {threshold.vague_days} days against fewer" in PAGE
    assert f"with its {NEIGHBOURS} nearest" in PAGE
    reach = feature_table().reach_km
    assert f"reaches {reach[1]:g}, {reach[2]:g}, {reach[3]:g} or {reach[4]:g} km" in PAGE
    assert (reach[4], reach[6]) == (reach[5], reach[7])


def test_how_far_totals_are_followed_is_told():
    assert f"Numbers below {WORDS[LEAST]} are not followed" in PAGE
    assert f"the last {LATEST} are looked at" in PAGE
    assert COUNTED_IN


@pytest.mark.parametrize("profile", ["acled", "airwars"])
def test_the_words_of_a_profile_are_told(profile):
    told = row_of(profile)[1]
    for row in find_profile(profile).words:
        number = f"{row.low} to {row.high}" if row.low != row.high else f"{row.low}"
        assert row.any[0] in told
        assert number in told


def test_no_rule_stands_without_its_example_and_its_source():
    rules = [row for row in ROWS if len(row) == 3 and not row[0].startswith("`")]
    assert len(rules) > 25
    assert [row[0] for row in rules if not all(row)] == []
