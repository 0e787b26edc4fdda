"""Words in, what beside documents holds them out: places by name, and how the documents found fall into facets."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from marsad.domain.claim import Claim
from marsad.domain.filter import Filter
from marsad.store import rows
from marsad.store.query import filter_documents, month_of, standing
from marsad.store.store import Store
from marsad.store.tables import claims, control, documents, events
from marsad.store.text_index import matching, phrases_of
from marsad.store.words import MOST_FOUND

MOST_FACETS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """A name and how many things bear it."""

    name: str
    count: int


def find_places(store: Store, words: str, limit: int) -> tuple[Facet, ...]:
    """Open places whose name holds the words as they are written, those with most events first."""
    counts: dict[str, int] = {}
    for table in (events, control):
        name = table.c.place
        query = select(name.label("name"), func.count().label("count")).where(name.icontains(words, autoescape=True))
        for row in store.ask(query.group_by(name).order_by(func.count().desc()).limit(limit)):
            counts[row["name"]] = counts.get(row["name"], 0) + row["count"]
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(name=name, count=count) for name, count in ordered[:limit])


def facets_of(store: Store, words: str, wanted: Filter) -> tuple[tuple[Facet, ...], tuple[Facet, ...]]:
    """The documents that hold the words by outlet, most first, and by month, newest first."""
    found = matching(store.engine, phrases_of(words), most=MOST_FOUND)
    month = month_of(documents.c.date)
    facets = []
    for key, order in ((documents.c.source, func.count().desc()), (month, month.desc())):
        query = select(key.label("name"), func.count().label("count")).join(found, found.c.rowid == documents.c.seq)
        grouped = filter_documents(query, wanted).where(key.is_not(None)).group_by(key)
        facets.append(tuple(Facet(**row) for row in store.ask(grouped.order_by(order).limit(MOST_FACETS))))
    return facets[0], facets[1]


def claims_within(store: Store, ids: Sequence[str]) -> tuple[Claim, ...]:
    """The claims of the documents, in order of their quotes."""
    query = select(claims).where(claims.c.document.in_(ids)).order_by(claims.c.document, claims.c.start, claims.c.id)
    return tuple(map(rows.claim_from_row, store.ask(standing(query))))
