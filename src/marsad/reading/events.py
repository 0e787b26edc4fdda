"""Events: a page in, what is said to have happened out, one finding a sentence and type."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from marsad.domain.claim import Event
from marsad.domain.place import Place
from marsad.domain.problem import Problem
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality, PlacePrecision, ProblemCode
from marsad.reading.attribution import Frame, credit
from marsad.reading.circumstances import place_for, time_for
from marsad.reading.event_lexicon import verbs, words
from marsad.reading.event_sides import assigned, find_sides, settled_type
from marsad.reading.event_telling import class_of_document, is_quoted_scene, why_not
from marsad.reading.event_words import EventWords, Trigger, points_back, refine, weapon_in
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.mood import is_background, modality_of
from marsad.reading.page import Page
from marsad.reading.phrases import child

ATTACKS = frozenset(
    {
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.BOMBING,
        EventType.SUICIDE_BOMBING,
        EventType.CHEMICAL_ATTACK,
        EventType.ATTACK,
    }
)
VIOLENT = ATTACKS | {EventType.ARMED_CLASH, EventType.OFFENSIVE, EventType.RIOT, EventType.TERRITORY_GAIN, EventType.SEXUAL_VIOLENCE}
STORY_SENTENCES = 2
"""Sentences within which words that point back go on with the last event told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFinding:
    """An event as one sentence tells it; `token` is the word that tells it, `told` is False where a word only points back."""

    sentence: int
    token: Token
    event: Event
    frame: Frame | None
    modality: Modality
    background: bool
    time: TimeSpan | None
    place: Place | None
    told: bool
    rule: str
    weak: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """The last violent event that was told as news, and the last attack's type."""

    last: EventFinding | None = None
    attack: EventType | None = None
    attack_sentence: int = -9

    def after(self, findings: Sequence[EventFinding]) -> "_Story":
        story = self
        for each in findings:
            if each.background or not each.told:
                continue
            if each.event.type in VIOLENT and (each.place is not None or each.time is not None):
                story = replace(story, last=each)
            if each.event.type in ATTACKS - {EventType.ATTACK}:
                story = replace(story, attack=each.event.type, attack_sentence=each.sentence)
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
        for trigger in event_words.triggers(sentence):
            own = own_frames.get(number, [])
            if any(frame.cue == trigger.token.i for frame in own):
                continue
            reason = _of_class(kind_of_text, sentence, trigger) or why_not(page, sentence, trigger)
            if trigger.refers and story.attack is None:
                continue
            if reason is not None:
                problems.append(_passed_over(page, sentence, trigger, reason))
                continue
            findings.append(_finding(page, number, sentence, trigger, own, story))
        merged = _merged(findings)
        story = story.after(merged)
        found += merged
    return _without_repeats(found), tuple(problems)


def _of_class(kind_of_text: str | None, sentence: Span, trigger: Trigger) -> str | None:
    if trigger.type not in VIOLENT and trigger.type not in {EventType.WITHDRAWAL, EventType.SIEGE, EventType.DESTRUCTION, EventType.WEAPON_SEIZURE, EventType.ABDUCTION}:
        return None
    if kind_of_text is not None:
        return f"the text is about {kind_of_text}"
    return "the sentence retells a film, a game or a drill" if is_quoted_scene(sentence) else None


def _passed_over(page: Page, sentence: Span, trigger: Trigger, reason: str) -> Problem:
    spelled = page.doc[trigger.start : trigger.end]
    return Problem(
        code=ProblemCode.PASSED_OVER,
        message=f"“{spelled.text}” tells no event: {reason}",
        document=page.document.id,
        quote=page.quote(spelled.start_char, spelled.end_char),
    )


def _finding(page: Page, number: int, sentence: Span, trigger: Trigger, frames: Sequence[Frame], story: _Story) -> EventFinding:
    sides = find_sides(page, trigger)
    kind = refine(trigger, sentence, story.attack, fresh=number - story.attack_sentence <= 1 and not sides.agents)
    kind = settled_type(page, trigger, kind, sides)
    agents, recipients = assigned(kind, trigger, sides)
    frame = credit(frames, trigger.token.i)
    time = time_for(page, sentence, trigger.token, frames)
    background = is_background(page, sentence, time, trigger.token)
    finding = EventFinding(
        sentence=number,
        token=trigger.token,
        event=Event(type=kind, agents=agents, recipients=recipients, weapon=weapon_in(sentence), count=_count(trigger)),
        frame=frame,
        modality=modality_of(trigger.token, frame),
        background=background,
        time=time,
        place=place_for(page, sentence, trigger.token, frames),
        told=trigger.is_verb or sides.charged or not _only_points_back(trigger),
        rule=f"event-{'verb' if trigger.is_verb else 'noun'}:{trigger.word}",
        weak=trigger.weak,
    )
    return _carried_on(finding, sentence, story)


