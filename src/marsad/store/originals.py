"""Ids in, the original bytes of their documents out, with the name and the kind that they came by."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select

from marsad.domain.claim import Claim
from marsad.store import rows, tables
from marsad.store.query import standing
from marsad.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOriginal:
    """`content` is None where it is not there, or cannot be unpacked, or has another hash than it was kept by."""

    document: str
    content: bytes | None
    name: str | None
    media_type: str | None
    reader: str | None
    """Digest of the reader that read the document last, None for that of the day it came."""


def document_ids(store: Store) -> tuple[str, ...]:
    """Of every document, in the order in which they came."""
    query = select(tables.documents.c.id).order_by(tables.documents.c.seq)
    return tuple(row["id"] for row in store.ask(query))


def originals_of(store: Store, ids: Sequence[str]) -> Iterator[KeptOriginal]:
    """Of a few documents, in the order of the ids."""
    documents, originals, came = tables.documents, tables.originals, tables.provenance
    columns = (documents.c.id, documents.c.original_sha256, originals.c.content, originals.c.name, came.c.media_type)
    query = select(*columns).outerjoin(originals, originals.c.sha256 == documents.c.original_sha256)
    query = query.outerjoin(came, came.c.document == documents.c.id).where(documents.c.id.in_(ids))
    found, readers = {row["id"]: row for row in store.ask(query)}, _readers_of(store, ids)
    for name in ids:
        row = found[name]
        content = _unpack(row["content"], row["original_sha256"])
        yield KeptOriginal(
            document=name, content=content, name=row["name"], media_type=row["media_type"], reader=readers.get(name)
        )


def standing_claims(store: Store, ids: Sequence[str]) -> dict[str, dict[str, Claim]]:
    """By document the claims that its newest reading makes, by id."""
    found: dict[str, dict[str, Claim]] = {name: {} for name in ids}
    query = standing(select(tables.claims)).where(tables.claims.c.document.in_(ids))
    for row in store.ask(query.order_by(tables.claims.c.start, tables.claims.c.id)):
        found[row["document"]][row["id"]] = rows.claim_from_row(row)
    return found


def _readers_of(store: Store, ids: Sequence[str]) -> dict[str, str]:
    table = tables.rereadings
    last = select(func.max(table.c.seq)).where(table.c.document.in_(ids)).group_by(table.c.document)
    query = select(table.c.document, table.c.reader).where(table.c.seq.in_(last))
    return {row["document"]: row["reader"] for row in store.ask(query)}


def _unpack(packed: bytes | None, digest: str) -> bytes | None:
    try:
        content = zlib.decompress(packed) if packed is not None else None
    except zlib.error:
        return None
    return content if content is not None and sha256(content).hexdigest() == digest else None
