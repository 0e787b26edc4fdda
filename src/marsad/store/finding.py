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
    """Open places whose name holds the words as they are written, those with most events first, then by name."""
    counts: dict[str, int] = {}
    for table in (events, control):
        name = table.c.place
        query = select(name.label("name"), func.count().label("count")).group_by(name)
        # The greatest of one name is that name; asked so, each name is looked at once, and not each event of it.
        query = query.having(func.max(name).icontains(words, autoescape=True))
        for row in store.ask(query.order_by(func.count().desc(), name).limit(limit)):
            counts[row["name"]] = counts.get(row["name"], 0) + row["count"]
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(name=name, count=count) for name, count in ordered[:limit])


def claims_within(store: Store, ids: Sequence[str]) -> dict[str, Claim]:
    """The claims of the documents by id, in order of their quotes."""
    table = claims.c
    query = select(table.id, table.payload).where(table.document.in_(ids))
    found = store.ask(standing(query.order_by(table.document, table.start, table.id)))
    return {row["id"]: rows.claim_from_row(row) for row in found}
