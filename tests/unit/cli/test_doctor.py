"""The doctor looks at everything that can be amiss, and says what to do about each thing that is."""

import datetime as dt
import json
import os
import re
import shutil
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import pytest

from marsad.domain.audit import Kind
from marsad.domain.person import Person, SiteRole
from marsad.domain.source import Identity, Recipient, Source, SourceKind
from marsad.pipeline.doctor import examine, machine
from marsad.pipeline.doctor.server import check_server
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.changing import forget_record
from marsad.store.feeds import Feed, add_feed, note_poll
from marsad.store.people import People
from marsad.store.sealing import make_key, seal_identity
from marsad.store.vault import add_recipient, put_sealed, put_source
from marsad.store.workroom import PREFIX
from past_marsad import alter

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def own(db, tmp_path):
    path = tmp_path / "house" / "war.db"
    path.parent.mkdir()
    shutil.copy(db, path)
    return Settings(db=str(path), data=tmp_path / "data")


def amiss(settings, now=None):
    found = list(examine(settings, now or dt.datetime.now(dt.UTC)))
    assert all(one.found and "\n" not in one.found + (one.mend or "") for one in found)
    return [f"{one.found}. Mend: {one.mend}" for one in found if not one.well]


def well(settings, now=None):
    return [one.found for one in examine(settings, now or dt.datetime.now(dt.UTC)) if one.well]


def test_nothing_is_amiss_with_a_sound_store(own):
    assert amiss(own) == []
    assert any(re.fullmatch(r"audit log: \d+ acts, unbroken", one) for one in well(own))


def test_it_is_told_as_json_too(run, db):
    code, out, _ = run("doctor", "--json", "--db", db)
    found = json.loads(out)
    assert code == 0
    assert {one["topic"] for one in found} >= {"versions", "sqlite", "store", "log", "disk", "clock", "keys"}
    assert all(one["well"] and one["mend"] is None for one in found)


def test_a_disk_that_fills_up(own, monkeypatch):
    usage = namedtuple("usage", "total used free")  # noqa: PYI024
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage(10, 0, 10))
    assert "0 MB free" in amiss(own)[0]
    assert "free some space" in amiss(own)[0]


def test_a_clock_that_was_set_back(own):
    an_hour_ago = NOW - dt.timedelta(hours=1)
    told = amiss(own, an_hour_ago)
    assert any(re.search(r"and act \d+ of the log is of .*Mend: set the clock right", one) for one in told)
    os.utime(own.db, (NOW.timestamp() + 7_200, NOW.timestamp() + 7_200))
    assert any("war.db was written at" in one for one in amiss(own))


def test_where_the_clock_went_back_long_ago_the_numbers_tell_the_order(own):
    alter(own.db, "UPDATE audit SET at = '2020-01-01T00:00:00+00:00' WHERE seq = 3")
    assert any("the clock was set back between act 2 (" in one for one in well(own))
    assert any("act 3 (document kept" in one and "`marsad verify`" in one for one in amiss(own))  # altered, too


def test_a_backup_that_is_old_or_never_was(own):
    later = NOW + dt.timedelta(days=8)
    assert any("no backup was ever made" in one and "marsad backup FILE" in one for one in amiss(own, later))
    with Store.open(own.db) as store:
        store.note_act(Kind.BACKUP, "Ana", {"sha256": "x"})
    assert any("last backup: act" in one for one in amiss(own, later))
    assert any("last backup: act" in one for one in well(own))


def test_what_a_killed_backup_left_is_taken_away(own, tmp_path):
    left = tmp_path / "house" / f"{PREFIX}abc"
    left.mkdir()
    (left / "store.db").write_text("plain")
    assert any("is taken away" in one for one in well(own))
    assert not left.exists()


