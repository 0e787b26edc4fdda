"""The grammar's rows: each compiles, and each names a resolver and a trigger that exist."""

import re

import pytest

from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.times_patterns import find_phrases, spell_out
from marsad.reading.times_resolve import RESOLVERS

RULES = load_lexicon("times")["rule"]
OF_TABLES = {"month", "weekday", "year", "numeric", "numeric_day"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["pattern"][:40])
def test_a_rule_compiles_and_names_what_exists(rule):
    re.compile(spell_out(rule["pattern"]), re.IGNORECASE)
    assert rule["resolve"] in RESOLVERS
    on = {rule["on"]} if isinstance(rule["on"], str) else set(rule["on"])
    assert on <= OF_TABLES | set(load_lexicon("times")["trigger"])


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("late on Sunday, December 1, 2024", ["Sunday, December 1, 2024"]),
        ("between 3 May\nand 7 May 2016", ["3 May", "7 May 2016"]),  # one line break is a blank
        ("in May\n\n2016 was dry", ["May", "2016"]),  # a new paragraph is not
        ("the past 24 hours", ["the past 24 hours"]),
        ("nothing here", []),
    ],
)
def test_the_longest_phrase_wins(text, phrases):
    assert [text[phrase.start : phrase.end] for phrase in find_phrases(text)] == phrases
