"""`marsad verify` says that nothing was altered, or what was; a head is signed and compared."""

import json
import shutil
from pathlib import Path

import pytest

from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from past_marsad import alter, past_marsad


@pytest.fixture
def store(db, tmp_path):
    """One of our own, which may be altered; its record made as the commands make it."""
    path = str(shutil.copy(db, tmp_path / "war.db"))
    with Store.open(path) as kept:
        update_store(kept, Settings())
    return path


@pytest.fixture
def head(run, store, tmp_path):
    assert run("verify", "--save-head", str(tmp_path / "head.json"), "--db", store)[0] == 0
    return str(tmp_path / "head.json")


def test_an_untouched_store_is_said_to_be_so(run, store, head):
    code, out, err = run("verify", "--originals", "--head", head, "--db", store)
    assert (code, out[:2]) == (0, "ok")
    assert json.loads(Path(head).read_text())["key"] in err


def test_a_toll_edited_in_the_file_is_found_and_named_and_can_be_left_out(run, store):
    with past_marsad(store) as look:
        event = look("SELECT event FROM tolls LIMIT 1").scalar_one()
        look(f"UPDATE tolls SET best = 700 WHERE event = '{event}'")
    code, out, _ = run("verify", "--db", store)
    assert (code, out) == (1, f"LOOK  tolls of {event}: altered: not those that claims and judgements make\n")
    assert run("verify", "--no-record", "--db", store)[0] == 0


def test_a_cut_log_is_found_by_the_head_alone(run, store, head, tmp_path):
    alter(store, "DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
    code, out, err = run("verify", "--head", head, "--save-head", str(tmp_path / "no"), "--db", store)
    assert code == 1
    assert "cut off" in out
    assert "no head was saved" in err
    assert not (tmp_path / "no").exists()


def test_a_head_signed_by_another_is_refused(run, store, head):
    code, _, err = run("verify", "--head", head, "--signed-by", "ab" * 32, "--db", store)
    assert code == 2
    assert "is signed by" in err


def test_an_export_is_an_act_of_the_log(run, store):
    assert run("export", "--to", "csv", "--db", store)[0] == 0
    with past_marsad(store) as look:
        kind, what = look("SELECT kind, what FROM audit ORDER BY seq DESC LIMIT 1").one()
    assert (kind, json.loads(what)["form"]) == ("export", "csv")
    assert run("verify", "--db", store)[0] == 0
