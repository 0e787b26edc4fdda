"""Casualties: a page in, every figure of people harmed out, with its bounds, its group, its whole and what it revises."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Span, Token

from marsad.domain.claim import Bounds, Casualty
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Harm, Modality, Scope, TimePrecision, VictimsGroup
from marsad.reading.actor_names import actor_names
from marsad.reading.attribution import Frame, credit
from marsad.reading.circumstances import distance, is_background, modality_of, place_for, time_for
from marsad.reading.events import ATTACKS, EventFinding
from marsad.reading.figures import Figure, find_figures
from marsad.reading.harm import HarmFinding, find_harm, toll_word_before
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.phrases import done_by, governing_verb, is_verb

PART_MARKS = frozenset(
    {"including", "include", "included", "includes", "among", "mostly", "mainly", "comprising", "notably"}
)
ARMED = frozenset({VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS, VictimsGroup.POLICE, VictimsGroup.OTHER})
AGGREGATE_PRECISIONS = frozenset(
    {TimePrecision.WEEK, TimePrecision.MONTH, TimePrecision.SEASON, TimePrecision.YEAR, TimePrecision.OPEN}
)
CAUSES = ATTACKS | {EventType.ARMED_CLASH, EventType.OFFENSIVE, EventType.ABDUCTION, EventType.ARREST, EventType.SIEGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class CasualtyFinding:
    """A figure as one sentence tells it; `own_place` and `own_time` are False where the story before gave them."""

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


@cache
def _lexicon() -> dict[str, Any]:
    return load_lexicon("casualties")


def find_casualties(page: Page, frames: Sequence[Frame], events: Sequence[EventFinding]) -> tuple[CasualtyFinding, ...]:
    """Every figure of people harmed that the page tells, in text order."""
    found: list[CasualtyFinding] = []
    for number, sentence in enumerate(page.sentences):
        own = [frame for frame in frames if frame.sentence == number]
        found += _in_sentence(page, number, sentence, own, events, found)
    return tuple(found)


def _in_sentence(
    page: Page,
    number: int,
    sentence: Span,
    frames: Sequence[Frame],
    events: Sequence[EventFinding],
    before: Sequence[CasualtyFinding],
) -> list[CasualtyFinding]:
    found: list[CasualtyFinding] = []
    figures = find_figures(page, sentence)
    revised = {
        figure.number: earlier for figure in figures if (earlier := _revised(sentence, figure, figures)) is not None
    }
    earlier_figures = {each.number for each in revised.values()}
    for figure in figures:
        if figure.number in earlier_figures:
            continue
        whole = _whole_of(sentence, figure, found, before, number)
        harm = find_harm(sentence, figure) or (_inherited(sentence, figure, whole) if whole is not None else None)
        if harm is None or _is_actor(page, figure, harm):
            continue
        found.append(_finding(page, number, sentence, figure, harm, whole, revised.get(figure.number), frames, events))
    return found


def _finding(
    page: Page,
    number: int,
    sentence: Span,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    revised: Figure | None,
    frames: Sequence[Frame],
    events: Sequence[EventFinding],
) -> CasualtyFinding:
    anchor = page.doc[figure.noun if figure.noun is not None else figure.number]
    event = _event_of(number, anchor, harm, events)
    frame = credit(frames, figure.number)
    time = (
        whole.time if whole is not None and whole.sentence == number else time_for(page, sentence, harm.token, frames)
    )
    place = (
        whole.place if whole is not None and whole.sentence == number else place_for(page, sentence, harm.token, frames)
    )
    if time is None and event is not None and event.sentence == number:
        time = event.time
    if place is None and event is not None and event.sentence == number:
        place = event.place
    casualty = _casualty(page, sentence, figure, harm, whole, revised, time, event)
    return CasualtyFinding(
        sentence=number,
        figure=figure,
        harm=harm,
        casualty=casualty,
        frame=frame,
        modality=_modality(figure, harm, frame),
        background=is_background(page, sentence, time, harm.token),
        time=time,
        place=place,
        event=event,
    )


def _casualty(
    page: Page,
    sentence: Span,
    figure: Figure,
    harm: HarmFinding,
    whole: CasualtyFinding | None,
    revised: Figure | None,
    time: TimeSpan | None,
    event: EventFinding | None,
) -> Casualty:
    victims = _victims(page, sentence, figure)
    scope = whole.casualty.scope if whole is not None else _scope(sentence, figure, time)
    agents = _agents(page, harm.token, event)
    cause = event.event.type if event is not None and event.event.type in CAUSES else None
    return Casualty(
        harm=harm.harm,
        low=figure.bounds.low,
        high=figure.bounds.high,
        best=figure.bounds.best,
        words=figure.words(sentence),
        victims=victims,
        side=_side(page, figure, victims),
        scope=scope,
        since=(time.start if time is not None and scope is Scope.AGGREGATE else None),
        revises=_plain_bounds(revised) if revised is not None else None,
        includes_in=whole.casualty.words if whole is not None else None,
        cause=cause,
        agents=agents,
    )


def _plain_bounds(figure: Figure) -> Bounds:
    return Bounds(low=figure.bounds.low, high=figure.bounds.high)


def _victims(page: Page, sentence: Span, figure: Figure) -> VictimsGroup:
    """The narrowest group that the phrase names: its noun's, or that of a noun beside it ("12 people, mostly children")."""
    group = figure.group or VictimsGroup.PEOPLE
    if figure.noun is None or group is not VictimsGroup.PEOPLE:
        return group
    words = sentence.doc[figure.start : figure.end].text.casefold()
    for name, cues in _lexicon()["modifiers"].items():
        if any(re.search(rf"\b{re.escape(cue)}\b", words) for cue in cues):
            return VictimsGroup(name)
    owner = any(
        page.actor_at.get(index) is not None
        and page.actor_at[index].actor is not None
        and page.actor_at[index].actor.inter in {1, 2, 3, 4}
        for index in range(figure.start, figure.end)
    )  # type: ignore[union-attr]
    noun = sentence.doc[figure.noun].lower_
    return (
        VictimsGroup.COMBATANTS
        if owner and noun in {"members", "member", "men", "personnel", "elements", "recruits", "leaders"}
        else group
    )


