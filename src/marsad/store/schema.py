"""An empty file in, a store's tables and triggers out; or a clear refusal of another version's."""

from collections.abc import Iterator

from sqlalchemy import Connection, Engine, inspect

from marsad.domain.audit import Finding
from marsad.domain.errors import StoreError
from marsad.store.append_only import find_unguarded, guard_append_only
from marsad.store.audit_table import audit
from marsad.store.auditing import begin_log
from marsad.store.chain import stamp
from marsad.store.collation import order_by_bytes
from marsad.store.engine_postgres import Turn, take_turn
from marsad.store.intake_tables import captures
from marsad.store.map_views import make_views
from marsad.store.one_holder import exclude_rivals
from marsad.store.source_tables import attachments, vault_acts
from marsad.store.tables import (
    SCHEMA_VERSION,
    changes,
    claims,
    documents,
    judgements,
    metadata,
    originals,
    provenance,
    publications,
    rereadings,
)
from marsad.store.text_index import make_index
from marsad.store.upgrade import Tell, bring_up
from marsad.store.webhook_tables import webhook_tries
from marsad.store.writing import get_meta, set_meta

FIRST_TABLES = {"meta", "originals", "documents", "claims", "judgements", "events"}
"""Tables that every store has had since its first version."""
APPEND_ONLY = (
    *(originals, documents, provenance, claims, rereadings, judgements, publications, changes),
    *(attachments, vault_acts, captures, audit, webhook_tries),
)


def make_schema(engine: Engine, tell: Tell = lambda *_: None) -> None:
    """The tables and triggers, made in one transaction where they are not there yet; `tell` hears of an upgrade."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")  # the journal's mode cannot change inside a transaction
            connection.exec_driver_sql("PRAGMA journal_mode = wal")
    with engine.begin() as connection:
        take_turn(connection, Turn.SCHEMA)
        version = schema_version(connection)
        if version == SCHEMA_VERSION:
            return
        if version:
            bring_up(connection, version, tell)
        else:
            make_tables(connection)
        guard(connection)
        begin_log(connection)
        set_meta(connection, "schema", str(SCHEMA_VERSION))


def make_tables(connection: Connection) -> None:
    """All tables in an empty place, as the chain of revisions would make them (tests/stores/test_chain.py)."""
    order_by_bytes(metadata)
    metadata.create_all(connection)
    make_index(connection)
    stamp(connection, SCHEMA_VERSION)


def guard(connection: Connection) -> None:
    """What holds the rows beyond their tables, where it is not there yet."""
    guard_append_only(connection, APPEND_ONLY)
    exclude_rivals(connection)
    make_views(connection)


def check_guards(connection: Connection) -> Iterator[Finding]:
    """Tables that nothing holds any more against a change past Marsad."""
    what = "its guard is gone: rows can be changed and taken away unheard. Mend: restore a backup from before it went"
    for name in find_unguarded(connection, APPEND_ONLY):
        yield Finding(where=f"table {name}", what=what)


def has_schema(connection: Connection) -> bool:
    """True for a store of this version, False for an empty file.

    Raises:
        StoreError: a store of another version, or another program's database.
    """
    version = schema_version(connection)
    if version and version < SCHEMA_VERSION:
        raise StoreError(
            f"the store has schema {version}; expected {SCHEMA_VERSION}. "
            "Mend: `marsad upgrade --db` brings it up to date; keep a copy if an older marsad reads it too"
        )
    return bool(version)


def schema_version(connection: Connection) -> int:
    """The schema of the store, no newer than ours; 0 for an empty file.

    Raises:
        StoreError: a store of a newer version, or another program's database.
    """
    names = set(inspect(connection).get_table_names())
    is_server = connection.dialect.name != "sqlite"  # whose database may hold the tables of others beside ours
    if not names or (is_server and names.isdisjoint(FIRST_TABLES)):
        return 0
    known = get_meta(connection, "schema") if names >= FIRST_TABLES else None
    if known is None or not known.isdecimal():
        raise StoreError("the file is another program's database. Mend: name a file that marsad made, or a new one")
    if int(known) > SCHEMA_VERSION:
        raise StoreError(f"the store has schema {known}; expected {SCHEMA_VERSION}. Mend: use the marsad that made it")
    return int(known)
