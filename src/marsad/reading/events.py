"""Events: a page in, what is said to have happened out, one finding a sentence and type."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from marsad.domain.claim import Event
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality, ProblemCode
from marsad.reading.actor_names import possessors
from marsad.reading.attribution import Frame, credit
from marsad.reading.circumstances import opening, place_for, time_for
from marsad.reading.event_carried import with_doers_of_story
from marsad.reading.event_counts import count_of
from marsad.reading.event_figurative import class_of_document, class_of_sentence, is_quoted_scene
from marsad.reading.event_findings import ATTACKS, VIOLENT, EventFinding, merged, without_repeats
from marsad.reading.event_kinds import kind_of
from marsad.reading.event_lexicon import verbs, words
from marsad.reading.event_sides import assigned, find_sides
from marsad.reading.event_telling import why_not
from marsad.reading.event_words import EventWords, Trigger, points_back, refine, weapon_in
from marsad.reading.mood import is_background, modality_of
from marsad.reading.page import Page
from marsad.reading.parse import Span
from marsad.reading.phrases import children, objects_of_prepositions
from marsad.reading.story_days import date_by_story, has_no_day

__all__ = ["ATTACKS", "EventFinding", "EventWords", "find_events", "read_events"]

SETTLED = frozenset({EventType.ARREST, EventType.ABDUCTION, EventType.DESTRUCTION, EventType.WEAPON_SEIZURE})
"""Types beside the violent ones that take their paragraph's setting."""
TAKE_SETTING = VIOLENT | SETTLED
LABEL_TOKENS = 4
"""A label before a colon ends within so many tokens."""
STORY_SENTENCES = 2
"""Sentences within which words that point back go on with the last event told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """The last violent event that was told as news, the last attack's type, and the paragraph's opening setting."""

    last: EventFinding | None = None
    attack: EventType | None = None
    settled_sentence: int = -9
    riot_sentence: int = -9
    attack_sentence: int = -9
    time: TimeSpan | None = None
    place: Place | None = None
    opening: int = -9

    def opened(self, page: Page, number: int, frames: Sequence[Frame]) -> "_Story":
        """The story with the setting that the sentence opens, and without the last one's at a new paragraph."""
        sentence = page.sentences[number]
        begins = (self.time or self.place) is not None and _starts_paragraph(page, sentence)
        story = replace(self, time=None, place=None) if begins else self
        time, place = opening(page, number, frames)
        if time is None and place is None:
            return story
        return replace(story, time=time, place=place, opening=number)

    def set(self, finding: EventFinding) -> EventFinding:
        """The finding with the paragraph's opening setting, where it is close behind and names none of its own."""
        if finding.modality is not Modality.ASSERTED or finding.sentence - self.opening > STORY_SENTENCES:
            return finding
        time = finding.time or self.time
        place = finding.place or (self.place if finding.event.type in TAKE_SETTING else None)
        if time is finding.time and place is finding.place:
            return finding
        return replace(finding, time=time, place=place, carried=True)

    def of_riots(self, findings: list[EventFinding], number: int) -> list[EventFinding]:
        """The findings; a clash of unnamed sides beside or close behind a riot is of that riot."""
        near = number - self.riot_sentence <= STORY_SENTENCES
        if not near and not any(each.event.type is EventType.RIOT for each in findings):
            return findings
        return [
            replace(each, event=replace(each.event, type=EventType.RIOT))
            if each.event.type is EventType.ARMED_CLASH and not each.event.agents
            else each
            for each in findings
        ]

    def told_already(self, trigger: Trigger, number: int) -> bool:
        """True for "the attack" after an act that is no attack by type (a fire laid, men taken) beside none."""
        back = trigger.vague and trigger.type is EventType.ATTACK and points_back(trigger.token)
        return (
            back
            and 0 < number - self.settled_sentence <= STORY_SENTENCES
            and self.settled_sentence > self.last_sentence
        )

    @property
    def last_sentence(self) -> int:
        return self.last.sentence if self.last is not None else -9

    def after(self, findings: Sequence[EventFinding]) -> "_Story":
        story = self
        for each in findings:
            if each.background or not each.told:
                continue
            if each.event.type in VIOLENT and (each.place is not None or each.time is not None):
                story = replace(story, last=each)
            if each.event.type in ATTACKS - {EventType.ATTACK}:
                story = replace(story, attack=each.event.type, attack_sentence=each.sentence)
            if each.event.type is EventType.RIOT:
                story = replace(story, riot_sentence=each.sentence)
            if each.event.type in SETTLED and each.modality is Modality.ASSERTED:
                story = replace(story, settled_sentence=each.sentence)
        return story


def find_events(page: Page, event_words: EventWords, frames: Sequence[Frame]) -> tuple[EventFinding, ...]:
    """Every event that the page tells, in text order; words that only point back to one are found with `told` False."""
    return read_events(page, event_words, frames)[0]


def read_events(
    page: Page, event_words: EventWords, frames: Sequence[Frame]
) -> tuple[tuple[EventFinding, ...], tuple[Problem, ...]]:
    """Every event that the page tells, in text order, and a `passed-over` problem for each word that tells none."""
    found: list[EventFinding] = []
    problems: list[Problem] = []
    story = _Story()
    kind_of_text = class_of_document(page)
    own_frames: dict[int, list[Frame]] = {}
    for frame in frames:
        own_frames.setdefault(frame.sentence, []).append(frame)
    for number, sentence in enumerate(page.sentences):
        findings = []
        story = story.opened(page, number, own_frames.get(number, []))
        for trigger in _less_labels(sentence, event_words.triggers(sentence)):
            own = own_frames.get(number, [])
            if (
                not trigger.framed
                and trigger.type is not EventType.PROTEST
                and any(frame.cue == trigger.token.i for frame in own)
            ):
                continue
            reason = _of_class(kind_of_text, sentence, trigger) or why_not(page, sentence, trigger)
            if trigger.refers and story.attack is None:
                continue
            if reason is not None:
                problems.append(_passed_over(page, trigger, reason))
                continue
            if story.told_already(trigger, number):
                problems.append(_passed_over(page, trigger, "it points back to the act told before"))
                continue
            findings.append(_finding(page, number, sentence, trigger, own, story))
        told = story.of_riots(merged(findings), number)
        story = story.after(told)
        found += told
    return date_by_story(page, without_repeats(with_doers_of_story(page, found))), tuple(problems)


