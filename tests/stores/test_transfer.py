"""A store goes from one engine to the other and back: the same rows, the same answers, or nothing at all."""

import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.domain.errors import StoreError
from marsad.domain.person import Person, SiteRole
from marsad.store import Store, transfer
from marsad.store.engine import open_engine, parse_where
from marsad.store.one_holder import has_constraint
from marsad.store.people import People
from marsad.store.tables import metadata
from marsad.store.transfer import copy_people, copy_store


@pytest.fixture
def kept(tmp_path, reading, fill, make_record):
    path = str(tmp_path / "kept.db")
    with Store.open(path) as store:
        fill(store, reading(), reading("d2", day=2, text="Five more. 'Ghouta' \\ \t — غوطة", protected=True))
        make_record(store)
    return path


@pytest.fixture
def copy_to():
    def copy(source, to):
        with Store.open(source, must_exist=True) as store:
            return copy_store(store, to)

    return copy


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request, tmp_path):
    return str(tmp_path / "copy.db") if request.param == "sqlite" else request.getfixturevalue("new_database")()


def all_of(place):
    with Store.open(place, must_exist=True) as store, store.moment() as connection:
        return {
            table.name: sorted(repr(row) for some in transfer._lines(connection, table) for row in some)
            for table in metadata.sorted_tables
        }


def test_there_and_back_every_row_is_the_same(kept, empty, tmp_path, copy_to):
    made = copy_to(kept, empty)
    assert made.rows["documents"] == 2
    assert all_of(empty) == all_of(kept)
    back = copy_to(empty, str(tmp_path / "back.db"))
    assert back == made
    assert all_of(str(tmp_path / "back.db")) == all_of(kept)


def test_the_copy_is_a_whole_store(kept, empty, copy_to, reading, fill, make_record):
    copy_to(kept, empty)
    with Store.open(empty, must_exist=True) as store:
        fill(store, reading("d3", day=3))
        make_record(store)
        numbers = [row["seq"] for row in store.ask(metadata.tables["documents"].select())]
        assert numbers == [1, 2, 3]
        assert [one.id for one in store.documents()] == ["d1", "d2", "d3"]
        with pytest.raises(StoreError, match="append-only"), store.change() as connection:
            connection.exec_driver_sql("DELETE FROM claims")
        with store.moment() as connection:
            words = connection.exec_driver_sql("SELECT count(*) FROM document_words").scalar()
            assert words == 2  # the protected one's words are in no index
            assert store.engine == "sqlite" or has_constraint(connection)


def test_where_something_is_nothing_is_written(kept, empty, copy_to):
    copy_to(kept, empty)
    before = all_of(empty)
    with pytest.raises(StoreError, match="already"):
        copy_to(kept, empty)
    assert all_of(empty) == before


def test_what_does_not_come_back_as_it_was_written_is_no_copy(kept, empty, copy_to, monkeypatch, tmp_path):
    written = transfer._write

    def lose_a_row(there, table, lines):
        written(there, table, lines[1:] if table.name == "claims" else lines)

    monkeypatch.setattr(transfer, "_write", lose_a_row)
    with pytest.raises(StoreError, match="claims: 3 rows came back of 4"):
        copy_to(kept, empty)
    assert_empty(empty)


KILLED = """
import os, sys
from marsad.store import Store, transfer
def stop(*_):
    print("here", flush=True)
    os.kill(os.getpid(), 9)
transfer.make_index = stop
with Store.open(sys.argv[1], must_exist=True) as store:
    transfer.copy_store(store, sys.argv[2])
"""


def test_killed_on_its_way_it_leaves_an_empty_place_that_no_command_takes_for_a_store(kept, empty, copy_to):
    done = subprocess.run([sys.executable, "-c", KILLED, kept, empty], capture_output=True, text=True, check=False,
                          env={**os.environ})  # fmt: skip
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "here\n"), done.stderr
    assert_empty(empty)
    copy_to(kept, empty)
    assert all_of(empty) == all_of(kept)


def assert_empty(place):
    with pytest.raises(StoreError, match=r"no record at|is empty"):
        Store.open(place, must_exist=True)
    if "://" in place:
        engine = open_engine(parse_where(place), writer=False)
        with engine.connect() as connection:
            assert not connection.exec_driver_sql("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").scalar()
        engine.dispose()


def test_accounts_come_along_where_asked_for(kept, empty, copy_to):
    for name in ("Ana", "Ben"):
        people = People.beside(kept)
        people.keep(Person(name=name, password_hash="x", role=SiteRole.EDITOR))
        people.secret()
        people.close()
    copy_to(kept, empty)
    assert copy_people(kept, empty) == 2
    with closing(People.beside(empty)) as there, closing(People.beside(kept)) as here:
        assert there.everybody() == here.everybody()
        assert there.secret() == here.secret()
        assert there.check_log() == ()
    with pytest.raises(StoreError, match="accounts beside the copy already"):
        copy_people(kept, empty)


def test_the_copy_exports_the_same_to_the_byte(kept, new_database, copy_to):
    there = new_database()
    copy_to(kept, there)
    for form in ("csv", "geojson", "acled"):
        here, copied = (CliRunner().invoke(app, ["export", "--to", form, "--db", db]) for db in (kept, there))
        assert here.exit_code == copied.exit_code == 0, copied.stderr
        assert len(here.stdout_bytes) > 200
        assert copied.stdout_bytes == here.stdout_bytes


def test_the_command_says_how_many_rows_and_keeps_it_in_the_log(kept, tmp_path):
    done = CliRunner().invoke(app, ["copy", kept, str(tmp_path / "copy.db")])
    assert done.exit_code == 0, done.stderr
    assert "compared" in done.stderr
    again = CliRunner().invoke(app, ["copy", kept, str(tmp_path / "copy.db")])
    assert (again.exit_code, again.stdout) == (2, "")
    assert "is there already. Mend: name a place where nothing is" in again.stderr
