"""An empty file in, a store's tables and triggers out; or a clear refusal of another version's."""

import os
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from marsad.domain.errors import StoreError
from marsad.store.derived import DOCUMENT_WORDS
from marsad.store.intake_tables import captures
from marsad.store.tables import APPEND_ONLY, SCHEMA_VERSION, metadata
from marsad.store.upgrade import Tell, bring_up
from marsad.store.writing import get_meta, set_meta

FIRST_TABLES = {"meta", "originals", "documents", "claims", "judgements", "events"}
"""Tables that every store has had since its first version."""


def make_file(path: Path) -> None:
    """An empty file that its owner alone can read, if there is none: a record may name people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def make_schema(engine: Engine, tell: Tell = lambda *_: None) -> None:
    """The tables and triggers, made in one transaction where they are not there yet; `tell` hears of an upgrade."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # the journal's mode cannot change inside a transaction
        connection.exec_driver_sql("PRAGMA journal_mode = wal")
    with engine.begin() as connection:
        version = schema_version(connection)
        if version == SCHEMA_VERSION:
            return
        metadata.create_all(connection)
        connection.exec_driver_sql("DROP TABLE IF EXISTS document_words")  # made of the documents, in any version
        connection.exec_driver_sql(DOCUMENT_WORDS)
        if version:
            bring_up(connection, tell)
        for statement in append_only_statements():
            connection.exec_driver_sql(statement)
        set_meta(connection, "schema", str(SCHEMA_VERSION))


def has_schema(connection: Connection) -> bool:
    """True for a store of this version, False for an empty file.

    Raises:
        StoreError: a store of another version, or another program's database.
    """
    version = schema_version(connection)
    if version and version < SCHEMA_VERSION:
        raise StoreError(
            f"the store has schema {version}; expected {SCHEMA_VERSION}. "
            "Mend: `marsad ingest FILE… --db` brings it up to date; keep a copy if an older marsad reads it too"
        )
    return bool(version)


def schema_version(connection: Connection) -> int:
    """The schema of the store, no newer than ours; 0 for an empty file.

    Raises:
        StoreError: a store of a newer version, or another program's database.
    """
    names = set(inspect(connection).get_table_names())
    if not names:
        return 0
    known = get_meta(connection, "schema") if names >= FIRST_TABLES else None
    if known is None or not known.isdecimal():
        raise StoreError("the file is another program's database. Mend: name a file that marsad made, or a new one")
    if int(known) > SCHEMA_VERSION:
        raise StoreError(f"the store has schema {known}; expected {SCHEMA_VERSION}. Mend: use the marsad that made it")
    return int(known)


def append_only_statements() -> tuple[str, ...]:
    """Triggers that abort any update or delete of what was taken in."""
    return tuple(
        f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{act} BEFORE {act.upper()} ON {table.name} "
        f"BEGIN SELECT RAISE(ABORT, '{table.name} is append-only'); END"
        for table in (*APPEND_ONLY, captures)
        for act in ("update", "delete")
    )
