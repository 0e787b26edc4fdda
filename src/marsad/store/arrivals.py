"""How far a store has come: one look at its newest document and its record's version."""

from dataclasses import dataclass

from sqlalchemy import func, select

from marsad.store.store import Store
from marsad.store.tables import documents


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`documents` is the number of the newest, so that two states tell how many came between."""

    documents: int
    version: str


def state_of(store: Store) -> State:
    """The state now."""
    newest = next(store.ask(select(func.max(documents.c.seq).label("newest"))))["newest"]
    return State(documents=int(newest or 0), version=store.record_version())
