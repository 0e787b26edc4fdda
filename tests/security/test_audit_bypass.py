"""No way around the log: not by the site, a command, a statement to the file, another library or a restored backup."""

import ast
import json
import shutil
import sys
import tarfile
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

import marsad
from marsad.cli.app import app as commands
from marsad.domain.errors import InputError, StoreError
from marsad.domain.source import PlaceGrain, Quoting, Source, SourceKind, TimeGrain
from marsad.pipeline.sources import keep_source, tighten
from marsad.store import Store
from marsad.store.audit_check import check_log, head_of
from marsad.store.audit_table import LOGGED
from marsad.store.backup import restore_backup, write_backup
from marsad.store.engine_sqlite import sqlite_driver
from marsad.store.schema import APPEND_ONLY, check_guards
from past_marsad import past_marsad

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import PASSWORD, Peopled, cheap_hashes, csrf_of

SQLITE = sqlite_driver()  # one library a process: two would not see each other's locks


def acts(path):
    with past_marsad(path) as look:
        try:
            return look("SELECT count(*) FROM audit").scalar()
        except DBAPIError:  # there is no log yet
            return 0


def findings(path):
    with Store.open(path) as store, store.moment() as connection:
        return [f"{one.where}: {one.what}" for one in (*check_log(connection), *check_guards(connection))]


CHANGES_ROWS = {"insert", "update", "delete", "insert_rows", "pour_rows"}


