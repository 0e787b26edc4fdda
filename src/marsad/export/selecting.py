"""A shielded record and a question in, the part of it that was asked for out.

It is asked of what is shown: a place that a protected source tells of is known here by its province alone, so that
asking village by village tells nobody where it was.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from marsad.domain.filter import fold_asked, fold_words
from marsad.domain.place import Place
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Grade, TimePrecision
from marsad.export.shield import Shielded


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which things to export; None asks for nothing. Days are inclusive, names match whole words in any spelling.

    `type` and `grade` ask for events: totals, control, and actors that no event names, are then left out.
    """

    since: date | None = None
    until: date | None = None
    place: str | None = None
    actor: str | None = None
    type: EventType | None = None
    grade: Grade | None = None

    @property
    def is_all(self) -> bool:
        return self == Wanted()


def select(shown: Shielded, wanted: Wanted) -> Shielded:
    """What was asked for, with the claims and documents that it stands on and the actors that it names."""
    if wanted.is_all:
        return shown
    record = shown.record
    only_events = wanted.type is not None or wanted.grade is not None
    events = tuple(event for event in record.events if _wants_event(wanted, event))
    totals = () if only_events else tuple(total for total in record.aggregates if _wants_total(wanted, total))
    control = () if only_events else tuple(spell for spell in record.control if _wants_spell(wanted, spell))
    told: tuple[EventRecord | ControlSpell, ...] = (*events, *control)
    named = {name for thing in told for name in _names(thing)}
    actors = _with_ties(record.actors, named)
    return _with_grounds(shown, Record(events=events, aggregates=totals, control=control, actors=actors))


def _with_ties(actors: Iterable[ActorRecord], named: AbstractSet[str]) -> tuple[ActorRecord, ...]:
    """The actors that bear one of the names, and those to whom they are tied, in their order."""
    known = tuple(actors)
    kept = [actor for actor in known if not named.isdisjoint((actor.name, *actor.aliases))]
    ids = {actor.id for actor in kept} | {tie.other for actor in kept for tie in actor.relations}
    return tuple(actor for actor in known if actor.id in ids)


def _with_grounds(shown: Shielded, record: Record) -> Shielded:
    """The record with its claims, the denials beside them and their documents, and no others."""
    counted: tuple[EventRecord | AggregateRecord, ...] = (*record.events, *record.aggregates)
    held = {key for thing in counted for key in thing.claims}
    held |= {key for spell in record.control for key in spell.claims}
    held |= {key for spell in record.control for key in spell.contested_by}
    held |= {figure.claim for thing in counted for toll in thing.tolls for figure in toll.revisions}
    held |= {key for actor in record.actors for tie in actor.relations for key in tie.claims}
    claims = {key: claim for key, claim in shown.claims.items() if key in held}
    told = {claim.document for claim in claims.values()}
    documents = {key: one for key, one in shown.documents.items() if key in told}
    if not claims and shown.claims:  # with none at hand all ids could be cited, so nothing may be left that has some
        record = Record()
    return Shielded(record=record, claims=claims, documents=documents)


def _wants_event(wanted: Wanted, event: EventRecord) -> bool:
    return (
        wanted.type in {None, event.type}
        and wanted.grade in {None, event.grade}
        and _wants_days(wanted, *_days_of(event.time))
        and _wants_words(wanted, event.place, _names(event))
    )


def _wants_total(wanted: Wanted, total: AggregateRecord) -> bool:
    sides = [toll.side for toll in total.tolls if toll.side]
    return _wants_days(wanted, total.since or total.until, total.until) and _wants_words(wanted, total.place, sides)


def _wants_spell(wanted: Wanted, spell: ControlSpell) -> bool:
    days = _wants_days(wanted, spell.from_ or spell.known_from, spell.until)
    return days and _wants_words(wanted, spell.place, _names(spell))


def _wants_days(wanted: Wanted, first: date | None, last: date | None) -> bool:
    """In if any of its days is; without a last day it still goes on, and without any it is out once a day is asked."""
    if wanted.since is None and wanted.until is None:
        return True
    if first is None and last is None:
        return False
    begins_late = wanted.until is not None and first is not None and first > wanted.until
    ends_early = wanted.since is not None and last is not None and last < wanted.since
    return not begins_late and not ends_early


def _wants_words(wanted: Wanted, place: Place | None, names: Iterable[str]) -> bool:
    if wanted.place and fold_asked(wanted.place) not in _place_words(place):
        return False
    return not wanted.actor or any(fold_asked(wanted.actor) in fold_words(name) for name in names)


def _place_words(place: Place | None) -> str:
    return fold_words(place.name, place.text, place.admin1) if place else " "


def _days_of(time: TimeSpan | None) -> tuple[date | None, date | None]:
    if time is None:
        return None, None
    return time.start or time.end, time.end if time.precision is TimePrecision.OPEN else time.end or time.start


def _names(thing: EventRecord | ControlSpell) -> tuple[str, ...]:
    match thing:
        case EventRecord():
            return (*thing.agents, *thing.recipients)
        case ControlSpell():
            inside = (name for part in thing.except_ for name in part.holder)
            return (*thing.holder, *thing.taken_from, *inside)
