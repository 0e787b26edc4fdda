"""The chain of revisions makes the tables that are declared, brings each older store to them, and tears nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from marsad.domain.errors import StoreError
from marsad.store import Store, upgrade
from marsad.store.chain import BASE, climb, name_of
from marsad.store.collation import order_by_bytes
from marsad.store.engine import open_engine, parse_where
from marsad.store.tables import SCHEMA_VERSION, metadata

HOW = """store/tables.py (or a module beside it) declares what the chain of revisions does not make: {}
Mend: `python tools/new_revision.py "what it is for"`, then read what it wrote and raise SCHEMA_VERSION by one."""


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path):
    return str(tmp_path / "kept.db") if request.param == "sqlite" else request.getfixturevalue("new_database")()


@pytest.fixture
def elsewhere(place, tmp_path, request):
    return str(tmp_path / "other.db") if "://" not in place else request.getfixturevalue("new_database")()


def differences(connection):
    """What is declared and not made, or made and not declared; comments, which change nothing, apart."""
    engine = connection.dialect.name

    def is_ours(thing, name, kind, _reflected, _compared):
        made_elsewhere = kind == "table" and name.startswith("document_words")
        of_another = kind == "index" and thing._ddl_if is not None and thing._ddl_if.dialect != engine
        return not made_elsewhere and not of_another

    context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
    found = compare_metadata(context, metadata)
    return [one for one in found if not (isinstance(one, list) and all(part[0] == "modify_comment" for part in one))]


def shape_of(connection):
    """Each column with its type and order of words, and each index: what comparing the declarations passes over."""
    if connection.dialect.name == "postgresql":
        columns = text("SELECT table_name, column_name, data_type, collation_name, is_nullable FROM "
                       "information_schema.columns WHERE table_schema = 'public' AND table_name <> 'document_words' "
                       "ORDER BY 1, 2")  # fmt: skip
        indices = text(
            "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public' "
            "AND tablename <> 'document_words' AND indexname NOT LIKE 'ex_%' ORDER BY 1, 2"
        )
        return [[tuple(row) for row in connection.execute(query)] for query in (columns, indices)]
    tables = inspect(connection)
    return [
        {(name, one["name"], str(one["type"]), one["nullable"], one["primary_key"]) for one in tables.get_columns(name)}
        | {(name, one["name"], *one["column_names"]) for one in tables.get_indexes(name)}
        for name in sorted(tables.get_table_names()) if not name.startswith("document_words")
    ]  # fmt: skip


def test_the_chain_makes_what_is_declared_and_is_named_by_the_schema(place):
    engine = open_engine(parse_where(place), writer=True)
    with engine.begin() as connection:
        order_by_bytes(metadata)
        climb(connection)
        found = differences(connection)
        assert not found, HOW.format(found)
        newest = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        assert newest == name_of(SCHEMA_VERSION), "SCHEMA_VERSION is the number of the newest revision. Mend: set it so"
    engine.dispose()


def test_a_new_store_is_as_the_chain_would_make_it(place, elsewhere):
    with Store.open(place) as store:
        store.begin_writing()
        with store.moment() as connection:
            made = shape_of(connection)
    engine = open_engine(parse_where(elsewhere), writer=True)
    with engine.begin() as connection:
        climb(connection)
        assert shape_of(connection) == made
    engine.dispose()


def test_a_store_from_before_the_chain_comes_forward(where, reading, fill, make_record, before_the_chain):
    if where == ":memory:":
        pytest.skip("it ends with its process, and is never older than it")
    with Store.open(where) as store:
        fill(store, reading(), reading("d2", text="Two more.", protected=True))
        make_record(store)
        record = store.record()
        with store.moment() as connection:
            shape, rows = shape_of(connection), rows_of(connection)
        before_the_chain(store)
    with pytest.raises(StoreError, match=r"schema 7; expected \d\. Mend: `marsad upgrade"):
        Store.open(where, must_exist=True)
    told = set()
    with Store.open(where) as store:
        store.bring_up(lambda what, *_: told.add(what))
        assert told - {"indices"} == {"control"}  # of a great store only what revisions name is written anew
        with store.moment() as connection:
            assert shape_of(connection) == shape
            assert rows_of(connection) == rows
        assert store.record() == record
        assert store.record_is_current()


def rows_of(connection):
    """Every row but those that say how often the record was written, and what a name's number is."""
    names = sorted(set(metadata.tables) - {"meta", "names", "named"})
    return {
        name: sorted(map(repr, connection.execute(metadata.tables[name].select()).mappings().all())) for name in names
    }


BROKEN = """
import os, sys
from marsad.store import Store, upgrade
def stop(*_, **__):
    print("here", flush=True)
    os.kill(os.getpid(), 9)
upgrade._write_again = stop
Store.open(sys.argv[1]).bring_up()
"""


def test_killed_on_its_way_a_server_has_the_older_store_still(
    new_database, reading, fill, make_record, before_the_chain
):
    place = new_database()  # of a file tests/stores/test_faults.py tries the same
    with Store.open(place) as store:
        fill(store, reading())
        make_record(store)
        before_the_chain(store)
    done = subprocess.run([sys.executable, "-c", BROKEN, place], capture_output=True, text=True, check=False,
                          env={**os.environ})  # fmt: skip
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "here\n"), done.stderr
    engine = open_engine(parse_where(place), writer=False)
    with engine.connect() as connection:
        there = {one["name"] for one in inspect(connection).get_columns("control")}
        assert "ledger" not in there
        assert not inspect(connection).has_table("alembic_version")
    engine.dispose()
    with Store.open(place) as store:
        store.bring_up()
        assert store.record_is_current()


def test_the_revisions_are_numbered_without_a_gap():
    folder = Path(upgrade.__file__).parent / "migrations" / "versions"
    numbers = sorted(int(one.name[1:5]) for one in folder.glob("v*.py"))
    assert numbers == list(range(BASE, SCHEMA_VERSION + 1))
