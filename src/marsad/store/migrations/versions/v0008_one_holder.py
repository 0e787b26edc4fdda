"""Which spells of control say that nobody else held their place, so that two of one day are refused."""

from alembic import op
from sqlalchemy import Column, String

from marsad.store.collation import in_bytes

revision = "0008"
down_revision = "0007"
REFILLS = ("control",)


def upgrade() -> None:
    """Two columns, filled from the record's own lines."""
    op.add_column("control", Column("ledger", in_bytes(String())))
    op.add_column("control", Column("holder", in_bytes(String())))
    op.create_index("ix_control_ledger_since", "control", ["ledger", "since"])
