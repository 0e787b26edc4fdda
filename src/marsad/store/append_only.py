"""Tables in, triggers on them that abort any update or delete of what was taken in."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table

REFUSE = """
CREATE OR REPLACE FUNCTION marsad_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""
ACTS = {"sqlite": ("update", "delete"), "postgresql": ("update", "delete", "truncate")}


def guard_append_only(connection: Connection, tables: Iterable[Table]) -> None:
    """Make the triggers that are not there yet."""
    engine = connection.dialect.name
    if engine == "postgresql":
        connection.exec_driver_sql(REFUSE)
    for table in tables:
        for act in ACTS[engine]:
            for statement in _statements(engine, table.name, act):
                connection.exec_driver_sql(statement)


def _statements(engine: str, table: str, act: str) -> Iterator[str]:
    if engine == "sqlite":
        yield (
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    yield (
        f"CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act.upper()} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION marsad_refuse()"
    )
