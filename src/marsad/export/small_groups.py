"""A record in, the same without what few protected sources alone tell: the fewer they are, the sooner one is found.

A cell is a province or a country in a day, a week or a month. What a protected source tells is published in the finest
cell in which at least `LEAST_SOURCES` protected sources report, and in none if there is no such cell; beside an open
telling, whose day and place are known, only if its very day and province is one. docs/decisions/small-groups.md
"""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from marsad.domain.claim import Claim
from marsad.domain.place import Place
from marsad.domain.record import AggregateRecord, ControlSpell, EventRecord, Record, Revision, Toll
from marsad.domain.source import PlaceGrain, TimeGrain
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import Grade, PlacePrecision
from marsad.export.coarsening import Grain, coarse_place, coarse_time, first_day, last_day
from marsad.export.wording import say

LEAST_SOURCES = 3
"""Source: the threshold rule of statistical disclosure control; three is the least that statistical offices use, for of
two each knows the other. Hundepool et al., Statistical Disclosure Control (2012), chapter 4."""
FINEST = Grain()
CELLS = (
    FINEST,
    Grain(time=TimeGrain.WEEK),
    Grain(time=TimeGrain.MONTH),
    Grain(time=TimeGrain.MONTH, place=PlaceGrain.COUNTRY),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """That a protected source tells of a place and a day; nothing goes out of here but how many do."""

    source: str
    place: Place | None
    time: TimeSpan | None


class Crowds:
    """How many protected sources report in each cell."""

    def __init__(self, tellings: Iterable[Telling]) -> None:
        self._sources: dict[tuple[Grain, str, date], set[str]] = {}
        for one in tellings:
            for grain in CELLS:
                cell = _cell(one.place, one.time, grain)
                if cell:
                    self._sources.setdefault(cell, set()).add(one.source)

    def finest(self, place: Place | None, time: TimeSpan | None) -> Grain | None:
        """The finest cell around that is told of by enough sources; None where there is none."""
        return next((grain for grain in CELLS if self._has_enough(_cell(place, time, grain))), None)

    def _has_enough(self, cell: tuple[Grain, str, date] | None) -> bool:
        return cell is not None and len(self._sources.get(cell, ())) >= LEAST_SOURCES


def _cell(place: Place | None, time: TimeSpan | None, grain: Grain) -> tuple[Grain, str, date] | None:
    """The cell that place and time lie in; None where they are not known so finely."""
    where = coarse_place(place, grain.place)
    day = first_day((time.start or time.end) if time else None, grain.time)
    finest = PlacePrecision.PROVINCE if grain.place is PlaceGrain.PROVINCE else PlacePrecision.COUNTRY
    if where is None or day is None or where.precision != finest:
        return None
    return grain, f"{where.country} {where.name}", day


def hold_back(record: Record, claims: Mapping[str, Claim], hidden: AbstractSet[str], crowds: Crowds) -> Record:
    """The record with what too few tell left out; `hidden` are the ids of the claims of protected documents.

    Everything of a thing that open claims tell stays; totals over a period keep what open claims tell and no more.
    """
    keep = _Keeping(claims={key: one for key, one in claims.items() if key not in hidden}, hidden=hidden, crowds=crowds)
    return replace(
        record,
        events=tuple(kept for event in record.events if (kept := keep.event(event))),
        aggregates=tuple(left for total in record.aggregates if (left := keep.aggregate(total))),
        control=tuple(held for spell in record.control if (held := keep.spell(spell))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Keeping:
    claims: Mapping[str, Claim]
    """The open ones."""
    hidden: AbstractSet[str]
    crowds: Crowds

    def event(self, event: EventRecord) -> EventRecord | None:
        told = {*event.claims, *(one.claim for toll in event.tolls for one in toll.revisions)}
        if told.isdisjoint(self.hidden):
            return event
        grain = self.crowds.finest(event.place, event.time)
        if told <= self.hidden:
            return self._coarse_event(event, grain) if grain else None
        return _undated(event, self.hidden) if grain == FINEST else self._open_event(event)

    def _coarse_event(self, event: EventRecord, grain: Grain) -> EventRecord:
        time, place = coarse_time(event.time, grain.time), coarse_place(event.place, grain.place)
        return _undated(replace(event, time=time, place=place), self.hidden)

    def _open_event(self, event: EventRecord) -> EventRecord:
        """The event as open claims tell it; nothing shows that anybody else does."""
        voices = _without_protected(event.voices)
        grade = Grade.WEAK if event.grade is Grade.FAIR and len(voices) < 2 else event.grade
        told = self.told(event.claims)
        places = {claim.place.name for claim in told if claim.place}
        spans = {(claim.time.start, claim.time.end) for claim in told if claim.time}
        return replace(
            event,
            place=event.place if event.place and event.place.name in places else None,
            time=event.time if event.time and (event.time.start, event.time.end) in spans else None,
            claims=self.open(event.claims),
            documents=tuple(one for one in event.documents if one in {claim.document for claim in told}),
            tolls=self.tolls(event.tolls),
            voices=voices,
            grade=grade,
            grade_reason=say("grade", grade),
        )

    def aggregate(self, total: AggregateRecord) -> AggregateRecord | None:
        claims = self.open(total.claims)
        return replace(total, claims=claims, tolls=self.tolls(total.tolls)) if claims else None

    def spell(self, spell: ControlSpell) -> ControlSpell | None:
        if self.hidden.isdisjoint((*spell.claims, *spell.contested_by)):
            return spell
        claims, against = self.open(spell.claims), self.open(spell.contested_by)
        if claims:
            return self._open_spell(replace(spell, claims=claims, contested_by=against))
        since = spell.from_ or spell.until
        grain = self.crowds.finest(spell.place, TimeSpan(start=since) if since else None)
        if grain is None:
            return None
        place = coarse_place(spell.place, grain.place) or spell.place
        from_, until = first_day(spell.from_, grain.time), last_day(spell.until, grain.time)
        return replace(spell, place=place, from_=from_, until=until, known_from=None, contested_by=against)

    def _open_spell(self, spell: ControlSpell) -> ControlSpell:
        """The spell with the days and the voices that open claims give it."""
        told = self.told((*spell.claims, *spell.contested_by))
        days = {day for claim in told for day in (*(_ends(claim.time)), claim.reported)}
        return replace(
            spell,
            from_=spell.from_ if spell.from_ in days else None,
            until=spell.until if spell.until in days else None,
            known_from=min((claim.reported for claim in told if claim.reported), default=None),
            voices=_without_protected(spell.voices),
        )

    def told(self, claims: Iterable[str]) -> tuple[Claim, ...]:
        return tuple(self.claims[key] for key in claims if key in self.claims)

    def open(self, claims: Iterable[str]) -> tuple[str, ...]:
        return tuple(claim for claim in claims if claim not in self.hidden)

    def tolls(self, tolls: Iterable[Toll]) -> tuple[Toll, ...]:
        return tuple(kept for toll in tolls if (kept := self.toll(toll)))

    def toll(self, toll: Toll) -> Toll | None:
        """The toll of the figures that are left, no wider than they are; None where none is left."""
        left = tuple(one for one in toll.revisions if one.claim not in self.hidden)
        if len(left) == len(toll.revisions):
            return replace(toll, claims=self.open(toll.claims))
        if not left:
            return None
        standing = [one for one in left if one.current] or list(left)
        return replace(
            toll, claims=self.open(toll.claims), revisions=tuple(map(self._unlinked, left)), rule="of-open-figures",
            low=_bound(standing, lambda one: one.low, min), high=_bound(standing, lambda one: one.high, max),
            best=standing[0].best if len({one.best for one in standing}) == 1 else None,
        )  # fmt: skip

    def _unlinked(self, one: Revision) -> Revision:
        return replace(one, replaces=None) if one.replaces in self.hidden else one


def _ends(time: TimeSpan | None) -> tuple[date | None, date | None]:
    return (time.start, time.end) if time else (None, None)


def _bound(
    figures: Iterable[Revision], bound: Callable[[Revision], int | None], pick: Callable[[list[int]], int]
) -> int | None:
    """The least or the greatest of a bound, unknown where any figure leaves it open."""
    told = [bound(one) for one in figures]
    known = [number for number in told if number is not None]
    return pick(known) if known and len(known) == len(told) else None


def _undated(event: EventRecord, hidden: AbstractSet[str]) -> EventRecord:
    """The event without the days on which protected reports came: they can be held against a telephone's."""

    def figure(one: Revision) -> Revision:
        return replace(one, reported=None) if one.claim in hidden else one

    return replace(
        event, tolls=tuple(replace(toll, revisions=tuple(map(figure, toll.revisions))) for toll in event.tolls)
    )


def _without_protected(voices: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(voice for voice in voices if voice != say("protected", "voice"))


def left_claims(record: Record, claims: Mapping[str, Claim], hidden: AbstractSet[str]) -> dict[str, Claim]:
    """The claims that may go on: all open ones, and of the hidden those that the record still rests on."""
    cited = {claim for event in record.events for claim in event.claims}
    cited |= {one.claim for event in record.events for toll in event.tolls for one in toll.revisions}
    cited |= {claim for spell in record.control for claim in spell.claims}
    return {key: claim for key, claim in claims.items() if key not in hidden or key in cited}
