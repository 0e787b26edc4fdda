"""A store in, the same one on another engine out: every table, read back and compared before it counts as there.

All of it is one transaction; a file gets its name only then. Broken off anywhere, the place is as empty as before.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Connection, Table, Text, cast, func, inspect, select, text
from sqlalchemy.engine import URL
from sqlalchemy.schema import CreateTable

from marsad.domain.audit import Head
from marsad.domain.errors import StoreError
from marsad.store import people_tables
from marsad.store.audit_check import check_log, head_of
from marsad.store.chain import stamp
from marsad.store.collation import order_by_bytes
from marsad.store.derived import add_all_words
from marsad.store.engine import clear_errors, file_of, is_in_memory, name_of, open_engine, parse_where
from marsad.store.engine_postgres import Turn, take_turn
from marsad.store.engine_sqlite import make_file
from marsad.store.inserting import pour_lines
from marsad.store.people import People
from marsad.store.schema import guard
from marsad.store.store import Store
from marsad.store.tables import SCHEMA_VERSION, metadata
from marsad.store.text_index import make_index
from marsad.store.workroom import put_in_place, sweep, workroom

AT_ONCE = 2_000
"""Rows held in memory at a time."""
Tell = Callable[[str, int, int], None]
"""Told as it goes on: of what, how many rows are done, of how many; each row is written, and read back."""
Lines = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many rows a table has, and the sum of their digests, which is the same in any order."""

    rows: int = 0
    digest: int = 0

    def add(self, lines: Lines) -> "Tally":
        """With these rows too."""
        made = sum(int.from_bytes(sha256(repr(line).encode()).digest()) for line in lines)
        return Tally(rows=self.rows + len(lines), digest=(self.digest + made) % 2**256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What was copied: rows by table, and the end of the audit log, which is that of both."""

    rows: dict[str, int]
    head: Head


def copy_store(source: Store, to: str, tell: Tell = lambda *_: None) -> Copied:
    """Copy the store, as it is at one instant, to a path or URL at which no store is.

    Raises:
        StoreError: something is there, it cannot be written, or what was written is not what was read.
    """
    url = parse_where(to)
    path = file_of(url)
    if is_in_memory(url):
        raise StoreError("a store in memory ends with this command. Mend: name a file or a server")
    if path is None:
        return _copy_into(source, url, tell)
    if path.exists():
        raise StoreError(f"{path} is there already. Mend: name a place where nothing is")
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep([path.parent])
    with workroom(path.parent) as room:
        make_file(room / path.name)
        made = _copy_into(source, parse_where(room / path.name), tell)
        put_in_place(room / path.name, path)
    return made


def copy_people(source: str, to: str) -> int:
    """Copy accounts, keys, their log and the site's secret beside the store at `to`; how many accounts comes back.

    Raises:
        StoreError: there are accounts at either place where there should be none, or none where there should be.
    """
    here = People.known_beside(source)
    if here is None:
        raise StoreError("there are no accounts beside the store. Mend: leave --with-people out")
    there = People.beside(to)
    try:
        with here.moment() as reading, there.moment() as writing:
            if writing.execute(select(people_tables.people.c.name)).first():
                raise StoreError("there are accounts beside the copy already. Mend: name a place where nothing is")
            tables = people_tables.metadata.sorted_tables
            return _carry(reading, writing, tables, lambda *_: None)[people_tables.people.name].rows
    finally:
        here.close()
        there.close()


def _copy_into(source: Store, url: URL, tell: Tell) -> Copied:
    engine = open_engine(url, writer=True)
    try:
        with source.moment() as here, clear_errors(url), engine.begin() as there:
            take_turn(there, Turn.SCHEMA)
            _refuse_kept(there, url)
            return _copy_all(here, there, tell)
    finally:
        engine.dispose()


def _refuse_kept(there: Connection, url: URL) -> None:
    if not set(inspect(there).get_table_names()).isdisjoint(metadata.tables):
        raise StoreError(f"{name_of(url)} holds a store already. Mend: name an empty database")


def _copy_all(here: Connection, there: Connection, tell: Tell) -> Copied:
    order_by_bytes(metadata)
    for table in metadata.sorted_tables:
        there.execute(CreateTable(table))  # its indices follow, for a full table takes them faster
    tallies = _carry(here, there, metadata.sorted_tables, tell)
    for table in metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            index.create(there)
    make_index(there)
    add_all_words(there)
    _go_on_numbering(there)
    stamp(there, SCHEMA_VERSION)
    guard(there)
    amiss = next(check_log(there), None)
    if amiss:
        raise StoreError(f"{amiss.where}: {amiss.what}. Mend: run `marsad verify` on the store that is copied")
    return Copied(rows={name: tally.rows for name, tally in tallies.items()}, head=head_of(there))


def _carry(here: Connection, there: Connection, tables: Sequence[Table], tell: Tell) -> dict[str, Tally]:
    """Every row of every table, written and then read back."""
    whole = 2 * sum(here.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
    done = 0
    tallies: dict[str, Tally] = {}
    for table in tables:
        read = back = Tally()
        for lines in _lines(here, table):
            _write(there, table, lines)
            read = read.add(lines)
            tell(table.name, done + read.rows, whole)
        for lines in _lines(there, table):
            back = back.add(lines)
            tell(table.name, done + read.rows + back.rows, whole)
        if read != back:
            raise StoreError(f"{table.name}: {back.rows} rows came back of {read.rows}, or others than were written. "
                             "Mend: nothing was kept; run `marsad doctor` on both")  # fmt: skip
        done += 2 * read.rows
        tallies[table.name] = read
    return tallies


def _lines(connection: Connection, table: Table) -> Iterator[Lines]:
    """The rows in the order of their key, where they have one; JSON as it is spelt, so that no key changes places."""
    columns = [cast(one, Text) if isinstance(one.type, JSON) else one for one in table.columns]
    query = select(*columns).order_by(*table.primary_key.columns)
    with connection.execute(query.execution_options(yield_per=AT_ONCE)) as found:
        for some in found.partitions():
            yield [tuple(row) for row in some]


def _write(there: Connection, table: Table, lines: Lines) -> None:
    quote = there.dialect.identifier_preparer.quote
    plain = map(_plain, lines) if there.dialect.name == "sqlite" else lines
    pour_lines(there, table.name, [quote(one.name) for one in table.columns], plain)


def _plain(line: Sequence[Any]) -> tuple[Any, ...]:
    """As SQLite keeps it: a day by its words, yes and no by 1 and 0."""
    return tuple(value.isoformat() if isinstance(value, dt.date) else value for value in line)


def _go_on_numbering(there: Connection) -> None:
    """Let a server number what comes next behind what came along."""
    if there.dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        key = table.autoincrement_column
        if key is not None:
            own = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
            there.execute(text(f"SELECT setval({own}, max({key.name})) FROM {table.name}"))  # noqa: S608