def test_nothing_writes_to_a_table_that_is_logged_but_through_the_log():
    """Whatever names `insert`, `update` or `delete` of one of them in the source does it past the log."""
    names, past = {table.name for table in LOGGED}, set()
    for path in Path(marsad.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CHANGES_ROWS:
                told = {getattr(one, "attr", None) or getattr(one, "id", None) for one in node.args}
                past |= {f"{path.name}: {node.func.id} {one}" for one in told & names}
    assert past == {"loading.py: pour_rows documents"}  # many at once, each with its act: tests/bulk/test_bulk_load.py


def invoke(settings, *words):
    done = CliRunner().invoke(
        commands, [*words, "--db", settings.db], env={"MARSAD_DATA": str(settings.data), "MARSAD_AUTHOR": "Ana"}
    )
    assert "Traceback" not in done.output
    return done


def events_and_claims(settings):
    """An event that open documents tell of, and its open claims."""
    with Store.open(settings.db) as store:
        found = {event.id: store.claims_of(event.claims) for event in store.record().events}
    opened = {event: [name for name, one in claims.items() if not one.protected] for event, claims in found.items()}
    events = sorted(opened, key=lambda event: len(found[event]) - 9 * len(opened[event]))
    return events, opened[events[0]]


CHANGING = {
    "judge accept": lambda events, claims: [claims[0], "--because", "x"],
    "judge withdraw": lambda events, claims: [claims[0], "--because", "x"],
    "judge undo": lambda events, claims: ["1"],
    "publish submit": lambda events, claims: [events[0]],
    "publish return": lambda events, claims: [events[0], "--because", "x"],
    "feeds add": lambda events, claims: ["https://news.example/feed"],
    "feeds remove": lambda events, claims: ["https://news.example/feed"],
    "export": lambda events, claims: ["--to", "csv"],
    "lock": lambda events, claims: ["off", "--because", "x"],
}


def test_each_command_that_changes_or_gives_away_the_record_leaves_an_act(settings):
    events, claims = events_and_claims(settings)
    silent = []
    for verb, given in CHANGING.items():
        before = acts(settings.db)
        done = invoke(settings, *verb.split(), *given(events, claims))
        assert done.exit_code == 0, (verb, done.output)
        silent += [verb] if acts(settings.db) == before else []
    assert silent == []
    assert findings(settings.db) == []


def test_each_command_of_accounts_and_keys_leaves_an_act_with_them(settings):
    beside = f"{settings.db}-people"
    for words in (
        ("user", "add", "Dana", "--role", "administrator"), ("user", "add", "Hala"), ("user", "password", "Dana"),
        ("user", "role", "Hala", "editor"), ("user", "close", "Hala"), ("token", "add", "Dana", "--label", "x"),
    ):  # fmt: skip
        before = acts(beside)
        assert invoke(settings, *words).exit_code == 0, words
        assert acts(beside) == before + 1, words


@pytest.mark.parametrize(("statement", "said"), [
    ("DELETE FROM audit WHERE seq = 3", "people, act 3: cut off"),
    (None, "people, their log: gone"),
])  # fmt: skip
def test_an_end_of_the_log_of_accounts_that_was_cut_off_is_told_by_the_saved_head(settings, tmp_path, statement, said):
    head, beside = str(tmp_path / "head.json"), Path(f"{settings.db}-people")
    added = (("user", "add", "Dana", "--role", "administrator"), ("user", "add", "Hala"), ("user", "close", "Hala"))
    for words in (*added, ("verify", "--no-record", "--save-head", head)):
        done = invoke(settings, *words)
        assert done.exit_code == 0, done.output
    assert "of act 3 of accounts" in done.stderr
    assert invoke(settings, "verify", "--no-record", "--head", head).exit_code == 0
    if statement is None:
        beside.unlink()
    else:
        with closing(SQLITE.connect(beside)) as raw:
            raw.execute("DROP TRIGGER audit_no_delete")
            raw.execute(statement)
            raw.execute("UPDATE people SET active = 1")  # as it was before the act that is cut off
            raw.commit()
        assert invoke(settings, "verify", "--no-record").exit_code == 0
    done = invoke(settings, "verify", "--no-record", "--head", head)
    assert (done.exit_code, said in done.stdout) == (1, True), done.output


def test_each_change_by_the_site_leaves_an_act(settings):
    with cheap_hashes():
        site = Peopled(settings)
        hala = site.client_of("Hala")
        queue = hala.get("/api/v1/review").json()["queue"]
        found = [(event, hala.get(f"/api/v1/review/{event}").json()) for event in queue]
        event = next(event for event, desk in found if "version" in desk)
        before, version = acts(settings.db), hala.get(f"/api/v1/publishing/{event}").json()["version"]
        step = {"csrf": csrf_of(hala), "version": version, "step": "submit"}
        assert hala.post(f"/publishing/{event}", data=step).status_code == 303
        assert acts(settings.db) == before + 1
        desk = hala.get(f"/api/v1/review/{event}").json()
        form = {"version": desk["version"], "claim": desk["claims"][0]["claim"], "act": "accept", "because": "x"}
        before = acts(settings.db)
        kept = hala.post(f"/api/v1/review/{event}", data={**form, "csrf": csrf_of(hala)})
        assert kept.status_code == 200, kept.text
        assert acts(settings.db) > before
        beside, rima = f"{settings.db}-people", site.client_of("Rima")
        posts = {
            "/people": {"name": "Dana", "role": "reader"}, "/people/role": {"name": "Dana", "role": "editor"},
            "/account/keys": {"password": PASSWORD, "label": "x", "days": "3", "scope": "read"},
            "/account/totp": {"password": PASSWORD}, "/sign-out": {},
        }  # fmt: skip
        for address, fields in posts.items():
            before = acts(beside)
            assert rima.post(address, data={**fields, "csrf": csrf_of(rima)}).status_code in {200, 303}, address
            assert acts(beside) == before + 1, address
    assert findings(settings.db) == []


BY_STATEMENT = ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}")
OF_THE_ENGINE = {
    "sqlite": (
        "UPDATE OR REPLACE {0} SET {1} = {1}", "INSERT OR REPLACE INTO {0} SELECT * FROM {0}",
        "REPLACE INTO {0} SELECT * FROM {0}",
    ),
    "postgresql": ("TRUNCATE {0} CASCADE",),
}  # fmt: skip


@pytest.mark.parametrize("table", [table.name for table in APPEND_ONLY])
def test_no_statement_changes_what_was_taken_in(settings, table):
    """By a connection of Marsad's own, and by one of another program's that knows nothing of Marsad's settings."""
    with Store.open(settings.db) as store:
        store.begin_writing()
        count, column = row_of(store, table)
        if not count:
            pytest.skip("nothing is kept in it")
        for statement in (*BY_STATEMENT, *OF_THE_ENGINE[store.engine]):
            with pytest.raises(StoreError, match="append-only"), store.change() as connection:
                connection.execute(text(statement.format(table, column)))
    for statement in BY_STATEMENT:
        with pytest.raises(DBAPIError, match="append-only"), past_marsad(settings.db) as run:
            run(statement.format(table, column))


def row_of(store, table):
    with store.moment() as connection:
        count = connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
        return count, inspect(connection).get_columns(table)[-1]["name"]


