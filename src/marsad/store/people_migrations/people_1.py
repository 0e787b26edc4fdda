"""The accounts' tables as the first of their chain had them; frozen: later tables and columns come by revisions."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

NUMBER = BigInteger().with_variant(Integer, "sqlite")
metadata = MetaData()

# fmt: off
Table(
    "people", metadata, Column("name", String, primary_key=True), Column("password_hash", String, nullable=False),
    Column("role", String, nullable=False), Column("totp", String), Column("last_step", Integer, nullable=False),
    Column("epoch", Integer, nullable=False), Column("active", Boolean, nullable=False),
)
Table(
    "tokens", metadata, Column("id", String, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True), Column("owner", String, nullable=False),
    Column("label", String, nullable=False), Column("scopes", String, nullable=False),
    Column("ends", Date, nullable=False), Column("last_used", Date), Column("revoked", Boolean, nullable=False),
)
Table(
    "audit", metadata, Column("seq", NUMBER, autoincrement=False), PrimaryKeyConstraint("seq", name="pk_audit"),
    Column("at", String, nullable=False), Column("actor", String, nullable=False),
    Column("kind", String, nullable=False), Column("what", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False), Index("ix_audit_kind", "kind"),
)
Table(
    "kept", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False),
)
