"""Documents in, how each came and whether its text was there before out."""

from collections.abc import Sequence

from sqlalchemy import select

from marsad.domain.provenance import Provenance
from marsad.store.rows import PROVENANCE_FIELDS
from marsad.store.store import Store
from marsad.store.tables import documents, originals, provenance


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
