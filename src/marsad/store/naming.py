"""Relations in, the same with each other actor by its name."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from marsad.domain.record import ActorTie
from marsad.store.store import Store
from marsad.store.tables import actors


def named_ties(store: Store, ties: Sequence[ActorTie]) -> tuple[ActorTie, ...]:
    """The relations as a reader reads them; an id of nobody on record stays as it is."""
    ids = [tie.other for tie in ties]
    query = select(actors.c.id, actors.c.payload["name"].as_string().label("name")).where(actors.c.id.in_(ids))
    names = {row["id"]: row["name"] for row in store.ask(query)}
    return tuple(replace(tie, other=names.get(tie.other, tie.other)) for tie in ties)
