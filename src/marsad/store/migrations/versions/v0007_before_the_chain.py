"""All tables as they were before there was a chain."""

from alembic import op

from marsad.store.collation import order_by_bytes
from marsad.store.migrations.schema_7 import metadata

revision = "0007"
down_revision = None


def upgrade() -> None:
    """Make them in an empty place; `upgrade.py` brings an older store to the same."""
    order_by_bytes(metadata)
    metadata.create_all(op.get_bind())
