"""The record's own rows are compared with what claims and judgements make; accounts with what the log tells of them."""

import datetime as dt
import shutil

import pytest

from marsad.domain.filter import Filter
from marsad.domain.judgement import Judgement
from marsad.domain.person import ApiToken, Person, Scope, SiteRole
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import JudgementKind
from marsad.domain.wire import claim_id
from marsad.pipeline.rechecking import recheck_record
from marsad.pipeline.recording import update_store
from marsad.pipeline.rereading import reread
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.people import People
from past_marsad import alter, past_marsad


def findings(store, settings=None):
    with store.moment() as connection:
        return [f"{one.where}: {one.what}" for one in recheck_record(connection, settings or Settings())]


@pytest.fixture
def recorded(store, reading, fill):
    fill(store, reading("d1"), reading("d2", text="Seven people died in Hama, the ministry said again."))
    update_store(store, Settings())
    return store


def test_a_record_as_it_was_made_is_one_on_every_engine(recorded, reading, fill):
    assert findings(recorded) == []
    fill(recorded, reading("d3", day=4, text="Nine died there."), reading("d4", protected=True, text="Two died."))
    claim = claim_id(next(iter(recorded.claims())))
    at = dt.datetime(2024, 12, 1, tzinfo=dt.UTC)
    recorded.add_judgement(Judgement(id="j1", kind=JudgementKind.WITHDRAW, claims=(claim,), author="Ana", at=at))
    update_store(recorded, Settings())  # changed in part
    assert findings(recorded) == []


def test_an_empty_store_has_no_record_to_be_altered(store, reading, fill):
    fill(store)
    store.begin_writing()
    assert findings(store) == []


def test_one_that_cannot_be_compared_is_said_to_be_so(recorded, reading, fill):
    assert "made by another version, profile" in findings(recorded, Settings(profile="acled"))[0]
    fill(recorded, reading("d9", text="Another."))
    assert "older than its claims" in findings(recorded)[0]


ALTERED = {
    "UPDATE events SET payload = replace(payload, '\"high\": 7', '\"high\": 70')": "give another tolls",
    "UPDATE events SET deaths = 70": "give another deaths",
    "DELETE FROM events": "taken away: claims make it",
    "INSERT INTO events (id, kind, places, actors, payload) VALUES ('e9', 'attack', '', '', '{}')":
        "events e9: added: no claims make it",
    "UPDATE control SET until = '2024-12-09'": "give another until",
    "UPDATE control SET payload = replace(payload, 'Army of the North', 'Nobody')": "give another holder",
    "UPDATE tolls SET best = 70": "tolls of e",
    "UPDATE counted SET high = 70": "counted of e",
    "DELETE FROM figures": "figures of e",
    "UPDATE voices SET grade = 'confirmed'": "voices of e",
    "UPDATE outlets SET outlet = 'Eve'": "outlets of e",
    "DELETE FROM links WHERE kind = 'control'": "links of ",
    "INSERT INTO decided VALUES ('c1', 'j9', 'accept')": "decided of j9",
    "INSERT INTO set_aside SELECT id FROM claims WHERE kind = 'casualty'": "it is set aside, and no reading",
    "UPDATE meta SET value = '9 9' WHERE name = 'record_of'": "older than its claims",
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory, reading, fill):
    path = tmp_path_factory.mktemp("sound") / "war.db"
    with Store.open(path) as store:
        fill(store, reading("d1"), reading("d2", text="Seven people died in Hama, the ministry said again."))
        update_store(store, Settings())
    return path


@pytest.mark.parametrize("statement", ALTERED)
def test_a_row_that_is_altered_is_found_and_named(sound, tmp_path, statement):
    path = tmp_path / "war.db"
    shutil.copy(sound, path)
    with past_marsad(path) as run:
        assert run(statement).rowcount
    with Store.open(path) as store:
        assert ALTERED[statement] in " | ".join(findings(store))


def test_an_altered_record_is_made_anew_by_reading_again(sound, tmp_path):
    path = tmp_path / "war.db"
    shutil.copy(sound, path)
    alter(path, "UPDATE tolls SET best = 70; DELETE FROM control; UPDATE events SET deaths = 0")

    class SameAsBefore:
        def read(self, documents, *, mentions=False):
            for document in documents:
                yield Reading(document=document, claims=tuple(store.claims(Filter(document=document.id))))

    with Store.open(path) as store:
        assert findings(store)
        reread(store, SameAsBefore(), Settings(), again=True)
        assert findings(store) == []


OF_PEOPLE = {
    "UPDATE people SET role = 'administrator'": "people Ana: altered: the log tells of another role",
    "UPDATE people SET active = false": "people Ana: altered: the log tells of another open",
    "UPDATE people SET password_hash = 'eve'": "people Ana: altered: its password",
    "DELETE FROM people": "people Ana: taken away",
    "INSERT INTO people SELECT 'Eve', password_hash, role, totp, last_step, epoch, active FROM people":
        "people Eve: added past the log",
    "UPDATE tokens SET scopes = 'read review'": "tokens k1: altered: the log tells of another scopes",
    "UPDATE tokens SET ends = '2099-01-01'": "tokens k1: altered: its password, codes or term",
    "UPDATE tokens SET revoked = false": "tokens k1: altered: the log tells of another ended",
    "INSERT INTO tokens SELECT 'k9', 'other', owner, label, scopes, ends, last_used, revoked FROM tokens":
        "tokens k9: added past the log",
}  # fmt: skip


@pytest.mark.parametrize("statement", OF_PEOPLE)
def test_an_account_or_a_key_changed_past_the_log_is_found(tmp_path, statement):
    people = People.beside(tmp_path / "war.db")
    ana = Person(name="Ana", password_hash="x", role=SiteRole.EDITOR)
    people.keep(Person(name="Ana", password_hash="y", role=SiteRole.READER), by="Ben")
    people.keep(ana, by="Ben")
    key = {"id": "k1", "digest": "d", "owner": "Ana", "label": "copy", "scopes": (Scope.READ,), "last_used": None}
    people.keep_token(ApiToken(**key, ends=dt.date(2030, 1, 1), revoked=False))
    people.keep_token(ApiToken(**key, ends=dt.date(2030, 1, 1), revoked=True))
    people.use_step("Ana", 7)
    people.end_all_sessions("Ben")
    people.note_use("k1", dt.date(2029, 1, 1))
    assert people.check_log() == ()
    with past_marsad(tmp_path / "war.db-people") as run:
        assert run(statement).rowcount
    assert OF_PEOPLE[statement] in " | ".join(f"{one.where}: {one.what}" for one in people.check_log())
    people.close()
