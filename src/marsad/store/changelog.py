"""A store and a version or a day in, what became of the record's things since then out."""

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import RowMapping, select

from marsad.domain.changes import Change, ChangeKind, ThingKind
from marsad.store import tables
from marsad.store.store import Store


def changes_since(store: Store, *, version: int = 0, day: dt.date | None = None) -> Iterator[Change]:
    """What came in versions after this one, and from this day on (UTC); oldest first."""
    table = tables.changes
    query = select(table).where(table.c.version > version).order_by(table.c.seq)
    return map(_change, store.ask(query.where(table.c.day >= day) if day else query))


def _change(row: RowMapping) -> Change:
    return Change(
        version=row["version"],
        day=row["day"],
        kind=ChangeKind(row["kind"]),
        thing=ThingKind(row["thing"]),
        id=row["id"],
        others=tuple(row["others"]),
        protected=row["protected"],
    )
