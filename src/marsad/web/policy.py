"""Things of the store in, what may be shown of them out: the one way from the store to a page or an API answer."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record
from marsad.export.shield import Shielded
from marsad.pipeline.shielded import load_shielded
from marsad.store import Store
from marsad.store.hidden import hidden_events, hidden_spells

T = TypeVar("T", EventRecord, ControlSpell)


def admit(
    store: Store,
    *,
    events: Iterable[EventRecord] = (),
    aggregates: Iterable[AggregateRecord] = (),
    control: Iterable[ControlSpell] = (),
    actors: Iterable[ActorRecord] = (),
    claims: Iterable[Claim] = (),
) -> Shielded:
    """The things with the claims and documents that they rest on, less whatever could name a protected source.

    What is not in the answer is not shown: a page asks for nothing of the store beside this but counts.
    """
    return load_shielded(store, events=events, aggregates=aggregates, control=control, actors=actors, claims=claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Things for a list: `record` may be shown as it is; of what is in `hidden` only claims of `shown` may be cited."""

    record: Record
    hidden: frozenset[str]
    shown: Shielded


def admit_list(store: Store, *, events: Iterable[EventRecord] = (), control: Iterable[ControlSpell] = ()) -> Listed:
    """As `admit`, without loading claims: only what the store marks as told by a protected source is put through it."""
    told, held = tuple(events), tuple(control)
    hidden = hidden_events(store, [one.id for one in told]) | hidden_spells(store, [one.id for one in held])
    shown = admit(
        store,
        events=(one for one in told if one.id in hidden),
        control=(one for one in held if one.id in hidden),
    )
    safe: dict[str, EventRecord | ControlSpell] = {event.id: event for event in shown.record.events}
    safe |= {spell.id: spell for spell in shown.record.control}
    record = Record(
        events=tuple(_pick(told, hidden, safe, EventRecord)), control=tuple(_pick(held, hidden, safe, ControlSpell))
    )
    return Listed(record=record, hidden=hidden, shown=shown)


def _pick(
    things: Iterable[T], hidden: AbstractSet[str], safe: Mapping[str, EventRecord | ControlSpell], noun: type[T]
) -> Iterator[T]:
    for thing in things:
        kept = safe.get(thing.id) if thing.id in hidden else thing
        if isinstance(kept, noun):
            yield kept


def admit_document(document: Document | None) -> Document | None:
    """The document if it may be opened, None for one that is protected as for one that is not there."""
    return None if document is None or document.protected else document
