"""Things of the store in, what may be shown of them out: with the claims and documents that they rest on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from weakref import WeakKeyDictionary

from marsad.domain.claim import Claim
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record
from marsad.domain.wire import claim_id
from marsad.export.public import for_public
from marsad.export.shield import Shielded, shield
from marsad.export.small_groups import Crowds, Telling
from marsad.store import Store
from marsad.store.hidden import mark_of_protected, protected_tellings

MOST_OF_ACTOR = 60
"""Claims of an actor that are looked at: a party to a long war is named in a hundred thousand."""
_CROWDS: WeakKeyDictionary[Store, tuple[str, Crowds]] = WeakKeyDictionary()
Cited = EventRecord | AggregateRecord | ControlSpell | ActorRecord


def load_shielded(
    store: Store,
    *,
    events: Iterable[EventRecord] = (),
    aggregates: Iterable[AggregateRecord] = (),
    control: Iterable[ControlSpell] = (),
    actors: Iterable[ActorRecord] = (),
    claims: Iterable[Claim] | Mapping[str, Claim] = (),
) -> Shielded:
    """The things with the claims and documents that they rest on, less whatever could name a protected source.

    Claims that come by their ids need not be hashed again.
    """
    record = Record(
        events=tuple(events), aggregates=tuple(aggregates), control=tuple(control),
        actors=tuple(replace(one, claims=one.claims[:MOST_OF_ACTOR]) for one in actors),
    )  # fmt: skip
    loose = dict(claims) if isinstance(claims, Mapping) else {claim_id(claim): claim for claim in claims}
    ids = [key for key in dict.fromkeys(_cited(record)) if key not in loose]
    kept = store.claims_of(ids) | loose
    if not kept:  # to the shield a record without claims is a bare one, whose sources nobody protects
        return Shielded(record=Record(), claims={}, documents={})
    return shield(record, kept, store.documents_of(tuple({claim.document for claim in kept.values()})))


def load_public(
    store: Store, crowds: Crowds, *, events: Iterable[EventRecord] = (), control: Iterable[ControlSpell] = ()
) -> Shielded:
    """As `load_shielded`, of what anybody may see: small groups held back, private persons and minors unnamed."""
    record = Record(events=tuple(events), control=tuple(control))
    kept = store.claims_of(list(dict.fromkeys(_cited(record))))
    documents = store.documents_of(tuple({claim.document for claim in kept.values()}))
    return for_public(record, kept, documents, crowds).shown


def crowds_of(store: Store) -> Crowds:
    """How many protected sources tell of each province and day: all their claims are looked at, so once for many.

    Kept in memory until anything that it is made of may have changed.
    """
    mark = mark_of_protected(store)
    known = _CROWDS.get(store)
    if known is None or known[0] != mark:
        told = protected_tellings(store)
        crowds = Crowds(Telling(source=source, place=claim.place, time=claim.time) for source, claim in told)
        known = _CROWDS[store] = (mark, crowds)
    return known[1]


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
