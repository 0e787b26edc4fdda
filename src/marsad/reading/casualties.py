"""Casualties: a page in, every figure of people harmed out, with its bounds, its group, its whole and what it revises."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Span

from marsad.domain.claim import Bounds, Casualty
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Harm, Modality, Scope, VictimsGroup
from marsad.reading.attribution import Frame, credit
from marsad.reading.casualty_parts import (
    attributed_group,
    harm_among,
    is_part,
    whole_among,
    whole_by_sum,
    whole_of,
)
from marsad.reading.casualty_scope import scope_of
from marsad.reading.casualty_sides import agents_of, cause_event, is_plain, side_of, victims_of_phrase
from marsad.reading.circumstances import is_background, modality_of, place_for, time_for
from marsad.reading.events import EventFinding
from marsad.reading.figures import Figure, find_figures
from marsad.reading.harm import HarmFinding, find_harm, find_harms, has_harm
from marsad.reading.page import Page
from marsad.reading.phrases import done_by, is_verb
from marsad.reading.revisions import Revisions, earlier_figure, find_revisions
from marsad.reading.tolls import counted_noun, toll_group, toll_of

REVISION_REACH = 2
"""Sentences before an earlier figure in which the one that replaced it may stand."""
STORY_REACH = 4
"""Sentences before in which a figure may stand that a sentence without a word of harm goes on with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyFinding:
    """A figure as one sentence tells it."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """One sentence under the reader's eyes, with all that was told before it."""

    page: Page
    number: int
    sentence: Span
    frames: Sequence[Frame]
    events: Sequence[EventFinding]
    before: Sequence[CasualtyFinding]


def find_casualties(page: Page, frames: Sequence[Frame], events: Sequence[EventFinding]) -> tuple[CasualtyFinding, ...]:
    """Every figure of people harmed that the page tells, in text order."""
    found: list[CasualtyFinding] = []
    for number, sentence in enumerate(page.sentences):
        recent = bool(found) and found[-1].sentence >= number - STORY_REACH
        if not recent and not has_harm(sentence):
            continue
        own = [frame for frame in frames if frame.sentence == number]
        reading = _Reading(page=page, number=number, sentence=sentence, frames=own, events=events, before=tuple(found))
        figures = find_figures(page, sentence)
        parts = _parts_among(sentence, figures)
        revisions = find_revisions(sentence, figures, parts)
        if revisions.alone is not None:
            _revise_last(found, number, revisions.alone)
        found += _in_sentence(reading, figures, parts, revisions)
    return tuple(found)


def _parts_among(sentence: Span, figures: Sequence[Figure]) -> frozenset[int]:
    """The number tokens of the figures that their words make parts of a larger one."""
    parts: set[int] = set()
    previous: Figure | None = None
    for figure in figures:
        if is_part(sentence, figure, previous, joined=previous is not None and previous.number in parts):
            parts.add(figure.number)
        previous = figure
    return frozenset(parts)


def _revise_last(found: list[CasualtyFinding], number: int, earlier: Figure) -> None:
    """Notes in the last whole figure told that it replaces the earlier one of this sentence ("The earlier count was 16")."""
    for at in range(len(found) - 1, -1, -1):
        last = found[at]
        if last.sentence < number - REVISION_REACH:
            return
        if last.casualty.includes_in is None and last.figure.explicit and last.casualty.revises is None:
            found[at] = replace(last, casualty=replace(last.casualty, revises=earlier_figure(earlier)))
            return


