"""Events: a page in, what is said to have happened out, one finding a sentence and type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Span, Token

from marsad.domain.claim import Event
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality
from marsad.reading.actor_names import actor_name, actor_names, possessors
from marsad.reading.attribution import Frame, credit
from marsad.reading.circumstances import is_background, modality_of, place_for, time_for
from marsad.reading.event_words import EventWords, Trigger, is_figurative, refine, weapon_in
from marsad.reading.inflection import lemma_table
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.people import group_of
from marsad.reading.phrases import child, children, conjuncts, done_by, done_to, governing_verb, is_passive, is_verb, objects_of_prepositions, phrase, subject_of

MUTUAL = frozenset({EventType.ARMED_CLASH, EventType.CEASEFIRE, EventType.AGREEMENT, EventType.DIPLOMACY})
"""Types whose sides are all agents."""
ATTACKS = frozenset({EventType.AIR_STRIKE, EventType.SHELLING, EventType.BOMBING, EventType.SUICIDE_BOMBING, EventType.CHEMICAL_ATTACK, EventType.ATTACK})
NEEDS_PLACE = frozenset({"enter", "attempt", "advance", "storm", "push into", "march on", "overrun"})
NEEDS_TERRITORY = frozenset({"capture", "seize", "recapture", "retake", "liberate", "regain", "conquer", "reclaim", "wrest", "overrun", "recover", "take over"})


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


@cache
def _light_verbs() -> Mapping[str, str]:
    return lemma_table(load_lexicon("events")["light_verbs"]["verbs"])


@cache
def _happen_verbs() -> Mapping[str, str]:
    return lemma_table(load_lexicon("events")["light_verbs"]["happen"])


def find_events(page: Page, words: EventWords, frames: Sequence[Frame]) -> tuple[EventFinding, ...]:
    """Every event that the page tells, in text order; words that only point back to one are found with `told` False."""
    found: list[EventFinding] = []
    story: EventType | None = None
    for number, sentence in enumerate(page.sentences):
        own = [frame for frame in frames if frame.sentence == number]
        findings = []
        for trigger in words.triggers(sentence):
            finding = _finding(page, number, sentence, trigger, own, story)
            if finding is not None:
                findings.append(finding)
                story = finding.event.type if finding.event.type in ATTACKS else story
        found += _merged(findings)
    return tuple(found)


def _finding(page: Page, number: int, sentence: Span, trigger: Trigger, frames: Sequence[Frame], story: EventType | None) -> EventFinding | None:
    if any(frame.cue == trigger.token.i for frame in frames) or is_figurative(sentence, trigger):
        return None
    if not _is_told_event(page, trigger):
        return None
    kind = refine(trigger, sentence, story)
    agents, recipients = _sides(page, trigger, kind)
    frame = credit(frames, trigger.token.i)
    time = time_for(page, sentence, trigger.token, frames)
    place = place_for(page, sentence, trigger.token, frames)
    told = trigger.is_verb or not _only_points_back(trigger, agents, place)
    return EventFinding(
        sentence=number,
        token=trigger.token,
        event=Event(type=kind, agents=agents, recipients=recipients, weapon=weapon_in(sentence), count=_count(trigger)),
        frame=frame,
        modality=modality_of(trigger.token, frame),
        background=is_background(page, sentence, time, trigger.token),
        time=time,
        place=place,
        told=told,
        rule=f"event-{'verb' if trigger.is_verb else 'noun'}:{trigger.word}",
    )


def _is_told_event(page: Page, trigger: Trigger) -> bool:
    if trigger.is_verb:
        return _verb_tells(page, trigger)
    return _noun_tells(trigger)


def _verb_tells(page: Page, trigger: Trigger) -> bool:
    token = trigger.token
    if token.dep_ in {"amod", "compound"}:
        return False
    if trigger.word in NEEDS_TERRITORY and trigger.type is EventType.TERRITORY_GAIN:
        target = done_to(token)
        return target is not None and (page.place_at.get(target.i) is not None or _is_territory(page, target))
    if trigger.word in NEEDS_PLACE:
        targets = [each for each in (done_to(token), *objects_of_prepositions(token)) if each is not None]
        return any(page.place_at.get(each.i) is not None or _is_territory(page, each) for each in targets)
    if trigger.type in {EventType.WITHDRAWAL, EventType.RELEASE, EventType.SANCTION, EventType.DISPLACEMENT}:
        return any(_is_actor_or_people(page, each) for each in (done_by(token), done_to(token)) if each is not None)
    return True


def _is_territory(page: Page, noun: Token) -> bool:
    if noun.lower_ in {"area", "areas", "territory", "territories", "town", "towns", "city", "village", "villages", "district", "districts", "swathe", "swathes", "position", "positions", "base", "bases", "airport", "airbase", "neighbourhood", "neighbourhoods", "neighborhood", "neighborhoods", "control", "part", "parts", "region", "ground", "hill", "crossing", "checkpoint", "checkpoints", "stronghold", "bastion", "province", "road", "highway", "land", "half", "point", "points", "headquarters", "outpost", "outposts", "towns", "cities"}:
        return True
    return any(page.place_at.get(each.i) is not None for each in objects_of_prepositions(noun, "of"))


def _is_actor_or_people(page: Page, noun: Token) -> bool:
    return actor_name(page, noun) is not None or group_of(noun.lower_) is not None or noun.tag_ == "CD"


def _noun_tells(trigger: Trigger) -> bool:
    token = trigger.token
    verb = governing_verb(token)
    if token.dep_ in {"dobj", "nsubjpass"} and verb is not None and token.head.i == verb.i:
        return verb.lower_ in _light_verbs() or trigger.type not in {EventType.AGREEMENT, EventType.DIPLOMACY}
    if token.dep_ == "nsubj":
        return token.head.lower_ in _happen_verbs() or token.head.lower_ in {"have", "has", "had", "is", "was", "were", "are", "met", "meet", "left", "leave"} or is_verb(token.head)
    return token.dep_ in {"pobj", "ROOT", "conj", "appos", "dep", "attr", "nsubjpass", "pcomp"}


def _only_points_back(trigger: Trigger, agents: Sequence[str], place: Place | None) -> bool:
    """"the attack" with nothing of its own tells no event anew; it serves to find what a figure belongs to."""
    token = trigger.token
    definite = any(each.lower_ in {"the", "this", "that", "these", "those"} for each in token.children if each.dep_ == "det")
    own = any(each.dep_ in {"prep", "poss", "acl", "relcl", "amod"} for each in token.children if each.lower_ != "latest")
    light = token.dep_ in {"dobj", "nsubjpass"} and token.head.lower_ in _light_verbs()
    return definite and not own and not light and not (token.dep_ == "nsubj" and token.head.lower_ in _happen_verbs())


def _sides(page: Page, trigger: Trigger, kind: EventType) -> tuple[tuple[str, ...], tuple[str, ...]]:
    agents, recipients = _verb_sides(page, trigger) if trigger.is_verb else _noun_sides(page, trigger)
    if kind in MUTUAL:
        return tuple(dict.fromkeys((*agents, *recipients))), ()
    if kind is EventType.TERRITORY_GAIN and trigger.is_verb and trigger.token.lower_ in {"lost", "lose", "loses", "losing"}:
        return recipients, agents
    return agents, tuple(each for each in recipients if each not in agents)


def _verb_sides(page: Page, trigger: Trigger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    verb = trigger.token
    agent = done_by(verb)
    agents = _agent_names(page, agent)
    recipients = _recipient_names(page, done_to(verb))
    for noun in objects_of_prepositions(verb, "against", "with", "from"):
        name = actor_names(page, noun)
        recipients += tuple(each for each in name if each not in recipients and each not in agents)
    return agents, recipients


def _noun_sides(page: Page, trigger: Trigger) -> tuple[tuple[str, ...], tuple[str, ...]]:
    noun = trigger.token
    agents: tuple[str, ...] = ()
    for each in objects_of_prepositions(noun, "by", "between", "from"):
        agents += actor_names(page, each)
    for each in children(noun, "acl"):
        agents += actor_names(page, done_by(each)) if is_passive(each) else ()
    agents = agents or possessors(page, noun)
    if not agents:
        agents = _light_agents(page, noun)
    recipients: tuple[str, ...] = ()
    for each in objects_of_prepositions(noun, "on", "against", "of", "at", "with", "targeting"):
        recipients += _recipient_names(page, each)
    return tuple(dict.fromkeys(agents)), tuple(dict.fromkeys(each for each in recipients if each not in agents))


def _agent_names(page: Page, noun: Token | None) -> tuple[str, ...]:
    """Who acts; where an act noun is the subject ("strikes killed"), whose it is."""
    return actor_names(page, noun)


def _recipient_names(page: Page, noun: Token | None) -> tuple[str, ...]:
    if noun is None:
        return ()
    names = []
    for each in conjuncts(noun):
        name = actor_name(page, each)
        if name is None and group_of(each.lower_) is not None:
            name = each.lower_ if not children(each, "amod", "compound") else _plain(each)
        if name:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _plain(noun: Token) -> str:
    return phrase(noun).text.removeprefix("the ").removeprefix("The ")


def _light_agents(page: Page, noun: Token) -> tuple[str, ...]:
    """The subject of "launched" in "launched an offensive", of "wounded in" nothing."""
    verb = noun.head if noun.dep_ in {"dobj", "nsubjpass"} else None
    if verb is None or not is_verb(verb) or verb.lower_ not in _light_verbs():
        return ()
    actor = done_by(verb) if noun.dep_ == "nsubjpass" else subject_of(verb)
    return actor_names(page, actor) if actor is None or actor.i != noun.i else ()


def _count(trigger: Trigger) -> int | None:
    number = child(trigger.token, "nummod")
    text = number.text.replace(",", "") if number is not None else ""
    return int(text) if text.isdigit() else load_lexicon("numbers")["units"].get(text.casefold())


def _merged(findings: Sequence[EventFinding]) -> list[EventFinding]:
    """One finding a type and credit: the fullest, with the agents, recipients, place and time that the others add."""
    groups: dict[tuple[EventType, Frame | None, bool], list[EventFinding]] = {}
    for finding in findings:
        groups.setdefault((finding.event.type, finding.frame, finding.background), []).append(finding)
    return [_joined(group) for group in groups.values()]


def _joined(group: Sequence[EventFinding]) -> EventFinding:
    best = max(group, key=lambda each: (each.told, each.modality is Modality.ASSERTED, bool(each.event.agents), bool(each.event.recipients)))
    agents = next((each.event.agents for each in (best, *group) if each.event.agents), ())
    recipients = next((each.event.recipients for each in (best, *group) if each.event.recipients), ())
    count = next((each.event.count for each in group if each.event.count is not None), None)
    return replace(
        best,
        event=replace(best.event, agents=agents, recipients=tuple(each for each in recipients if each not in agents), count=count),
        time=best.time or next((each.time for each in group if each.time), None),
        place=best.place or next((each.place for each in group if each.place), None),
        told=any(each.told for each in group),
    )
