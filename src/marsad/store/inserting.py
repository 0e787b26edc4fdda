"""Rows in, written."""

from collections.abc import Iterable

from sqlalchemy import Connection, Table, insert, select

from marsad.domain.problem import Problem
from marsad.store.rows import Row, problem_row
from marsad.store.tables import problems as table

AT_ONCE = 500
"""Parameters of one question, under every engine's cap."""


def insert_rows(connection: Connection, table: Table, given: list[Row]) -> None:
    """Write the rows, if there are any."""
    if given:
        connection.execute(insert(table), given)


def insert_problems(connection: Connection, problems: Iterable[Problem], origin: str) -> None:
    """Write the problems of an origin; the same one twice is kept once."""
    fresh = {row["digest"]: row for row in (problem_row(problem, origin) for problem in problems)}
    digests = list(fresh)
    for at in range(0, len(digests), AT_ONCE):
        some = digests[at : at + AT_ONCE]
        same = select(table.c.digest).where(table.c.origin == origin, table.c.digest.in_(some))
        for digest in connection.execute(same).scalars().all():
            del fresh[digest]
    insert_rows(connection, table, list(fresh.values()))
