"""Rows in, written."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import JSON, Column, Connection, Date, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from marsad.domain.problem import Problem
from marsad.domain.wire import dumps
from marsad.store.rows import Row, problem_row
from marsad.store.tables import problems as table

AT_ONCE = 500
"""Parameters of one question, under every engine's cap."""


def insert_rows(connection: Connection, table: Table, given: list[Row]) -> None:
    """Write the rows, if there are any."""
    if given:
        connection.execute(insert(table), given)


def pour_rows(connection: Connection, table: Table, given: Sequence[Row]) -> None:
    """As `insert_rows`, of many, several times as fast; all must have the columns of the first.

    What goes into a column of JSON may be spelt already, as `dumps` spells it.
    """
    if not given:
        return
    values = []
    for name in given[0]:
        spell = _spelling(connection, table.c[name])
        of_column = (row[name] for row in given)
        values.append([*map(spell, of_column)] if spell else [*of_column])
    quote = connection.dialect.identifier_preparer.quote
    pour_lines(connection, _name(connection, table), [quote(name) for name in given[0]], zip(*values, strict=True))


def pour_lines(connection: Connection, table: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Write values for the columns of a table as its engine takes them fastest; all of it is written, or none is."""
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" for _ in columns)
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", [*map(tuple, lines)])  # noqa: S608
        return
    statement, raw = f"COPY {table} ({names}) FROM STDIN", connection.connection.driver_connection
    try:
        with raw.cursor() as cursor, cursor.copy(statement) as copy:  # type: ignore[union-attr]
            for line in lines:
                copy.write_row(line)
    except connection.dialect.loaded_dbapi.Error as error:  # SQLAlchemy, which did not see it, would say it so
        raise DBAPIError(statement, None, error) from error


def number_rows(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Numbers for the next so many rows, in the transaction of the one writer."""
    (key,) = table.primary_key.columns
    if connection.dialect.name == "sqlite":
        last = connection.execute(select(func.coalesce(func.max(key), 0))).scalar_one()
        return range(last + 1, last + 1 + count)
    query = "SELECT nextval(pg_get_serial_sequence(:table, :key)) FROM generate_series(1, :many)"
    given = {"table": table.name, "key": key.name, "many": count}
    return sorted(connection.execute(text(query), given).scalars())


def insert_problems(connection: Connection, problems: Iterable[Problem], origin: str) -> None:
    """Write the problems of an origin; the same one twice is kept once."""
    fresh = {row["digest"]: row for row in (problem_row(problem, origin) for problem in problems)}
    digests = list(fresh)
    for at in range(0, len(digests), AT_ONCE):
        some = digests[at : at + AT_ONCE]
        same = select(table.c.digest).where(table.c.origin == origin, table.c.digest.in_(some))
        for digest in connection.execute(same).scalars().all():
            del fresh[digest]
    insert_rows(connection, table, list(fresh.values()))


def _name(connection: Connection, table: Table) -> str:
    """The table's name with its schema where accounts have one of their own, which SQLAlchemy would put there."""
    schema = connection.get_execution_options().get("schema_translate_map", {}).get(table.schema)
    return f"{schema}.{table.name}" if schema else table.name


def _spelling(connection: Connection, column: Column[Any]) -> Callable[[Any], Any] | None:
    """What makes of a value what the engine's own driver takes; None where it takes it as it is."""
    if isinstance(column.type, JSON):
        return _spell_json
    if isinstance(column.type, Date) and connection.dialect.name == "sqlite":
        return _spell_day
    return None


def _spell_json(value: Any) -> str:
    return value if isinstance(value, str) else dumps(value)


def _spell_day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
