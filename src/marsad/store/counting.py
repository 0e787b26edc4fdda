"""A table in, how many rows it has out; and the counts of a whole store."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from marsad.store.opened import OpenedStore
from marsad.store.tables import claims, documents


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


def count_open(store: OpenedStore) -> dict[str, int]:
    """How many documents are of sources that need no protection, and how many claims they make, once read."""
    open_ones = documents.c.protected.is_(False)
    queries = {
        "documents": select(func.count().label("n")).where(open_ones),
        "claims": select(func.count().label("n")).select_from(claims).join(documents).where(open_ones),
    }
    return {name: int(next(store.ask(query))["n"]) for name, query in queries.items()}
