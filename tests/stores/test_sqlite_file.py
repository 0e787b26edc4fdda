"""A store that is a file: one writer, many readers, sudden death, and what else can be wrong with a file."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from marsad.domain.errors import SetupError, StoreError
from marsad.domain.wire import claim_id
from marsad.store import Store
from marsad.store.sqlite_bugs import bugs_of

HERE = Path(__file__).parent

WRITER = """
import sys
sys.path[:0] = sys.argv[2].split(":")
from conftest import make_reading
from marsad.store import Store
store = Store.open(sys.argv[1])
for number in range(100_000):
    reading = make_reading(f"d{number}", 1 + number % 28, f"Text {number} of the city of Hama.")
    store.add_reading(reading.document.text.encode(), reading)
    print(reading.document.id, flush=True)
"""


def test_sudden_death_loses_nothing_acknowledged_and_tears_nothing(tmp_path, reading, fill):
    path = tmp_path / "kept.db"
    for acknowledgements in (5, 40):  # the second run also finds the first one's documents
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"{HERE}:{HERE.parent}"], stdout=subprocess.PIPE, text=True
        ) as writer:
            said = [writer.stdout.readline().strip() for _ in range(acknowledgements)]
            os.kill(writer.pid, signal.SIGKILL)
            said += writer.stdout.read().split()
        with Store.open(path) as store:
            assert store.check() == "ok"
            kept = {document.id for document in store.documents()}
            assert set(said) <= kept
            claims = [claim.document for claim in store.claims()]
            assert all(claims.count(document) == 2 for document in kept)
            assert all(store.original(document.original_sha256) for document in store.documents())
    with Store.open(path) as store:
        fill(store, reading("after", text="After the crash."))  # the dead writer's lock is gone


def test_one_writer_at_a_time_and_readers_beside_it(tmp_path, reading, fill):
    path = tmp_path / "kept.db"
    with Store.open(path) as writer, Store.open(path) as other:
        fill(writer, reading())
        assert other.counts().documents == 1
        with pytest.raises(StoreError, match=rf"written by process {os.getpid()}; one writer at a time. Mend: "):
            fill(other, reading("d2"))
        fill(writer, reading("d3", text="Third."))
        assert other.counts().documents == 2
    with Store.open(path) as third:
        fill(third, reading("d4", text="Fourth."))


def test_a_reader_cannot_write(tmp_path, reading, fill):
    path = tmp_path / "kept.db"
    with Store.open(path) as writer:
        fill(writer, reading())
    with Store.open(path) as store, store._engine.connect() as connection, pytest.raises(Exception, match="readonly"):
        connection.exec_driver_sql("DELETE FROM problems")


def test_the_file_is_its_owners_alone(tmp_path, reading, fill):
    path = tmp_path / "folder" / "kept.db"
    with Store.open(path) as store:
        fill(store, reading())
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no record at "),
        (b"", "is empty"),
        (b"not a database at all, but quite some text" * 100, "file is not a database. Mend: "),
    ],
)
def test_a_file_that_is_no_store_is_said_so(tmp_path, content, said):
    path = tmp_path / "kept.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=said):
        Store.open(path, must_exist=True)


def test_another_programs_database_is_left_alone(tmp_path, reading, fill):
    path = tmp_path / "kept.db"
    with sqlite3.connect(path) as connection:
        connection.execute("create table mine (x)")
    connection.close()
    with pytest.raises(StoreError, match=r"another program's database\. Mend: "), Store.open(path) as store:
        fill(store, reading())


def test_a_store_of_another_version_is_refused(tmp_path, reading, fill):
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        fill(store, reading())
        with store._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE meta SET value = '99' WHERE name = 'schema'")
    with pytest.raises(StoreError, match=r"schema 99; expected \d\. Mend: "):
        Store.open(path, must_exist=True)


def test_a_folder_that_cannot_be_written(tmp_path, reading, fill):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="Mend: "), Store.open(tmp_path / "file" / "kept.db") as store:
        fill(store, reading())


@pytest.mark.parametrize("where", ["mysql://host/db", "sqlite:/not/a/url://", "oracle+x://h"])
def test_an_engine_that_is_not_there(where):
    with pytest.raises((SetupError, StoreError)):
        Store.open(where, must_exist=True)


@pytest.mark.parametrize(
    ("version", "bug"),
    [
        ((3, 6, 9), False),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 53, 4), False),
    ],
)
def test_the_versions_that_can_damage_a_file(version, bug):
    assert bool(bugs_of(version)) is bug


def test_a_full_disk_is_said_and_loses_nothing_acknowledged(tmp_path, reading, fill):
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        fill(store, reading())
        with store._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(StoreError, match=r"disk is full\. Mend: free some space"):
            fill(store, reading("d2", text="Long. " * 20_000))
        assert [document.id for document in store.documents()] == ["d1"]
    with Store.open(path) as store:
        fill(store, reading("d2", text="Long. " * 20_000))
        assert store.counts().documents == 2
        assert store.check() == "ok"


def test_everything_asked_by_ids(tmp_path, reading, fill):
    with Store.open(tmp_path / "kept.db") as store:
        many = [f"d{number}" for number in range(1_200)]  # more than one query takes
        fill(store, reading("d7"), reading("d1100", text="Another."))
        assert set(store.documents_of(many)) == {"d7", "d1100"}
        assert store.claims_of(many) == {}
        ids = [claim_id(claim) for claim in store.claims()]
        assert set(store.claims_of(ids)) == set(ids)


def test_one_name_in_two_folders_is_two_stores(tmp_path, monkeypatch, reading):
    for folder in ("here", "there"):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        with Store.open("war.db") as store:
            store.add_reading(b"", reading(folder))
    monkeypatch.chdir(tmp_path / "here")
    with Store.open("war.db") as store:
        assert [one.id for one in store.documents()] == ["here"]
