"""Every coded value of a claim or a record has its words in the docs, and no value is there that the code lacks."""

import re
from pathlib import Path

import pytest

from marsad.domain import vocabulary as told

PAGE = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text(encoding="utf-8")
LISTS = (
    told.EventType, told.Harm, told.VictimsGroup, told.Scope, told.ControlState, told.Extent, told.Modality,
    told.StatementAct, told.RelationKind, told.ActorKind, told.Role, told.TimePrecision, told.PlacePrecision,
    told.Grade, told.Disagreement, told.GapKind,
)  # fmt: skip
HEADS = {"where_prec", "src/marsad/domain/vocabulary.py"}
NAMED = set(re.findall(r"`([^`]+)`", PAGE)) - HEADS


@pytest.mark.parametrize("values", LISTS, ids=lambda one: one.__name__)
def test_every_value_has_its_words(values):
    assert {str(one.value) for one in values} <= NAMED


def test_no_row_stands_for_a_value_that_is_none():
    assert {str(one.value) for values in LISTS for one in values} >= NAMED


def test_no_row_is_without_words():
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| `")
    ]
    assert len(rows) > 90
    assert [row[0] for row in rows if not row[1]] == []
