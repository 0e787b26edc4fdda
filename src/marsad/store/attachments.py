"""Files that came with a report in, kept as originals by the hash of what is kept; their names are not."""

import datetime as dt
import zlib
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import insert, select

from marsad.domain.audit import Kind
from marsad.domain.document import Document
from marsad.domain.source import Recipient
from marsad.store.auditing import insert_logged
from marsad.store.sealing import seal
from marsad.store.source_tables import attachments
from marsad.store.store import Store
from marsad.store.tables import originals


def keep_attachment(store: Store, document: Document, content: bytes, recipients: Sequence[Recipient]) -> str:
    """The hash under which the bytes are kept; of a protected report sealed, for a picture tells where and by what.

    The day alone is kept, for the hour would tell when the report came.
    """
    kept = seal(content, recipients) if document.protected else content
    digest = sha256(kept).hexdigest()
    today = dt.datetime.now(dt.UTC).date().isoformat()
    with store.change() as connection:
        if connection.execute(select(originals.c.sha256).where(originals.c.sha256 == digest)).first() is None:
            fields = {"sha256": digest, "content": zlib.compress(kept), "name": None, "first_seen": today}
            connection.execute(insert(originals).values(fields))
        row = {"document": document.id, "original_sha256": digest, "sealed": document.protected}
        insert_logged(connection, attachments, row, Kind.ATTACHMENT, "", of_a_day=document.protected)
    return digest


def attachments_of(store: Store, document: str) -> tuple[tuple[str, bool], ...]:
    """The hash of each file that came with the document, in order, and whether it is sealed."""
    query = select(attachments).where(attachments.c.document == document).order_by(attachments.c.seq)
    return tuple((row["original_sha256"], row["sealed"]) for row in store.ask(query))
