"""Each test that the table of attacks names is there, so that no row claims what nobody tries."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "security.md").read_text(encoding="utf-8"))


def test_the_table_names_tests():
    assert len(NAMED) > 30


@pytest.mark.parametrize(("path", "name"), sorted(set(NAMED)))
def test_a_test_that_is_named_is_there(path, name):
    assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")
