"""The steps that were taken in, what the public sees out: pinned versions, never the record they came from."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from marsad.domain.counting import deaths_to_draw
from marsad.domain.publication import Pinned, Publication, Step
from marsad.domain.record import ControlSpell, EventRecord, Record
from marsad.domain.vocabulary import Grade, Harm
from marsad.export.report_map import HolderKey, ReportMap, current_spells, keys_of, map_of, point_of
from marsad.export.tolls import Span, event_span, sum_spans
from marsad.store.paging import Stretch
from marsad.store.publishing import last_step, public_ends
from marsad.store.walking import Walked
from marsad.web.asked import Asked
from marsad.web.map_protected import Shown, is_wanted
from marsad.web.policy import admit_all
from marsad.web.site import Site

T = TypeVar("T")
HARMS = (Harm.KILLED, Harm.INJURED, Harm.MISSING, Harm.CAPTURED, Harm.DISPLACED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One published version. `day` is when it was published, UTC."""

    id: str
    day: date
    pinned: Pinned


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """That something was public and is no more: no figure, no place, no name. `became` is public too, or None."""

    id: str
    day: date
    reason: str
    became: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One harm over all events asked for."""

    harm: Harm
    now: Span
    events: int


@dataclass(frozen=True, kw_only=True)
class PublicRecord:
    """All that is public now, newest events first."""

    events: tuple[Published, ...]
    spells: tuple[Published, ...]
    withdrawn: tuple[Withdrawn, ...]

    @cached_property
    def by_id(self) -> dict[str, Published]:
        """Each by its id."""
        return {one.id: one for one in (*self.events, *self.spells)}

    @cached_property
    def gone(self) -> dict[str, Withdrawn]:
        """Each withdrawn one by its id."""
        return {one.id: one for one in self.withdrawn}

    @cached_property
    def last_day(self) -> date | None:
        """The last day of which a published sentence was told."""
        days = (one.day for thing in (*self.events, *self.spells) for one in thing.pinned.sentences if one.day)
        return max(days, default=None)

    @cached_property
    def keys(self) -> dict[str, HolderKey]:
        """Colour and letter of each published holder."""
        counts = Counter(holder for spell in _spells(self.spells) for holder in spell.holder)
        return keys_of(counts, set(counts))


def public_record(site: Site) -> PublicRecord:
    """What is public, made once for each newest step."""
    return keep_public(site, "all", lambda: _read(admit_all(public_ends(site.store).values())))


def keep_public(site: Site, key: Hashable, make: Callable[[], T]) -> T:
    """What was made of public things alone, kept apart from all that is made for people who signed in."""
    return site.public_answers.answer(str(last_step(site.store)), key, make)


def wanted_events(record: PublicRecord, asked: Asked) -> list[Published]:
    """The published events that are asked for, by the store's own rules, held against what is public of them."""
    return [one for one in record.events if is_wanted(_shown(one), asked.wanted)]


def walk_published(published: Iterable[Published], at: Stretch, after: tuple[str, str] | None) -> Walked[Published]:
    """The newest first by the day on which they began, those of one day by id."""
    ordered = sorted(sorted(published, key=lambda one: one.id), key=_newest, reverse=True)  # sorted is stable
    behind = [one for one in ordered if after is None or _is_behind(one, *after)]
    found = behind[at.offset : at.offset + at.limit + 1]
    shown = tuple(found[: at.limit])
    mark = (_newest(shown[-1]), shown[-1].id) if len(found) > at.limit else None
    return Walked(items=shown, total=len(ordered), next=mark)


def _is_behind(one: Published, day: str, name: str) -> bool:
    return _newest(one) < day or (_newest(one) == day and one.id > name)


def count_tolls(events: Iterable[EventRecord]) -> tuple[Counted, ...]:
    """Sums over the events, each counted once; history and discounted events are left out."""
    kept = [one for one in events if not one.background and one.grade is not Grade.DISCOUNTED]
    found = []
    for harm in HARMS:
        told = [event for event in kept if any(toll.harm is harm for toll in event.tolls)]
        if told:
            found.append(Counted(harm=harm, now=sum_spans(event_span(one, harm) for one in told), events=len(told)))
    return tuple(found)


def held_now(record: PublicRecord, day: date | None) -> list[ControlSpell]:
    """The published spells in force at the end of the day."""
    ordered = sorted(_spells(record.spells), key=lambda one: str(one.from_ or one.known_from or ""))
    return current_spells(ordered, day) if day else []


def public_map(record: PublicRecord, events: Iterable[EventRecord], day: date | None) -> ReportMap:
    """The drawn map of published events and spells; each symbol leads to its public page."""
    drawn = sorted(events, key=lambda one: -(deaths_to_draw(one) or 0))
    spells = held_now(record, day)
    addresses = {one.id: f"/public/events/{one.id}" for one in drawn}
    addresses |= {one.id: f"/public/control/{one.id}" for one in spells}
    return map_of(Record(events=tuple(drawn), control=tuple(spells)), addresses, record.keys, day or date.max)


def events_in(published: Iterable[Published]) -> list[EventRecord]:
    """The events themselves."""
    return [one.pinned.event for one in published if one.pinned.event]


def _spells(published: Iterable[Published]) -> list[ControlSpell]:
    return [one.pinned.spell for one in published if one.pinned.spell]


def _read(ends: Iterable[Publication]) -> PublicRecord:
    kept = list(ends)
    public = {one.thing: _published(one) for one in kept if one.step is Step.PUBLISH and one.pinned}
    withdrawn = [
        Withdrawn(
            id=one.thing,
            day=one.at.date(),
            reason=one.reason or "",
            became=one.became if one.became in public else None,
        )
        for one in kept
        if one.step is Step.WITHDRAW
    ]
    events = [one for one in public.values() if one.pinned.event]
    return PublicRecord(
        events=tuple(sorted(events, key=_newest, reverse=True)),
        spells=tuple(one for one in public.values() if one.pinned.spell),
        withdrawn=tuple(reversed(withdrawn)),
    )


def _published(one: Publication) -> Published:
    assert one.pinned is not None  # asked for before
    return Published(id=one.thing, day=one.at.date(), pinned=one.pinned)


def _newest(one: Published) -> str:
    if one.pinned.spell:
        return str(one.pinned.spell.from_ or one.pinned.spell.known_from or "")
    time = one.pinned.event.time if one.pinned.event else None
    return str(time.start or time.end or "") if time else ""


def _shown(one: Published) -> Shown:
    event = one.pinned.event
    assert event is not None  # only events are asked for so
    outlets = frozenset(sentence.outlet for sentence in one.pinned.sentences)
    return Shown(event=event, point=point_of(event.place), outlets=outlets)
