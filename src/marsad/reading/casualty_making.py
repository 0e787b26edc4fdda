"""One figure to one casualty: a figure with its harm and its whole in, the claim's content out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marsad.domain.claim import Bounds, Casualty, Quote
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality, Scope, TimePrecision, VictimsGroup
from marsad.reading.attribution import Frame
from marsad.reading.casualty_parties import side_of
from marsad.reading.casualty_parts import attributed_group
from marsad.reading.casualty_scope import is_vague, scope_of
from marsad.reading.casualty_sides import agents_of, is_plain, victims_of_phrase
from marsad.reading.events import EventFinding
from marsad.reading.figures import Figure
from marsad.reading.harm_parse import HarmFinding
from marsad.reading.page import Page
from marsad.reading.parse import Span
from marsad.reading.revisions import earlier_figure
from marsad.reading.tolls import toll_group


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyFinding:
    """A figure as one sentence tells it, or a count of names as the sentences up to `last` list them."""

    sentence: int
    figure: Figure
    harm: HarmFinding
    casualty: Casualty
    frame: Frame | None
    modality: Modality
    background: bool
    time: TimeSpan | None
    place: Place | None
    event: EventFinding | None
    last: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceReading:
    """One sentence under the reader's eyes, with all that was told before it."""

    page: Page
    number: int
    sentence: Span
    frames: Sequence[Frame]
    events: Sequence[EventFinding]
    before: Sequence[CasualtyFinding]


def make_casualty(
    reading: SentenceReading,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    revised: Figure | None,
    time: TimeSpan | None,
    event: EventFinding | None,
    told: Sequence[CasualtyFinding],
) -> Casualty:
    page, sentence = reading.page, reading.sentence
    victims = _victims(reading, figure, harm, whole, told)
    bounds = _bounds(figure, whole)
    nobody = figure.bounds.high == 0
    if nobody:
        event = None
    cause = whole.casualty.cause if whole is not None else (event.event.type if event is not None else None)
    scope, since = _scope(sentence, figure, harm, whole, time, cause)
    side = side_of(page, figure, harm, victims, event)
    return Casualty(
        harm=harm.harm,
        low=bounds.low,
        high=bounds.high,
        best=bounds.best,
        words=figure.words(sentence),
        figure=number_quote(page, figure),
        victims=victims,
        side=side,
        scope=scope,
        since=since,
        revises=earlier_figure(revised) if revised is not None else None,
        includes_in=whole.casualty.words if whole is not None else None,
        cause=cause,
        agents=() if nobody else _agents(reading, figure, harm, whole, event, victims, side),
    )


def number_quote(page: Page, figure: Figure) -> Quote | None:
    """The number's own words in the document; None where it has none."""
    if figure.number_end is None:
        return None
    words = page.doc[figure.number : figure.number_end]
    return page.quote(words.start_char, words.end_char)


def _agents(
    reading: SentenceReading,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    event: EventFinding | None,
    victims: VictimsGroup,
    side: str | None,
) -> tuple[str, ...]:
    if whole is not None:
        return whole.casualty.agents
    return agents_of(reading.page, figure, harm, event, reading.events, victims, side)


def _scope(
    sentence: Span,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    time: TimeSpan | None,
    cause: EventType | None,
) -> tuple[Scope, date | None]:
    """The scope, and since when a total counts; a part of a total is one."""
    start = time.start if time is not None and not is_vague(time) else None
    if whole is not None and whole.casualty.scope is Scope.AGGREGATE:
        is_own = time is not None and time.precision is TimePrecision.OPEN
        return Scope.AGGREGATE, start if is_own else whole.casualty.since
    scope = scope_of(sentence, figure, harm, time, cause)
    return scope, start if scope is Scope.AGGREGATE else None


def _bounds(figure: Figure, whole: CasualtyFinding | None) -> Bounds:
    """The figure's own bounds; of a share, that part of its whole ("more than half": of 101, 51 at least)."""
    if whole is not None and figure.rest:
        return _less(whole.figure.bounds, figure.value)
    if figure.share is None or whole is None:
        return figure.bounds
    part = int(whole.figure.value * figure.share)
    if figure.above:
        return Bounds(low=part + 1)
    exact = whole.figure.bounds.best is not None
    return Bounds(best=part) if exact else Bounds(low=part)


def _less(whole: Bounds, left_out: int) -> Bounds:
    """The whole's bounds without those left out ("nine villagers, all but two of them women")."""
    low, high, best = (
        None if bound is None else max(bound - left_out, 0) for bound in (whole.low, whole.high, whole.best)
    )
    return Bounds(low=low, high=high, best=best)


def _victims(
    reading: SentenceReading,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    told: Sequence[CasualtyFinding],
) -> VictimsGroup:
    """The narrowest group named: by what they are said to be, by the phrase, by the count.

    Who is not named is as those before ("killed two paramedics and injured four others").
    """
    sentence = reading.sentence
    named = (
        attributed_group(sentence, figure)
        or toll_group(sentence, harm)
        or victims_of_phrase(reading.page, sentence, figure)
    )
    plain = figure.noun is None or is_plain(reading.page.doc[figure.noun])
    if not plain or (named is not None and named is not VictimsGroup.PEOPLE):
        return named or VictimsGroup.PEOPLE
    if figure.bounds.high == 0:
        return VictimsGroup.PEOPLE
    like = whole or next((each for each in reversed(told) if _may_be_like(figure, each)), None)
    if like is None or harm.rule in {"harm-toll", "harm-displaced"}:
        return VictimsGroup.PEOPLE
    return like.casualty.victims


def _may_be_like(figure: Figure, told: CasualtyFinding) -> bool:
    """Whether those told before may be whom the figure speaks of; one person only where it is one as well."""
    if told.casualty.includes_in is not None or told.figure.named:
        return False
    return told.figure.explicit or (not figure.explicit and figure.value == 1)
