"""Documents in, how each came and whether its text was there before out."""

from collections.abc import Sequence

from sqlalchemy import select

from marsad.domain.document import Document
from marsad.domain.provenance import Provenance
from marsad.store.rows import PROVENANCE_FIELDS
from marsad.store.store import Store
from marsad.store.tables import documents, originals, provenance

MOST_VERSIONS = 50


def provenance_of(store: Store, ids: Sequence[str]) -> dict[str, Provenance]:
    """How the documents of the ids came, by id; an older store's rows know the file's name alone."""
    found = (
        select(documents.c.id, originals.c.name.label("where"), *(provenance.c[name] for name in PROVENANCE_FIELDS))
        .join(originals, originals.c.sha256 == documents.c.original_sha256)
        .outerjoin(provenance, provenance.c.document == documents.c.id)
    )
    told: dict[str, Provenance] = {}
    for start in range(0, len(ids), 500):  # under every engine's cap of parameters
        for row in store.ask(found.where(documents.c.id.in_(ids[start : start + 500]))):
            told[row["id"]] = Provenance(**{name: row[name] for name in ("where", *PROVENANCE_FIELDS)})
    return told


def keeps_text(store: Store, digest: str) -> bool:
    """True where a document with this very text is kept, under whatever id."""
    found = select(documents.c.id).where(documents.c.text_sha256 == digest).limit(1)
    return next(store.ask(found), None) is not None


def first_seen(store: Store, original: str) -> str | None:
    """When an original was first handed in: UTC, to the second; to the day where it is protected."""
    query = select(originals.c.first_seen).where(originals.c.sha256 == original)
    return next((row["first_seen"] for row in store.ask(query)), None)


def versions_of(store: Store, document: str) -> tuple[Document, ...]:
    """The versions of the page or message that a document is one of, oldest first; none where it is the only one."""
    found, latest = [document], document
    while (before := _version_before(store, found[0])) and before not in found and len(found) < MOST_VERSIONS:
        found.insert(0, before)
    while (after := _version_after(store, latest)) and after not in found and len(found) < MOST_VERSIONS:
        found.append(latest := after)
    kept = store.documents_of(found) if len(found) > 1 else {}
    return tuple(kept[one] for one in found if one in kept and not kept[one].protected)


def _version_before(store: Store, document: str) -> str | None:
    query = select(provenance.c.version_of.label("id")).where(provenance.c.document == document)
    return next((row["id"] for row in store.ask(query)), None)


def _version_after(store: Store, document: str) -> str | None:
    query = select(provenance.c.document.label("id")).where(provenance.c.version_of == document).limit(1)
    return next((row["id"] for row in store.ask(query)), None)
