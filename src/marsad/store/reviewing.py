"""The queue of events that nobody has looked at in full, those that matter most first, and how far it is worked off."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import exists, select

from marsad.domain.filter import Filter
from marsad.domain.record import EventRecord
from marsad.store.columns import Columns, Mask
from marsad.store.memory import columns_of
from marsad.store.paging import events_at
from marsad.store.store import Store
from marsad.store.tables import decided, links


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many events there are to look at, and of how many every claim is decided on."""

    events: int
    done: int


def queue_of(store: Store, wanted: Filter, limit: int, *, but: str | None = None) -> tuple[EventRecord, ...]:
    """Open events with a claim that nobody decided on, by weight; `but` is left out."""
    columns = columns_of(store)
    waits = _open(columns, wanted) & ~_among(columns, _done(store) | ({but} if but else set()))
    ordered = columns.ordered("review")
    return events_at(store, columns.events.seq[ordered[waits[ordered]][:limit]].tolist())


def progress_of(store: Store, wanted: Filter) -> Progress:
    """How far the events that the filter asks for are worked off."""
    columns = columns_of(store)
    asked = _open(columns, wanted)
    return Progress(events=int(asked.sum()), done=int((asked & _among(columns, _done(store))).sum()))


def _open(columns: Columns, wanted: Filter) -> Mask:
    """Claims of protected sources are decided on where they may be read: not on a page."""
    return columns.wanted(wanted) & ~columns.events.protected


def _among(columns: Columns, ids: set[str]) -> Mask:
    found = [one in ids for one in columns.events.id.tolist()] if ids else np.zeros(len(columns.events.id))
    return np.array(found, dtype=np.bool_)


def _done(store: Store) -> set[str]:
    """The events of which every claim is decided on: found from the decisions, which are few, not from the events."""
    others = links.alias()
    is_decided = exists().where(decided.c.claim == others.c.claim)
    waits = exists().where(others.c.of == links.c.of, others.c.kind == "event", ~is_decided)
    touched = select(links.c.of).where(links.c.kind == "event", links.c.claim.in_(select(decided.c.claim)), ~waits)
    return {row["of"] for row in store.ask(touched.distinct())}
