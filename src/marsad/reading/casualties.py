"""Casualties: a page in, every figure of people harmed out, with its group, its whole and what it revises."""

from collections.abc import Sequence
from dataclasses import replace

from marsad.domain.claim import Casualty
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import Modality, Scope
from marsad.reading.attribution import Frame, credit
from marsad.reading.casualty_making import CasualtyFinding, SentenceReading, make_casualty
from marsad.reading.casualty_parts import (
    Told,
    acts_in,
    came_before,
    harm_among,
    is_part,
    whole_among,
    whole_by_sum,
    whole_of,
)
from marsad.reading.casualty_rolls import with_rolls
from marsad.reading.casualty_scope import is_total
from marsad.reading.casualty_sides import cause_event
from marsad.reading.circumstances import is_background, modality_of, place_for, time_for
from marsad.reading.events import EventFinding
from marsad.reading.figures import Figure, find_figures
from marsad.reading.harm import find_harm, has_harm
from marsad.reading.harm_parse import HarmFinding, find_harms
from marsad.reading.page import Page
from marsad.reading.parse import Span
from marsad.reading.phrases import SUBJECTS, done_by, is_verb
from marsad.reading.revisions import Revisions, changing, earlier_figure, find_revisions
from marsad.reading.story_days import are_apart, names_known_act
from marsad.reading.time_ties import is_of_another_clause, time_within
from marsad.reading.tolls import counted_noun, toll_of
from marsad.reading.tolls_again import replaces, taken_up

__all__ = ["CasualtyFinding", "find_casualties"]

REVISION_REACH = 2
"""Sentences before an earlier figure in which the one that replaced it may stand."""

STORY_REACH = 4
"""Sentences before in which a figure may stand that a sentence without a word of harm goes on with."""

TELLING_FIGURE = 3
"""A figure from which on two sentences that give it for one harm speak of one toll."""


def find_casualties(page: Page, frames: Sequence[Frame], events: Sequence[EventFinding]) -> tuple[CasualtyFinding, ...]:
    """Every figure of people harmed that the page tells, in text order."""
    found: list[CasualtyFinding] = []
    for number, sentence in enumerate(page.sentences):
        recent = bool(found) and found[-1].sentence >= number - STORY_REACH
        if not recent and not has_harm(sentence):
            continue
        own = [frame for frame in frames if frame.sentence == number]
        reading = SentenceReading(
            page=page, number=number, sentence=sentence, frames=own, events=events, before=tuple(found)
        )
        figures = find_figures(page, sentence)
        parts = _parts_among(sentence, figures)
        revisions = find_revisions(sentence, figures, parts)
        if revisions.alone is not None:
            _revise_last(found, number, revisions.alone)
        found += _in_sentence(reading, figures, parts, revisions)
    dated = [_with_day_of_toll(each, found) for each in found]
    return with_rolls(page, dated)


def _with_day_of_toll(finding: CasualtyFinding, found: Sequence[CasualtyFinding]) -> CasualtyFinding:
    """The finding with the day that the story gives the same toll in another sentence."""
    if finding.time is not None or finding.background or finding.figure.value < TELLING_FIGURE:
        return finding
    same = (each for each in found if each.time is not None and _is_same_toll(finding, each))
    other = next(same, None)
    return finding if other is None else replace(finding, time=other.time)


def _is_same_toll(one: CasualtyFinding, other: CasualtyFinding) -> bool:
    """The same number of the same harm, of one event, at no other place."""
    mine, theirs = one.casualty, other.casualty
    if other.background or Scope.AGGREGATE in {mine.scope, theirs.scope} or not other.figure.explicit:
        return False
    same = mine.harm is theirs.harm and one.figure.value == other.figure.value and one.figure.explicit
    return same and not are_apart(one.place, other.place)


def _parts_among(sentence: Span, figures: Sequence[Figure]) -> frozenset[int]:
    """The number tokens of the figures that their words make parts of a larger one."""
    parts: set[int] = set()
    previous: Figure | None = None
    for figure in figures:
        opening = previous is not None and previous is figures[0] and _holds_ahead(sentence, previous, figure)
        joined = previous is not None and previous.number in parts and not opening
        if is_part(sentence, figure, previous, joined=joined):
            parts.add(figure.number)
        previous = figure
    return frozenset(parts)


