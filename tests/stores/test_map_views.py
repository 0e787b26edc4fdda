"""On a server with PostGIS the record's open points can be asked for by place; without it nothing is missing."""

import pytest

from marsad.store import Store
from marsad.store.map_views import VIEWS


@pytest.fixture
def filled(new_database, reading, fill, make_record):
    with Store.open(new_database()) as store:
        fill(store, reading(), reading("d2", day=20, protected=True))
        make_record(store)
        yield store


def test_without_postgis_there_are_no_views_and_all_else_is(filled):
    filled.guard()
    with filled.moment() as connection:
        assert not connection.exec_driver_sql("SELECT 1 FROM pg_views WHERE viewname = 'event_points'").scalar()
    assert filled.record().events


def test_with_postgis_a_box_finds_what_is_open(filled):
    with filled.moment() as connection:
        if not connection.exec_driver_sql("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'").scalar():
            pytest.skip("this PostgreSQL has no PostGIS")
    with filled._engine.begin() as connection:
        connection.exec_driver_sql("CREATE EXTENSION postgis")
    filled.guard()
    filled.guard()
    box = "point && ST_MakeEnvelope(36.5, 35.0, 37.0, 35.5, 4326)"
    with filled.moment() as connection:
        told = connection.exec_driver_sql("SELECT count(*) FROM events WHERE protected IS FALSE").scalar()
        shown = connection.exec_driver_sql(f"SELECT count(*) FROM event_points WHERE {box}").scalar()
        elsewhere = connection.exec_driver_sql(f"SELECT count(*) FROM event_points WHERE NOT ({box})").scalar()
        assert (shown, elsewhere) == (told, 0) == (1, 0)
        assert connection.exec_driver_sql("SELECT count(*) FROM events").scalar() > shown
        assert {one for (one,) in connection.exec_driver_sql("SELECT viewname FROM pg_views")} >= set(VIEWS)
