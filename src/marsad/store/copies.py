"""Prints in, chains of copies out: a document is compared with the few that share a band with it, not with all."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from marsad.domain.copying import Print
from marsad.domain.document import Document
from marsad.store import rows
from marsad.store.chains import Printed, Tracer
from marsad.store.engine_postgres import Turn, take_turn
from marsad.store.inserting import pour_rows
from marsad.store.intake_tables import print_bands, prints
from marsad.store.store import Store
from marsad.store.tables import documents

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unprinted:
    """A document whose copies were not looked for yet, and its number."""

    seq: int
    document: Document


def unprinted(store: Store, most: int) -> list[Unprinted]:
    """The next open documents, in the order they came, whose copies were not looked for."""
    newest = select(func.coalesce(func.max(prints.c.document), 0)).scalar_subquery()
    query = select(documents).where(documents.c.seq > newest, documents.c.protected.is_(False))
    found = store.ask(query.order_by(documents.c.seq).limit(most))
    return [Unprinted(seq=row["seq"], document=rows.document_from_row(row)) for row in found]


def add_prints(store: Store, made: Sequence[tuple[Unprinted, Print | None]]) -> int:
    """Keep the prints in one transaction, each document in the chain of its copies; how many have one comes back.

    To be given in the order of their numbers.
    """
    came = [Printed(seq=one.seq, document=one.document, print=made_of) for one, made_of in made]
    with store.change() as connection:
        take_turn(connection, Turn.ARRIVAL)
        numbers = [one.seq for one in came]
        done = set(connection.execute(select(prints.c.document).where(prints.c.document.in_(numbers))).scalars())
        return _add(connection, [one for one in came if one.seq not in done])


def chain_of(store: Store, document: Document) -> tuple[Document, ...]:
    """A document with its copies and theirs, the first print first: by day, undated ones last, then as they came."""
    own = select(documents.c.seq).where(documents.c.id == document.id, documents.c.protected.is_(False))
    chain = select(prints.c.chain).where(prints.c.document == own.scalar_subquery())
    query = select(documents).join(prints, prints.c.document == documents.c.seq)
    ordered = query.where(prints.c.chain == chain.scalar_subquery(), documents.c.protected.is_(False)).order_by(
        documents.c.date.is_(None), documents.c.date, documents.c.seq
    )
    found = tuple(map(rows.document_from_row, store.ask(ordered.limit(MOST_SHOWN))))
    return found if len(found) > 1 else ()


def _add(connection: Connection, came: Sequence[Printed]) -> int:
    tracer = Tracer(connection, came)
    copies = sum(map(tracer.trace, came))
    tracer.write_moves()
    chains, lines = tracer.chains, []
    for one in came:
        signature = one.print.signature if one.print else None
        lines.append({"document": one.seq, "chain": chains.now(chains.of[one.seq]), "signature": signature})
    pour_rows(connection, prints, lines)
    bands = {(key, one.seq) for one in came if one.print for key in one.print.bands}
    pour_rows(connection, print_bands, [{"key": key, "document": seq} for key, seq in sorted(bands)])
    return copies
