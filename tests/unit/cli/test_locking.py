"""A lock holds for every command that writes, and stands in the log with who and why."""

import shutil

import pytest

from marsad.domain.errors import StoreError
from marsad.store import Store
from marsad.store.people import People
from past_marsad import past_marsad


@pytest.fixture
def store(db, tmp_path):
    return str(shutil.copy(db, tmp_path / "war.db"))


@pytest.mark.parametrize("mode", ["read-only", "closed"])
def test_nothing_is_written_until_it_is_off(run, store, mode):
    assert run("lock", mode, "--because", "laptop taken", "--author", "Ana", "--db", store)[0] == 0
    for verb in (["judge", "accept", "c", "--because", "x"], ["feeds", "add", "https://news.example/feed"]):
        code, _, err = run(*verb, "--db", store)
        assert code == 2, verb
    assert "by Ana: laptop taken" in err
    with Store.open(store) as opened, pytest.raises(StoreError, match="is locked"), opened.change():
        pass
    assert run("events", "--db", store)[0] == 0
    assert run("lock", "off", "--because", "back", "--db", store)[0] == 0
    assert run("feeds", "add", "https://news.example/feed", "--db", store)[0] == 0
    with past_marsad(store) as look:
        assert look("SELECT actor FROM audit WHERE kind = 'lock' ORDER BY seq").scalars().first() == "Ana"
    assert run("verify", "--db", store)[0] == 0


def test_one_that_is_none_is_refused(run, store):
    assert run("lock", "shut", "--because", "x", "--db", store)[0] == 2
    assert run("lock", "closed", "--because", " ", "--db", store)[0] == 2


def test_sessions_end_and_records_are_still_written(run, store):
    run("user", "add", "hala", "--db", store)
    people = People.beside(store)
    before = people.find("hala").epoch
    run("lock", "sessions", "--because", "x", "--db", store)
    assert people.find("hala").epoch == before + 1
    people.close()
    assert run("feeds", "add", "https://news.example/feed", "--db", store)[0] == 0
