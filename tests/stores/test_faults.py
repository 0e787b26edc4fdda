"""Killed, out of disk, locked, set back in time or damaged: nothing acknowledged is lost, nothing is doubled.

Ingest and its importers are tried in `test_sudden_ends.py`, the backup's kills in `test_backup.py`.
"""

import datetime as dt
import json
import lzma
import random
import re
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from marsad.cli.app import app as commands
from marsad.domain.errors import MarsadError, NotFoundError, StoreError
from marsad.domain.judgement import Judgement
from marsad.domain.vocabulary import JudgementKind
from marsad.pipeline.doctor import examine
from marsad.pipeline.rechecking import recheck_record
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.store import Store, auditing, engine_sqlite, tables
from marsad.store.audit_check import check_log
from marsad.store.audit_table import audit
from marsad.store.backup import write_backup
from marsad.store.originals_check import check_originals
from marsad.store.publishing import steps_of

HERE = Path(__file__).parent
SQLITE = engine_sqlite.sqlite_driver()  # one library a process: two would not see each other's locks
OLD = sorted((HERE / "old").glob("*.db.xz"))


def run(path, *plans):
    """What each attempt said, and whether it was killed."""
    done = subprocess.run(
        [sys.executable, str(HERE / "killed_acts.py"), str(path), json.dumps(plans)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    ends = [json.loads(line) for line in done.stdout.splitlines()]
    assert not [words for one in ends for words in one["said"] if words.startswith("Traceback")]
    return ends


@pytest.fixture(scope="module")
def sound(tmp_path_factory, reading, fill):
    path = tmp_path_factory.mktemp("faults") / "sound.db"
    with Store.open(path) as store:
        fill(store, *(reading(f"d{day}", day, f"Seven people died in street {day} of Hama.") for day in (1, 5, 9)))
        update_store(store, Settings())
    return path


@pytest.fixture
def path(sound, tmp_path):
    kept = tmp_path / "war.db"
    kept.write_bytes(sound.read_bytes())
    kept.chmod(0o600)
    return kept


def findings(path):
    """All that is amiss, once the record is brought up to what was kept before the end came."""
    with Store.open(path) as store:
        assert store.check() == "ok"
        update_store(store, Settings())
        with store.moment() as connection:
            found = [*check_log(connection), *check_originals(connection), *recheck_record(connection, Settings())]
    return [f"{one.where}: {one.what}" for one in found]


def kills(chance, count, most):
    return [{"kill_after": chance.randrange(1, most), "then_wait": chance.random() / 30} for _ in range(count)]


def test_killed_amid_judgements_none_is_lost_and_none_is_doubled(path):
    points = (
        "marsad.pipeline.judging:update_store",  # kept, and not yet in the record
        "marsad.store.store:write_change",
        "marsad.store.store:set_record_of",  # the record is written, and not yet said to be of now
    )
    plans = [{"at": point, "nth": 2} for point in points] + kills(random.Random(3), 2, 3)
    ends = run(path, *({"act": "judge", **plan} for plan in plans))
    assert all(one["killed"] for one in ends)
    acknowledged = [name for one in ends for name in one["said"]]
    with Store.open(path) as store:
        kept = [row["id"] for row in store.ask(select(tables.judgements.c.id))]
    assert acknowledged
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len(set(kept)) <= len(acknowledged) + len(ends)
    assert findings(path) == []


def test_killed_amid_publishing_no_step_is_lost_doubled_or_half_taken(path):
    points = (
        "marsad.pipeline.publishing:add_steps",
        "marsad.store.publishing:insert_logged",
        "marsad.store.auditing:append_act",  # the step's row is written, and the log's is not
    )
    plans = [{"at": point, "nth": nth} for point in points for nth in (1, 3)] + kills(random.Random(5), 2, 9)
    ends = run(path, *({"act": "publish", **plan} for plan in plans))
    assert all(one["killed"] for one in ends)
    acknowledged = Counter(" ".join(words.split()[:2]) for one in ends for words in one["said"])
    with Store.open(path) as store:
        things = [event.id for event in store.record().events]
        kept = Counter(f"{thing} {one.step.value}" for thing, steps in steps_of(store, things).items() for one in steps)
    assert acknowledged.total() > 10
    assert acknowledged <= kept
    assert (kept - acknowledged).total() <= len(ends)
    assert findings(path) == []


@pytest.mark.parametrize("packed", OLD, ids=lambda path: path.name.partition(".")[0])
def test_a_store_of_each_older_version_comes_forward_whole(packed, tmp_path):
    path = tmp_path / "war.db"
    path.write_bytes(lzma.decompress(packed.read_bytes()))
    before = taken_in(path)
    assert [len(lines) for lines in before.values()] == [3, 3, 6, 1]
    with Store.open(path) as store:
        store.bring_up()
        assert taken_in(path) == before
        assert [one.id for one in store.documents()] == ["d1", "d2", "p1"]
        assert len(list(store.claims())) == 6
        assert [one.id for one in store.judgements()] == ["j1"]
        assert len(store.record().events) == 3
    assert findings(path) == []


def taken_in(path):
    """All that was ever handed in, in the columns that every version has had."""
    columns = {"originals": "sha256, content", "documents": "id, text, date, source, protected, text_sha256",
               "claims": "id, document, payload", "judgements": "id, author, at, payload"}  # fmt: skip
    with closing(SQLITE.connect(path)) as raw:
        return {name: sorted(raw.execute(f"SELECT {wanted} FROM {name}")) for name, wanted in columns.items()}


def as_sql(path):
    """The whole file as SQL, by the one driver that spells it; nothing else has it open."""
    with closing(sqlite3.connect(path)) as raw:
        return list(raw.iterdump())


def test_a_change_of_schema_that_is_cut_off_leaves_the_old_one_whole(tmp_path):
    old, path = tmp_path / "old.db", tmp_path / "war.db"
    old.write_bytes(lzma.decompress(OLD[0].read_bytes()))
    names = ("_bring_to_base", "_add_indices", "climb", "_write_again", "_decide", "write_all_names")
    points = [f"marsad.store.upgrade:{name}" for name in names]
    points += [f"marsad.store.schema:{name}" for name in ("guard", "begin_log", "set_meta")]
    left = {one: tmp_path / f"{number}.db" for number, one in enumerate([*points, "disk"])}
    plans = [{"at": point, "copy_of": str(old), "keep_as": str(left[point])} for point in points]
    full = {"most_bytes": 100_000, "copy_of": str(old), "keep_as": str(left["disk"])}
    *killed, out_of_disk = run(path, *({"act": "migrate", **plan} for plan in (*plans, full)))
    assert all(one["killed"] for one in killed)
    assert re.search(r"Mend: .*space.*nothing acknowledged is lost", out_of_disk["said"][-1])
    before = as_sql(old)
    for point, one in left.items():
        assert as_sql(one) == before, point
    with Store.open(left["disk"]) as store:
        store.bring_up()
    assert findings(left["disk"]) == []


def test_out_of_disk_amid_judging_publishing_backing_up_and_restoring(path, tmp_path):
    write_backup(path, tmp_path / "whole.backup")
    most = {"judge": 60_000, "publish": 60_000, "back_up": 200_000, "restore": 200_000}
    for act, one in zip(most, run(path, *({"act": act, "most_bytes": most[act]} for act in most)), strict=True):
        assert re.fullmatch(r"marsad: .*\. Mend: .*free some space.*", one["said"][-1]), (act, one)
    names = sorted(one.name for one in tmp_path.iterdir())
    assert [name for name in names if name.startswith((".marsad", "war.backup", "again"))] == []
    assert findings(path) == []


HOLD = """
import sqlite3, sys
sqlite3.connect(sys.argv[1], isolation_level=None).execute("BEGIN IMMEDIATE")
print("held", flush=True)
input()
"""


def test_a_store_that_another_program_holds_is_said_to_be_locked(path, monkeypatch):
    short = (*(one for one in engine_sqlite.ALWAYS if not one.startswith("busy")), "busy_timeout = 50")
    monkeypatch.setattr(engine_sqlite, "ALWAYS", short)
    holder = [sys.executable, "-c", HOLD, str(path)]
    with Store.open(path) as store:
        with subprocess.Popen(holder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout.readline()
            with pytest.raises(StoreError, match=r"locked\. Mend: wait until the other program has ended"):
                store.add_judgement(judgement("j1"))
            assert store.judgements() == ()
            assert len(list(store.documents())) == 3  # reading goes on
            other.communicate("end")
        store.add_judgement(judgement("j1"))
    assert findings(path) == []


def judgement(name, *, undone=False):
    at = dt.datetime(2024, 12, 1, tzinfo=dt.UTC)
    return Judgement(id=name, kind=JudgementKind.ACCEPT, claims=("c1",), author="Ana", at=at, undone=undone)


class _SetBack(dt.datetime):
    @classmethod
    def now(cls, tz=None):
        return dt.datetime.now(tz) - dt.timedelta(days=400)


def test_a_clock_that_is_set_back_changes_no_order_and_breaks_no_chain(path, monkeypatch):
    with Store.open(path) as store:
        store.add_judgement(judgement("j1"))
        monkeypatch.setattr(auditing, "dt", SimpleNamespace(datetime=_SetBack, UTC=dt.UTC))
        store.add_judgement(judgement("j2"))
        store.add_judgement(judgement("j1", undone=True))
        monkeypatch.undo()
        store.add_judgement(judgement("j3"))
        assert [(one.id, one.undone) for one in store.judgements()] == [("j1", True), ("j2", False), ("j3", False)]
        hours = [row["at"] for row in store.ask(select(audit.c.at).order_by(audit.c.seq))]
    assert hours != sorted(hours)  # it was set back indeed
    assert findings(path) == []
    told = list(examine(Settings(db=str(path), data=path.parent), dt.datetime.now(dt.UTC)))
    assert [one.found for one in told if "the clock was set back between act" in one.found]
    assert [one for one in told if one.topic == "log" and not one.well] == []


def everything_read(store):
    """By name, what each way of reading gives, or the one line that it fails with."""
    ways = {
        "documents": lambda: list(store.documents()), "claims": lambda: list(store.claims()),
        "record": store.record, "judgements": store.judgements, "counts": store.counts,
        "originals": lambda: [store.original(one.original_sha256) for one in store.documents()],
        "problems": lambda: list(store.problems()),
    }  # fmt: skip
    told = {}
    for name, way in ways.items():
        try:
            told[name] = way()
        except MarsadError as error:
            told[name] = str(error)
    assert all("Mend: " in one for one in told.values() if isinstance(one, str)), told
    return told


def damaged(sound, path, at, content):
    whole = bytearray(sound.read_bytes())
    whole[at : at + len(content)] = content
    path.write_bytes(bytes(whole))
    path.chmod(0o600)
    return path


def test_a_damaged_page_is_found_with_its_mend_and_never_a_traceback(sound, tmp_path):
    with closing(SQLITE.connect(sound)) as raw:
        (size,), (count,) = (raw.execute(f"PRAGMA {name}").fetchone() for name in ("page_size", "page_count"))
    chance = random.Random(8)
    for page in chance.sample(range(1, count), 8):
        path = damaged(sound, tmp_path / f"page{page}.db", page * size, chance.randbytes(400))
        told = [one for one in examine(Settings(db=str(path), data=tmp_path), dt.datetime.now(dt.UTC)) if not one.well]
        assert any("marsad restore FILE" in one.mend for one in told), page
        with Store.open(path) as store:
            everything_read(store)
        with pytest.raises(StoreError, match="Mend: "):
            write_backup(path, tmp_path / f"page{page}.backup")


DAMAGED_ROWS = {
    "UPDATE documents SET text = CAST(X'FF00FF' AS TEXT) WHERE id = 'd5'": "column 'text'",
    "UPDATE documents SET source = CAST(X'FF' AS TEXT) WHERE id = 'd5'": "source",
    "UPDATE claims SET payload = 'no JSON' WHERE document = 'd5'": "malformed",
    "UPDATE claims SET payload = '{}' WHERE document = 'd5'": "damaged, or altered",
    "UPDATE events SET payload = '{\"id\"' WHERE seq > 0": "damaged, or altered",
    "UPDATE originals SET content = X'00'": "cannot be unpacked",
}  # fmt: skip


@pytest.mark.parametrize("statement", DAMAGED_ROWS)
def test_bytes_damaged_within_a_row_are_told_by_verify_and_reading_them_is_no_traceback(path, tmp_path, statement):
    """The file's own tests pass: its pages are whole, and what is in them is not."""
    with closing(open_past_triggers(path)) as raw:
        assert raw.execute(statement).rowcount
        raw.commit()
    with Store.open(path) as store:
        assert store.check() == "ok"
        assert any(isinstance(one, str) for one in everything_read(store).values())
    words = ["verify", "--originals", "--db", str(path)]
    done = CliRunner().invoke(commands, words, env={"MARSAD_DATA": str(tmp_path)})
    assert done.exit_code == 1, done.output
    assert DAMAGED_ROWS[statement] in done.stdout
    assert "Mend" in done.output
    assert "Traceback" not in done.output


def open_past_triggers(path):
    raw = SQLITE.connect(path)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    return raw


def test_an_original_that_vanished_is_named_and_all_else_goes_on(path):
    with closing(open_past_triggers(path)) as raw:
        (gone,) = raw.execute("SELECT original_sha256 FROM documents WHERE id = 'd5'").fetchone()
        raw.execute("DELETE FROM originals WHERE sha256 = ?", [gone])
        raw.commit()
    assert findings(path) == [f"document d5: its original {gone[:12]} is gone. Mend: restore a backup"]
    with Store.open(path) as store:
        assert len(list(store.documents())) == 3
        with pytest.raises(NotFoundError, match=gone):
            store.original(gone)
