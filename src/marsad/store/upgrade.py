"""A store of an older schema in, the same with the columns and indices of this one out; nothing taken in is touched."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Index, Select, Table, bindparam, delete, func, inspect, select, update

from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord
from marsad.domain.wire import from_plain
from marsad.store import rows, tables
from marsad.store.chain import BASE, climb, stamp
from marsad.store.changing import set_record_of
from marsad.store.collation import order_by_bytes
from marsad.store.derived import add_all_words, write_derived, write_outlets
from marsad.store.inserting import insert_rows
from marsad.store.map_views import drop_views
from marsad.store.migrations import schema_7
from marsad.store.named import write_all_names
from marsad.store.text_index import make_index
from marsad.store.writing import get_meta, protected_claims

AT_ONCE = 1_000
Tell = Callable[[str, int, int], None]
"""Told as it goes on: of what, how many are done, of how many; 0 of 0 where nobody can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A table of the record whose rows stand in others too; `row` where it has columns that an older store lacks."""

    table: Table
    noun: type[Any]
    row: Callable[[Any, AbstractSet[str]], rows.Row] | None = None


PARTS = (
    _Part(table=tables.events, noun=EventRecord, row=rows.event_row),
    _Part(table=tables.aggregates, noun=AggregateRecord),
    _Part(table=tables.control, noun=ControlSpell, row=rows.spell_row),
)


GONE = ("ix_documents_source", "ix_voices_newest")
"""Indices that a wider one took the place of; left there, the engine would choose them and then sort."""


def bring_up(connection: Connection, version: int, tell: Tell = lambda *_: None) -> None:
    """Bring a store of an older schema to the newest one, in the transaction of the connection."""
    drop_views(connection)
    is_before = version <= BASE
    lacked = is_before and _bring_to_base(connection, tell)
    refills = climb(connection)
    if lacked or version < BASE:
        _refill(connection, tell)
    else:
        hidden = protected_claims(connection)
        for part in PARTS:
            if part.table.name in refills:
                _write_again(connection, part, hidden, tell, with_derived=False)
    if is_before:
        _say_of_what(connection)


def _bring_to_base(connection: Connection, tell: Tell) -> bool:
    """Add what the first schema of the chain has and the store lacks; whether it lacked any table or column.

    Only columns that may be null can be added so; every column added before the chain may.
    """
    lacks_table = set(schema_7.metadata.tables) - set(inspect(connection).get_table_names())
    order_by_bytes(schema_7.metadata)
    schema_7.metadata.create_all(connection)
    lacks_column = [_add_columns(connection, table) for table in schema_7.metadata.sorted_tables]
    _add_indices(connection, tell)
    stamp(connection, BASE)
    return bool(lacks_table) or any(lacks_column)


def _refill(connection: Connection, tell: Tell) -> None:
    """Write the columns and tables that are made of the record's own lines, and the index of words, anew."""
    hidden = protected_claims(connection)
    for table in tables.DERIVED:
        connection.execute(delete(table))
    for part in PARTS:
        _write_again(connection, part, hidden, tell)
    tell("outlets", 0, 0)
    write_outlets(connection)
    _decide(connection)
    make_index(connection)
    write_all_names(connection, lambda done, whole: tell("names", done, whole))
    add_all_words(connection, lambda done, whole: tell("full text", done, whole))


def _say_of_what(connection: Connection) -> None:
    """Up to schema 6 a record said what it was made of as "N claims, M judgements"."""
    kept = (tables.claims, tables.judgements)
    claims, judgements = (connection.execute(select(func.count()).select_from(table)).scalar() for table in kept)
    if get_meta(connection, "record_of") == f"{claims} claims, {judgements} judgements":
        set_record_of(connection, None)


def _write_again(
    connection: Connection, part: _Part, hidden: AbstractSet[str], tell: Tell, *, with_derived: bool = True
) -> None:
    """Each line of the table read once: its columns filled, its rows in other tables, which have none, made."""
    table = part.table
    whole = connection.execute(select(func.count()).select_from(table)).scalar_one()
    last, done = -1, 0
    while found := connection.execute(_ahead(table, last)).all():
        things = {seq: from_plain(plain, part.noun) for seq, plain in found}
        if part.row:
            _fill(connection, table, [{"at": seq, **part.row(thing, hidden)} for seq, thing in things.items()])
        if with_derived:
            write_derived(connection, things.values(), hidden)
        last, done = found[-1].seq, done + len(found)
        tell(table.name, done, whole)


def _ahead(table: Table, last: int) -> Select[Any]:
    return select(table.c.seq, table.c.payload).where(table.c.seq > last).order_by(table.c.seq).limit(AT_ONCE)


def _fill(connection: Connection, table: Table, lines: list[rows.Row]) -> None:
    """The payload is what they are made of, and stays untouched."""
    names = [name for name in lines[0] if name not in {"at", "payload"}]
    query = update(table).where(table.c.seq == bindparam("at")).values({name: bindparam(name) for name in names})
    connection.execute(query, lines)


def _decide(connection: Connection) -> None:
    connection.execute(delete(tables.decided))
    kept = connection.execute(select(tables.judgements).order_by(tables.judgements.c.seq)).mappings().all()
    latest = {row["id"]: rows.judgement_from_row(row) for row in kept}
    for judgement in latest.values():
        insert_rows(connection, tables.decided, rows.decided_rows(judgement))


def _add_columns(connection: Connection, table: Table) -> bool:
    """Whether it lacked any."""
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    lacking = [column for column in table.columns if column.name not in there]
    for column in lacking:
        connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {_declared(connection, column)}")
    return bool(lacking)


def _declared(connection: Connection, column: Column[Any]) -> str:
    return f"{column.name} {column.type.compile(connection.dialect)}"


def _add_indices(connection: Connection, tell: Tell) -> None:
    missing: list[Index] = []
    for table in schema_7.metadata.sorted_tables:
        there = {index["name"] for index in inspect(connection).get_indexes(table.name)}
        missing += [index for index in table.indexes if index.name not in there]
    for done, index in enumerate(missing):
        tell("indices", done, len(missing))
        index.create(connection)
    for gone in GONE:
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {gone}")
