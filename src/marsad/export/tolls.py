"""Tolls in, what was known of them by a day and sums that count nobody twice out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from marsad.domain.counting import counted_tolls
from marsad.domain.record import EventRecord, Revision, Toll
from marsad.domain.vocabulary import Harm
from marsad.export.wording import figure_words, say


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """`low ≤ best ≤ high` persons, None where unknown. `unknown` counts figures that could not be added at all."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    unknown: int = 0

    @property
    def bounds(self) -> tuple[int | None, int | None, int | None]:
        return (self.low, self.best, self.high)

    @property
    def is_known(self) -> bool:
        return self.bounds != (None, None, None)

    @property
    def text(self) -> str:
        return figure_words(*self.bounds)

    @property
    def size(self) -> int:
        """The figure to draw by: best, else low, else high, else 0."""
        return next((number for number in (self.best, self.low, self.high) if number is not None), 0)


NOTHING = Span()


def span_of(toll: Toll | Revision) -> Span:
    return Span(low=toll.low, best=toll.best, high=toll.high)


def reported_by(toll: Toll, day: date) -> tuple[Revision, ...]:
    """The figures that were out by the end of the day; one with no date is taken to be out."""
    return tuple(revision for revision in toll.revisions if revision.reported is None or revision.reported <= day)


def known_by(toll: Toll, day: date) -> Span:
    """The toll as it stood at the end of the day: the record's own if all figures were out, else from those that were.

    A voice's later figure takes the place of its earlier one; the figures of several voices make a range from the least
    to the most that any of them can mean, as in the record's `strict` rule.
    """
    out = reported_by(toll, day)
    if len(out) == len(toll.revisions):
        return span_of(toll)
    return voices_span(_standing(out, toll))


def voices_span(figures: Iterable[Revision]) -> Span:
    """The range over several voices' figures, by the record's `strict` rule; no figure gives no bound."""
    told = list(figures)
    floors = [number for one in told if (number := _first_known(one.low, one.best)) is not None]
    ceilings = [number for one in told if (number := _first_known(one.high, one.best)) is not None]
    bests = sorted(one.best for one in told if one.best is not None)
    return Span(
        low=min(floors + ceilings) if floors else None,
        best=bests[(len(bests) - 1) // 2] if bests else None,
        high=max(floors + ceilings) if ceilings else None,
    )


def sum_spans(spans: Iterable[Span]) -> Span:
    """The sum of figures of different events: a bound is known only where each part's is, but for `low`.

    An unknown `low` adds nothing, so that "at least" stays true; such parts are counted in `unknown`.
    """
    parts = [span for span in spans if span.is_known]
    if not parts:
        return NOTHING
    lows = [part.low for part in parts if part.low is not None]
    low = sum(lows) if lows else None
    return Span(low=low, best=_sum_all(part.best for part in parts), high=_sum_all(part.high for part in parts),
                unknown=len(parts) - len(lows))  # fmt: skip


def event_span(event: EventRecord, harm: Harm, day: date | None = None) -> Span:
    """One figure for all who came to this harm in the event, by the day if one is given; parts are never added.

    The widest group counts. Where several sides have a figure of their own they are added, for nobody is on two sides.
    """
    tolls = counted_tolls(event, harm)
    return sum_spans(known_by(toll, day) if day else span_of(toll) for toll in tolls)


def _standing(out: tuple[Revision, ...], toll: Toll) -> list[Revision]:
    """The figures that nothing had replaced yet; one that never stood, being too vague, is left out."""
    ever_replaced = {revision.replaces for revision in toll.revisions}
    standing: list[Revision] = []
    for revision in out:
        standing = [old for old in standing if not _gives_way(old, revision)]
        if revision.current or revision.claim in ever_replaced:
            standing.append(revision)
    return standing


def _gives_way(old: Revision, new: Revision) -> bool:
    same_voice = old.voice == new.voice and old.voice not in {"", say("protected", "voice")}
    return old.claim == new.replaces or same_voice


def _first_known(*numbers: int | None) -> int | None:
    return next((number for number in numbers if number is not None), None)


def _sum_all(numbers: Iterable[int | None]) -> int | None:
    known = list(numbers)
    return sum(number for number in known if number is not None) if None not in known else None
