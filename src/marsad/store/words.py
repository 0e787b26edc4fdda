"""Words in, the open documents that hold them out; never one of a protected source, which is not in the index."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from marsad.domain.document import Document
from marsad.domain.filter import Filter
from marsad.store import rows
from marsad.store.query import filter_documents
from marsad.store.store import Store
from marsad.store.tables import documents
from marsad.store.text_index import matching, phrases_of

MOST_FOUND = 2_000
"""Documents among which a search looks, the newest that hold the words: a common word is in nearly all."""


@dataclass(frozen=True, slots=True)
class Match:
    """One document that holds the words."""

    seq: int
    id: str
    source: str | None
    date: date | None


def match_documents(store: Store, words: str, wanted: Filter) -> tuple[Match, ...]:
    """Documents that hold all the words, best first by how rare and how many they are; "…" asks for a phrase.

    What is asked is words, whatever signs stand between them: no operator of the index is reachable.
    """
    asked = phrases_of(words)
    if not asked:
        return ()
    found = matching(store.engine, asked, most=MOST_FOUND)
    of = documents.c
    query = filter_documents(select(of.seq, of.id, of.source, of.date, found.c.rank), wanted)
    lines = store.ask(query.join(found, found.c.rowid == of.seq))
    ordered = sorted(lines, key=lambda line: (line["rank"], -line["seq"]))
    return tuple(Match(line["seq"], line["id"], line["source"], line["date"]) for line in ordered)


def load_matches(store: Store, found: Sequence[Match]) -> tuple[Document, ...]:
    """The documents themselves, in the order given."""
    query = select(documents).where(documents.c.seq.in_([one.seq for one in found]))
    kept = {row["seq"]: rows.document_from_row(row) for row in store.ask(query)}
    return tuple(kept[one.seq] for one in found if one.seq in kept)
