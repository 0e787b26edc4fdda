"""Who is told what becomes public, and each try to tell them."""

from alembic import op
from sqlalchemy import BigInteger, Column, Integer, PrimaryKeyConstraint, String, Text, UniqueConstraint

from marsad.store.collation import in_bytes

revision = "0009"
down_revision = "0008"
REFILLS = ()


def upgrade() -> None:
    """Two tables, empty."""
    words, text = in_bytes(String()), in_bytes(Text())
    number = BigInteger().with_variant(Integer, "sqlite")
    op.create_table(
        "webhooks",
        Column("id", words, nullable=False),
        *(Column(name, text, nullable=False) for name in ("url", "secret_file")),
        *(Column(name, words, nullable=False) for name in ("scope", "added", "added_by")),
        Column("told", number, nullable=False),
        Column("next_due", words, nullable=False),
        Column("failures", Integer, nullable=False),
        Column("problem", text),
        Column("ended", words),
        PrimaryKeyConstraint("id", name=op.f("pk_webhooks")),
        UniqueConstraint("url", name=op.f("uq_webhooks_url")),
    )
    op.create_table(
        "webhook_tries",
        Column("seq", number, nullable=False),
        *(Column(name, words, nullable=False) for name in ("webhook", "message", "type", "at")),
        Column("status", Integer),
        Column("problem", text),
        PrimaryKeyConstraint("seq", name=op.f("pk_webhook_tries")),
    )
    op.create_index("ix_webhook_tries_webhook", "webhook_tries", ["webhook"])
