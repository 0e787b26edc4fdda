"""One opened store: its file or server, the writer's lock, and the transactions that all else is done in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, RowMapping, Select, Table, select

from marsad.domain.audit import Kind
from marsad.domain.errors import StoreError
from marsad.store import tables
from marsad.store.auditing import append_act
from marsad.store.engine import (
    clear_damage,
    clear_disk_errors,
    clear_errors,
    empty_journal,
    file_of,
    is_in_memory,
    name_of,
    open_engine,
    overwriting,
    parse_where,
)
from marsad.store.engine_postgres import Turn, one_at_a_time, take_turn
from marsad.store.engine_sqlite import make_file
from marsad.store.lock import WriterLock
from marsad.store.locked import Lock, get_lock, refuse_writing, set_lock
from marsad.store.schema import guard, has_schema, make_schema, schema_version
from marsad.store.upgrade import Tell

T = TypeVar("T")
LONGEST_PAUSE_S = 60.0
"""How long a run that let another program in waits until that has ended."""
MANY = 500
"""Rows fetched at a time; on a server that costs a cursor, which a short list need not pay for."""


class OpenedStore:
    """One store, opened by path or URL; close it, or use it in a `with`.

    Reading takes no lock. The first write takes the writer's lock and keeps it until the store is closed.
    """

    def __init__(self, where: str | Path, *, patience_s: float = 0.0) -> None:
        self._url = parse_where(where)
        self._file = file_of(self._url)
        self._lock = WriterLock(self._file)
        self._patience_s = patience_s
        self._engine = open_engine(self._url, writer=False)
        self._writing = False
        self._checked = False

    @classmethod
    def open(cls, where: str | Path, *, must_exist: bool = False, patience_s: float = 0.0) -> Self:
        """The store at a path or URL; a file is made by the first write, not by opening.

        The first write waits up to `patience_s` for another process that writes the file.

        Raises:
            StoreError: `must_exist` and there is none, or what is there is no store of this version.
            SetupError: a URL of an engine that is not supported.
        """
        store = cls(where, patience_s=patience_s)
        if must_exist:
            try:
                store._require()
            except BaseException:
                store.close()
                raise
        return store

    @property
    def file(self) -> Path | None:
        """Where it lies, None for one in memory or on a server."""
        return self._file

    @property
    def engine(self) -> str:
        """What keeps it: "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    @property
    def name(self) -> str:
        """What messages call it: its file, or its URL without the password."""
        return name_of(self._url)

    @property
    def is_there(self) -> bool:
        """True where a write made it, or it was there: a file, or a database that has our tables."""
        if self._writing or self._checked:
            return True
        if self.engine == "sqlite":
            return self._file is not None and self._file.exists()
        with clear_errors(self._url), self._engine.connect() as connection:
            return bool(schema_version(connection))

    def close(self) -> None:
        """End the connections and give the writer's lock back."""
        self._engine.dispose()
        self._lock.release()
        self._writing = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def moment(self) -> Iterator[Connection]:
        """A connection on which all that is read is of one instant, for the modules of this room."""
        with self._connect() as connection:
            if self.engine != "sqlite":  # where a writer's own transactions see each commit of others as it comes
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    def ask(self, query: Select[Any]) -> Iterator[RowMapping]:
        """The rows of a query over `tables`, for the modules of this room that know what pages need."""
        return self._read(query)

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """One transaction of the one writer, for the modules of this room that keep what is no reading."""
        with self._write() as connection:
            take_turn(connection, Turn.ARRIVAL)  # before any row, so that no two wait for each other
            yield connection

    @contextmanager
    def change_without_trace(self) -> Iterator[Connection]:
        """As `change`, and what was there before is overwritten in the file and its journal, not only unlinked."""
        with self._write() as connection, overwriting(connection):
            take_turn(connection, Turn.ARRIVAL)
            yield connection
        with clear_errors(self._url):
            empty_journal(self._engine)

    @contextmanager
    def recording(self) -> Iterator[None]:
        """While this is held no other process makes the record: it is read, thought about and written as one."""
        with clear_errors(self._url), one_at_a_time(self._engine, Turn.RECORD):
            yield

    def note_act(self, kind: Kind, actor: str, what: Mapping[str, Any]) -> None:
        """Keep in the audit log an act that writes nothing else."""
        with self._write() as connection:
            append_act(connection, kind, actor, what)

    def bring_up(self, tell: Tell = lambda *_: None) -> None:
        """Bring an older store's tables up to date; one that is, or that is not there, stays untouched.

        `tell` hears how it goes on, for a great store takes minutes.

        Raises:
            StoreError: it is being written by another process, or is of a newer version.
        """
        if not self.is_there:
            return
        with clear_errors(self._url), self._engine.connect() as connection:
            is_older = 0 < schema_version(connection) < tables.SCHEMA_VERSION
        if is_older:
            self.begin_writing(tell)

    def begin_writing(self, tell: Tell = lambda *_: None) -> None:
        """Take the writer's lock, which a first write does too: a second importer hears of it before it reads."""
        if self._writing:
            return
        if self._file is not None:
            with clear_disk_errors(self._file):
                make_file(self._file)
                self._lock.take(self._patience_s)
        if not is_in_memory(self._url):
            self._engine.dispose()
            self._engine = open_engine(self._url, writer=True)
        with clear_errors(self._url):
            make_schema(self._engine, tell)
        self._writing = self._checked = True

    def let_others_in(self) -> None:
        """Between two transactions of a long run: let another program write that waits for it, such as a site."""
        self._lock.let_in(LONGEST_PAUSE_S)

    def guard(self) -> None:
        """Make what holds and shows the rows beyond their tables, where a server has learnt to since."""
        self.begin_writing()
        with clear_errors(self._url), self._engine.begin() as connection:
            take_turn(connection, Turn.SCHEMA)
            guard(connection)

    def check(self) -> str:
        """What SQLite says of the file's integrity: "ok", or what is wrong; a server looks after its own."""
        if self.engine != "sqlite":
            with self._connect():
                return "ok"
        with self._connect() as connection:
            return str(connection.exec_driver_sql("PRAGMA integrity_check").scalar())

    def lock(self) -> Lock:
        """How the store is shut, if it is."""
        with self._connect() as connection:
            return get_lock(connection)

    def shut(self, lock: Lock) -> None:
        """Shut the store so, or open it: the one write that a lock does not stop."""
        self.begin_writing()
        with clear_errors(self._url), self._engine.begin() as connection:
            set_lock(connection, lock)
            append_act(connection, Kind.LOCK, lock.who, {"mode": lock.mode.value, "because": lock.because})

    def _require(self) -> None:
        if is_in_memory(self._url):
            self.begin_writing()
        mend = "Mend: `marsad ingest FILE… --db` makes one"
        if not self.is_there:
            raise StoreError(f"there is no record at {self.name}. {mend}")
        with clear_errors(self._url), self._engine.connect() as connection:
            if not has_schema(connection):
                raise StoreError(f"{self.name} is empty. {mend}")
        self._checked = True

    @contextmanager
    def _connect(self) -> Iterator[Connection]:
        if not self._checked:
            self._require()
        with clear_errors(self._url), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        self.begin_writing()
        with clear_errors(self._url), self._engine.begin() as connection:
            refuse_writing(connection)
            yield connection

    def _read(self, query: Select[Any], *, many: bool = False) -> Iterator[RowMapping]:
        """The rows; `many` at a time where they may be more than memory should hold at once."""
        with self._connect() as connection:
            options = {"yield_per": MANY} if many or self.engine == "sqlite" else {}
            with connection.execution_options(**options).execute(query) as found:
                yield from found.mappings()

    def _made(self, query: Select[Any], make: Callable[[RowMapping], T], *, many: bool = False) -> Iterator[T]:
        """As `_read`, what is made of each row; one that nothing can be made of is said to be damaged."""
        with clear_damage(self.name):
            for row in self._read(query, many=many):
                yield make(row)

    def _by_ids(self, table: Table, ids: Sequence[str]) -> Iterator[RowMapping]:
        for start in range(0, len(ids), 500):  # under every engine's cap of parameters
            yield from self._read(select(table).where(table.c.id.in_(ids[start : start + 500])))
