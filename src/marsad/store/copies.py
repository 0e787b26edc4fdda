"""Prints in, chains of copies out: a document is compared with the few that share a band with it, not with all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from marsad.domain.copying import COPY_OVERLAP, Print, overlap, shingle
from marsad.domain.document import Document
from marsad.store import rows
from marsad.store.engine_postgres import Turn, take_turn
from marsad.store.intake_tables import print_bands, prints
from marsad.store.store import Store
from marsad.store.tables import documents

MOST_COMPARED = 100
"""Documents that one is compared with, those that share most bands; of a chain that it joins one is enough."""
SURELY_APART = 0.15
"""How far below the cut a signature may tell before the texts are not looked at: about four standard errors of it."""
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
    """Keep the prints in one transaction, each document in the chain of its copies; how many have one comes back."""
    with store.change() as connection:
        take_turn(connection, Turn.ARRIVAL)
        numbers = [one.seq for one, _ in made]
        done = set(connection.execute(select(prints.c.document).where(prints.c.document.in_(numbers))).scalars())
        return sum(_add(connection, one, made_of) for one, made_of in made if one.seq not in done)


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


def _add(connection: Connection, one: Unprinted, made: Print | None) -> bool:
    chains = set(_find_chains(connection, one, made))
    chain = min({*chains, one.seq})
    others = chains - {chain}
    if others:
        connection.execute(update(prints).where(prints.c.chain.in_(others)).values(chain=chain))
    row = {"document": one.seq, "chain": chain, "signature": made.signature if made else None}
    connection.execute(insert(prints).values(row))
    if made:
        bands = [{"key": key, "document": one.seq} for key in dict.fromkeys(made.bands)]
        connection.execute(insert(print_bands), bands)
    return bool(chains)


def _find_chains(connection: Connection, one: Unprinted, made: Print | None) -> Iterator[int]:
    """The chains of the documents that have the same text, or nearly."""
    joined = set(connection.execute(SAME, {"digest": one.document.sha256}).scalars())
    yield from joined
    if made is None:
        return
    shingles = None
    for near in connection.execute(NEAREST, {"bands": made.bands}):
        if near.chain in joined or _estimate(made.signature, near.signature) < COPY_OVERLAP - SURELY_APART:
            continue
        shingles = shingles or shingle(one.document.text)
        if overlap(shingles, shingle(connection.execute(TEXT, {"seq": near.document}).scalar_one())) >= COPY_OVERLAP:
            joined.add(near.chain)
            yield near.chain


def _estimate(some: bytes, others: bytes) -> float:
    """The share of least hashes, of four bytes each, that two signatures have in common."""
    return float(np.mean(np.frombuffer(some, "<u4") == np.frombuffer(others, "<u4")))


def _nearest() -> Select[Any]:
    """Those that share a band with a print, most bands first."""
    shared = func.count().label("shared")
    sharing = select(print_bands.c.document, shared).where(print_bands.c.key.in_(bindparam("bands", expanding=True)))
    most = sharing.group_by(print_bands.c.document).order_by(shared.desc(), print_bands.c.document)
    near = most.limit(MOST_COMPARED).subquery()
    query = select(prints.c.document, prints.c.chain, prints.c.signature)
    joined = query.join(near, prints.c.document == near.c.document)
    return joined.order_by(near.c.shared.desc(), near.c.document)


NEAREST = _nearest()
SAME = (
    select(prints.c.chain)
    .join(documents, documents.c.seq == prints.c.document)
    .where(documents.c.text_sha256 == bindparam("digest"))
    .distinct()
)
TEXT = select(documents.c.text).where(documents.c.seq == bindparam("seq"))
