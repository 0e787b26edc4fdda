"""A newer reading of a known document in, kept beside what was read before: what came, and what is set aside.

No claim is ever lost: one that the newest reading does not make is set aside, and stands again if a later one makes it.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select

from marsad.domain.audit import Kind
from marsad.domain.problem import Problem
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import ProblemCode
from marsad.store import rows, tables
from marsad.store.auditing import insert_logged
from marsad.store.changing import forget_record
from marsad.store.inserting import insert_rows
from marsad.store.named import write_document_names
from marsad.store.query import standing
from marsad.store.store import Store

OF_READERS = (
    *(ProblemCode.AMBIGUOUS_PLACE, ProblemCode.UNKNOWN_PLACE, ProblemCode.UNRESOLVED_TIME),
    *(ProblemCode.PASSED_OVER, ProblemCode.NO_DATE),
)
"""What a reading says of a text; the others are of how it came and stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """What one newer reading changed: how many claims stay, ids of those that came and of those set aside."""

    stay: int
    came: tuple[str, ...]
    gone: tuple[str, ...]


def keep_rereading(store: Store, reading: Reading, reader: str) -> Rereading:
    """What the reading of a known document changes, kept in one transaction; its record is then to be made anew."""
    document = reading.document.id
    now = {row["id"]: row for row in map(rows.claim_row, reading.claims)}
    with store.change() as connection:
        query = select(tables.claims.c.id).where(tables.claims.c.document == document)
        known = set(connection.execute(query).scalars())
        had = set(connection.execute(standing(query)).scalars())
        made = Rereading(
            stay=len(had & now.keys()), came=tuple(sorted(now.keys() - had)), gone=tuple(sorted(had - now.keys()))
        )
        insert_rows(connection, tables.claims, [row for name, row in now.items() if name not in known])
        connection.execute(delete(tables.set_aside).where(tables.set_aside.c.claim.in_(made.came)))
        insert_rows(connection, tables.set_aside, [{"claim": name} for name in made.gone])
        _replace_problems(connection, document, reading.problems)
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        row = {"document": document, "reader": reader, "at": at, "came": made.came, "gone": made.gone}
        new = sorted(now.keys() - known)
        insert_logged(connection, tables.rereadings, row, Kind.REREAD, "", more={"claims": new})
        write_document_names(connection, document)  # also where nothing changed: they may have been altered
        if made.came or made.gone:
            forget_record(connection)
    return made


def list_unread(store: Store, reader: str) -> tuple[str, ...]:
    """Ids of the documents that this reader was not the last to read again, in the order in which they came."""
    table, documents = tables.rereadings, tables.documents
    last = select(func.max(table.c.seq)).group_by(table.c.document)
    done = select(table.c.document).where(table.c.seq.in_(last), table.c.reader == reader)
    query = select(documents.c.id).where(documents.c.id.not_in(done)).order_by(documents.c.seq)
    return tuple(row["id"] for row in store.ask(query))


def find_set_aside(store: Store, claims: Collection[str]) -> frozenset[str]:
    """Those of the claims that the newest reading of their document no longer makes."""
    column = tables.set_aside.c.claim
    names = sorted(claims)
    found = (store.ask(select(column).where(column.in_(names[at : at + 500]))) for at in range(0, len(names), 500))
    return frozenset(row["claim"] for some in found for row in some)


def _replace_problems(connection: Connection, document: str, problems: Iterable[Problem]) -> None:
    table = tables.problems
    of_text = (table.c.origin == "text", table.c.document == document)
    codes = [code.value for code in OF_READERS]
    connection.execute(delete(table).where(*of_text, table.c.code.in_(codes)))
    insert_rows(connection, table, [rows.problem_row(one, "text") for one in dict.fromkeys(problems)])
