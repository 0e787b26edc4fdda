"""The shipped sample, read and reconciled, against what stood at the last review; `--rewrite` writes it anew."""

import difflib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from marsad.domain import wire
from marsad.intake import read_input
from marsad.reconcile import reconcile

HERE = Path(__file__).parent / "sample"


@pytest.fixture(scope="module")
def claims(reader: Any) -> list[Any]:
    data = files("marsad.sample").joinpath("dispatches.jsonl").read_bytes()
    documents, problems = read_input(data, "dispatches.jsonl")
    assert not problems
    return [claim for reading in reader.read(documents) for claim in reading.claims]


def compare(name: str, lines: Iterable[Any], rewrite: bool) -> None:
    path = HERE / name
    text = "".join(wire.dumps(line) + "\n" for line in lines)
    if rewrite:
        path.write_text(text, encoding="utf-8")
    kept = path.read_text(encoding="utf-8")
    changes = list(difflib.unified_diff(kept.splitlines(), text.splitlines(), "kept", "now", lineterm="", n=0))
    assert not changes, "\n".join(line[:300] for line in changes[:40]) + "\nmend: review, then run with --rewrite"


def test_claims_are_as_reviewed(claims: list[Any], rewrite: bool) -> None:
    compare("claims.jsonl", map(wire.claim_to_line, claims), rewrite)


def test_record_is_as_reviewed(claims: list[Any], reader: Any, rewrite: bool) -> None:
    compare("record.jsonl", wire.record_lines(reconcile(claims, actors=reader.actors)), rewrite)
