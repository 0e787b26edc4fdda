"""A store of now made into one as schema 7 had it, for tests of how it is brought up to date."""

from marsad.store.migrations import schema_7
from marsad.store.tables import metadata


def make_older(store):
    """The store as schema 7 had it: what later revisions added taken away, and no revision told."""
    with store._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
        if store.engine == "postgresql":
            connection.exec_driver_sql("ALTER TABLE control DROP CONSTRAINT IF EXISTS ex_control_one_holder")
        for table in metadata.sorted_tables:
            kept = schema_7.metadata.tables.get(table.name)
            for index in table.indexes if kept is not None else ():
                if index.name not in {one.name for one in kept.indexes}:
                    index.drop(connection)
            for column in table.columns if kept is not None else ():
                if column.name not in kept.c:
                    connection.exec_driver_sql(f"ALTER TABLE {table.name} DROP COLUMN {column.name}")
        for table in reversed(metadata.sorted_tables):
            if table.name not in schema_7.metadata.tables:
                table.drop(connection)
        connection.exec_driver_sql("UPDATE meta SET value = '7' WHERE name = 'schema'")
