"""A path or URL in, an engine out; any engine's errors as one line with a mend."""

import errno
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.util import LRUCache

from marsad.domain.errors import InputError, SetupError, StoreError
from marsad.store.engine_postgres import DRIVER, find_nothing_by_nul, open_postgres
from marsad.store.engine_sqlite import begin_by_hand, open_sqlite, sqlite_driver

ENGINES = ("sqlite", "postgresql")
KEPT_DIALECTS = 8
"""Stores of one process whose statements are not made again: a site asks one, a copy reads one and writes another."""
STATEMENTS: LRUCache[Any, Any] = LRUCache(2_000)
"""What was made of each statement, by its dialect and form; about 300 forms are asked often."""

RESTORE = "put the newest backup elsewhere (`marsad restore FILE --db NEW.db`), and keep the damaged file"
DAMAGE = (msgspec.MsgspecError, UnicodeDecodeError, zlib.error)
"""What is raised where the bytes of a row are no longer what was written: the file's own tests need not notice."""
ILL_MADE = (*DAMAGE, InputError, KeyError)
"""As `DAMAGE`, where a row is made into what it was."""
MENDS = (
    ("disk is full", "free some space, then run it again; nothing acknowledged is lost"),
    ("No space left", "free some space on the server, then run it again; nothing acknowledged is lost"),
    ("disk I/O error", "see whether the disk is full or failing: free some space; nothing acknowledged is lost"),
    ("malformed", RESTORE),
    ("Could not decode", RESTORE),
    ("not a database", "name a file that marsad made, or a new one"),
    ("locked", "wait until the other program has ended"),
    ("unable to open", "name a folder that exists and can be written"),
    ("readonly", "name a file that can be written"),
    ("authentication failed", "look at the name and password in the URL, or in the PGPASSFILE"),
    ("Connection refused", "start the server, or look at the host and port in the URL"),
    ("could not translate host name", "look at the host in the URL"),
    ("failed to resolve host", "look at the host in the URL"),
    ("does not exist", "make the database (`createdb NAME`), or look at its name in the URL"),
    ("ex_control_one_holder", "nothing was written; it is a fault of Marsad: keep a copy of the store, and report it"),
    ("permission denied", "run `marsad upgrade` as their owner, then deploy/roles.sql; or let the account make tables"),
)


def parse_where(where: str | Path) -> URL:
    """The URL of a store: a URL as it is, any other words as the path of a SQLite file.

    Raises:
        SetupError: a URL of an engine that is not there.
    """
    if isinstance(where, Path) or not re.match(r"[a-z][a-z0-9+]*://", where):
        path = str(where)
        return URL.create("sqlite", database=None if path == ":memory:" else path)
    expected = f"expected a file's path, sqlite:///FILE or {DRIVER}://USER@HOST/DATABASE"
    try:
        url = make_url(where)
    except (ArgumentError, ValueError) as error:
        raise SetupError(f"the store's URL cannot be read; {expected}") from error  # never shown: it has a password
    if url.get_backend_name() not in ENGINES:
        raise SetupError(f"{url.get_backend_name()!r} is no engine that is supported; {expected}")
    return url


def file_of(url: URL) -> Path | None:
    """The file that holds the store, None for one in memory or on a server."""
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def is_in_memory(url: URL) -> bool:
    """Whether the store ends with its process."""
    return url.get_backend_name() == "sqlite" and file_of(url) is None


def name_of(url: URL) -> str:
    """What messages call the store; a server's URL without its password."""
    if is_in_memory(url):
        return "store in memory"
    return str(file_of(url) or url.render_as_string(hide_password=True))


def open_engine(url: URL, *, writer: bool) -> Engine:
    """An engine that keeps what is acknowledged; a reader's cannot write.

    Its connections are its own, but what SQLAlchemy made of a statement is made once a process: a site opens the store
    anew for every decision, and making its statements again took longer than executing them.
    """
    path = file_of(url)
    first = _first_engine(url.set(database=str(path.absolute())) if path else url, writer=writer)
    engine = Engine(first.pool.recreate(), first.dialect, first.url, execution_options=first.get_execution_options())
    engine.update_execution_options(compiled_cache=STATEMENTS)
    if engine.dialect.name == "sqlite":
        begin_by_hand(engine)
    elif not writer:
        find_nothing_by_nul(engine)
    return engine


@lru_cache(maxsize=KEPT_DIALECTS)
def _first_engine(url: URL, *, writer: bool) -> Engine:
    """What the engines of a URL are made after, for a statement is made for one dialect object; it never connects."""
    if url.get_backend_name() == "sqlite":
        return open_sqlite(url, writer=writer, in_memory=is_in_memory(url))
    return open_postgres(url, writer=writer)


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
        raise StoreError(_in_one_line(name_of(url), error.orig)) from error
    except DAMAGE as error:
        raise StoreError(_as_damage(name_of(url), error)) from error


@contextmanager
def clear_damage(name: str) -> Iterator[None]:
    """A row that cannot be read, or that nothing can be made of, as one line.

    Raises:
        StoreError: in place of whatever was raised by what is made of it.
    """
    try:
        yield
    except ILL_MADE as error:
        raise StoreError(_as_damage(name, error)) from error
    except DBAPIError as error:
        raise StoreError(_in_one_line(name, error.orig)) from error


def _as_damage(name: str, error: BaseException) -> str:
    told = f"a row cannot be read as what it was written as ({error}): damaged, or altered past marsad"
    return f"{name}: {told}. Mend: {RESTORE}"


@contextmanager
def clear_disk_errors(path: Path) -> Iterator[None]:
    """As `clear_errors`, of the file system, and of SQLite's own driver where it is used by itself.

    Raises:
        StoreError: in place of the system's own error.
    """
    try:
        yield
    except OSError as error:
        is_full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        mend = "free some space, or name a file on another disk" if is_full else "name a file that can be written"
        raise StoreError(f"{path}: {error.strerror}. Mend: {mend}") from error
    except sqlite_driver().Error as error:
        raise StoreError(_in_one_line(str(path), error)) from error


def _in_one_line(name: str, error: BaseException | None) -> str:
    reason = " ".join(str(error).split())
    mend = next((mend for sign, mend in MENDS if sign in reason), "run `marsad doctor`")
    return f"{name}: {reason}. Mend: {mend}"