def _starts_paragraph(page: Page, sentence: Span) -> bool:
    return "\n" in page.document.text[: sentence.start_char + 1].rstrip(" ")[-2:] or sentence.start == 0


def _less_labels(sentence: Span, triggers: list[Trigger]) -> list[Trigger]:
    """The triggers less those of a label before a colon ("Strikes: On 8 March …"), where others follow it."""
    colon = next((each.i for each in sentence[:LABEL_TOKENS] if each.text == ":"), None)
    told = [each for each in triggers if colon is None or each.start > colon]
    return told or triggers


def _of_class(kind_of_text: str | None, sentence: Span, trigger: Trigger) -> str | None:
    if trigger.type not in VIOLENT and trigger.type not in {
        EventType.WITHDRAWAL,
        EventType.SIEGE,
        EventType.DESTRUCTION,
        EventType.WEAPON_SEIZURE,
        EventType.ABDUCTION,
    }:
        return None
    if kind_of_text is not None:
        return f"the text is about {kind_of_text}"
    if is_quoted_scene(sentence):
        return "the sentence retells a film, a game or a drill"
    own = class_of_sentence(sentence)
    return f"the sentence is about {own}" if own is not None else None


def _passed_over(page: Page, trigger: Trigger, reason: str) -> Problem:
    spelled = page.doc[trigger.start : trigger.end]
    return Problem(
        code=ProblemCode.PASSED_OVER,
        message=f"“{spelled.text}” tells no event: {reason}",
        document=page.document.id,
        quote=page.quote(spelled.start_char, spelled.end_char),
    )


def _finding(
    page: Page, number: int, sentence: Span, trigger: Trigger, frames: Sequence[Frame], story: _Story
) -> EventFinding:
    sides = find_sides(page, trigger)
    kind = refine(trigger, sentence, story.attack, fresh=number - story.attack_sentence <= 1 and not sides.agents)
    kind = kind_of(page, trigger, kind, sides)
    agents, recipients = assigned(kind, trigger, sides)
    frame = credit(frames, trigger.token.i)
    time = time_for(page, sentence, trigger.token, frames)
    background = is_background(page, sentence, time, trigger.token)
    finding = EventFinding(
        sentence=number,
        token=trigger.token,
        event=Event(
            type=kind, agents=agents, recipients=recipients, weapon=weapon_in(sentence), count=count_of(trigger, kind)
        ),
        frame=frame,
        modality=modality_of(trigger.token, frame),
        background=background,
        time=time,
        place=place_for(page, sentence, trigger.token, frames),
        told=trigger.is_verb or sides.charged or not _only_points_back(page, trigger),
        rule=f"event-{'verb' if trigger.is_verb else 'noun'}:{trigger.word}",
        weak=trigger.weak,
    )
    return _carried_on(finding, sentence, story)


def _carried_on(finding: EventFinding, sentence: Span, story: _Story) -> EventFinding:
    """The finding with the place and time of the story's last event, where its words say that it goes on with it."""
    last = story.last
    if has_no_day(finding.token):
        return finding
    own = finding
    if not finding.background:
        finding = story.set(finding)
    if (
        last is None
        or finding.background
        or finding.event.type not in VIOLENT
        or finding.sentence - last.sentence > STORY_SENTENCES
    ):
        return finding
    place = finding.place or (last.place if _is_at_place_of(finding, last) else None)
    if not (_goes_on(finding, sentence) or last.event.type is finding.event.type):
        return replace(finding, place=place, carried=finding.carried or place != own.place)
    event = finding.event
    if _goes_on(finding, sentence) and not event.agents and last.event.type in ATTACKS and event.type in ATTACKS:
        event = replace(event, agents=last.event.agents)
    time = finding.time or last.time
    return replace(finding, event=event, time=time, place=place, carried=(time, place) != (own.time, own.place))


def _is_at_place_of(finding: EventFinding, last: EventFinding) -> bool:
    """True for the same kind of act again, and for "the attack"."""
    return last.event.type is finding.event.type or points_back(finding.token)


def _goes_on(finding: EventFinding, sentence: Span) -> bool:
    if points_back(finding.token):
        return True
    return any(each.lower_ in words("setting", "going_on") for each in sentence)


def _only_points_back(page: Page, trigger: Trigger) -> bool:
    """True for "the attack" with no day, place or doer of its own: it only serves to find what a figure belongs to."""
    token = trigger.token
    if not points_back(token):
        return False
    light = token.dep_ in {"dobj", "nsubjpass"} and token.head.lower_ in verbs("light_verbs", "verbs")
    happens = token.dep_ == "nsubj" and token.head.lower_ in verbs("light_verbs", "happen")
    if light or happens or children(token, "acl", "relcl", "compound"):
        return False
    named = any(page.place_at.get(each.i) is not None or page.time_at.get(each.i) is not None for each in token.subtree)
    return (
        not named
        and not possessors(page, token)
        and not objects_of_prepositions(token, "by", "on", "against", "between", "of")
    )
