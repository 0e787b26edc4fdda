"""A record in, its rows written in the place of the former ones; and the store's own few words about itself."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from marsad.domain.audit import Kind
from marsad.domain.judgement import Judgement
from marsad.domain.record import Record
from marsad.store import rows, tables
from marsad.store.auditing import insert_logged
from marsad.store.derived import write_derived, write_outlets
from marsad.store.inserting import insert_rows, pour_rows

TOLD_VERSIONS = 200
"""Of the last so many writings the store can tell what they changed."""


def write_record(connection: Connection, record: Record) -> None:
    """Every table of the record made anew, and its version raised."""
    for table in tables.RECORD:
        connection.execute(delete(table))
    hidden = protected_claims(connection)
    pour_rows(connection, tables.events, [rows.event_row(event, hidden) for event in record.events])
    pour_rows(connection, tables.aggregates, [rows.aggregate_row(total) for total in record.aggregates])
    pour_rows(connection, tables.control, [rows.spell_row(spell, hidden) for spell in record.control])
    pour_rows(connection, tables.actors, [rows.actor_row(actor) for actor in record.actors])
    pour_rows(connection, tables.tolls, list(rows.toll_rows(record)))
    write_derived(connection, (*record.events, *record.aggregates, *record.control), hidden)
    write_outlets(connection)
    raise_version(connection)


def write_judgement(connection: Connection, judgement: Judgement) -> None:
    """Keep the row; which claims it is about is known from its latest row alone."""
    insert_logged(connection, tables.judgements, rows.judgement_row(judgement), Kind.JUDGED, judgement.author)
    connection.execute(delete(tables.decided).where(tables.decided.c.judgement == judgement.id))
    insert_rows(connection, tables.decided, rows.decided_rows(judgement))


def raise_version(connection: Connection, changed: Collection[str] | None = None) -> None:
    """To be called wherever any of the record is written: what was made of the former one is then known to be old.

    `changed` are the ids of the events that were written or taken out; None where any may have been.
    """
    version = _next_version(connection)
    names = [None] if changed is None else [*changed] or [""]
    insert_rows(connection, tables.touched, [{"version": version, "event": name} for name in names])
    connection.execute(delete(tables.touched).where(tables.touched.c.version <= version - TOLD_VERSIONS))
    set_meta(connection, "record_version", str(version))


def note_all_touched(connection: Connection) -> None:
    """To be called where more of the events is changed than those that the next version is told of."""
    insert_rows(connection, tables.touched, [{"version": _next_version(connection), "event": None}])


def _next_version(connection: Connection) -> int:
    return int(get_meta(connection, "record_version") or 0) + 1


def protected_claims(connection: Connection) -> frozenset[str]:
    """Ids of the claims of protected documents."""
    claims, documents = tables.claims, tables.documents
    query = select(claims.c.id).join(documents, documents.c.id == claims.c.document).where(documents.c.protected)
    return frozenset(connection.execute(query).scalars())


def get_meta(connection: Connection, name: str) -> str | None:
    return connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == name)).scalar()


def set_meta(connection: Connection, name: str, value: str) -> None:
    connection.execute(delete(tables.meta).where(tables.meta.c.name == name))
    connection.execute(insert(tables.meta).values(name=name, value=value))
