"""The record brought up to date: when it is updated, when made anew, and what of the store that touches."""

import datetime as dt

import pytest

from marsad.domain.document import Document
from marsad.domain.errors import StoreError
from marsad.domain.judgement import Judgement
from marsad.domain.vocabulary import JudgementKind
from marsad.domain.wire import claim_id
from marsad.pipeline import recording
from marsad.pipeline.asked import known_actors
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.reconcile import reconcile
from marsad.store import Store, changing

STRICT = Settings()
TOWNS = ("Homs", "Hama", "Idlib", "Raqqa")


@pytest.fixture
def store():
    with Store.open(":memory:") as opened:
        yield opened


@pytest.fixture
def take(store, reader):
    def add(number, town="Homs", day=1):
        date = dt.date(2024, 12, day)
        text = f"{number} people were killed in {town}, the mayor said."
        (reading,) = reader.read([Document(id=f"d{number}", text=text, date=date, source="Valley Post")])
        store.add_reading(text.encode(), reading)

    return add


@pytest.fixture
def made_anew(monkeypatch):
    """How many times the record was made anew."""
    calls, real = [], recording._reconcile
    monkeypatch.setattr(recording, "_reconcile", lambda *given: (calls.append(1), real(*given)))
    return calls


def anew(store, profile="strict"):
    return reconcile(store.claims(), store.judgements(), actors=known_actors(STRICT), profile=profile)


def test_the_first_record_is_made_anew_and_those_after_it_are_updates(store, take, made_anew):
    for number, town in enumerate(TOWNS, 3):
        take(number, town)
        update_store(store, STRICT)
        assert store.record() == anew(store)
        assert store.record_is_current()
    assert len(made_anew) == 1


def test_another_profile_or_other_rules_make_it_anew(store, take, made_anew):
    take(3)
    update_store(store, STRICT)
    take(4, "Hama")
    update_store(store, Settings(profile="acled"))
    assert store.record() == anew(store, "acled")
    assert len(made_anew) == 2


def test_much_at_once_makes_it_anew(store, take, made_anew, monkeypatch):
    monkeypatch.setattr(recording, "FEW", 1)
    take(3)
    update_store(store, STRICT)
    take(4, "Hama")
    take(5, "Idlib")
    update_store(store, STRICT)
    assert store.record() == anew(store)
    assert len(made_anew) == 2


def test_a_correction_that_cannot_be_followed_makes_it_anew_until_it_is_undone(store, take, made_anew):
    take(3)
    take(4, "Hama", day=2)
    update_store(store, STRICT)
    (first, _) = store.claims()
    at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
    moved = Judgement(
        id="j1",
        kind=JudgementKind.CORRECT,
        claims=(claim_id(first),),
        author="one",
        at=at,
        correction=(("document", "d4"),),
    )
    store.add_judgement(moved)
    update_store(store, STRICT)
    assert store.record() == anew(store)
    assert store.basis() is None
    assert len(made_anew) == 2


def test_an_update_leaves_alone_the_rows_that_it_does_not_touch(store, take):
    take(3, "Homs")
    take(4, "Hama", day=9)
    update_store(store, STRICT)
    with store._write() as connection:
        connection.exec_driver_sql("CREATE TABLE seen (id TEXT)")
        for table in ("events", "tolls", "working_notes"):
            name = {"events": "id", "tolls": "event", "working_notes": "name"}[table]
            connection.exec_driver_sql(
                f"CREATE TRIGGER see_{table} AFTER DELETE ON {table} BEGIN INSERT INTO seen VALUES (OLD.{name}); END"
            )
    take(5, "Idlib", day=5)
    update_store(store, STRICT)
    with store._connect() as connection:
        touched = set(connection.exec_driver_sql("SELECT id FROM seen").scalars())
    assert touched <= {"word:mayor", "word:people", "word:post", "word:valley"}  # how many documents have them
    assert [event.place.name for event in store.record().events] == ["Homs", "Idlib", "Hama"]


def test_a_write_that_fails_leaves_the_former_record(store, take, monkeypatch):
    take(3)
    update_store(store, STRICT)
    before = store.record()
    take(4, "Hama")
    with monkeypatch.context() as broken:
        broken.setattr(changing, "raise_version", lambda *_: (_ for _ in ()).throw(StoreError("full")))
        with pytest.raises(StoreError):
            update_store(store, STRICT)
    assert store.record() == before
    assert not store.record_is_current()
    update_store(store, STRICT)
    assert store.record() == anew(store)


def test_events_come_between_others_though_there_is_no_room_left(store, take, monkeypatch):
    monkeypatch.setattr(changing, "ROOM", 4)
    monkeypatch.setattr(changing, "STEP", 2)
    for number in range(8):
        day = 30 - number if number % 2 else number + 1
        take(number + 3, TOWNS[number % 4], day=day)
        update_store(store, STRICT)
        assert store.record() == anew(store)