def _side(page: Page, figure: Figure, victims: VictimsGroup) -> str | None:
    if figure.noun is None or victims not in ARMED:
        return None
    names = actor_names(page, page.doc[figure.noun])
    return names[0] if names else None


def _agents(page: Page, harm: Token, event: EventFinding | None) -> tuple[str, ...]:
    """Who did the harm: the harm verb's own doer, else the agents of the event that caused it."""
    own = actor_names(page, done_by(harm)) if is_verb(harm) else ()
    return own or (event.event.agents if event is not None else ())


def _modality(figure: Figure, harm: HarmFinding, frame: Frame | None) -> Modality:
    if figure.bounds.high == 0:
        return Modality.ASSERTED
    return modality_of(harm.token, frame)


def _scope(sentence: Span, figure: Figure, time: TimeSpan | None) -> Scope:
    text = sentence.text.casefold()
    if any(words in text for words in _lexicon()["aggregate"]["words"]):
        return Scope.AGGREGATE
    if time is not None and time.precision in AGGREGATE_PRECISIONS:
        return Scope.AGGREGATE
    if time is not None and time.start and time.end and (time.end - time.start).days >= _lexicon()["aggregate"]["days"]:
        return Scope.AGGREGATE
    return Scope.INCIDENT


def _event_of(number: int, anchor: Token, harm: HarmFinding, events: Sequence[EventFinding]) -> EventFinding | None:
    """The event that did the harm: the nearest in the parse of the same sentence, else the last one told in the two before."""
    here = [each for each in events if each.sentence == number and each.event.type in CAUSES]
    if here:
        return min(here, key=lambda each: (distance(harm.token, each.token), each.token.i))
    earlier = [
        each
        for each in events
        if number - 2 <= each.sentence < number and each.event.type in CAUSES and not each.background
    ]
    return earlier[-1] if earlier else None


