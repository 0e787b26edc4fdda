"""Words in, places whose names hold them out; documents in, their claims out."""

from collections.abc import Sequence

from sqlalchemy import func, select

from marsad.domain.claim import Claim
from marsad.store import rows
from marsad.store.facets import Facet
from marsad.store.query import standing
from marsad.store.store import Store
from marsad.store.tables import claims, control, events


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


def claims_within(store: Store, ids: Sequence[str]) -> tuple[Claim, ...]:
    """The claims of the documents, in order of their quotes."""
    query = select(claims).where(claims.c.document.in_(ids)).order_by(claims.c.document, claims.c.start, claims.c.id)
    return tuple(map(rows.claim_from_row, store.ask(standing(query))))
