"""How far a store has come: its open documents, counted, and its record's version."""

from dataclasses import dataclass

from sqlalchemy import func, select

from marsad.store.store import Store
from marsad.store.tables import documents


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`documents` are the open ones: how many there are tells nobody that a protected report came, nor when."""

    documents: int
    version: str


def state_of(store: Store) -> State:
    """The state now."""
    count = select(func.count().label("number")).select_from(documents).where(documents.c.protected.is_(False))
    return State(documents=int(next(store.ask(count))["number"]), version=store.record_version())
