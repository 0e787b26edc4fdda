"""Columns of words in, the same ordered by their bytes, as SQLite and Python order them, out."""

from sqlalchemy import MetaData, String

DONE = "ordered by bytes"


def order_by_bytes(metadata: MetaData) -> None:
    """Name the collation of every column of words on a server, whose own would follow its system's language."""
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, String) and DONE not in column.info:
                column.type = in_bytes(column.type)
                column.info[DONE] = True


def in_bytes(kind: String) -> String:
    """The type with its collation named, for a column that a revision adds."""
    return kind.with_variant(String(kind.length, collation="C"), "postgresql")
