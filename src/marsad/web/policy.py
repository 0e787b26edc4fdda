"""Things of the store in, what may be shown of them out: the one way from the store to a page or an API answer."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TypeVar

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record
from marsad.domain.wire import claim_id
from marsad.export.shield import Shielded, shield
from marsad.store import Store
from marsad.store.hidden import hidden_events, hidden_spells

T = TypeVar("T", EventRecord, ControlSpell)
MOST_OF_ACTOR = 60
"""Claims of an actor that are looked at: a party to a long war is named in a hundred thousand."""
Cited = EventRecord | AggregateRecord | ControlSpell | ActorRecord


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
    record = Record(
        events=tuple(events), aggregates=tuple(aggregates), control=tuple(control),
        actors=tuple(replace(one, claims=one.claims[:MOST_OF_ACTOR]) for one in actors),
    )  # fmt: skip
    loose = {claim_id(claim): claim for claim in claims}
    ids = [key for key in dict.fromkeys(_cited(record)) if key not in loose]
    kept = store.claims_of(ids) | loose
    if not kept:  # to the shield a record without claims is a bare one, whose sources nobody protects
        return Shielded(record=Record(), claims={}, documents={})
    return shield(record, kept, store.documents_of(tuple({claim.document for claim in kept.values()})))


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


def _cited(record: Record) -> Iterator[str]:
    things: tuple[Cited, ...] = (*record.events, *record.aggregates, *record.control, *record.actors)
    for thing in things:
        yield from thing.claims
        if isinstance(thing, ControlSpell):
            yield from thing.contested_by
        if isinstance(thing, ActorRecord):
            yield from (claim for tie in thing.relations for claim in tie.claims)
        if isinstance(thing, EventRecord | AggregateRecord):
            yield from (revision.claim for toll in thing.tolls for revision in toll.revisions)
