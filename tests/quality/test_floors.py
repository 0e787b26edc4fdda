"""What reading must not fall below on what the project itself ships: the cases and the sample.

`pytest tests/quality --rewrite` pins a higher number, or the same one beside changed texts. A lower number is an entry
that somebody writes into `floors.json` by hand, with a `reason`.
"""

import importlib.util
from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from floor_file import load_floors, lowered_without_reason, raise_floor
from marsad.domain.claim import Casualty
from marsad.domain.document import Document
from marsad.domain.wire import claim_to_line
from marsad.intake import read_input
from marsad.reconcile import reconcile

CASES = Path(__file__).parents[1] / "cases"
FLOORS = Path(__file__).with_name("floors.json")
SAMPLE = files("marsad.sample").joinpath("dispatches.jsonl")

CLAIMS_BY_KIND = {
    "event": (110, 210),
    "casualty": (95, 160),
    "statement": (80, 160),
    "control": (18, 50),
    "relation": (12, 60),
}
"""How many claims the sample gives: below, something is lost; above, something is told twice."""
ATTRIBUTED_SHARE = 0.6
UNKNOWN_PLACES = 12


@pytest.fixture(scope="module")
def floors() -> dict[str, Any]:
    return load_floors(FLOORS)


@pytest.fixture(scope="module")
def readings(reader: Any) -> list[Any]:
    documents, _ = read_input(SAMPLE.read_bytes(), "dispatches.jsonl")
    return list(reader.read(documents))


@pytest.fixture(scope="module")
def claims(readings: list[Any]) -> list[Any]:
    return [claim for reading in readings for claim in reading.claims]


@pytest.mark.parametrize("kind", CLAIMS_BY_KIND)
def test_the_sample_gives_about_as_many_claims_as_it_holds(claims, kind):
    least, most = CLAIMS_BY_KIND[kind]
    assert least <= Counter(claim.kind.value for claim in claims)[kind] <= most


def test_most_claims_of_the_sample_credit_somebody(claims):
    assert sum(claim.attribution is not None for claim in claims) >= ATTRIBUTED_SHARE * len(claims)


def test_nearly_every_place_of_the_sample_is_known(readings):
    unknown = [problem for reading in readings for problem in reading.problems if problem.code == "unknown-place"]
    assert len(unknown) <= UNKNOWN_PLACES


def test_each_quote_of_the_sample_is_its_slice(readings):
    for reading in readings:
        for claim in reading.claims:
            assert reading.document.text[claim.quote.start : claim.quote.end] == claim.quote.text


def test_the_growing_toll_of_the_market_strike_is_read_with_what_it_revises(claims):
    assert {(5, 12), (12, 16), (16, 19)} <= set(_revisions(claims))


def test_the_record_links_the_revised_figures_of_the_market_strike(claims, reader):
    linked = [
        revision for toll in _tolls_at(claims, reader, "Ariha") for revision in toll.revisions if revision.replaces
    ]
    assert {12, 16} & {revision.low for revision in linked}


def test_the_record_tells_the_market_strike_in_one_voice_from_first_to_last(claims, reader):
    tolls = [[revision.low for revision in toll.revisions] for toll in _tolls_at(claims, reader, "Ariha")]
    assert any({5, 12, 16, 19} <= set(figures) for figures in tolls)


def test_the_cases_are_read_as_far_as_they_were(reader, rewrite, floors):
    read, of, digest = _read_cases(reader)
    if rewrite:
        raise_floor(FLOORS, "cases", {"digest": digest, "read": read, "of": of})
        return
    last = floors["cases"][-1]
    assert read >= last["read"], f"{read} of {of} expectations hold, {last['read']} did; raise it, or give a reason"
    assert digest == last["digest"], "tests/cases have changed: pytest tests/quality --rewrite pins the number anew"


def test_a_lower_floor_has_a_reason(floors):
    assert not list(lowered_without_reason(floors["cases"]))


@pytest.mark.parametrize(
    ("history", "wrong"),
    [
        ([{"read": 5}, {"read": 7}], 0),
        ([{"read": 5}, {"read": 5}], 0),
        ([{"read": 5}, {"read": 4}], 1),
        ([{"read": 5}, {"read": 4, "reason": "  "}], 1),
        ([{"read": 5}, {"read": 4, "reason": "two cases were wrong"}], 0),
    ],
)
def test_what_counts_as_lowered(history, wrong):
    assert len(list(lowered_without_reason(history))) == wrong


def _revisions(claims: Iterable[Any]) -> Iterable[tuple[int | None, int | None]]:
    """(earlier, now) of each figure of the killed at Ariha that says what it revises."""
    for claim in claims:
        said = claim.said
        if isinstance(said, Casualty) and said.revises and claim.place and claim.place.name == "Ariha":
            yield said.revises.low, said.low


def _tolls_at(claims: Iterable[Any], reader: Any, place: str) -> list[Any]:
    events = reconcile(claims, actors=reader.actors).events
    return [
        toll
        for event in events
        if event.place and event.place.name == place
        for toll in event.tolls
        if toll.harm.value == "killed"
    ]


def _read_cases(reader: Any) -> tuple[int, int, str]:
    """(expectations that hold, expectations, digest of the case files), by the cases' own runner."""
    runner = _load(CASES / "test_cases.py")
    documents = [Document(id=name, text=case["sentence"], date=case["date"]) for name, case in runner.load_cases()]
    lines = {
        reading.document.id: [claim_to_line(claim) for claim in reading.claims] for reading in reader.read(documents)
    }
    held = [runner.holds(expected, lines[runner.case_of(name)]) for name, _, expected in runner.EXPECTED]
    digest = sha256(b"".join(path.read_bytes() for path in sorted(CASES.glob("*.toml")))).hexdigest()[:16]
    return sum(held), len(held), digest


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
