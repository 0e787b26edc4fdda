"""One sentence → expected claims, over many wars; those not read yet are listed, and may only become fewer."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marsad.domain.document import Document
from marsad.domain.wire import claim_to_line

HERE = Path(__file__).parent
MISSES = HERE / "known_misses.txt"
TOP = {
    "speaker": ("attribution", "speaker"),
    "place": ("place", "name"),
    "start": ("time", "start"),
    "end": ("time", "end"),
}
PLAIN = {"modality", "background"}


def load_cases() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted(HERE.glob("*.toml")):
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], 1):
            yield f"{path.stem}-{number}", case


def expectations() -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | str]]:
    for name, case in load_cases():
        for number, claim in enumerate(case.get("claims", []), 1):
            yield f"{name}-claim{number}", case, claim
        for kind in case.get("absent", []):
            yield f"{name}-no-{kind}", case, kind


EXPECTED = list(expectations())


def known_misses() -> set[str]:
    return set(MISSES.read_text(encoding="utf-8").split()) if MISSES.exists() else set()


@pytest.fixture(scope="module")
def lines(reader: Any) -> dict[str, list[dict[str, Any]]]:
    """Case name → the claims read from its sentence."""
    cases = list(load_cases())
    documents = [Document(id=name, text=case["sentence"], date=case["date"]) for name, case in cases]
    return {
        reading.document.id: [claim_to_line(claim) for claim in reading.claims] for reading in reader.read(documents)
    }


def case_of(expectation: str) -> str:
    return "-".join(expectation.split("-")[:2])


def holds(expected: dict[str, Any] | str, read: list[dict[str, Any]]) -> bool:
    if isinstance(expected, str):
        return all(line["kind"] != expected for line in read)
    return any(line["kind"] == expected["kind"] and matches(expected, line) for line in read)


def matches(expected: dict[str, Any], line: dict[str, Any]) -> bool:
    for field, value in expected.items():
        if field in {"kind", "unset"}:
            continue
        if not agrees(value, found(field, line)):
            return False
    return all(line[line["kind"]].get(field) is None for field in expected.get("unset", []))


def found(field: str, line: dict[str, Any]) -> Any:
    if field in TOP:
        outer, inner = TOP[field]
        return (line.get(outer) or {}).get(inner)
    if field in PLAIN:
        return line[field]
    return line[line["kind"]].get(field)


def agrees(expected: Any, read: Any) -> bool:
    if isinstance(expected, list):
        return (
            read is not None and len(expected) == len(read) and all(any(agrees(e, r) for r in read) for e in expected)
        )
    if isinstance(expected, str) and isinstance(read, str):
        ours, theirs = set(expected.casefold().split()), set(read.casefold().split())
        return ours <= theirs or theirs <= ours
    return bool(expected == read)


def test_rewrite_of_known_misses(lines: dict[str, Any], rewrite: bool) -> None:
    misses = sorted(name for name, _, expected in EXPECTED if not holds(expected, lines[case_of(name)]))
    if rewrite:
        MISSES.write_text("\n".join(misses) + "\n", encoding="utf-8")
    found_share = 1 - len(misses) / len(EXPECTED)
    print(f"cases: {len(EXPECTED) - len(misses)} of {len(EXPECTED)} expectations hold ({found_share:.2f})")
    assert set(misses) <= known_misses(), "sentences that were read before are missed now"


@pytest.mark.parametrize(
    ("name", "expected"), [pytest.param(name, expected, id=name) for name, _, expected in EXPECTED]
)
def test_case_is_read(name: str, expected: Any, lines: dict[str, Any]) -> None:
    if name in known_misses():
        assert not holds(expected, lines[case_of(name)]), f"{name} is read now: take it out of known_misses.txt"
        pytest.xfail("not read yet; listed in known_misses.txt")
    assert holds(expected, lines[case_of(name)])
