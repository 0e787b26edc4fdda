"""A path or URL in, an engine out: SQLite by the newest driver, with the pragmas that keep what is acknowledged."""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import StaticPool

from marsad.domain.errors import SetupError, StoreError
from marsad.domain.wire import dumps

BUSY_TIMEOUT_MS = 5_000
CHECKPOINT_PAGES = 1_000
"""Pages in the WAL before its writer folds them into the file. Source: SQLite's own default."""
WAL_FIXED = (3, 51, 3)
"""First SQLite in which two connections cannot damage a WAL file by writing and checkpointing at one instant.

Source: SQLite release notes of 3.51.3, the WAL-reset bug of 3.7.0 to 3.51.2.
"""

ALWAYS = (
    "foreign_keys = on",
    "recursive_triggers = on",  # else INSERT OR REPLACE slips past the append-only triggers
    "synchronous = full",
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
)
READER = ("query_only = on", "wal_autocheckpoint = 0")  # the one writer checkpoints, and nobody else
WRITER = (f"wal_autocheckpoint = {CHECKPOINT_PAGES}",)

MENDS = (
    ("disk is full", "free some space, then run it again; nothing acknowledged is lost"),
    ("malformed", "restore a backup, and keep the damaged file"),
    ("not a database", "name a file that marsad made, or a new one"),
    ("locked", "wait until the other program has ended"),
    ("unable to open", "name a folder that exists and can be written"),
    ("readonly", "name a file that can be written"),
)


def sqlite_driver() -> ModuleType:
    """`pysqlite3`, whose SQLite is new, where it has a wheel; else the standard library's."""
    with suppress(ImportError):
        return importlib.import_module("pysqlite3.dbapi2")
    return importlib.import_module("sqlite3")


def has_wal_bug(version: tuple[int, ...]) -> bool:
    """True for a SQLite whose WAL can, rarely, be damaged by two connections at one instant."""
    return version < WAL_FIXED


def parse_where(where: str | Path) -> URL:
    """The URL of a store: a URL as it is, any other words as the path of a SQLite file.

    Raises:
        SetupError: a URL of an engine that is not there.
    """
    if isinstance(where, Path) or not re.match(r"[a-z][a-z0-9+]*://", where):
        path = str(where)
        return URL.create("sqlite", database=None if path == ":memory:" else path)
    expected = "expected a file's path or sqlite:///FILE"
    try:
        url = make_url(where)
    except ArgumentError as error:
        raise SetupError(f"{where!r} is no store; {expected}") from error
    if url.get_backend_name() != "sqlite":
        raise SetupError(f"{url.get_backend_name()!r} is no engine that is supported; {expected}")
    return url


def file_of(url: URL) -> Path | None:
    """The file that holds the store, None for one in memory."""
    return None if url.database in {None, "", ":memory:"} else Path(str(url.database))


def open_engine(url: URL, *, writer: bool) -> Engine:
    """An engine that sets its pragmas on every connection; in memory, one connection for all threads."""
    in_memory = file_of(url) is None
    options: dict[str, Any] = {}
    if in_memory:
        options = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    kinds = {"json_serializer": dumps, "json_deserializer": msgspec.json.decode}  # a third faster than json
    engine = create_engine(url, module=sqlite_driver(), **kinds, **options)
    pragmas = (*ALWAYS, *(WRITER if writer or in_memory else READER))

    def prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself; the listener below does
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


@contextmanager
def overwriting(connection: Connection) -> Iterator[None]:
    """What is deleted or replaced is overwritten with zeros. Source: SQLite, PRAGMA secure_delete."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA secure_delete = on")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA secure_delete = off")


def empty_journal(engine: Engine) -> None:
    """Fold the journal into the file and cut it to nothing: until then it keeps pages as they were."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # no checkpoint inside a transaction
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@contextmanager
def clear_errors(url: URL) -> Iterator[None]:
    """Any error of the database as one line that names the store and the mend.

    Raises:
        StoreError: in place of the driver's own error.
    """
    try:
        yield
    except DBAPIError as error:
        reason = str(error.orig)
        mend = next((mend for sign, mend in MENDS if sign in reason), "run `marsad doctor`")
        raise StoreError(f"{url.database or 'store in memory'}: {reason}. Mend: {mend}") from error


@contextmanager
def clear_disk_errors(path: Path) -> Iterator[None]:
    """As `clear_errors`, of the file system.

    Raises:
        StoreError: in place of the system's own error.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}. Mend: name a file that can be written") from error
