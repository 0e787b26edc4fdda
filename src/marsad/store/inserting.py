"""Rows in, written."""

from sqlalchemy import Connection, Table, insert

from marsad.store.rows import Row


def insert_rows(connection: Connection, table: Table, given: list[Row]) -> None:
    """Write the rows, if there are any."""
    if given:
        connection.execute(insert(table), given)