def _carried_on(finding: EventFinding, sentence: Span, story: _Story) -> EventFinding:
    """The finding with the place and time of the story's last event, where its words say that it goes on with it."""
    last = story.last
    if last is None or finding.background or finding.event.type not in VIOLENT or finding.sentence - last.sentence > STORY_SENTENCES:
        return finding
    if not (_goes_on(finding, sentence) or last.event.type is finding.event.type):
        return finding
    place = finding.place
    if place is None and last.event.type is finding.event.type:
        place = last.place
    return replace(finding, time=finding.time or last.time, place=place)


def _goes_on(finding: EventFinding, sentence: Span) -> bool:
    if points_back(finding.token):
        return True
    return any(each.lower_ in words("setting", "going_on") for each in sentence)


def _only_points_back(trigger: Trigger) -> bool:
    """"the attack" with nothing of its own tells no event anew; it serves to find what a figure belongs to."""
    token = trigger.token
    own = any(each.dep_ in {"prep", "poss", "acl", "relcl", "amod", "compound"} for each in token.children if each.lower_ != "latest" and each.i >= trigger.end or each.i < trigger.start and each.dep_ != "prep")
    light = token.dep_ in {"dobj", "nsubjpass"} and token.head.lower_ in verbs("light_verbs", "verbs")
    happens = token.dep_ == "nsubj" and token.head.lower_ in verbs("light_verbs", "happen")
    return points_back(token) and not own and not light and not happens


def _count(trigger: Trigger) -> int | None:
    number = child(trigger.token, "nummod")
    text = number.text.replace(",", "") if number is not None else ""
    return int(text) if text.isdecimal() else load_lexicon("numbers")["units"].get(text.casefold())


def _merged(findings: Sequence[EventFinding]) -> list[EventFinding]:
    """One finding a type and credit: the fullest, with the agents, recipients, place and time that the others add.

    A bare killing joins the act that it came of.
    """
    strong = [each for each in findings if not each.weak]
    groups: list[list[EventFinding]] = []
    for finding in (*strong, *(each for each in findings if each.weak)):
        group = next((each for each in groups if _belongs(finding, each[0])), None)
        if group is None:
            groups.append([finding])
        else:
            group.append(finding)
    return [_joined(group) for group in groups]


def _belongs(finding: EventFinding, first: EventFinding) -> bool:
    """True where both words tell one act: same type and credit, and no other doers; a killing goes with any act."""
    if finding.frame != first.frame:
        return False
    if finding.weak and not first.weak:
        return first.event.type in VIOLENT
    if finding.event.type is not first.event.type or finding.background != first.background:
        return False
    one, other = set(finding.event.agents), set(first.event.agents)
    return not one or not other or bool(one & other)


def _joined(group: Sequence[EventFinding]) -> EventFinding:
    best = max(
        group,
        key=lambda each: (not each.weak, each.told, each.modality is Modality.ASSERTED, bool(each.event.agents), bool(each.event.recipients)),
    )
    agents = next((each.event.agents for each in (best, *group) if each.event.agents), ())
    recipients = next((each.event.recipients for each in (best, *group) if each.event.recipients), ())
    count = next((each.event.count for each in group if each.event.count is not None), None)
    fought = best.event.type is EventType.ATTACK and any(each.event.type is EventType.ARMED_CLASH for each in group)
    return replace(
        best,
        event=replace(
            best.event, type=EventType.ARMED_CLASH if fought else best.event.type, agents=agents, recipients=tuple(each for each in recipients if each not in agents), count=count
        ),
        time=best.time or next((each.time for each in group if each.time), None),
        place=best.place or next((each.place for each in group if each.place), None),
        told=any(each.told for each in group),
    )


def _without_repeats(found: Sequence[EventFinding]) -> tuple[EventFinding, ...]:
    """The findings; one that adds nothing to another of the page is kept only as a word that points back.

    An event told twice is two claims only where the two sentences tell it with different content (docs/claims.md).
    """
    kept: list[EventFinding] = list(found)
    for index, finding in enumerate(kept):
        if not finding.told:
            continue
        others = [each for each in kept if each is not finding and each.told and each.sentence != finding.sentence]
        if any(_adds_nothing(finding, each) for each in others):
            kept[index] = replace(finding, told=False)
    return tuple(kept)


def _adds_nothing(finding: EventFinding, other: EventFinding) -> bool:
    if finding.event.type is not other.event.type or finding.background != other.background or finding.modality is not other.modality:
        return False
    if finding.frame is not None and other.frame is not None and finding.frame.attribution != other.frame.attribution:
        return False
    event, fuller = finding.event, other.event
    back = points_back(finding.token) and other.sentence < finding.sentence
    if not set(event.agents) <= set(fuller.agents) or not (back or set(event.recipients) <= set(fuller.recipients)):
        return False
    if finding.time is not None and (other.time is None or (finding.time.start, finding.time.end) != (other.time.start, other.time.end)):
        return False
    return _no_new_place(finding.place, other.place) and event.count in {None, fuller.count}


def _no_new_place(place: Place | None, other: Place | None) -> bool:
    if place is None or place == other:
        return True
    return other is not None and place.precision >= PlacePrecision.AREA and place.country == other.country
