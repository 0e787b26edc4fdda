"""The findings of a page in, those that only go on with a story out with the place and day that it was set at.

A report names its place and day once, and its next sentences go on with it ("Nine men were detained"). The running
story is set by the last deed told as news with a place or a day, by what opens a sentence, and by a date that stands
before one as a label ("[15 May] …"). It is replaced by the next one's own, and dropped at a sentence of history, at
one that is set elsewhere or on another day, and at a bullet, an hour or a word ("Elsewhere, …") that opens other news.
Figures and deeds of force that are told as news take it up, within `REACH` sentences of the last that named or took it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol, TypeVar

from marsad.domain.mention import TimeMention
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality, PlacePrecision, Scope
from marsad.reading.attribution import Frame
from marsad.reading.casualties import CasualtyFinding
from marsad.reading.circumstances import opening, place_for, settings_in
from marsad.reading.event_arms import is_armed
from marsad.reading.event_findings import VIOLENT, EventFinding
from marsad.reading.event_lexicon import nouns, words
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.mood import is_background, modality_of
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import subject_of
from marsad.reading.story_days import SETTLED, are_apart, hands_on, has_no_day
from marsad.reading.time_ties import time_for

REACH = 2
"""Sentences behind the last that named or took up the setting in which it holds good."""
LENGTH = 6
"""Sentences behind the one that named it."""
NEVER = -99
TAKERS = VIOLENT | SETTLED | {EventType.DISPLACEMENT}
SETTERS = TAKERS | {
    EventType.PROTEST,
    EventType.SIEGE,
    EventType.TROOP_MOVEMENT,
    EventType.WITHDRAWAL,
    EventType.RELEASE,
}
OTHER_NEWS = re.compile(r"\s*(?:[•*▪●■◦–—-]\s|[(\[]?\d{1,2}[:.]\d{2}\b|\d{1,2}[.)]\s)")
"""The mark of a list, or the hour of a running report, at the head of a line."""
LABEL_END = re.compile(r"\s*[\]).:]")
BEFORE_LABEL = " \t\r\n[(•*-–—"

Finding = EventFinding | CasualtyFinding
FoundT = TypeVar("FoundT", EventFinding, CasualtyFinding)


class _InSentence(Protocol):
    @property
    def sentence(self) -> int: ...


NumberedT = TypeVar("NumberedT", bound=_InSentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """The place and day of the running story, each with the sentences that named it and that last took it up."""

    place: Place | None = None
    time: TimeSpan | None = None
    placed: int = NEVER
    dated: int = NEVER
    place_held: int = NEVER
    time_held: int = NEVER

    def place_at(self, number: int) -> Place | None:
        return self.place if number - self.place_held <= REACH and number - self.placed <= LENGTH else None

    def time_at(self, number: int) -> TimeSpan | None:
        return self.time if number - self.time_held <= REACH and number - self.dated <= LENGTH else None

    def put(self, number: int, place: Place | None, time: TimeSpan | None) -> "_Story":
        """The story with what the sentence names; another town has another day, and another day another place."""
        story = self
        if place is not None and place.precision < PlacePrecision.COUNTRY:
            story = story.moved(number, place)
        if time is not None and hands_on(time):
            kept = _Story() if place is None and are_of_other_days(time, story.time) else story
            story = replace(kept, time=time, dated=number, time_held=number)
        return story

    def moved(self, number: int, place: Place) -> "_Story":
        kept = _Story() if is_another(place, self.place) else self
        narrower = kept.place is None or place.precision <= kept.place.precision
        return replace(kept, place=place if narrower else kept.place, placed=number, place_held=number)

    def held(self, number: int, takers: Sequence[Finding]) -> "_Story":
        """The story, which those who took it up keep going."""
        story = self
        if story.place is not None and any(each.place == story.place for each in takers):
            story = replace(story, place_held=number)
        if story.time is not None and any(each.time == story.time for each in takers):
            story = replace(story, time_held=number)
        return story


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """What a sentence says of where and when: whether another place, or a time that is no label, stands in it."""

    number: int
    elsewhere: bool
    timed: bool


def carry_setting(
    page: Page, frames: Sequence[Frame], events: Sequence[EventFinding], casualties: Sequence[CasualtyFinding]
) -> tuple[tuple[EventFinding, ...], tuple[CasualtyFinding, ...]]:
    """The findings; those that name no place or day of their own have the running story's."""
    acts, tolls, told = _by_sentence(events), _by_sentence(casualties), _by_sentence(frames)
    set_acts: list[EventFinding] = []
    set_tolls: list[CasualtyFinding] = []
    story, end = _Story(), 0
    for number, sentence in enumerate(page.sentences):
        label = _label_of(page, sentence, end)
        end = sentence.end_char
        cues = told.get(number, [])
        story = _opened(page, number, cues, story, label)
        own = _own(page, number, cues, story, label)
        done = [_set(each, story, own) for each in acts.get(number, [])]
        hurt = [_set(each, story, own) for each in tolls.get(number, [])]
        named: list[Finding] = [*acts.get(number, []), *tolls.get(number, [])]
        taken: list[Finding] = [*done, *hurt]
        story = _after(page, story, own, named, cues).held(number, [each for each in taken if _takes(each)])
        set_acts += done
        set_tolls += hurt
    return tuple(set_acts), tuple(set_tolls)


def _opened(page: Page, number: int, cues: Sequence[Frame], story: _Story, label: TimeMention | None) -> _Story:
    """The story with what opens the sentence; nothing of it is left where that opens other news."""
    sentence = page.sentences[number]
    if label is not None or _opens_other_news(page, sentence):
        story = _Story()
    if label is not None:
        story = story.put(number, None, label.time)
    time, place = opening(page, number, cues)
    return story.put(number, place, time)


