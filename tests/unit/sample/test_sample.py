"""The shipped sample: what its README promises, and that none of its sentences is another's."""

import json
import re
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from marsad.intake import read_input

SAMPLE = files("marsad").joinpath("sample")
SHARED = Path(__file__).parents[4] / "shared"
NOTE = "Written for demonstration; not a news report."
NEAR_COPIES = ("wire-2024-12-03-1", "gate-2024-12-03-1")
SHARED_WORDS = 12
"""Two texts with so many words in a row in common were not written apart."""
KEYS = {"id", "date", "source", "text", "note"}


@pytest.fixture(scope="module")
def raw() -> bytes:
    return SAMPLE.joinpath("dispatches.jsonl").read_bytes()


@pytest.fixture(scope="module")
def dispatches(raw) -> list[dict]:
    return [json.loads(line) for line in raw.decode().splitlines()]


@pytest.fixture(scope="module")
def readme() -> str:
    return SAMPLE.joinpath("README.md").read_text(encoding="utf-8")


def test_it_is_a_stretch_of_war_in_many_voices(dispatches):
    assert len(dispatches) >= 30
    assert len({dispatch["source"] for dispatch in dispatches if not dispatch.get("protected")}) >= 6
    assert len({date.fromisoformat(dispatch["date"]) for dispatch in dispatches}) >= 10


def test_each_line_is_whole_and_says_that_it_is_no_news(dispatches):
    assert len({dispatch["id"] for dispatch in dispatches}) == len(dispatches)
    for dispatch in dispatches:
        assert set(dispatch) - {"title", "protected"} == KEYS
        assert dispatch["note"] == NOTE
        assert len(dispatch["text"].split()) >= 60, dispatch["id"]


def test_intake_takes_every_line_without_a_problem(raw, dispatches):
    documents, problems = read_input(raw, "dispatches.jsonl")
    assert not problems
    assert [document.id for document in documents] == [dispatch["id"] for dispatch in dispatches]
    assert [document.source for document in documents] == [dispatch["source"] for dispatch in dispatches]


def test_one_report_is_protected(dispatches):
    (protected,) = (dispatch for dispatch in dispatches if dispatch.get("protected"))
    assert protected["protected"] is True
    assert "title" not in protected


def test_the_last_day_is_rich(dispatches):
    last = max(dispatch["date"] for dispatch in dispatches)
    assert last == "2024-12-08"
    assert len([dispatch for dispatch in dispatches if dispatch["date"] == last]) >= 5


def test_the_wire_story_is_printed_twice_nearly_word_for_word(dispatches):
    texts = {dispatch["id"]: dispatch["text"] for dispatch in dispatches}
    first, second = (set(_words(texts[name])) for name in NEAR_COPIES)
    assert texts[NEAR_COPIES[0]] != texts[NEAR_COPIES[1]]
    assert len(first & second) / len(first | second) >= 0.8


def test_the_readme_says_what_it_is_and_names_only_dispatches_that_are_there(dispatches, readme):
    assert "Written for demonstration" in "".join(readme.splitlines()[:4])
    assert f"holds {len(dispatches)} short dispatches" in readme
    named = set(re.findall(r"`([a-z]+(?:-\d{4}-\d\d-\d\d)?-\d+)`", readme))
    assert named <= {dispatch["id"] for dispatch in dispatches}
    assert {dispatch["source"] for dispatch in dispatches} <= set(
        re.findall(r"^\| ([^|]+?) \| `", readme, re.MULTILINE)
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared, the texts to compare with, is not beside this checkout")
def test_no_run_of_words_is_taken_from_a_text_that_only_measures(dispatches):
    ours = {run: dispatch["id"] for dispatch in dispatches for run in _runs(dispatch["text"])}
    taken = {ours[run]: run for text in _shared_texts() for run in _runs(text) if run in ours}
    assert not taken


def _shared_texts() -> Iterator[str]:
    for path in SHARED.glob("seed/*.txt"):
        yield path.read_text(encoding="utf-8")
    for path in SHARED.glob("*/*/documents.jsonl"):
        yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").split("\n") if line)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    return zip(*(words[start:] for start in range(SHARED_WORDS)), strict=False)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'-]+", text.casefold())
