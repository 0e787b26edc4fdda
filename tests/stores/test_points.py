"""What the record keeps of where a thing lies, and how an older file comes by it."""

import pytest
from sqlalchemy import select, text

from marsad.domain.errors import StoreError
from marsad.store import Store, tables

POINT = ("lat", "lon", "precision", "deaths", "grade", "background", "protected")


def points_of(store):
    with store._connect() as connection:
        return [tuple(row) for row in connection.execute(select(*(tables.events.c[name] for name in POINT)))]


def test_an_event_keeps_its_point_and_its_dead_beside_its_line(store, reading, fill, make_record):
    fill(store, reading())
    make_record(store)
    assert points_of(store) == [(35.13, 36.75, 1, 7, "weak", False, False)]


def test_what_a_protected_source_tells_is_marked(store, reading, fill, make_record):
    fill(store, reading(protected=True))
    make_record(store)
    assert [row[-1] for row in points_of(store)] == [True]
    with store._connect() as connection:
        assert list(connection.execute(select(tables.control.c.protected)).scalars()) == [True]


def test_each_writing_of_the_record_has_a_version_of_its_own(store, reading, fill, make_record):
    fill(store, reading())
    seen = []
    for _ in range(3):
        make_record(store)
        seen.append(store.record_version())
    assert len(set(seen)) == 3


def make_first_version(store):
    """The store of schema 7 as its first version made it: the columns and indices that came later taken away."""
    with store._engine.begin() as connection:
        held = ("lat", "lon", "precision", "protected")
        for table, columns, index in (("events", POINT, "points"), ("control", held, "map")):
            for name in (index, "list"):
                connection.execute(text(f"DROP INDEX ix_{table}_{name}"))
            for column in columns:
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        connection.execute(text("UPDATE meta SET value = '1' WHERE name = 'schema'"))


def test_a_store_of_the_first_version_is_brought_up_by_the_first_write(
    tmp_path, reading, fill, make_record, before_the_chain
):
    path = tmp_path / "kept.db"
    with Store.open(path) as store:
        fill(store, reading(), reading("d2", text="Two more.", protected=True))
        make_record(store)
        before, record = points_of(store), store.record()
        before_the_chain(store)
        make_first_version(store)
    with pytest.raises(StoreError, match=r"schema 1; expected \d\. Mend: `marsad upgrade"):
        Store.open(path, must_exist=True)
    with Store.open(path) as store:
        store.add_problems([])
        assert points_of(store) == before
        assert store.record() == record
        assert store.record_is_current()
