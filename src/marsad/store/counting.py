"""A table in, how many rows it has out; and the counts of a whole store."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many of each thing the store holds."""

    documents: int
    claims: int
    events: int
    aggregates: int
    control: int
    actors: int
    problems: int
    judgements: int


def count_rows(connection: Connection, table: Table) -> int:
    """How many there are."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
