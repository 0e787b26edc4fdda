"""A URL in, an engine out: PostgreSQL through psycopg, each transaction seeing one instant."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import IntEnum
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

from marsad.domain.wire import dumps

NAME = "postgresql"
DRIVER = "postgresql+psycopg"
CONNECT_SECONDS = 10
NUL, UNKNOWN = "\x00", "\ufffd"
KEPT_CONNECTIONS, MORE_CONNECTIONS = 10, 40
"""A site's forty threads at their busiest, well under the hundred that a server lets in by its own default."""


class Turn(IntEnum):
    """What one writer at a time may do, whatever process it is in; the numbers are names of advisory locks.

    Source: ours; the high digits spell that they are Marsad's, for advisory locks are shared by a whole database.
    """

    SCHEMA = 0x4D415253_0001
    ARRIVAL = 0x4D415253_0002
    RECORD = 0x4D415253_0003


def open_postgres(url: URL, *, writer: bool) -> Engine:
    """An engine whose transactions see one instant; a reader's refuse to write."""
    reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return create_engine(
        url.set(drivername=DRIVER),
        json_serializer=dumps,
        execution_options={} if writer else reading,
        pool_pre_ping=True,
        pool_size=KEPT_CONNECTIONS,
        max_overflow=MORE_CONNECTIONS,
        # No prepared statements: a pooler between us and the server may hand one connection to several of its clients.
        connect_args={"connect_timeout": CONNECT_SECONDS, "prepare_threshold": None},
    )


def find_nothing_by_nul(engine: Engine) -> None:
    """Let a reader's question with a NUL in it, which no words of a server can hold, find nothing, as in a file."""
    event.listen(engine, "before_cursor_execute", _ask_without_nul, retval=True)


def _ask_without_nul(
    _connection: Connection, _cursor: object, statement: str, given: Any, _context: object, _many: bool
) -> tuple[str, Any]:
    if isinstance(given, Mapping) and any(isinstance(one, str) and NUL in one for one in given.values()):
        given = {name: one.replace(NUL, UNKNOWN) if isinstance(one, str) else one for name, one in given.items()}
    return statement, given


def take_turn(connection: Connection, turn: Turn) -> None:
    """Wait until no other transaction has this turn, and keep it to the end of ours; SQLite has one writer anyway."""
    if connection.dialect.name == NAME:
        connection.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": int(turn)})


SETTINGS = (
    *("server_version", "server_version_num", "server_encoding", "fsync", "full_page_writes"),
    *("synchronous_commit", "data_checksums", "is_superuser"),
)


def ask_server(connection: Connection) -> dict[str, str]:
    """The settings of the server, by their names, that say whether it keeps what it acknowledged."""
    return {name: str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar())
            for name in SETTINGS}  # fmt: skip


@contextmanager
def one_at_a_time(engine: Engine, turn: Turn) -> Iterator[None]:
    """As `take_turn`, over several transactions: held by a connection of its own, and given up where that breaks."""
    if engine.dialect.name != NAME:
        yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as holder:
        holder.execute(text("SELECT pg_advisory_lock(:turn)"), {"turn": int(turn)})
        try:
            yield
        finally:
            holder.execute(text("SELECT pg_advisory_unlock(:turn)"), {"turn": int(turn)})
