"""The tables of who is told of changes, and of each try to tell them."""

from sqlalchemy import Column, Integer, String, Table, Text

from marsad.store.tables import NUMBER, metadata

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("secret_file", Text, nullable=False, comment="where the secret stands; never the secret"),
    Column("scope", String, nullable=False),
    Column("added", String, nullable=False, comment="UTC, ISO 8601 to the second"),
    Column("added_by", String, nullable=False),
    Column("told", NUMBER, nullable=False, comment="number of the last step that was told, or need not be"),
    Column("next_due", String, nullable=False, comment="UTC, ISO 8601 to the second"),
    Column("failures", Integer, nullable=False, comment="since it last took a message"),
    Column("problem", Text),
    Column("ended", String, comment="UTC; the receiver said that it is gone"),
)

webhook_tries = Table(
    "webhook_tries",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("webhook", String, nullable=False, index=True),
    Column("message", String, nullable=False),
    Column("type", String, nullable=False),
    Column("at", String, nullable=False, comment="UTC, ISO 8601 to the second"),
    Column("status", Integer, comment="HTTP; null where nothing came"),
    Column("problem", Text, comment="null where it was taken"),
)
"""Each try, taken or not; a message that was tried and never taken is tried again."""
