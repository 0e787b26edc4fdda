"""A record in, its rows written in the place of the former ones; and the store's own few words about itself."""

from sqlalchemy import Connection, delete, insert, select

from marsad.domain.judgement import Judgement
from marsad.domain.record import Record
from marsad.store import rows, tables
from marsad.store.derived import write_derived, write_outlets
from marsad.store.inserting import insert_rows


def write_record(connection: Connection, record: Record) -> None:
    """Every table of the record made anew, and its version raised."""
    for table in tables.RECORD:
        connection.execute(delete(table))
    hidden = protected_claims(connection)
    insert_rows(connection, tables.events, [rows.event_row(event, hidden) for event in record.events])
    insert_rows(connection, tables.aggregates, [rows.aggregate_row(total) for total in record.aggregates])
    insert_rows(connection, tables.control, [rows.spell_row(spell, hidden) for spell in record.control])
    insert_rows(connection, tables.actors, [rows.actor_row(actor) for actor in record.actors])
    insert_rows(connection, tables.tolls, list(rows.toll_rows(record)))
    write_derived(connection, (*record.events, *record.aggregates, *record.control), hidden)
    write_outlets(connection)
    raise_version(connection)


def write_judgement(connection: Connection, judgement: Judgement) -> None:
    """Keep the row; which claims it is about is known from its latest row alone."""
    insert_rows(connection, tables.judgements, [rows.judgement_row(judgement)])
    connection.execute(delete(tables.decided).where(tables.decided.c.judgement == judgement.id))
    insert_rows(connection, tables.decided, rows.decided_rows(judgement))


def raise_version(connection: Connection) -> None:
    """To be called wherever any of the record is written: what was made of the former one is then known to be old."""
    set_meta(connection, "record_version", str(int(get_meta(connection, "record_version") or 0) + 1))


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
