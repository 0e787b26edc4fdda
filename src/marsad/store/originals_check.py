"""A store in, originals whose bytes, and quotes whose words, are not what they were taken for, out."""

import zlib
from collections.abc import Iterator
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, select

from marsad.domain.audit import Finding
from marsad.store import rows
from marsad.store.intake_tables import captures
from marsad.store.source_tables import attachments
from marsad.store.tables import claims, documents, originals


def check_originals(connection: Connection) -> Iterator[Finding]:
    """Every stored original hashed again, those that are lacking or nothing tells of, every quote cut again."""
    kept = set()
    for row in connection.execution_options(yield_per=50).execute(select(originals)).mappings():
        kept.add(row["sha256"])
        yield from _check_bytes(row)
    told = set()
    for table in (documents, attachments, captures):
        name = table.c.id if table is documents else table.c.document
        query = select(name, table.c.original_sha256).where(table.c.original_sha256.is_not(None))
        for document, digest in connection.execute(query):
            told.add(digest)
            if digest not in kept:
                where = f"{table.name.removesuffix('s')} {document}" if document else f"{table.name} without a document"
                yield Finding(where=where, what=f"its original {digest[:12]} is gone. Mend: restore a backup")
    for digest in sorted(kept - told):
        yield Finding(where=f"original {digest[:12]}", what="added past the log: nothing that came has it")
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
