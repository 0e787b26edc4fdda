"""Columns of words in, the same ordered by their bytes, as SQLite and Python order them, out."""

from sqlalchemy import MetaData, String

DONE = "ordered by bytes"


def order_by_bytes(metadata: MetaData) -> None:
    """Name the collation of every column of words on a server, whose own would follow its system's language."""
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, String) and DONE not in column.info:
                in_bytes = String(column.type.length, collation="C")
                column.type = column.type.with_variant(in_bytes, "postgresql")
                column.info[DONE] = True