@pytest.mark.parametrize("statement", [
    "INSERT OR REPLACE INTO documents SELECT * FROM (SELECT * FROM documents WHERE id = 'plain-1')",
    (
        "REPLACE INTO documents SELECT seq, id, original_sha256, text_sha256, text, date, 'Eve', title, url, language, "
        "protected, time_grain, place_grain FROM documents WHERE id = 'plain-1'"
    ),
    "REPLACE INTO audit SELECT seq, at, 'Eve', kind, what, previous, hash FROM audit WHERE seq = 2",
])  # fmt: skip
def test_what_another_program_replaces_past_the_guards_is_found(settings, statement):
    """SQLite runs no guard for a row that REPLACE takes away, unless the connection asked for it, which ours do."""
    with closing(SQLITE.connect(settings.db)) as raw:
        raw.execute(statement)
        raw.commit()
    assert bool(findings(settings.db)) is ("Eve" in statement)


@pytest.mark.parametrize("statement", [
    "DROP TRIGGER judgements_no_update",
    "DROP TRIGGER audit_no_delete; CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT 1; END",
    (
        "DROP TRIGGER documents_no_update; CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents WHEN 0 "
        "BEGIN SELECT RAISE(ABORT, 'documents is append-only'); END"
    ),
])  # fmt: skip
def test_a_guard_that_is_gone_or_was_made_blind_is_found_before_anything_is_changed(settings, statement):
    with closing(SQLITE.connect(settings.db)) as raw:
        raw.executescript(statement)
    assert ["its guard is gone" in one for one in findings(settings.db)] == [True]
    assert invoke(settings, "verify", "--no-record").exit_code == 1


@pytest.mark.parametrize(("statement", "said"), [
    ("UPDATE sources SET place = 'exact'", "source field-70: altered"),
    ("UPDATE sources SET quoting = 'quote'", "source field-70: altered"),
    ("UPDATE sources SET retention_days = NULL", "source field-70: altered"),
    ("DELETE FROM sources", "source field-70: taken away"),
    ("UPDATE sources SET code = 'field-71'", "source field-70: taken away"),
])  # fmt: skip
def test_what_was_agreed_with_a_source_is_not_loosened_unheard(settings, statement, said):
    agreed = Source(
        code="field-70", kind=SourceKind.PROTECTED, quoting=Quoting.PARAPHRASE, time=TimeGrain.MONTH,
        place=PlaceGrain.COUNTRY, retention_days=90,
    )  # fmt: skip
    with Store.open(settings.db) as store:
        keep_source(store, agreed, "Ana")
        tighten(store, settings, replace(agreed, retention_days=30))
    assert findings(settings.db) == []
    with past_marsad(settings.db) as run:
        assert run(statement).rowcount
    assert any(one.startswith(said) for one in findings(settings.db))


def packed_anew(backup, folder, statement):
    """The backup with its store altered, its sums made to fit: as one who may write where backups lie would."""
    with tarfile.open(backup) as tar:
        tar.extractall(folder, filter="data")
    with closing(SQLITE.connect(folder / "store.db")) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name}")
        raw.executescript(statement)
        told = json.loads((folder / "manifest.json").read_text())
        told["seq"], told["hash"] = raw.execute("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetchone()
    told["files"]["store.db"] = sha256((folder / "store.db").read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(told))
    with tarfile.open(folder / "altered", "w") as tar:
        for name in ("manifest.json", "store.db"):
            tar.add(folder / name, name)
    return folder / "altered"


@pytest.mark.parametrize("statement", [
    "UPDATE documents SET source = 'Eve' WHERE id = 'plain-1'", "DELETE FROM audit WHERE seq = 2",
    "UPDATE audit SET actor = 'Eve' WHERE seq = 3",
])  # fmt: skip
def test_an_altered_backup_whose_sums_fit_is_not_restored(settings, tmp_path, statement):
    write_backup(Path(settings.db), tmp_path / "b")
    altered = packed_anew(tmp_path / "b", tmp_path, statement)
    with pytest.raises((InputError, StoreError), match="Mend"):
        restore_backup(altered, tmp_path / "new.db", people=tmp_path / "new.db-people")
    assert not (tmp_path / "new.db").exists()


def test_a_backup_whose_end_was_cut_off_is_restored_and_told_by_the_saved_head(settings, tmp_path):
    """Nothing within it can tell; a head that is kept elsewhere does."""
    with Store.open(settings.db) as store, store.moment() as connection:
        head = head_of(connection)
    write_backup(Path(settings.db), tmp_path / "b")
    folder = tmp_path / "room"
    folder.mkdir()
    cut = packed_anew(tmp_path / "b", folder, "DELETE FROM audit WHERE kind = 'record written'")
    restore_backup(shutil.copy(cut, tmp_path / "cut"), tmp_path / "new.db", people=tmp_path / "new.db-people")
    with Store.open(tmp_path / "new.db") as store, store.moment() as connection:
        assert any("cut off" in one.what for one in check_log(connection, head))
        assert list(check_guards(connection))