def _in_sentence(
    reading: _Reading, figures: Sequence[Figure], held: frozenset[int], revisions: Revisions
) -> list[CasualtyFinding]:
    sentence = reading.sentence
    harmed = find_harms(sentence)
    told: list[CasualtyFinding] = []
    parts: list[tuple[Figure, HarmFinding | None]] = []
    for figure in figures:
        if figure.number in revisions.earlier or counted_noun(sentence, figure):
            continue
        harm = toll_of(sentence, figure) or find_harm(sentence, figure, harmed)
        if figure.number in held:
            parts.append((figure, harm or _harm_among(sentence, figure)))
        elif harm is not None and not _is_doer(figure, harm) and not _is_retold(reading, figure, harm):
            told.append(_finding(reading, figure, harm, None, revisions.revised.get(figure.number), told))
    told = _held_by_sum(reading, told)
    for figure, harm in parts:
        part = _part(reading, figure, harm, told, figures, revisions)
        if part is not None:
            told.append(part)
    return sorted(told, key=lambda each: each.figure.start)


def _part(
    reading: _Reading,
    figure: Figure,
    harm: HarmFinding | None,
    told: Sequence[CasualtyFinding],
    figures: Sequence[Figure],
    revisions: Revisions,
) -> CasualtyFinding | None:
    """The finding of a part, in the whole that its words or the story give; a part that nothing harms has its whole's harm."""
    behind = whole_among(reading.sentence, figure, figures)
    whole = next((each for each in told if behind is not None and each.figure == behind), None)
    if whole is None:
        whole = whole_of(reading.number, figure, harm.harm if harm else None, told, reading.before)  # type: ignore[assignment]
    if harm is None and (whole is None or figure.named or (figure.group is None and figure.noun is not None)):
        return None
    own = harm or HarmFinding(harm=whole.harm.harm, token=whole.harm.token, rule="harm-of-whole")  # type: ignore[union-attr]
    return _finding(reading, figure, own, whole, revisions.revised.get(figure.number), told)


def _harm_among(sentence: Span, figure: Figure) -> HarmFinding | None:
    found = harm_among(sentence, figure)
    return HarmFinding(harm=found[0], token=found[1], rule="harm-among") if found and found[0] else None


def _held_by_sum(reading: _Reading, told: list[CasualtyFinding]) -> list[CasualtyFinding]:
    """The findings, put in the figure told before that they add up to."""
    whole = whole_by_sum(reading.number, told, reading.before)
    if whole is None:
        return told
    held = {"includes_in": whole.casualty.words, "scope": whole.casualty.scope, "since": whole.casualty.since}
    return [replace(each, casualty=replace(each.casualty, **held)) for each in told]


def _finding(
    reading: _Reading,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    revised: Figure | None,
    told: Sequence[CasualtyFinding],
) -> CasualtyFinding:
    page, sentence = reading.page, reading.sentence
    event = cause_event(page, reading.number, harm, reading.events)
    frame = credit(reading.frames, figure.number)
    time, place = _setting(reading, harm, whole, event)
    return CasualtyFinding(
        sentence=reading.number,
        figure=figure,
        harm=harm,
        casualty=_casualty(reading, figure, harm, whole, revised, time, event, told),
        frame=frame,
        modality=_modality(figure, harm, whole, frame),
        background=whole.background if whole is not None else is_background(page, sentence, time, harm.token),
        time=time,
        place=place,
        event=event,
    )


def _setting(
    reading: _Reading, harm: HarmFinding, whole: CasualtyFinding | None, event: EventFinding | None
) -> tuple[TimeSpan | None, Place | None]:
    """When and where: as the whole of its sentence, else by the harm's own words, else by its event's."""
    if whole is not None and whole.sentence == reading.number:
        return whole.time, whole.place
    if harm.rule == "harm-of-whole":
        return (whole.time, whole.place) if whole is not None else (None, None)
    time = time_for(reading.page, reading.sentence, harm.token, reading.frames)
    place = place_for(reading.page, reading.sentence, harm.token, reading.frames)
    if event is not None and event.sentence == reading.number:
        return time or event.time, place or event.place
    return time, place


