"""`deploy/roles.sql`: the account of a site reads and adds, and changes neither tables nor what is append-only."""

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.domain.errors import StoreError
from marsad.domain.person import Person, SiteRole
from marsad.store import Store
from marsad.store.people import People
from marsad.store.schema import APPEND_ONLY

ROLES = Path(__file__).parents[2] / "deploy" / "roles.sql"


@pytest.fixture(scope="module")
def as_app(new_database):
    """The URL by which the account reaches a store that its owner made, and gave it rights to."""
    url = new_database()
    assert CliRunner().invoke(app, ["upgrade", "--db", url]).exit_code == 0
    engine = create_engine(url)
    for _ in range(2):  # it is run again after each upgrade
        with engine.begin() as connection:
            connection.connection.driver_connection.execute(ROLES.read_text(encoding="utf-8"))
    engine.dispose()
    return make_url(url).set(username="marsad_app").render_as_string(hide_password=False)


def test_the_account_does_a_days_work(as_app, reading, fill, make_record):
    with Store.open(as_app, must_exist=True) as store:
        fill(store, reading(), reading("d2", day=2))
        make_record(store)
        make_record(store)
        assert store.record_is_current()
        assert store.counts().documents == 2
    with closing(People.beside(as_app)) as people:
        people.keep(Person(name="Rana", password_hash="x", role=SiteRole.EDITOR))
        people.keep(Person(name="Rana", password_hash="y", role=SiteRole.EDITOR))
        assert people.secret()


APPENDED = [*(table.name for table in APPEND_ONLY), "marsad_people.audit"]


def test_what_is_append_only_it_cannot_change_even_past_the_triggers(as_app):
    engine = create_engine(as_app)
    for table in APPENDED:
        for act in (f"DELETE FROM {table}", f"TRUNCATE {table}", f"ALTER TABLE {table} DISABLE TRIGGER ALL"):
            with pytest.raises(Exception, match=r"permission denied|must be owner"), engine.begin() as connection:
                connection.exec_driver_sql(act)
        with engine.connect() as connection:
            may = connection.exec_driver_sql(f"SELECT has_any_column_privilege('{table}', 'UPDATE')").scalar()
            assert may is False, table
    engine.dispose()


@pytest.mark.parametrize("table", ["alembic_version", "marsad_people.alembic_version"])
def test_of_which_schema_the_tables_are_it_reads_and_cannot_change(as_app, table):
    engine = create_engine(as_app)
    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 1
    with pytest.raises(Exception, match="permission denied"), engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {table} SET version_num = '0001'")
    engine.dispose()


def test_older_accounts_are_brought_up_by_the_owner_alone(as_app):
    owner = create_engine(make_url(as_app).set(username="marsad"))
    with owner.begin() as connection:
        connection.exec_driver_sql("UPDATE marsad_people.alembic_version SET version_num = '0001'")
    with pytest.raises(StoreError, match="run `marsad upgrade` as their owner"):
        People.beside(as_app)
    assert CliRunner().invoke(app, ["upgrade", "--db", owner.url.render_as_string()]).exit_code == 0
    owner.dispose()
    with closing(People.beside(as_app)) as people:
        assert people.secret()


def test_tables_are_not_its_own_and_the_message_says_who_brings_them_up(as_app):
    with Store.open(as_app, must_exist=True) as store, store.change() as connection:
        connection.exec_driver_sql("UPDATE meta SET value = '7' WHERE name = 'schema'")
    with Store.open(as_app) as store, pytest.raises(StoreError, match="run `marsad upgrade` as their owner"):
        store.bring_up()
    with pytest.raises(StoreError, match="Mend: `marsad upgrade"):
        Store.open(as_app, must_exist=True)
