"""Names and ids in the order of their bytes on a server too, as the record's are, whatever its system's language."""

from alembic import op
from sqlalchemy import String

from marsad.store.collation import in_bytes
from marsad.store.people_migrations.people_1 import metadata

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Every column of words; a file has had that order ever since."""
    if op.get_bind().dialect.name == "sqlite":
        return
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String):
                op.alter_column(table.name, column.name, type_=in_bytes(column.type))