def _casualty(
    reading: _Reading,
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
    return Casualty(
        harm=harm.harm,
        low=bounds.low,
        high=bounds.high,
        best=bounds.best,
        words=figure.words(sentence),
        victims=victims,
        side=side_of(page, figure, harm, victims),
        scope=scope,
        since=since,
        revises=earlier_figure(revised) if revised is not None else None,
        includes_in=whole.casualty.words if whole is not None else None,
        cause=cause,
        agents=() if nobody else _agents(reading, figure, harm, whole, event),
    )


def _agents(
    reading: _Reading, figure: Figure, harm: HarmFinding, whole: CasualtyFinding | None, event: EventFinding | None
) -> tuple[str, ...]:
    if whole is not None:
        return whole.casualty.agents
    return agents_of(reading.page, figure, harm, event, reading.events)


def _scope(
    sentence: Span,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    time: TimeSpan | None,
    cause: EventType | None,
) -> tuple[Scope, date | None]:
    """The scope, and since when a total counts; a part of a total is one."""
    if whole is not None and whole.casualty.scope is Scope.AGGREGATE:
        return Scope.AGGREGATE, whole.casualty.since
    scope = scope_of(sentence, figure, harm, time, cause)
    return scope, time.start if time is not None and scope is Scope.AGGREGATE else None


def _bounds(figure: Figure, whole: CasualtyFinding | None) -> Bounds:
    """The figure's own bounds; of a share, that part of its whole ("more than half of the dead": of 101, 51 at least)."""
    if figure.share is None or whole is None:
        return figure.bounds
    part = int(whole.figure.value * figure.share)
    if figure.above:
        return Bounds(low=part + 1)
    exact = whole.figure.bounds.best is not None
    return Bounds(best=part) if exact else Bounds(low=part)


def _victims(
    reading: _Reading,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    told: Sequence[CasualtyFinding],
) -> VictimsGroup:
    """The narrowest group named: by what they are said to be, by the phrase, by the count; "four others" are as those before."""
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
    like = whole or next(
        (each for each in reversed(told) if each.casualty.includes_in is None and each.figure.explicit), None
    )
    if like is None or harm.rule in {"harm-toll", "harm-displaced"}:
        return VictimsGroup.PEOPLE
    return like.casualty.victims


def _modality(figure: Figure, harm: HarmFinding, whole: CasualtyFinding | None, frame: Frame | None) -> Modality:
    if figure.bounds.high == 0:
        return Modality.ASSERTED
    if whole is not None and harm.rule == "harm-of-whole":
        return whole.modality
    return modality_of(harm.token, frame)


def _is_doer(figure: Figure, harm: HarmFinding) -> bool:
    """True where the figure counts those who did it ("Two gunmen killed …")."""
    if figure.noun is None or harm.rule != "harm-neighbour":
        return False
    doer = done_by(harm.token) if is_verb(harm.token) else None
    return doer is not None and doer.i == figure.noun


def _is_retold(reading: _Reading, figure: Figure, harm: HarmFinding) -> bool:
    """True where a phrase that points back, or a name, speaks of people whose harm was told before."""
    if not figure.definite and not figure.named:
        return False
    words = reading.sentence.doc[figure.head].lower_
    same = [each for each in reading.before if each.casualty.harm is harm.harm]
    if figure.named and reading.sentence.doc[figure.head].dep_ == "appos":
        return True
    if reading.sentence.doc[figure.head].tag_ == "PRP":
        return bool(same)
    if figure.named:
        return any(words in each.casualty.words.casefold() for each in same)
    if figure.explicit:
        return any(each.figure.value == figure.value for each in same)
    return bool(same) and (
        reading.number > 0
        and _is_known(reading, words)
        or any(words in each.casualty.words.casefold() for each in same)
    )


def _is_known(reading: _Reading, word: str) -> bool:
    return any(token.lower_ == word for token in reading.page.doc[: reading.sentence.start])


def killed(finding: CasualtyFinding) -> bool:
    return finding.casualty.harm is Harm.KILLED
