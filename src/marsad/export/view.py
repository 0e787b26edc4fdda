"""A shielded record and a day in, what of it is news of that day and what is contested out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from marsad.domain.claim import Claim, Statement
from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import Grade, Modality, TimePrecision
from marsad.export.sentences import claim_words, control_words, event_title, figure_side, toll_name
from marsad.export.tolls import reported_by
from marsad.export.wording import Words, name, sentence

LONG = {TimePrecision.MONTH, TimePrecision.SEASON, TimePrecision.YEAR, TimePrecision.OPEN}
"""Spans that touch a day without having happened on it: news only where a claim of that day tells of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One account of a contested point, with the claims that give it."""

    words: Words
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """A point on which voices disagree, with what each of them says."""

    title: Words
    sides: tuple[Side, ...]


@dataclass(frozen=True, kw_only=True)  # without slots: what a report asks for often is found once
class DayView:
    """The record as it was known by the end of `day`. A claim with no date is taken to be out."""

    record: Record
    claims: Mapping[str, Claim]
    day: date

    @property
    def day_before(self) -> date:
        return self.day - timedelta(days=1)

    def out_by_day(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for key in ids if self._is_out(key))

    def _is_out(self, claim_id: str) -> bool:
        claim = self.claims.get(claim_id)
        return claim is None or claim.reported is None or claim.reported <= self.day

    def reported_today(self, ids: Iterable[str]) -> bool:
        return any(claim.reported == self.day for key in ids if (claim := self.claims.get(key)))

    def first_reported(self, ids: Iterable[str]) -> date | None:
        days = [claim.reported for key in ids if (claim := self.claims.get(key)) and claim.reported]
        return min(days, default=None)

    @cached_property
    def known_events(self) -> tuple[EventRecord, ...]:
        return tuple(event for event in self.record.events if not event.background and self.out_by_day(event.claims))

    @cached_property
    def of_the_day(self) -> tuple[EventRecord, ...]:
        """Events whose time touches the day; where no time is known, those first reported on it."""
        return tuple(event for event in self.known_events if self._is_of_the_day(event))

    def _is_of_the_day(self, event: EventRecord) -> bool:
        if event.time is None:
            return self.first_reported(event.claims) == self.day
        if not touches(event.time, self.day):
            return False
        return event.time.precision not in LONG or self.reported_today(event.claims)

    @property
    def of_earlier_days(self) -> tuple[EventRecord, ...]:
        """Events that were over before the day and were first told on it."""
        return tuple(
            event
            for event in self.known_events
            if event.time and not self._is_of_the_day(event) and self.first_reported(event.claims) == self.day
        )

    @cached_property
    def told_today(self) -> tuple[EventRecord, ...]:
        """Events of the day, and events of any day that a claim of this day tells of."""
        of_the_day = {event.id for event in self.of_the_day}
        return tuple(e for e in self.known_events if e.id in of_the_day or self.reported_today(e.claims))

    @property
    def first_reported_later(self) -> int:
        news = (event for event in self.record.events if not event.background and not self.out_by_day(event.claims))
        return sum(event.time is not None and touches(event.time, self.day) for event in news)

    @property
    def history(self) -> tuple[EventRecord, ...]:
        return tuple(event for event in self.record.events if event.background and self.reported_today(event.claims))

    @property
    def control_news(self) -> tuple[ControlSpell, ...]:
        """Spells that began, became known or were contested on the day."""
        return tuple(
            spell
            for spell in self.record.control
            if self.out_by_day(spell.claims)
            and (self.day in {spell.from_, spell.known_from} or self.reported_today(spell.contested_by))
        )

    @property
    def statements(self) -> tuple[tuple[str, Claim], ...]:
        """What was said on the day, each sentence once, by document and place in it; protected statements apart."""
        said = [(key, claim) for key, claim in self._said_today if not claim.protected]
        ordered = sorted(said, key=lambda item: (item[1].source or "", item[1].document, item[1].quote, item[0]))
        once = {(claim.document, claim.quote): (key, claim) for key, claim in reversed(ordered)}
        return tuple(reversed(once.values()))

    @property
    def held_back(self) -> int:
        return sum(claim.protected for _, claim in self._said_today)

    @property
    def _said_today(self) -> list[tuple[str, Claim]]:
        """Statements, and denials of whatever kind, that are news."""
        return [
            (key, claim)
            for key, claim in self.claims.items()
            if claim.reported == self.day
            and not claim.background
            and (isinstance(claim.said, Statement) or (claim.modality == Modality.DENIED and claim.attribution))
        ]

    @cached_property
    def contests(self) -> tuple[Contest, ...]:
        return _find_contests(self)

    @property
    def aggregates(self) -> tuple[AggregateRecord, ...]:
        return tuple(total for total in self.record.aggregates if self.reported_today(total.claims))


def touches(time: TimeSpan, day: date) -> bool:
    """Whether the day lies in the span; an end that is not known touches every later day."""
    return (time.start is None or time.start <= day) and (time.end is None or day <= time.end)


def contests_of(view: DayView) -> tuple[Contest, ...]:
    """What voices contradict one another on, among what is news of the day: control, then figures, then events."""
    return view.contests


def _find_contests(view: DayView) -> tuple[Contest, ...]:
    control = [_control_contest(spell, view) for spell in view.control_news if spell.contested_by]
    return (*_distinct(control), *_all_event_contests(view.known_events, view))


def contests_to_date(view: DayView) -> tuple[Contest, ...]:
    """What voices contradict one another on in the whole record, as known by the day."""
    control = [_control_contest(spell, view) for spell in view.record.control if spell.contested_by]
    events = [contest for event in view.known_events for contest in _event_contests(event, view)]
    return (*_distinct(control), *events)


def _all_event_contests(events: Iterable[EventRecord], view: DayView) -> Iterable[Contest]:
    return [
        contest for event in events if view.reported_today(event.claims) for contest in _event_contests(event, view)
    ]


def _distinct(contests: Iterable[Contest]) -> list[Contest]:
    """Two spells that contest one another are one point, told once."""
    seen: dict[frozenset[str], Contest] = {}
    for contest in contests:
        seen.setdefault(frozenset(key for side in contest.sides for key in side.claims), contest)
    return list(seen.values())


def _control_contest(spell: ControlSpell, view: DayView) -> Contest:
    own = Side(words=control_words(spell, view.day), claims=view.out_by_day(spell.claims))
    others = _sides(view.out_by_day(spell.contested_by), view)
    return Contest(title=sentence("contest_control", place=name(spell.place.name)), sides=(own, *others))


def _event_contests(event: EventRecord, view: DayView) -> Iterable[Contest]:
    figures = [(toll, sides) for toll in event.tolls if (sides := tuple(_figure_sides(toll, view)))]
    for toll, sides in figures:
        yield Contest(
            title=sentence("contest_toll", toll=toll_name(toll), event=event_title(event, view.day)), sides=sides
        )
    if event.grade == Grade.CONTESTED and not figures:
        told = tuple(_sides(view.out_by_day(event.claims), view))
        if len(told) > 1:
            yield Contest(title=sentence("contest_event", event=event_title(event, view.day)), sides=told)


def _figure_sides(toll: Toll, view: DayView) -> Iterable[Side]:
    """The standing figures of a toll, where two of them cannot both be true."""
    standing = [revision for revision in reported_by(toll, view.day) if revision.current]
    if any(_excludes(one, other) for one in standing for other in standing):
        for revision in standing:
            yield Side(words=figure_side(toll, revision, view.day), claims=(revision.claim,))


def _excludes(one: Revision, other: Revision) -> bool:
    """Whether no number can be both: the least that one can mean is above the most that the other can."""
    floor = one.best if one.low is None else one.low
    ceiling = other.best if other.high is None else other.high
    return floor is not None and ceiling is not None and floor > ceiling


def _sides(ids: Iterable[str], view: DayView) -> Iterable[Side]:
    """One side a sentence; a sentence that carries several claims is shown once."""
    seen: dict[tuple[str, str], list[str]] = {}
    for key in ids:
        claim = view.claims.get(key)
        mark = (claim.document, claim.quote.text) if claim and not claim.protected else (key, "")
        seen.setdefault(mark, []).append(key)
    for keys in seen.values():
        yield Side(words=claim_words(view.claims.get(keys[0])), claims=tuple(keys))
