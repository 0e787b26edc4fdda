"""A store and a version or a day in, what became of the record's things since then out."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import RowMapping, select

from marsad.domain.changes import Change, ChangeKind, ThingKind
from marsad.store import tables
from marsad.store.opened import OpenedStore


def changes_since(store: OpenedStore, *, version: int = 0, day: dt.date | None = None) -> Iterator[Change]:
    """What came in versions after this one, and from this day on (UTC); oldest first."""
    table = tables.changes
    query = select(table).where(table.c.version > version).order_by(table.c.seq)
    return map(change_from_row, store.ask(query.where(table.c.day >= day) if day else query))


def change_from_row(row: RowMapping) -> Change:
    """What one row of the journal tells."""
    return Change(
        version=row["version"],
        day=row["day"],
        kind=ChangeKind(row["kind"]),
        thing=ThingKind(row["thing"]),
        id=row["id"],
        others=tuple(row["others"]),
        protected=row["protected"],
    )
