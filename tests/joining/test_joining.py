"""Do the dispatches that tell one incident meet in one event, and no others? Invented wars, several outlets, some days.

Each line of `dispatches.jsonl` names its incident; beside each stands a like one in the next town.
"""

import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest

from marsad.domain.document import Document
from marsad.domain.record import EventRecord
from marsad.intake import read_input
from marsad.reconcile import reconcile

DISPATCHES = Path(__file__).with_name("dispatches.jsonl")
LEAST_RECALL = 0.65  # of the pairs of dispatches that tell one incident; no pair of two may meet

Pairs = set[tuple[str, ...]]


def read_lines() -> list[dict[str, str]]:
    return [json.loads(line) for line in DISPATCHES.read_text(encoding="utf-8").splitlines()]


def pair_up(groups: dict[str, set[str]]) -> Pairs:
    return {pair for group in groups.values() for pair in combinations(sorted(group), 2)}


@pytest.fixture(scope="module")
def told(reader) -> dict[str, set[str]]:
    """The dispatches that open with each event, by its id."""
    documents, problems = read_input(DISPATCHES.read_bytes(), "dispatches.jsonl")
    assert not list(problems)
    return find_openings(reader, list(documents))


def find_openings(reader, documents: list[Document]) -> dict[str, set[str]]:
    claims = [claim for reading in reader.read(documents) for claim in reading.claims]
    record = reconcile(claims, actors=reader.actors)
    starts = {record_id(claim): (claim.document, claim.quote.start) for claim in claims}
    openings: dict[str, set[str]] = defaultdict(set)
    for document in {claim.document for claim in claims}:
        those = [event for event in record.events if document in event.documents and not event.background]
        first = min(those, key=lambda event: first_told(event, document, starts), default=None)
        if first:
            openings[first.id].add(document)
    return openings


def record_id(claim) -> str:
    from marsad.domain.wire import claim_id

    return claim_id(claim)


def first_told(event: EventRecord, document: str, starts: dict[str, tuple[str, int]]) -> tuple[int, int]:
    there = [starts[claim][1] for claim in event.claims if starts[claim][0] == document]
    return min(there), -len(there)


def test_dispatches_of_one_incident_meet_and_no_others_do(told):
    incidents: dict[str, set[str]] = defaultdict(set)
    for line in read_lines():
        incidents[line["incident"]].add(line["id"])
    wanted, found = pair_up(incidents), pair_up(told)
    assert found <= wanted, sorted(found - wanted)
    assert len(found) >= LEAST_RECALL * len(wanted), sorted(wanted - found)
