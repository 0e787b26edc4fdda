"""The accounts' own chain: it makes what is declared, brings older accounts forward, and refuses newer ones."""

import re
import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from marsad.domain.errors import StoreError
from marsad.domain.person import Person, SiteRole
from marsad.store import people_schema, people_tables
from marsad.store.chain import ACCOUNTS, climb, name_of
from marsad.store.people import People
from marsad.store.people_migrations import people_1

RANA = Person(name="Rana", password_hash="x", role=SiteRole.EDITOR)
HOW = """store/people_tables.py declares what the chain of revisions does not make: {}
Mend: `python tools/new_revision.py --people "what it is for"`, then read what it wrote and raise NEWEST by one."""
LATER = ("tokens", "audit")
"""Tables that the first versions of accounts did not have."""


@pytest.fixture(params=["sqlite", "postgres"])
def beside(request, tmp_path):
    return str(tmp_path / "kept.db") if request.param == "sqlite" else request.getfixturevalue("new_database")()


def clear(people):
    """The same place with no table in it."""
    with people.moment() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("DROP SCHEMA marsad_people CASCADE")
            connection.exec_driver_sql("CREATE SCHEMA marsad_people")
            return
        for name in (*people_tables.metadata.tables, "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE {name}")


def shape_of(people):
    """Each column with its type and order of words, each index and each trigger."""
    with people.moment() as connection:
        if connection.dialect.name == "sqlite":
            found = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").all()
            return [(kind, name, re.sub(r"\s+|/\*.*?\*/", "", made or "")) for kind, name, made in found]
        columns = "table_name, column_name, data_type, character_maximum_length, collation_name, is_nullable"
        queries = (
            f"SELECT {columns} FROM information_schema.columns WHERE table_schema = 'marsad_people' ORDER BY 1, 2",
            "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'marsad_people' ORDER BY 1, 2",
            "SELECT conname, contype FROM pg_constraint WHERE connamespace = 'marsad_people'::regnamespace ORDER BY 1",
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
        )
        return [connection.exec_driver_sql(query).all() for query in queries]


def test_the_chain_makes_what_is_declared_and_a_new_place_is_as_it_would_make_it(beside):
    with closing(People.beside(beside)) as people:
        made = shape_of(people)
        clear(people)
        with people.moment() as connection:
            climb(connection, ACCOUNTS)
            found = [
                one
                for one in compare_metadata(
                    MigrationContext.configure(connection, opts={"compare_type": True}), people_tables.metadata
                )
                if not (isinstance(one, list) and one[0][0] == "modify_comment")
            ]
            assert not found, HOW.format(found)
            newest = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            assert newest == name_of(people_tables.NEWEST)
            people_schema.guard_append_only(connection, [people_tables.acts])
        assert shape_of(people) == made


def make_before_the_chain(people, lacking):
    """Accounts as versions before the chain made them: no revision told, the order of words left to the server."""
    with people.moment() as connection:
        people_1.metadata.create_all(
            connection, [table for table in people_1.metadata.sorted_tables if table.name not in lacking]
        )
        connection.execute(text("INSERT INTO people VALUES ('Rana', 'x', 'editor', NULL, 7, 2, true)"))
        connection.execute(text("INSERT INTO kept VALUES ('secret', :secret)"), {"secret": "ab" * 32})


@pytest.mark.parametrize("lacking", [(), LATER], ids=["newest", "first"])
def test_accounts_from_before_the_chain_come_forward_with_all_that_is_in_them(beside, lacking):
    with closing(People.beside(beside)) as people:
        made = shape_of(people)
        clear(people)
        make_before_the_chain(people, lacking)
    with closing(People.beside(beside)) as people:
        assert shape_of(people) == made
        assert people.secret() == b"\xab" * 32
        (rana,) = people.everybody()
        assert (rana.name, rana.password_hash, rana.role, rana.last_step, rana.epoch) == (
            *("Rana", "x", SiteRole.EDITOR),
            *(7, 2),
        )
        people.keep(rana, by="Omar")
        assert people.check_log() == ()


def test_broken_off_on_its_way_they_are_as_they_were(beside, monkeypatch):
    with closing(People.beside(beside)) as people:
        clear(people)
        make_before_the_chain(people, LATER)
        before = shape_of(people)

    def end(*_):
        raise StoreError("the machine fails")

    with monkeypatch.context() as patch:
        patch.setattr(people_schema, "guard_append_only", end)
        with pytest.raises(StoreError, match="the machine fails"):
            People.beside(beside)
    engine = create_engine(f"sqlite:///{beside}-people" if "://" not in beside else beside)
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET search_path TO marsad_people")
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            if connection.dialect.name == "sqlite"
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'marsad_people'"
        )
        assert sorted(names.scalars()) == ["kept", "people"]
    engine.dispose()
    with closing(People.beside(beside)) as people:
        assert shape_of(people) != before
        assert [one.name for one in people.everybody()] == ["Rana"]


def test_those_of_a_newer_version_are_left_alone(beside):
    with closing(People.beside(beside)) as people, people.moment() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(StoreError, match=r"have schema 0099; expected \d+\. Mend: use the marsad that made them"):
        People.beside(beside)


def test_a_site_and_commands_that_begin_at_one_moment_make_them_once(beside):
    secrets, start = [], threading.Barrier(6)

    def begin():
        start.wait()
        with closing(People.beside(beside)) as people:
            secrets.append(people.secret())

    threads = [threading.Thread(target=begin) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(secrets) == 6
    assert len(set(secrets)) == 1


def test_names_have_the_order_of_their_bytes_whatever_the_servers_language(beside):
    with closing(People.beside(beside)) as people:
        for name in ("omar", "Rana", "Ábel", "Zed"):
            people.keep(Person(name=name, password_hash="x", role=SiteRole.READER))
        assert [one.name for one in people.everybody()] == ["Rana", "Zed", "omar", "Ábel"]


def test_the_revisions_of_accounts_are_numbered_without_a_gap():
    folder = Path(people_schema.__file__).parent / ACCOUNTS / "versions"
    numbers = sorted(int(one.name[1:5]) for one in folder.glob("v*.py"))
    assert numbers == list(range(1, people_tables.NEWEST + 1))
