"""What docs/operate.md promises of keys and backups, command by command: rotate, back up, restore elsewhere, verify."""

import json

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.domain.source import Identity, Source, SourceKind
from marsad.pipeline.sources import keep_source
from marsad.store import Store
from marsad.store.acts import ActKind, record_act
from marsad.store.sealing import seal_identity
from marsad.store.vault import put_sealed, recipients_of

CODE = "walnut-kite"


class Desk:
    """A folder with a record, in which commands are typed by one person or another."""

    def __init__(self, folder):
        self.folder = folder
        self.db = str(folder / "war.db")

    def says(self, *words, by="dana", code=0):
        environment = {"MARSAD_DB": self.db, "MARSAD_DATA": str(self.folder / "data"), "MARSAD_AUTHOR": by}
        done = CliRunner().invoke(app, [*map(str, words)], env=environment)
        assert done.exit_code == code, (words, done.output)
        return done.stdout + done.stderr

    def public(self, name):
        return self.says("vault", "new-key", self.folder / f"{name}.key").split()[0]

    def open(self, key, code=0):
        self.says("vault", "request", CODE, "--because", "the court asks", by="hala")
        listed = self.says("vault", "requests", "--format", "csv").splitlines()
        (number,) = (line.split(",")[0] for line in listed if line.endswith(",waits"))
        self.says("vault", "approve", number, by="omar")
        return self.says("vault", "open", CODE, "--key", key, by="hala", code=code)


@pytest.fixture
def desk(tmp_path):
    made = Desk(tmp_path)
    with Store.open(made.db) as store:
        store.begin_writing()
    for name in ("ana", "ben"):
        made.says("vault", "recipients", "add", name, made.public(name))
    with Store.open(made.db) as store:
        keep_source(store, Source(code=CODE, kind=SourceKind.PROTECTED), "hala")
        with store.change_without_trace() as connection:
            put_sealed(connection, CODE, seal_identity(Identity(name="A. Giver"), recipients_of(store)), None)
            record_act(connection, ActKind.SEALED, "hala", CODE, entries=[CODE])
    return made


def test_a_rotation_shuts_the_old_key_out_of_the_store_and_not_out_of_older_backups(desk, tmp_path):
    ana, cleo, backups = desk.folder / "ana.key", desk.folder / "cleo.key", desk.public("backup")
    desk.says("verify", "--save-head", tmp_path / "head.json")
    desk.says("backup", tmp_path / "monday", "--to-recipient", backups)
    desk.says("vault", "recipients", "add", "cleo", desk.public("cleo"))
    desk.says("vault", "recipients", "remove", "ana")
    assert "copies and backups made before still open to the old keys" in desk.says("vault", "rotate", "--key", ana)
    assert "no key of the file opens it" in desk.open(ana, code=2)
    assert "A. Giver" in desk.open(cleo)
    desk.says("verify", "--head", tmp_path / "head.json")

    other = Desk(tmp_path / "another machine")
    other.says("restore", tmp_path / "monday", "--key", desk.folder / "backup.key")
    assert "nothing was altered" in other.says("verify", "--originals", "--head", tmp_path / "head.json")
    assert "A. Giver" in other.open(ana)
    assert "no key of the file opens it" in other.open(cleo, code=2)


def test_a_head_from_after_the_backup_tells_what_was_lost_by_restoring_it(desk, tmp_path):
    desk.says("backup", tmp_path / "monday")
    desk.says("verify", "--save-head", tmp_path / "head.json")
    last = json.loads((tmp_path / "head.json").read_text())["seq"]
    other = Desk(tmp_path / "another machine")
    other.says("restore", tmp_path / "monday")
    told = other.says("verify", "--head", tmp_path / "head.json", code=1)
    assert f"act {last}: lost: act {last} tells that a backup of the log up to act {last - 1} was restored" in told
    assert "written anew" not in told


def test_a_new_key_signs_new_heads_and_the_old_ones_keep_theirs(desk, tmp_path):
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    desk.says("verify", "--save-head", old)
    (tmp_path / "data" / "audit.key").rename(tmp_path / "audit.key.old")
    desk.says("verify", "--head", old, "--save-head", new)
    before, after = (json.loads(one.read_text())["key"] for one in (old, new))
    assert before != after
    desk.says("verify", "--head", old, "--signed-by", before)
    desk.says("verify", "--head", old, "--signed-by", after, code=2)
