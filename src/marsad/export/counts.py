"""An event's standing figures in, numbers by the rule of a named profile out, whatever profile the record was made by.

The rules are those of `docs/record.md`; a test holds these to the record made by the same profile.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marsad.domain.counting import counted_tolls
from marsad.domain.record import EventRecord, Revision, Toll
from marsad.domain.vocabulary import Harm
from marsad.export.tolls import Span, sum_spans, voices_span


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWord:
    """Words with no exact number, what the reader makes of them alone, and the range that a form gives them."""

    words: tuple[str, ...]
    read_as: int
    low: int
    high: int


def ucdp_span(toll: Toll) -> Span:
    """Low and high are the lowest and highest that a voice gives, best the middle one or else the lowest bound."""
    span = voices_span(standing(toll))
    return Span(low=span.low, best=span.low if span.best is None else span.best, high=span.high)


def airwars_span(toll: Toll, words: Iterable[NumberWord]) -> Span:
    """The range of the voices' figures, a number word by its own range; the least is the most where none is given."""
    told = [_by_words(figure, tuple(words)) for figure in standing(toll)]
    floors = [floor for low, high in told if (floor := low) is not None]
    ceilings = [ceiling for low, high in told if (ceiling := high) is not None]
    high = max(floors + ceilings) if floors or ceilings else None
    return Span(low=min(floors + ceilings) if floors else None, high=high)


def acled_number(toll: Toll, rule: Mapping[str, Any], words: Iterable[NumberWord]) -> int | None:
    """The least that any voice gives; a figure with no number at all is the rule's own number."""
    table = tuple(words)
    told = [_acled_figure(figure, int(rule["unstated"]), table) for figure in standing(toll)]
    return min(told) if told else None


def standing(toll: Toll) -> tuple[Revision, ...]:
    return tuple(figure for figure in toll.revisions if figure.current)


def summed(event: EventRecord, harm: Harm, rule: Callable[[Toll], Span]) -> Span:
    """One span for all who came to this harm, everybody counted once, each toll by the rule."""
    return sum_spans(rule(toll) for toll in counted_tolls(event, harm))


def number_words(rows: Iterable[Mapping[str, Any]]) -> tuple[NumberWord, ...]:
    return tuple(
        NumberWord(words=tuple(row["any"]), read_as=row["read_as"], low=row["low"], high=row["high"]) for row in rows
    )


def _acled_figure(figure: Revision, unstated: int, words: tuple[NumberWord, ...]) -> int:
    low, _ = _by_words(figure, words)
    known = (number for number in (low, figure.best, figure.high) if number is not None)
    return next(known, unstated)


def _by_words(figure: Revision, words: tuple[NumberWord, ...]) -> tuple[int | None, int | None]:
    """Its floor and its ceiling; those of a number word, where the bound is what the reader makes of that word."""
    if figure.best is None and figure.high is None:
        told = f" {figure.words.casefold()} "
        for row in words:
            if figure.low == row.read_as and any(f" {word} " in told for word in row.words):
                return row.low, row.high
    return _floor(figure), figure.best if figure.high is None else figure.high


def _floor(figure: Revision) -> int | None:
    return figure.best if figure.low is None else figure.low