def _holds_ahead(sentence: Span, part: Figure, figure: Figure) -> bool:
    """True for the whole behind a part that opens the sentence: "two of them children, six people were killed"."""
    between = {each.lower_ for each in sentence.doc[part.end : figure.start]}
    return part.of_whole and figure.value > part.value and between <= {",", "the"}


def _revise_last(found: list[CasualtyFinding], number: int, earlier: Figure) -> None:
    """Notes in the last whole figure told that it replaces the earlier one ("The earlier count was 16")."""
    for at in range(len(found) - 1, -1, -1):
        last = found[at]
        if last.sentence < number - REVISION_REACH:
            return
        if last.casualty.includes_in is None and last.figure.explicit and last.casualty.revises is None:
            found[at] = replace(last, casualty=replace(last.casualty, revises=earlier_figure(earlier)))
            return


def _in_sentence(
    reading: SentenceReading, figures: Sequence[Figure], held: frozenset[int], revisions: Revisions
) -> list[CasualtyFinding]:
    sentence = reading.sentence
    harmed = find_harms(sentence)
    told: list[CasualtyFinding] = []
    parts: list[tuple[Figure, HarmFinding | None]] = []
    for figure in figures:
        if figure.number in revisions.earlier or counted_noun(sentence, figure):
            continue
        harm = toll_of(sentence, figure) or find_harm(sentence, figure, harmed)
        again = taken_up(sentence, reading.number, figure, reading.before)
        if harm is None and again is not None:
            harm = HarmFinding(harm=again.casualty.harm, token=sentence.doc[figure.number], rule="harm-toll")
        if figure.number in held:
            own = None if _is_of_the_last(figure, harm, told) else harm
            parts.append((figure, own or _harm_among(sentence, figure)))
        elif harm is not None and not _is_doer(figure, harm) and not _is_retold(reading, figure, harm):
            revised = revisions.revised.get(figure.number) or _replaced(sentence, figure, harm, again)
            told.append(_finding(reading, figure, harm, None, revised, told))
    told = _held_by_sum(reading, told)
    for figure, harm in parts:
        part = _part(reading, figure, harm, told, figures, revisions)
        if part is not None:
            told.append(part)
    return sorted(told, key=lambda each: each.figure.start)


def _is_of_the_last(figure: Figure, harm: HarmFinding | None, told: Sequence[CasualtyFinding]) -> bool:
    """True for "killed eight and wounded 20, five of them children": five of the 20, whatever the parse says."""
    if not figure.of_whole or harm is None or not told:
        return False
    last = told[-1]
    return harm.token.i < last.figure.start < figure.start and last.casualty.harm is not harm.harm


def _replaced(sentence: Span, figure: Figure, harm: HarmFinding, again: Told | None) -> Figure | None:
    """The figure told before that a toll taken up again gives another number."""
    if again is None or again.casualty.harm is not harm.harm or again.figure.value == figure.value:
        return None
    return again.figure if replaces(sentence, figure) else None


def _part(
    reading: SentenceReading,
    figure: Figure,
    harm: HarmFinding | None,
    told: Sequence[CasualtyFinding],
    figures: Sequence[Figure],
    revisions: Revisions,
) -> CasualtyFinding | None:
    """The finding of a part, in the whole that its words or the story give; what nothing harms has its whole's harm."""
    behind = whole_among(reading.sentence, figure, figures)
    whole = next((each for each in told if behind is not None and each.figure == behind), None)
    if whole is None:
        whole = whole_of(reading.number, figure, harm.harm if harm else None, told, reading.before)  # type: ignore[assignment]
    if figure.rest and whole is None:
        return None
    if harm is None and (whole is None or not _takes_harm_of_whole(reading.sentence, figure)):
        return None
    if harm is None and whole.sentence != reading.number and acts_in(reading.sentence, figure):  # type: ignore[union-attr]
        return None
    own = harm or HarmFinding(harm=whole.harm.harm, token=whole.harm.token, rule="harm-of-whole")  # type: ignore[union-attr]
    return _finding(reading, figure, own, whole, revisions.revised.get(figure.number), told)


def _takes_harm_of_whole(sentence: Span, figure: Figure) -> bool:
    """Whether a part that no word harms shares its whole's harm; what was found "after three were counted" does not."""
    if figure.named or (figure.group is None and figure.noun is not None):
        return False
    return not came_before(sentence, figure)


def _harm_among(sentence: Span, figure: Figure) -> HarmFinding | None:
    found = harm_among(sentence, figure)
    return HarmFinding(harm=found[0], token=found[1], rule="harm-among") if found and found[0] else None


