"""A site heeds the lock of its store while it runs: closed to all, or every session and key ended."""

import shutil
from dataclasses import replace

import pytest
from sites import open_site

from marsad.store import Store
from marsad.store.locked import Lock, Mode


@pytest.fixture
def shut(sample_settings, tmp_path):
    path = shutil.copy(sample_settings.db, tmp_path / "war.db")
    client = open_site(replace(sample_settings, db=str(path)), demo=True)
    assert client.get("/events").status_code == 200

    def to(mode):
        with Store.open(path) as store:
            store.shut(Lock(mode=mode, who="Ana", because="laptop taken"))
        return client

    return to


def test_closed_it_answers_nobody_and_tells_nothing(shut):
    client = shut(Mode.CLOSED)
    for address in ("/", "/events", "/sign-in", "/api/v1/events", "/nowhere"):
        answer = client.get(address)
        assert answer.status_code == 503, address
        assert "Ana" not in answer.text
    assert shut(Mode.OFF).get("/events").status_code == 200


def test_with_sessions_ended_nobody_is_let_in(shut):
    client = shut(Mode.SESSIONS)
    assert client.get("/events").status_code == 303
    assert client.get("/sign-in").status_code == client.post("/sign-in").status_code == 503
    assert client.get("/api/v1/events", headers={"authorization": "Bearer x"}).status_code == 401


def test_read_only_it_is_read(shut):
    assert shut(Mode.READ_ONLY).get("/events").status_code == 200
