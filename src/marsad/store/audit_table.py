"""The table of the audit log: a chain, each row hashed with the one before it."""

from sqlalchemy import Column, String, Table, Text

from marsad.store.intake_tables import captures
from marsad.store.source_tables import attachments, vault_acts
from marsad.store.tables import NUMBER, documents, judgements, metadata, publications, rereadings

audit = Table(
    "audit",
    metadata,
    Column("seq", NUMBER, primary_key=True, autoincrement=False, comment="1, 2, 3 … with none left out"),
    Column("at", String, nullable=False, comment="UTC, ISO 8601 to the second; to the day for a protected report"),
    Column("actor", String, nullable=False),
    Column("kind", String, nullable=False, index=True),
    Column("what", Text, nullable=False, comment="canonical JSON: ids and digests, never words of a document"),
    Column("previous", String(64), nullable=False, comment="hash of the row before; of the first: zeros"),
    Column("hash", String(64), nullable=False, comment="SHA-256 over the other columns"),
)

LOGGED = (documents, attachments, captures, rereadings, judgements, publications, vault_acts)
"""Tables of which each row has its digest in the log, so that a row altered, added or taken away is found."""
