"""Words in, the open documents that hold them out; never one of a protected source, which is not in the index."""

from sqlalchemy import func, select

from marsad.domain.document import Document
from marsad.domain.filter import Filter
from marsad.store import rows
from marsad.store.paging import Paged, Stretch
from marsad.store.query import filter_documents
from marsad.store.store import Store
from marsad.store.tables import documents
from marsad.store.text_index import matching, phrases_of

MOST_FOUND = 2_000
"""Documents among which a search looks, the newest that hold the words: a common word is in nearly all."""


def find_documents(store: Store, words: str, wanted: Filter, at: Stretch) -> Paged[Document]:
    """Documents that hold all the words, best first by how rare and how many they are; "…" asks for a phrase.

    What is asked is words, whatever signs stand between them: no operator of the index is reachable.
    """
    asked = phrases_of(words)
    if not asked:
        return Paged(items=(), total=0)
    found = matching(store.engine, asked, most=MOST_FOUND)
    query = filter_documents(select(documents), wanted).join(found, found.c.rowid == documents.c.seq)
    counted = filter_documents(select(func.count()).select_from(documents), wanted)
    counted = counted.join(found, found.c.rowid == documents.c.seq)
    kept = store.ask(query.order_by(found.c.rank, documents.c.seq.desc()).offset(at.offset).limit(at.limit))
    return Paged(items=tuple(map(rows.document_from_row, kept)), total=int(next(store.ask(counted))["count_1"]))
