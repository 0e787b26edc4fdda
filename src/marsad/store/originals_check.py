"""A store in, originals whose bytes, and quotes whose words, are not what they were taken for, out."""

import zlib
from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, select

from marsad.domain.audit import Finding
from marsad.store import rows
from marsad.store.tables import claims, documents, originals


def check_originals(connection: Connection) -> Iterator[Finding]:
    """Every stored original hashed again, those that documents lack, and every quote cut again from its document."""
    kept = set()
    for row in connection.execution_options(yield_per=50).execute(select(originals)).mappings():
        kept.add(row["sha256"])
        yield from _check_bytes(row)
    query = select(documents.c.id, documents.c.original_sha256)
    for row in connection.execute(query).mappings():
        if row["original_sha256"] not in kept:
            what = f"its original {row['original_sha256'][:12]} is gone. Mend: restore a backup"
            yield Finding(where=f"document {row['id']}", what=what)
    yield from _check_quotes(connection)


def _check_bytes(row: RowMapping) -> Iterator[Finding]:
    where = f"original {row['sha256'][:12]}"
    try:
        content = zlib.decompress(row["content"])
    except zlib.error:
        yield Finding(where=where, what="damaged: it cannot be unpacked. Mend: restore a backup")
        return
    if sha256(content).hexdigest() != row["sha256"]:
        yield Finding(where=where, what="altered: its bytes have another SHA-256. Mend: restore a backup")


def _check_quotes(connection: Connection) -> Iterator[Finding]:
    query = select(claims.c.id, claims.c.payload, documents.c.text).join(
        documents, documents.c.id == claims.c.document, isouter=True
    )
    for row in connection.execution_options(yield_per=500).execute(query).mappings():
        quote = rows.claim_from_row(row).quote
        if (row["text"] or "")[quote.start : quote.end] != quote.text:
            yield Finding(where=f"claim {row['id']}", what="its quote does not stand in its document at its offsets")
