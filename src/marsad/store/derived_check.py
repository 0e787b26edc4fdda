"""A store in, what is found by, or shown in order, and is not what documents and claims make of it, out.

These rows are made by the rules of a version, so they are compared only where the record is of the same rules.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Table, func, select

from marsad.domain.audit import Finding
from marsad.domain.record import Record
from marsad.store import rows, tables
from marsad.store.derived import open_words
from marsad.store.named import AT_ONCE, names_between
from marsad.store.text_index import differing_words

SAID = {"places", "actors"}
PROBLEM_COLUMNS = ("code", "document", "digest")
NOT_MADE = "altered: not what the claims that stand make of it"


def check_derived(connection: Connection, record: Record) -> Iterator[Finding]:
    """What claims repeat of their documents, the words and names to find by, and the order in which things stand."""
    yield from _check_claims(connection)
    yield from _check_names(connection)
    for seq in sorted(differing_words(connection, open_words(connection))):
        what = "altered: it is found by other words than its own, or though it is protected"
        yield Finding(where=f"document_words of document {seq}", what=what)
    yield from _check_problems(connection)
    yield from _check_order(connection, record)


def _check_claims(connection: Connection) -> Iterator[Finding]:
    documents, claims = tables.documents, tables.claims
    query = select(claims, documents.c.source, documents.c.date).join(documents, documents.c.id == claims.c.document)
    for row in connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings():
        claim = rows.claim_from_row(row)
        made = rows.claim_row(claim)
        others = [name for name in sorted(SAID) if made[name] != row[name]]
        others += ["source"] if claim.source != row["source"] else []
        others += ["reported"] if claim.reported != row["date"] else []
        if others:
            yield Finding(where=f"claim {row['id']}", what=f"altered: another {', '.join(others)} than it should have")


def _check_names(connection: Connection) -> Iterator[Finding]:
    documents, named, names = tables.documents, tables.named, tables.names
    last = connection.execute(select(func.max(documents.c.seq))).scalar() or 0
    query = select(names.c.part, names.c.words, named.c.document, named.c.date, named.c.protected)
    query = query.join(names, names.c.id == named.c.name, isouter=True)
    for first in range(0, last + 1, AT_ONCE):
        inside = query.where(named.c.document.between(first, first + AT_ONCE - 1))
        difference = Counter(tuple(row) for row in connection.execute(inside.select_from(named)))
        difference.subtract((*name, *rest) for name, *rest in names_between(connection, first, first + AT_ONCE - 1))
        for document in sorted({line[2] for line, count in difference.items() if count}):
            yield Finding(where=f"named of document {document}", what=NOT_MADE)
    outside = select(named.c.document).where(~named.c.document.between(0, last)).distinct()
    for document in connection.execute(outside).scalars():
        yield Finding(where=f"named of document {document}", what="added: there is no such document")


def _check_problems(connection: Connection) -> Iterator[Finding]:
    query = select(tables.problems).order_by(tables.problems.c.seq).execution_options(yield_per=AT_ONCE)
    for row in connection.execute(query).mappings():
        made = rows.problem_row(rows.problem_from_row(row), row["origin"])
        if others := [name for name in PROBLEM_COLUMNS if made[name] != row[name]]:
            yield Finding(
                where=f"problems {row['seq']}", what=f"altered: another {', '.join(others)} than its words give"
            )


def _check_order(connection: Connection, record: Record) -> Iterator[Finding]:
    """Lists stand in the order of `seq`, and what comes is put in by `rank`: both are the record's own order."""
    for table, things in (
        (tables.events, record.events), (tables.aggregates, record.aggregates),
        (tables.control, record.control), (tables.actors, record.actors),
    ):  # fmt: skip
        kept = connection.execute(select(table.c.id, table.c.rank).order_by(table.c.seq)).all()
        made = [one.id for one in things]
        if sorted(row.id for row in kept) == sorted(made):  # else another finding tells of it
            yield from _out_of_order(table, kept, made)


def _out_of_order(table: Table, kept: Sequence[Any], made: Sequence[str]) -> Iterator[Finding]:
    moved = next((row.id for row, name in zip(kept, made, strict=True) if row.id != name), None)
    ranks = [(row.id, row.rank) for row in kept if row.rank is not None]
    moved = moved or next((after[0] for before, after in pairwise(ranks) if before[1] >= after[1]), None)
    if moved or 0 < len(ranks) < len(kept):
        where = f"{table.name} {moved or next(row.id for row in kept if row.rank is None)}"
        yield Finding(where=where, what="altered: it does not stand in its place in the record's order")
