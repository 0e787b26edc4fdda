"""Pages as they were fetched in, what was fetched of an address or lies behind a document out."""

import datetime as dt
import zlib
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy import delete, exists, insert, select

from marsad.domain.audit import Kind
from marsad.store.auditing import insert_logged
from marsad.store.feeds import stamp
from marsad.store.intake_tables import captures, resting_sites
from marsad.store.store import Store
from marsad.store.tables import documents, originals

FIELDS = (
    *("url", "final_url", "at", "status", "etag", "last_modified"),
    *("body_sha256", "original_sha256", "document", "problem"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One time that a page was asked for; see the columns of `captures`."""

    url: str
    final_url: str
    at: str
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    original_sha256: str | None = None
    document: str | None = None
    problem: str | None = None


def add_capture(store: Store, capture: Capture, record: bytes | None = None) -> None:
    """Keep that a page was asked for and, with it, the record of what came, in one transaction."""
    with store.change() as connection:
        row = asdict(capture)
        if record is not None:
            row["original_sha256"] = sha256(record).hexdigest()
            known = select(exists().where(originals.c.sha256 == row["original_sha256"]))
            if not connection.execute(known).scalar():
                kept = {"content": zlib.compress(record), "name": capture.final_url, "first_seen": capture.at}
                connection.execute(insert(originals).values(sha256=row["original_sha256"], **kept))
        insert_logged(connection, captures, row, Kind.CAPTURE, "")


def newest_capture(store: Store, url: str) -> Capture | None:
    """The newest capture of an address whose document is kept; one that was broken off before does not count."""
    query = select(*(captures.c[name] for name in FIELDS)).join(documents, documents.c.id == captures.c.document)
    newest = query.where(captures.c.url == url).order_by(captures.c.seq.desc()).limit(1)
    return next((Capture(**row) for row in store.ask(newest)), None)


def was_captured(store: Store, url: str) -> bool:
    """True where an address was asked for and gave a document that is kept, or something that is no document."""
    settled = exists().where(documents.c.id == captures.c.document) | captures.c.document.is_(None)
    query = select(captures.c.seq).where(captures.c.url == url, settled).limit(1)
    return any(True for _ in store.ask(query))


def captures_of(store: Store, document: str) -> tuple[Capture, ...]:
    """Every capture of the addresses that ever gave the document, oldest first: its versions."""
    urls = select(captures.c.url).where(captures.c.document == document)
    query = select(*(captures.c[name] for name in FIELDS)).where(captures.c.url.in_(urls)).order_by(captures.c.seq)
    return tuple(Capture(**row) for row in store.ask(query))


def rest_of(store: Store, host: str) -> dt.datetime | None:
    """Until when a site asked to be left alone, None where it did not."""
    query = select(resting_sites.c.until).where(resting_sites.c.host == host)
    return next((dt.datetime.fromisoformat(row["until"]) for row in store.ask(query)), None)


def let_rest(store: Store, host: str, until: dt.datetime) -> None:
    """Keep until when a site is to be left alone."""
    with store.change() as connection:
        connection.execute(delete(resting_sites).where(resting_sites.c.host == host))
        connection.execute(insert(resting_sites).values(host=host, until=stamp(until)))
