"""Events that changed in, the shelves on which totals look for the events that they cover kept in step."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

import msgspec

from marsad.domain.place import Place
from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import Harm
from marsad.domain.workings import Link
from marsad.reconcile.aggregates import Shelved, shelve
from marsad.reconcile.draft import Draft
from marsad.reconcile.update_events import EventChange

HARMS = msgspec.json.Decoder(frozenset[Harm])
PLACE = msgspec.json.Decoder(Place | None)
COUNTRY = msgspec.json.Decoder(str | None)


class KeptShelves:
    """As `Shelves`, of a draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._places: dict[str | None, list[Place | None]] = {}

    def countries(self, documents: Iterable[str]) -> set[str | None]:
        links = self._draft.links([f"told:{document}" for document in documents])
        return {COUNTRY.decode(link.extra) for those in links.values() for link in those}

    def places(self, country: str | None) -> Iterable[Place | None]:
        if country not in self._places:
            key = _country_key(country)
            links = self._draft.links([key])[key]
            self._places[country] = [PLACE.decode(link.extra) for link in links]
        return self._places[country]

    def events(self, country: str | None, place: Place | None, first: date, last: date) -> Iterable[Shelved]:
        links = self._draft.links_between(_place_key(country, place), first.toordinal(), last.toordinal())
        return [(link.owner, HARMS.decode(link.extra)) for link in links]


def shelve_events(draft: Draft, change: EventChange) -> None:
    """Takes the former events off the shelves and puts the new ones on; a place stays there without events, too."""
    draft.drop_links(link for event in change.former.values() for link in _file(event))
    draft.put_links(link for event in change.now.values() for link in (*_file(event), *_file_place(event)))


def _file(event: EventRecord) -> Iterable[Link]:
    country = event.place.country if event.place else None
    for document in event.documents:
        yield Link(key=f"told:{document}", at=0, owner=event.id, extra=_spell(country))
    entry = shelve(event)
    if entry:
        day, (_, harms) = entry
        key = _place_key(country, event.place)
        yield Link(key=key, at=day.toordinal(), owner=event.id, extra=_spell(sorted(harms)))


def _file_place(event: EventRecord) -> Iterable[Link]:
    country = event.place.country if event.place else None
    if shelve(event):
        key = _place_key(country, event.place)
        yield Link(key=_country_key(country), at=0, owner=key, extra=_spell(event.place))


def _country_key(country: str | None) -> str:
    return f"spots:{_spell(country)}"


def _place_key(country: str | None, place: Place | None) -> str:
    return f"spot:{sha256(_spell((country, place)).encode()).hexdigest()[:24]}"


def _spell(value: object) -> str:
    return msgspec.json.encode(value).decode()
