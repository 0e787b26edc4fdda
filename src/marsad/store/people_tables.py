"""The tables of accounts, keys and the site's secret, which lie beside the record and never in it."""

from sqlalchemy import Boolean, Column, Date, Integer, MetaData, String, Table

from marsad.store.audit_table import audit
from marsad.store.collation import order_by_bytes

SCHEMA = "marsad_people"
"""Of a server's database, where a dump of the record's own schema does not hold it."""
NEWEST = 2
"""The number of the newest revision in `people_migrations`, which these tables are as."""
metadata = MetaData()
people = Table(
    "people",
    metadata,
    Column("name", String, primary_key=True),
    Column("password_hash", String, nullable=False),
    Column("role", String, nullable=False),
    Column("totp", String),
    Column("last_step", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
)
tokens = Table(
    "tokens",
    metadata,
    Column("id", String, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("owner", String, nullable=False),
    Column("label", String, nullable=False),
    Column("scopes", String, nullable=False, comment="parted by spaces"),
    Column("ends", Date, nullable=False),
    Column("last_used", Date),
    Column("revoked", Boolean, nullable=False),
)
acts = audit.to_metadata(metadata)
"""The audit log of accounts, keys and sign-ins: a chain of its own, which stays where they are."""
kept = Table("kept", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))
order_by_bytes(metadata)