def test_keys_that_are_too_few_or_can_be_read_by_others(own):
    with Store.open(own.db) as store, store.change() as connection:
        add_recipient(connection, Recipient(name="ana", key="age1x"))
    assert any("one lost key loses all" in one and "recipients add" in one for one in amiss(own))
    own.data.mkdir()
    (own.data / "audit.key").write_text("no key")
    (own.data / "audit.key").chmod(0o644)
    Path(own.db).chmod(0o640)
    told = amiss(own)
    assert any(one.endswith(f"chmod 600 {own.data / 'audit.key'}") for one in told)
    assert any(one.endswith(f"chmod 600 {own.db}") for one in told)
    assert any("no signing key" in one for one in told)


def test_accounts_without_an_administrator_or_a_second_editor(own):
    people = People.beside(own.db)
    people.keep(Person(name="Ana", password_hash="x", role=SiteRole.EDITOR), by="Ben")
    assert any("none is an administrator's. Mend: make one" in one for one in amiss(own))
    people.keep(Person(name="Ana", password_hash="x", role=SiteRole.ADMINISTRATOR), by="Ben")
    assert any("1 may publish. Mend: `marsad user add" in one for one in amiss(own))
    people.keep(Person(name="Eve", password_hash="x", role=SiteRole.EDITOR), by="Ben")
    assert amiss(own) == []
    people.close()
    alter(f"{own.db}-people", "UPDATE people SET role = 'administrator'")
    assert any("people Eve: altered" in one for one in amiss(own))


def test_who_is_added_first_is_told_that_an_administrator_is_needed(run, own):
    _, _, said = run("user", "add", "Hala", "--role", "editor", "--db", own.db)
    assert "nobody is an administrator yet. Mend: make one" in said
    assert "administrator yet" not in run("user", "add", "Rima", "--role", "administrator", "--db", own.db)[2]


def test_feeds_that_rest(own):
    with Store.open(own.db) as store:
        add_feed(store, Feed(url="https://a.example/f", added="x", added_by="Ana", every_s=60, next_due="2030-01-01"))
        note_poll(store, "https://a.example/f", failures=4, problem="it answers no more")
    assert any("after 4 failures: it answers no more. Mend: look at its address" in one for one in amiss(own))
    assert "feeds: 1 watched, 1 resting" in well(own)


def test_an_actor_file_that_cannot_be_read_and_one_that_can(own, tmp_path):
    (tmp_path / "bad.toml").write_text("no toml")
    assert any(
        "bad.toml" in one and "put the file right" in one
        for one in amiss(replace(own, actor_files=(tmp_path / "bad.toml",)))
    )


def test_a_server_is_asked_what_it_keeps(new_database):
    with Store.open(new_database()) as store:
        store.begin_writing()
        found = list(check_server(store))
    assert re.match(r"PostgreSQL \d+.*encoding UTF8", found[0].found)
    assert any("superuser" in one.found for one in found)
    with Store.open(":memory:") as store:
        assert list(check_server(store)) == []


def test_an_identity_that_is_kept_longer_than_was_agreed_is_told_until_the_mend_is_followed(run, own):
    with Store.open(own.db) as store, store.change_without_trace() as connection:
        keys = [Recipient(name=name, key=make_key()[1]) for name in ("ana", "ben")]
        for one in keys:
            add_recipient(connection, one)
        put_source(connection, Source(code="walnut-kite", kind=SourceKind.PROTECTED, retention_days=5))
        put_sealed(connection, "walnut-kite", seal_identity(Identity(name="A"), keys), NOW.date())
    assert ["kept longer than was agreed" in one for one in amiss(own)] == [True]
    assert run("vault", "erase", "--due", "--db", own.db, "--author", "Ana")[0] == 0
    assert amiss(own) == []


def test_a_record_that_is_older_than_its_claims_is_made_anew_by_a_file_that_is_known(run, own, tmp_path):
    with Store.open(own.db) as store, store.change() as connection:
        one = next(iter(store.documents()))
        forget_record(connection)
    assert ["older than its claims. Mend: `marsad ingest FILE`" in one for one in amiss(own)] == [True]
    known = tmp_path / "known.jsonl"
    known.write_text(json.dumps({"id": one.id, "text": one.text, "date": f"{one.date}", "source": one.source}))
    assert run("ingest", str(known), "--db", own.db)[0] == 0
    assert amiss(own) == []
