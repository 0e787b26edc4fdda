"""Nouns to JSON lines and back: nothing is lost on the way, and the id of a claim is that of its content alone."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marsad.domain.actor import Actor
from marsad.domain.claim import (
    Attribution,
    Bounds,
    Casualty,
    Claim,
    Control,
    ControlException,
    EarlierFigure,
    Event,
    Quote,
    Relation,
    Statement,
)
from marsad.domain.document import Document
from marsad.domain.errors import InputError
from marsad.domain.filter import Filter
from marsad.domain.judgement import Judgement
from marsad.domain.mention import ActorMention, PlaceMention, Speech, TimeMention
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, EventType, Harm, Modality, RelationKind, StatementAct
from marsad.domain.wire import (
    claim_from_line,
    claim_from_text,
    claim_id,
    claim_to_line,
    content_id,
    dumps,
    from_plain,
    record_from_lines,
    record_lines,
    to_line,
    to_plain,
)

PLAIN_NOUNS = [
    Actor, ActorMention, ActorRecord, AggregateRecord, Attribution, Bounds, Casualty, Control, ControlException,
    EarlierFigure,
    ControlSpell, Document, Event, EventRecord, Filter, Judgement, Place, PlaceMention, Problem, Quote, Relation,
    Speech, Statement, TimeMention, TimeSpan,
]  # fmt: skip

# JSON holds no lone surrogate, no NaN, and other readers of it no integer above 64 bits.
st.register_type_strategy(str, st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
st.register_type_strategy(int, st.integers(-(2**53), 2**53))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(dt.datetime, st.datetimes(timezones=st.just(dt.UTC)))


def through_json(line: object) -> dict:
    """The line as another process would get it."""
    text = dumps(line)
    assert "\n" not in text
    return json.loads(text)


@pytest.mark.parametrize("noun", PLAIN_NOUNS, ids=lambda noun: noun.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_noun_comes_back_as_it_went(noun, data):
    given_noun = data.draw(st.from_type(noun))
    assert from_plain(through_json(to_plain(given_noun)), noun) == given_noun


@settings(max_examples=150, deadline=None)
@given(claim=st.from_type(Claim))
def test_a_claim_comes_back_as_it_went_with_the_same_id(claim):
    line = through_json(claim_to_line(claim))
    assert claim_from_line(line) == claim
    assert line["id"] == claim_id(claim_from_line(line))
    assert claim_from_text(dumps(line)) == (line["id"], claim)


@settings(max_examples=40, deadline=None)
@given(record=st.from_type(Record))
def test_a_record_comes_back_as_it_went(record):
    assert record_from_lines(map(through_json, record_lines(record))) == record


def test_names_that_python_keeps_for_itself_lose_their_underscore_on_the_wire():
    control = Control(state=ControlState.GAINED, from_=("Hill Army",), except_=(ControlException(place="the port"),))
    plain = through_json(to_plain(control))
    assert plain["from"] == ["Hill Army"]
    assert plain["except"] == [{"place": "the port", "holder": []}]
    assert not any(name.endswith("_") for name in plain)


CLAIM = Claim(
    document="d1",
    quote=Quote(start=0, end=12, text="Shells fell."),
    said=Event(type=EventType.SHELLING, agents=("Hill Army",)),
    modality=Modality.POSSIBLE,
    place=Place(name="Wadi Sul", text="Wadi Sul", country="YE"),
    time=TimeSpan(start=dt.date(2031, 3, 1), end=dt.date(2031, 3, 1), text="on Saturday"),
)
CASUALTY = Claim(
    document="d2",
    quote=Quote(start=3, end=20, text="Four people died."),
    said=Casualty(harm=Harm.KILLED, low=4, high=4, best=4, words="Four people", revises=EarlierFigure(low=2, high=2)),
    attribution=Attribution(speaker="Rights Watchers", said_to="Hill Radio"),
)
RELATION = Claim(
    document="مرصد",
    quote=Quote(start=0, end=1, text="—"),
    said=Relation(subject="Hill Army", relation=RelationKind.PART_OF, object="Valley Council", former=True),
)


@pytest.mark.parametrize(
    ("claim", "known"),
    [(CLAIM, "ccfcb7040da7d94cea5f3"), (CASUALTY, "cc6d800bdee24766f1532"), (RELATION, "cacac5941672df1f990d1")],
)
def test_ids_stay_what_they_were(claim, known):
    """Stored judgements name claims by these ids: whoever changes them owes a migration."""
    assert claim_id(claim) == known


@pytest.mark.parametrize(
    "change",
    [{"source": "Hill Radio"}, {"reported": dt.date(2031, 3, 2)}, {"protected": True}, {"rule": "event:shell"}],
    ids=str,
)
def test_what_repeats_the_document_or_names_the_rule_is_no_part_of_the_id(change):
    assert claim_id(replace(CLAIM, **change)) == claim_id(CLAIM)


@pytest.mark.parametrize(
    "change",
    [
        {"document": "d9"},
        {"modality": Modality.DENIED},
        {"background": True},
        {"place": None},
        {"time": None},
        {"quote": Quote(start=1, end=12, text="hells fell.")},
        {"said": Event(type=EventType.BOMBING, agents=("Hill Army",))},
        {"attribution": Attribution(speaker="Rights Watchers")},
    ],
    ids=str,
)
def test_every_other_field_is_part_of_the_id(change):
    assert claim_id(replace(CLAIM, **change)) != claim_id(CLAIM)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({}, "`kind` is None"),
        ({"kind": "weather"}, "`kind` is 'weather'"),
        ({"kind": ["event"]}, "not a claim"),
        ({"kind": "event"}, "with its object beside it"),
        ({"kind": "event", "event": {"type": "quarrel"}}, "quarrel"),
        ({"kind": "event", "event": {"type": "attack"}}, "not a claim"),  # no quote, no document
        ({**claim_to_line(CLAIM), "quote": {"start": "a", "end": 2, "text": "x"}}, "not a claim"),
        ({**claim_to_line(CLAIM), "modality": "perhaps"}, "perhaps"),
        ({**claim_to_line(CASUALTY), "casualty": {"harm": "killed", "low": "four"}}, "not a Casualty"),
    ],
)
def test_a_line_that_is_no_claim_is_refused_in_one_line(line, told):
    with pytest.raises(InputError) as refused:
        claim_from_line(line)
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)
    with pytest.raises(InputError) as refused_too:
        claim_from_text(dumps(line))
    assert str(refused_too.value) == str(refused.value)


def test_an_id_in_a_line_is_not_trusted():
    line = {**claim_to_line(CLAIM), "id": "c0000"}
    assert claim_id(claim_from_line(line)) == claim_id(CLAIM)


def test_fields_that_nobody_knows_are_passed_over():
    assert claim_from_line({**claim_to_line(CLAIM), "colour": "red"}) == CLAIM
    without = {**claim_to_line(CLAIM), "colour": "red", "modality": None}
    assert claim_from_text(dumps(without))[1] == claim_from_line(without)


def test_unknown_is_null_and_zero_is_a_number():
    none, nobody = (
        to_plain(Casualty(harm=Harm.KILLED, low=low, high=low, best=low, words="nobody")) for low in (None, 0)
    )
    assert (none["low"], nobody["low"]) == (None, 0)


def test_an_actors_own_kind_stands_under_type():
    actor = ActorRecord(id="a1", name="Hill Army", aliases=(), kind="militia", country=None, relations=(), claims=())
    line = to_line(actor)
    assert (line["kind"], line["type"]) == ("actor", "militia")


@pytest.mark.parametrize("parts", [("ab", "c"), ("a", "bc"), ("abc",), ("abc", "")])
def test_an_id_from_parts_keeps_the_parts_apart(parts):
    others = {("ab", "c"), ("a", "bc"), ("abc",), ("abc", "")} - {parts}
    assert content_id("x", *parts) not in {content_id("x", *other) for other in others}
    assert content_id("x", *parts).startswith("x")


def test_json_has_no_nan():
    with pytest.raises(ValueError, match="Out of range"):
        dumps({"lat": float("nan")})


def test_a_statement_says_whether_words_are_quoted():
    assert to_plain(Statement(act=StatementAct.VOW)) == {
        "act": "vow", "direct": False, "addressee": None, "about": None,
    }  # fmt: skip
