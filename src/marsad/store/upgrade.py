"""A store of an older schema in, the same with the columns and indices of this one out; nothing taken in is touched."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Column, Connection, Index, Table, bindparam, delete, inspect, select, update

from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord
from marsad.domain.wire import from_plain
from marsad.store import rows, tables
from marsad.store.derived import add_all_words, write_derived, write_outlets
from marsad.store.inserting import insert_rows
from marsad.store.writing import protected_claims

NOUNS: tuple[tuple[Table, type[Any]], ...] = (
    (tables.events, EventRecord),
    (tables.aggregates, AggregateRecord),
    (tables.control, ControlSpell),
)


GONE = ("ix_documents_source",)
"""Indices that a wider one took the place of; left there, the engine would choose them and then sort."""


def bring_up(connection: Connection) -> None:
    """Add what this schema has and the store lacks; fill new columns of the record from its own lines.

    Only columns that may be null can be added so; every column added since the first version may.
    """
    for table in tables.metadata.sorted_tables:
        _add_columns(connection, table)
    for table in tables.metadata.sorted_tables:
        _add_indices(connection, table)
    for index in GONE:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {index}")
    hidden = protected_claims(connection)
    _fill(connection, tables.events, lambda plain: rows.event_row(from_plain(plain, EventRecord), hidden))
    _fill(connection, tables.control, lambda plain: rows.spell_row(from_plain(plain, ControlSpell), hidden))
    _derive(connection, hidden)
    _decide(connection)
    add_all_words(connection)


def _derive(connection: Connection, hidden: AbstractSet[str]) -> None:
    for table in tables.DERIVED:
        connection.execute(delete(table))
    for table, noun in NOUNS:
        plain = connection.execute(select(table.c.payload)).scalars().all()
        write_derived(connection, [from_plain(one, noun) for one in plain], hidden)
    write_outlets(connection)


def _decide(connection: Connection) -> None:
    connection.execute(delete(tables.decided))
    kept = connection.execute(select(tables.judgements).order_by(tables.judgements.c.seq)).mappings().all()
    latest = {row["id"]: rows.judgement_from_row(row) for row in kept}
    for judgement in latest.values():
        insert_rows(connection, tables.decided, rows.decided_rows(judgement))


def _add_columns(connection: Connection, table: Table) -> None:
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for column in table.columns:
        if column.name not in there:
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {_declared(connection, column)}")


def _declared(connection: Connection, column: Column[Any]) -> str:
    return f"{column.name} {column.type.compile(connection.dialect)}"


def _add_indices(connection: Connection, table: Table) -> None:
    there = {index["name"] for index in inspect(connection).get_indexes(table.name)}
    missing: list[Index] = [index for index in table.indexes if index.name not in there]
    for index in missing:
        index.create(connection)


def _fill(connection: Connection, table: Table, make: Callable[[Any], rows.Row]) -> None:
    found = connection.execute(select(table.c.seq, table.c.payload)).all()
    lines = [{"at": seq, **make(payload)} for seq, payload in found]
    if lines:
        names = [name for name in lines[0] if name != "at"]
        query = update(table).where(table.c.seq == bindparam("at")).values({name: bindparam(name) for name in names})
        connection.execute(query, lines)
