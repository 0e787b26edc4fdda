"""Tables in, triggers on them that abort any update or delete of what was taken in."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Table

REFUSE = """
CREATE OR REPLACE FUNCTION marsad_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$
"""
GUARDS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(t.oid, true) "
    "FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE c.relnamespace = current_schema()::regnamespace AND tgenabled IN ('O', 'A')",
}
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


def find_unguarded(connection: Connection, tables: Iterable[Table]) -> Iterator[str]:
    """Names of the tables that a trigger is missing of, or is another: what was taken in can be changed unheard."""
    engine = connection.dialect.name
    there = {name: made for name, made in connection.exec_driver_sql(GUARDS[engine])}  # noqa: C416  # rows are no pairs to mypy
    for table in tables:
        for act in ACTS[engine]:
            (statement,) = _statements(engine, table.name, act)
            name = f"{table.name}_no_{act}"
            if not there.get(name, "").endswith(statement.partition(f" {name} ")[2]):
                yield table.name
                break


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