def _own(page: Page, number: int, cues: Sequence[Frame], story: _Story, label: TimeMention | None) -> _Own:
    sentence = page.sentences[number]
    places = settings_in(page, sentence, cues)
    times = [each for each in page.times_in(sentence) if each is not label and each.time.start is not None]
    elsewhere = any(is_another(each, story.place) for each in places)
    return _Own(number=number, elsewhere=elsewhere or _is_in_the_capital(sentence), timed=bool(times))


def _is_in_the_capital(sentence: Span) -> bool:
    return any(each.dep_ == "pobj" and each.lower_ in words("setting", "capital") for each in sentence)


def _after(page: Page, story: _Story, own: _Own, named: Sequence[Finding], cues: Sequence[Frame]) -> _Story:
    """The story behind the sentence: with what its news named, or dropped at history and at another place."""
    news = [each for each in named if _is_news(each)]
    if not news and any(each.background for each in named):
        return _Story()
    before = story
    for place, time in [(each.place, each.time) for each in news] or [_scene(page, own.number, cues)]:
        story = story.put(own.number, place, time)
    return _Story() if story == before and own.elsewhere else story


def _scene(page: Page, number: int, cues: Sequence[Frame]) -> tuple[Place | None, TimeSpan | None]:
    """Where and when an armed body or an arm did what no rule calls an event ("Troops entered Nablus at dawn")."""
    sentence = page.sentences[number]
    verb = sentence.root
    subject = subject_of(verb) if verb.tag_ in {"VBD", "VBN"} else None
    if subject is None or any(frame.cue == verb.i for frame in cues) or not _bears_arms(page, subject):
        return None, None
    time = time_for(page, sentence, verb, cues)
    if modality_of(verb) is not Modality.ASSERTED or is_background(page, sentence, time, verb):
        return None, None
    return place_for(page, sentence, verb, cues), time


def _bears_arms(page: Page, noun: Token) -> bool:
    return is_armed(page, noun) or noun.lower_ in nouns("weapons", "nouns") or noun.lower_ in nouns("sides", "killers")


def _set(finding: FoundT, story: _Story, own: _Own) -> FoundT:
    """The finding with the story's place and day where it has none and its sentence speaks of no other."""
    if not _takes(finding):
        return finding
    place, time = finding.place, finding.time
    if place is None and not own.elsewhere and not are_of_other_days(time, story.time):
        place = story.place_at(own.number)
    if time is None and not (own.timed or own.elsewhere) and _has_a_day(finding) and not is_another(place, story.place):
        time = story.time_at(own.number)
    if place is finding.place and time is finding.time:
        return finding
    return replace(finding, place=place, time=time)


def _has_a_day(finding: Finding) -> bool:
    """False for what only may be, which is often ahead, and for what lasts."""
    return finding.modality is Modality.ASSERTED and not has_no_day(_word_of(finding))


def _word_of(finding: Finding) -> Token:
    return finding.token if isinstance(finding, EventFinding) else finding.harm.token


def _takes(finding: Finding) -> bool:
    """Figures of one event, and deeds of force, told as news that is so or may be so."""
    if finding.background or finding.modality not in {Modality.ASSERTED, Modality.POSSIBLE}:
        return False
    if isinstance(finding, EventFinding):
        return finding.told and finding.event.type in TAKERS
    return finding.casualty.scope is not Scope.AGGREGATE and finding.figure.bounds.high != 0


def _is_news(finding: Finding) -> bool:
    return _is_told_now(finding) and (isinstance(finding, CasualtyFinding) or finding.event.type in SETTERS)


def _is_told_now(finding: Finding) -> bool:
    return not finding.background and finding.modality is Modality.ASSERTED


def is_another(one: Place | None, other: Place | None) -> bool:
    """True for two places that cannot be one, or lie in two provinces."""
    if one is None or other is None:
        return False
    return are_apart(one, other) or bool(one.admin1 and other.admin1 and one.admin1 != other.admin1)


def are_of_other_days(one: TimeSpan | None, other: TimeSpan | None) -> bool:
    """True for two times that have no day in common."""
    if one is None or other is None or one.start is None or other.start is None:
        return False
    return (one.end or one.start) < other.start or (other.end or other.start) < one.start


def _label_of(page: Page, sentence: Span, after: int) -> TimeMention | None:
    """The date that stands before the sentence as its label: "2022-06-21. A …", "[15 May] A …", "4 May: A …"."""
    text = page.document.text
    for mention in _times_near(page, after, sentence.end_char):
        quote = mention.quote
        if text[after : quote.start].strip(BEFORE_LABEL) or not hands_on(mention.time):
            return None
        return mention if LABEL_END.match(text, quote.end) is not None else None
    return None


def _times_near(page: Page, start: int, end: int) -> Iterator[TimeMention]:
    return (each for each in page.times if start <= each.quote.start < end and each.quote.start >= page.body_start)


def _opens_other_news(page: Page, sentence: Span) -> bool:
    """True at a bullet, at the hour of a running report, and at a word that leads over ("Elsewhere", "Separately")."""
    text = page.document.text
    line = text.rfind("\n", 0, sentence.start_char + 1) + 1
    if not text[line : sentence.start_char].strip(" \t0123456789:.()[]•*-–—") and OTHER_NEWS.match(text, line):
        return True
    return sentence.text.casefold().startswith(_leading_over())


@cache
def _leading_over() -> tuple[str, ...]:
    return tuple(load_lexicon("story")["setting"]["leads_over"])


def _by_sentence(found: Iterable[NumberedT]) -> dict[int, list[NumberedT]]:
    by_sentence: dict[int, list[NumberedT]] = {}
    for each in found:
        by_sentence.setdefault(each.sentence, []).append(each)
    return by_sentence
