"""Printed lines come back as what they were; a bad line is one problem."""

from dataclasses import replace

import pytest

from marsad.domain.document import Document
from marsad.domain.record import ActorRecord
from marsad.domain.vocabulary import ActorKind
from marsad.domain.wire import dumps, record_lines, to_line
from marsad.pipeline.lines import parse_lines, reconcile_claims
from marsad.pipeline.settings import Settings

ACTOR = ActorRecord(
    id="north",
    name="Army of the North",
    aliases=("AN",),
    kind=ActorKind.ARMED_GROUP,
    country=None,
    relations=(),
    claims=("c1",),
)


@pytest.fixture
def claims(reader):
    text = "5 people were killed in Homs, the mayor said. 9 people were killed in Hama, the nurse said."
    (reading,) = reader.read([Document(id="d1", text=text)])
    return reading.claims


def test_claims_come_back(claims):
    parsed = parse_lines("\n".join(dumps(to_line(claim)) for claim in claims), "lines")
    assert parsed.claims == claims
    assert not parsed.problems


def test_a_record_comes_back(claims):
    made = reconcile_claims(claims, Settings())
    assert made.events
    record = replace(made, actors=(ACTOR,))
    parsed = parse_lines("\n".join(map(dumps, record_lines(record))), "lines")
    assert parsed.record == record
    assert not parsed.claims


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{oops", "lines line 2: is not JSON"),
        ("[1]", "`kind` is None"),
        ('{"kind": "rumour"}', "`kind` is 'rumour'"),
        ('{"kind": "event", "quote": {}}', "not a claim"),
        ('{"kind": "event", "id": "e1"}', "not a EventRecord"),
        ('{"kind": "casualty", "quote": {"start": "x"}, "casualty": {"harm": "killed"}}', "not a claim"),
    ],
)
def test_a_bad_line_is_one_problem_and_the_others_are_read(claims, line, said):
    good = dumps(to_line(claims[0]))
    parsed = parse_lines(f"{good}\n{line}\n{good}", "lines")
    assert len(parsed.claims) == 2
    (problem,) = parsed.problems
    assert problem.code == "bad-claim"
    assert said in problem.message


def test_mentions_are_passed_over():
    mention = '{"kind": "actor_mention", "document": "d", "quote": {"start": 0, "end": 1, "text": "x"}, "actor": "X"}'
    parsed = parse_lines(mention, "lines")
    assert not parsed.problems
    assert not parsed.claims