def _whole_of(
    sentence: Span, figure: Figure, found: Sequence[CasualtyFinding], before: Sequence[CasualtyFinding], number: int
) -> CasualtyFinding | None:
    """The figure that this one is a part of: the nearest before it, where a word says "including" or the like."""
    mark = _part_mark(sentence, figure)
    candidates = [each for each in found if each.casualty.includes_in is None and each.figure.end <= figure.start]
    if mark:
        if candidates:
            return candidates[-1]
        recent = [each for each in before if number - 1 <= each.sentence < number and each.casualty.includes_in is None]
        return recent[-1] if recent else None
    if found and found[-1].casualty.includes_in is not None and _joined(sentence, found[-1].figure, figure):
        return next((each for each in found if each.casualty.words == found[-1].casualty.includes_in), None)
    return None


def _part_mark(sentence: Span, figure: Figure) -> bool:
    if figure.of_whole:
        return True
    doc = sentence.doc
    reach = range(figure.start - 1, max(sentence.start, figure.start - 5) - 1, -1)
    for position in reach:
        token = doc[position]
        if token.lower_ in PART_MARKS:
            return True
        if token.lower_ in {"whom", "them"} and position and doc[position - 1].lower_ in {"of", "among"}:
            return True
        if is_verb(token) and token.dep_ not in {"aux", "auxpass"} or token.text in {".", ";"}:
            return False
    return False


def _joined(sentence: Span, part: Figure, figure: Figure) -> bool:
    """True where the figure goes on a list of parts: "two children, a woman and three men"."""
    between = [token for token in sentence.doc[part.end : figure.start]]
    return len(between) <= 4 and all(
        token.lower_ in {"and", ",", "as", "well", "or", "plus", "&"} or token.dep_ in {"prep", "amod"}
        for token in between
    )


def _inherited(sentence: Span, figure: Figure, whole: CasualtyFinding) -> HarmFinding:
    return HarmFinding(harm=whole.harm.harm, token=whole.harm.token, rule="harm-of-whole")


def _is_actor(page: Page, figure: Figure, harm: HarmFinding) -> bool:
    """True where the figure counts those who did it ("Two gunmen killed …")."""
    if figure.noun is None or harm.rule not in {"harm-neighbour", "harm-phrase"}:
        return False
    doer = done_by(harm.token) if is_verb(harm.token) else None
    return doer is not None and doer.i == figure.noun


def _revised(sentence: Span, figure: Figure, figures: Sequence[Figure]) -> Figure | None:
    """The earlier figure that the sentence says this one replaces: "raising an earlier toll of five", "up from 27"."""
    for other in figures:
        if other is figure or not other.explicit or not figure.explicit:
            continue
        if (
            _names_earlier(sentence, other)
            and not _names_earlier(sentence, figure)
            and figure is _nearest(figures, other, sentence)
        ):
            return other
    return None


def _nearest(figures: Sequence[Figure], earlier: Figure, sentence: Span) -> Figure | None:
    """The figure that an earlier one gives way to: the last full figure before it, else the first after it."""
    plain = [
        each
        for each in figures
        if each.explicit
        and each is not earlier
        and not _names_earlier(sentence, each)
        and not _part_mark(sentence, each)
    ]
    before = [each for each in plain if each.end <= earlier.start]
    after = [each for each in plain if each.start >= earlier.end]
    return before[-1] if before else (after[0] if after else None)


def _names_earlier(sentence: Span, figure: Figure) -> bool:
    """True where the words before the figure make it the one given earlier."""
    words = sentence.doc[max(sentence.start, figure.start - 7) : figure.start].text.casefold()
    patterns = _lexicon()["revision"]
    if any(re.search(pattern, words) for pattern in patterns["before"]):
        return True
    after = sentence.doc[figure.end : min(figure.end + 4, sentence.end)].text.casefold()
    toll = toll_word_before(sentence, figure.start)
    if toll is not None and re.search(r"\bfrom( at least| around| about)?$", words.strip()) and after.startswith("to "):
        return True
    return toll is not None and any(re.match(pattern, after) for pattern in patterns["after"])


def verb_above(token: Token) -> Token | None:
    return governing_verb(token)


def killed(finding: CasualtyFinding) -> bool:
    return finding.casualty.harm is Harm.KILLED


def with_setting(finding: CasualtyFinding, time: TimeSpan | None, place: Place | None) -> CasualtyFinding:
    """The finding with the story's time and place where its own sentence gives none."""
    return replace(finding, time=finding.time or time, place=finding.place or place)
