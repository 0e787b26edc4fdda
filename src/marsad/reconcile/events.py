"""Groups of claims in, events out: the values that an event's claims give it, its tolls and its grade."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from marsad.domain import wire
from marsad.domain.claim import Casualty, Event
from marsad.domain.place import Place
from marsad.domain.record import EventRecord
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality
from marsad.reconcile.grades import grade_event, is_asserted
from marsad.reconcile.names import ActorNames
from marsad.reconcile.tables import type_table
from marsad.reconcile.testimony import Testimony, sorted_ids
from marsad.reconcile.tolls import TollMaker

TYPES = tuple(EventType)


def build_event(group: Sequence[Testimony], maker: TollMaker) -> EventRecord | None:
    """The event that the claims tell; None where none of them asserts anything.

    Values and tolls are of the asserted claims that no person withdrew. Where all are withdrawn the event stays, with
    its claims and no toll, as discounted. Its id is its earliest claim's, so it stays as later ones join.
    """
    asserted = sorted(filter(is_asserted, group), key=lambda one: one.order)
    if not asserted:
        return None
    standing = [one for one in asserted if not one.withdrawn]
    denials = [one for one in group if one.claim.modality is Modality.DENIED and not one.withdrawn]
    grade, reason = grade_event(standing, denials, maker.names)
    told = standing or asserted
    agents = _list_actors(told, maker.names, _agents)
    shown = [one for one in group if not one.withdrawn] if standing else asserted
    return EventRecord(
        id=wire.content_id("e", min(asserted, key=lambda one: one.seniority).id),
        type=choose_type(told),
        time=choose_time(told),
        place=choose_place(told),
        agents=agents,
        recipients=tuple(name for name in _list_actors(told, maker.names, _recipients) if name not in agents),
        tolls=maker.make_tolls(standing),
        grade=grade,
        grade_reason=reason,
        voices=tuple(voice.name for voice in sorted({one.voice for one in told})),
        background=all(one.claim.background for one in told),
        claims=sorted_ids(shown),
        documents=tuple(sorted({one.claim.document for one in shown})),
    )


def choose_type(told: Sequence[Testimony]) -> EventType:
    """The type that most voices give, then most claims, a wide one only where none gives a narrower.

    Without any, that of the harm.
    """
    table = type_table()
    stated = [(kind, one.voice.key) for one in told for kind in [_stated_type(one)] if kind]
    if not stated:
        harms = [one.claim.said.harm for one in told if isinstance(one.claim.said, Casualty)]
        return table.founded_by[min(harms, key=list(table.founded_by).index)]
    voices, claims = Counter(kind for kind, _ in set(stated)), Counter(kind for kind, _ in stated)
    meant = [kind for kind in voices if table.narrower.get(kind, frozenset()).isdisjoint(voices)]
    return min(meant, key=lambda kind: (kind in table.wide, -voices[kind], -claims[kind], TYPES.index(kind)))


def choose_time(told: Sequence[Testimony]) -> TimeSpan | None:
    """The narrowest span, then the one that most claims give, then the earliest told."""
    times = [one.claim.time for one in told if one.claim.time and (one.claim.time.start or one.claim.time.end)]
    votes = Counter((time.start, time.end) for time in times)
    return min(times, key=lambda time: (_length(time), -votes[time.start, time.end]), default=None)


def choose_place(told: Sequence[Testimony]) -> Place | None:
    """The most precise place, one on the map before one that is not, then the one that most claims give."""
    places = [one.claim.place for one in told if one.claim.place]
    votes = Counter((place.name, place.geonames_id) for place in places)
    return min(
        places,
        key=lambda place: (place.precision, place.lat is None, -votes[place.name, place.geonames_id], place.name),
        default=None,
    )


def _stated_type(one: Testimony) -> EventType | None:
    said = one.claim.said
    if isinstance(said, Event):
        return said.type
    return said.cause if isinstance(said, Casualty) else None


def _length(time: TimeSpan) -> int:
    if time.start is None or time.end is None:
        return date.max.toordinal()
    return abs((time.end - time.start).days)


def _agents(one: Testimony) -> Iterable[str]:
    return one.claim.said.agents if isinstance(one.claim.said, Event | Casualty) else ()


def _recipients(one: Testimony) -> Iterable[str]:
    return one.claim.said.recipients if isinstance(one.claim.said, Event) else ()


def _list_actors(
    told: Sequence[Testimony], names: ActorNames, pick: Callable[[Testimony], Iterable[str]]
) -> tuple[str, ...]:
    """Each actor once by its usual name, those that most voices name first."""
    usual: dict[str, str] = {}
    votes: set[tuple[str, str]] = set()
    for one in told:
        for name in pick(one):
            key = names.key(name)
            usual.setdefault(key, names.usual(name))
            votes.add((key, one.voice.key))
    counts = Counter(key for key, _ in votes)
    return tuple(usual[key] for key in sorted(usual, key=lambda key: (-counts[key], usual[key])))
