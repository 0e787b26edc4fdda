"""The tables of sources: what each allows, who it is (sealed), who opened that, and what a report had attached."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, LargeBinary, String, Table, UniqueConstraint

from marsad.store.tables import NUMBER, documents, metadata, originals

sources = Table(
    "sources",
    metadata,
    Column("code", String, primary_key=True, comment="code name; of a public source its name"),
    Column("kind", String, nullable=False),
    Column("quoting", String, nullable=False),
    Column("time", String, nullable=False, comment="finest time that is published"),
    Column("place", String, nullable=False, comment="finest place that is published"),
    Column("retention_days", Integer),
)

vault = Table(
    "vault",
    metadata,
    Column("source", ForeignKey(sources.c.code), primary_key=True),
    Column("sealed", LargeBinary, comment="age, to all recipients of its day; null once erased"),
    Column("erase_after", Date),
    Column("erased", Date),
)

vault_recipients = Table(
    "vault_recipients",
    metadata,
    Column("name", String, primary_key=True),
    Column("key", String, nullable=False, unique=True, comment="the public half of an age key"),
)

vault_acts = Table(
    "vault_acts",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("kind", String, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False, comment="a code name or a key's name, with the reason"),
    Column("at", String, nullable=False, comment="UTC, ISO 8601 to the second; to the day where a report came"),
    Column("request", String, comment="ties an approval and an opening to its request"),
    UniqueConstraint("kind", "request"),
)
"""A request is approved once and opened once: the constraint holds it against two who try at one instant."""

attachments = Table(
    "attachments",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("document", ForeignKey(documents.c.id), nullable=False, index=True),
    Column("original_sha256", ForeignKey(originals.c.sha256), nullable=False),
    Column("sealed", Boolean, nullable=False, comment="age, as the vault: a picture holds its place and device"),
)
