"""What became of each thing, by every way in which a record is written."""

import datetime as dt

import pytest

from marsad.domain.changes import Change, ChangeKind, ThingKind, Told, compare_things, previous_ids
from marsad.domain.errors import NotFoundError
from marsad.domain.filter import Filter
from marsad.domain.record import EventRecord, Record
from marsad.domain.vocabulary import EventType, Grade, JudgementKind
from marsad.domain.wire import claim_id
from marsad.pipeline.judging import add_judgement, undo_judgement
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.store.changelog import changes_since


def event(name, *claims, grade=Grade.WEAK):
    return EventRecord(
        id=name, type=EventType.ATTACK, time=None, place=None, agents=(), recipients=(), tolls=(), grade=grade,
        grade_reason="", voices=(), background=False, claims=claims, documents=(),
    )  # fmt: skip


def told(**things):
    return {name: Told(claims=claims, digest=repr(claims).encode()) for name, claims in things.items()}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({}, {"a": ("1",)}, [("a", "added", ())]),
        ({"a": ("1",)}, {"a": ("1",)}, []),
        ({"a": ("1",)}, {"a": ("1", "2")}, [("a", "revised", ())]),
        ({"a": ("1",), "b": ("2",)}, {"a": ("1", "2")}, [("a", "revised", ()), ("b", "merged", ("a",))]),
        ({"a": ("1", "2")}, {"a": ("1",), "b": ("2",)}, [("a", "split", ("b",)), ("b", "added", ("a",))]),
        ({"a": ("1", "2")}, {"b": ("1",), "c": ("2",)},
         [("a", "split", ("b", "c")), ("b", "added", ("a",)), ("c", "added", ("a",))]),
        # an earlier claim came in and founds it now: the id is another, and the old one leads to it
        ({"b": ("2",)}, {"a": ("1", "2")}, [("a", "added", ("b",)), ("b", "merged", ("a",))]),
        # a claim goes over to an event that there was: both are revised, neither is split
        ({"a": ("1", "2"), "b": ("3",)}, {"a": ("1",), "b": ("2", "3")}, [("a", "revised", ()), ("b", "revised", ())]),
        ({"a": ("1",)}, {}, [("a", "withdrawn", ())]),
    ],
)  # fmt: skip
def test_what_became_of_things(before, after, found):
    assert [(name, kind.value, others) for name, kind, others in compare_things(told(**before), told(**after))] == found


def change(name, kind, *others):
    return Change(version=1, day=dt.date(2031, 3, 4), kind=kind, thing=ThingKind.EVENT, id=name, others=others)


def test_previous_ids_follow_every_step_and_forget_what_is_back():
    journal = [
        change("a", ChangeKind.MERGED, "b"), change("b", ChangeKind.MERGED, "c"),
        change("d", ChangeKind.MERGED, "c"), change("d", ChangeKind.ADDED, "c"),
        change("e", ChangeKind.WITHDRAWN), change("x", ChangeKind.MERGED, "y"), change("y", ChangeKind.MERGED, "x"),
    ]  # fmt: skip
    assert previous_ids(journal, {"c", "d"}) == {"c": ("a", "b")}


def test_a_record_put_in_the_place_of_another_says_what_changed(store):
    store.replace_record(Record(events=(event("a", "1"), event("b", "2"), event("c", "3"))))
    store.replace_record(Record(events=(event("a", "1", "2"), event("c", "3", grade=Grade.DISCOUNTED))))
    first, *later = changes_since(store)
    assert (first.version, first.kind, first.thing, first.day) == (1, "added", "event", dt.datetime.now(dt.UTC).date())
    assert [(one.version, one.id, one.kind.value, one.others) for one in later[2:]] == [
        (2, "a", "revised", ()), (2, "b", "merged", ("a",)), (2, "c", "withdrawn", ()),
    ]  # fmt: skip
    assert list(changes_since(store, version=1)) == later[2:]
    assert not list(changes_since(store, day=dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)))


def test_a_record_written_again_as_it_was_has_no_changes(store):
    record = Record(events=(event("a", "1"),))
    store.replace_record(record)
    store.replace_record(record)
    assert [one.version for one in changes_since(store)] == [1]


def test_an_update_and_a_judgement_tell_what_they_changed(store, reading, fill):
    settings = Settings(db=":memory:")
    other = reading(name="d2", day=20, text="Nine people died in the town of Homs, the army said.")
    fill(store, reading())
    update_store(store, settings)
    fill(store, other)
    update_store(store, settings)
    events = [one for one in changes_since(store) if one.thing is ThingKind.EVENT]
    one, two = (next(store.claims(Filter(document=name, kind="casualty"))) for name in ("d1", "d2"))
    add_judgement(store, settings, JudgementKind.SAME, [claim_id(one), claim_id(two)])
    joined = list(changes_since(store, version=max(found.version for found in changes_since(store)) - 1))
    undo_judgement(store, settings, 1)
    parted = list(changes_since(store, version=joined[0].version))
    assert [found.kind.value for found in events] == ["added", "added"]
    assert {found.kind.value for found in joined if found.thing is ThingKind.EVENT} == {"merged", "revised"}
    assert {found.kind.value for found in parted if found.thing is ThingKind.EVENT} == {"added", "split"}


def test_what_only_a_protected_source_tells_is_marked(store, reading, fill):
    told_in_secret = reading(
        name="p1", day=20, text="Eight people died in the town of Idlib, the ministry said.", protected=True
    )
    fill(store, reading(), told_in_secret)
    update_store(store, Settings(db=":memory:"))
    marked = {one.protected for one in changes_since(store) if one.thing is ThingKind.EVENT}
    assert marked == {False, True}


def test_an_id_that_is_gone_names_those_that_have_its_claims(store):
    store.replace_record(Record(events=(event("ea1", "1"), event("eb2", "2"), event("ec3", "3"), event("ed4", "4"))))
    store.replace_record(Record(events=(event("eb2", "2", "1"), event("ec3", "3"))))
    store.replace_record(Record(events=(event("ec3", "3", "2", "1"),)))
    for prefix, words in (
        ("ea", "event ea1 was merged: its claims are those of ec3 now. Mend: give ec3"),
        ("ed4", "event ed4 was withdrawn: none of its claims stands. Mend: `marsad changes`"),
        ("ez", "no id begins with 'ez'"),
    ):
        with pytest.raises(NotFoundError, match=f"^{words}"):
            store.find(prefix)
