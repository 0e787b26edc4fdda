"""A path in, an engine out: SQLite by the newest driver, with the pragmas that keep what is acknowledged."""

import importlib
import os
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool

from marsad.domain.wire import dumps

BUSY_TIMEOUT_MS = 5_000
KEPT_CONNECTIONS = 20
"""Kept open for the next question; a site's threads may use more, and none waits for want of one."""
CHECKPOINT_PAGES = 1_000
"""Pages in the WAL before its writer folds them into the file. Source: SQLite's own default."""

ALWAYS = (
    "foreign_keys = on",
    "recursive_triggers = on",  # else INSERT OR REPLACE slips past the append-only triggers
    "synchronous = full",
    f"busy_timeout = {BUSY_TIMEOUT_MS}",
)
READER = ("query_only = on", "wal_autocheckpoint = 0")  # the one writer checkpoints, and nobody else
WRITER = (f"wal_autocheckpoint = {CHECKPOINT_PAGES}",)


def sqlite_driver() -> ModuleType:
    """`pysqlite3`, whose SQLite is new, where it has a wheel; else the standard library's."""
    with suppress(ImportError):
        return importlib.import_module("pysqlite3.dbapi2")
    return importlib.import_module("sqlite3")


def make_file(path: Path) -> None:
    """An empty file that its owner alone can read, if there is none: a record may name people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def open_sqlite(url: URL, *, writer: bool, in_memory: bool) -> Engine:
    """An engine that sets its pragmas on every connection; in memory, one connection for all threads.

    `begin_by_hand` is to be called on it, or on what is made after it.
    """
    options: dict[str, Any] = {"pool_size": KEPT_CONNECTIONS, "max_overflow": -1}
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
    return engine


def begin_by_hand(engine: Engine) -> None:
    """Let SQLAlchemy begin each transaction, which the driver no longer does."""
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
