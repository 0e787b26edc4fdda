"""All tables as they were before there was a chain."""

from alembic import op

from marsad.store.people_migrations.people_1 import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make them in an empty place, or those that an older one lacks."""
    metadata.create_all(op.get_bind())