def _held_by_sum(reading: SentenceReading, told: list[CasualtyFinding]) -> list[CasualtyFinding]:
    """The findings, put in the figure told before that they add up to."""
    whole = whole_by_sum(reading.number, told, reading.before)
    if whole is None:
        return told
    return [_held_by(each, whole.casualty) for each in told]


def _held_by(part: CasualtyFinding, whole: Casualty) -> CasualtyFinding:
    """The part in its whole; it counts from when its own words say, else from when its whole does."""
    since = part.casualty.since if part.casualty.since is not None else whole.since
    held = replace(part.casualty, includes_in=whole.words, scope=whole.scope, since=since)
    return replace(part, casualty=held)


def _finding(
    reading: SentenceReading,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    revised: Figure | None,
    told: Sequence[CasualtyFinding],
) -> CasualtyFinding:
    page, sentence = reading.page, reading.sentence
    event = cause_event(reading.number, harm, reading.events)
    frame = credit(reading.frames, figure.number)
    time, place = _setting(reading, figure, harm, whole, event)
    return CasualtyFinding(
        sentence=reading.number,
        figure=figure,
        harm=harm,
        casualty=make_casualty(reading, figure, harm, whole, revised, time, event, told),
        frame=frame,
        modality=_modality(figure, harm, whole, frame),
        background=whole.background if whole is not None else is_background(page, sentence, time, harm.token),
        time=time,
        place=place,
        event=event,
    )


def _setting(
    reading: SentenceReading,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    event: EventFinding | None,
) -> tuple[TimeSpan | None, Place | None]:
    """When and where: as the whole of its sentence, else by the harm's own words, else as its whole or its event.

    An event told just before gives both, to a figure above zero whose own sentence gives neither.
    """
    if whole is not None and whole.sentence == reading.number:
        return whole.time, whole.place
    if harm.rule == "harm-of-whole":
        return (whole.time, whole.place) if whole is not None else (None, None)
    time = _time_of_harm(reading, harm)
    place = place_for(reading.page, reading.sentence, harm.token, reading.frames)
    if event is not None and event.sentence == reading.number:
        told = _time_of(event, harm), event.place
        when, where = _said_in(reading.sentence, *told) if is_total(reading.sentence, harm) else told
        return time or when, place or where
    carrier = whole or event or _act_named_again(reading)
    if carrier is None or carrier.background or figure.bounds.high == 0 or is_total(reading.sentence, harm):
        return time, place
    if time is not None or are_apart(place, carrier.place):
        return time, place
    return carrier.time, place or carrier.place


def _said_in(sentence: Span, time: TimeSpan | None, place: Place | None) -> tuple[TimeSpan | None, Place | None]:
    """What the sentence itself says of them: a total of "the fighting" is not of the last strike's day and town."""
    when = time if time is not None and (time.text or "") in sentence.text else None
    return when, place if place is not None and (place.text or "") in sentence.text else None


def _time_of_harm(reading: SentenceReading, harm: HarmFinding) -> TimeSpan | None:
    """When the harm was done: the day on which a toll "rose" or "was raised" is that of the count."""
    head = harm.token
    if harm.rule == "harm-toll" and head.dep_ in SUBJECTS and head.head.lower_ in changing():
        return time_within(reading.page, reading.sentence, head)
    return time_for(reading.page, reading.sentence, head, reading.frames)


def _act_named_again(reading: SentenceReading) -> EventFinding | None:
    """The act told last before a sentence that speaks of one ("As a result of the attack, …")."""
    if not names_known_act(reading.sentence):
        return None
    before = [each for each in reading.events if 0 < reading.number - each.sentence <= STORY_REACH]
    return next((each for each in reversed(before) if each.time is not None and not each.background), None)


def _time_of(event: EventFinding, harm: HarmFinding) -> TimeSpan | None:
    """The event's time, unless its clause is of something else ("killed four militants sought over a 2014 bombing")."""
    return None if is_of_another_clause(harm.token, event.token) else event.time


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


def _is_retold(reading: SentenceReading, figure: Figure, harm: HarmFinding) -> bool:
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
    told = any(words in each.casualty.words.casefold() for each in same)
    return told or (bool(same) and _is_known(reading, words))


def _is_known(reading: SentenceReading, word: str) -> bool:
    return any(token.lower_ == word for token in reading.page.doc[: reading.sentence.start])
