"""Where, when, how surely: the place, time, modality and background of what one word in a sentence tells."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from spacy.tokens import Doc, Span, Token

from marsad.domain.mention import PlaceMention, TimeMention
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import Modality, PlacePrecision, TimePrecision
from marsad.reading.attribution import Frame
from marsad.reading.inflection import lemma_table
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.phrases import SUBJECTS, governing_verb, is_verb

FAR = 99
COUNTRY_PENALTY = 4
"""Steps by which a country stands behind a town that is as near in the parse."""


@cache
def _events() -> dict[str, Any]:
    return load_lexicon("events")


@cache
def _modal_words(kind: str) -> frozenset[str]:
    words = _events()["modality"][kind]
    return frozenset(words) | frozenset(lemma_table([word for word in words if word.isalpha() and kind == "planned"]))


def distance(one: Token, other: Token) -> int:
    """Steps between two tokens in the parse; `FAR` in different sentences."""
    ups = {one.i: 0}
    token, steps = one, 0
    while token.head.i != token.i:
        token, steps = token.head, steps + 1
        ups[token.i] = steps
    token, steps = other, 0
    while True:
        if token.i in ups:
            return ups[token.i] + steps
        if token.head.i == token.i:
            return FAR
        token, steps = token.head, steps + 1


def place_for(page: Page, sentence: Span, at: Token, frames: Sequence[Frame] = ()) -> Place | None:
    """The place that the sentence puts the word at: nearest in the parse, towns before countries.

    Never a speaker's seat, nor a country or capital that acts.
    """
    choices = []
    for mention in page.places_in(sentence):
        token = _head_of(page, mention)
        if token is None or _is_speakers(token, frames) or _acts(page, mention, token):
            continue
        penalty = COUNTRY_PENALTY if mention.place.precision == PlacePrecision.COUNTRY else 0
        choices.append((distance(at, token) + penalty, mention.place.precision, mention.quote.start, mention))
    return min(choices, key=lambda choice: choice[:3])[3].place if choices else None


def time_for(page: Page, sentence: Span, at: Token, frames: Sequence[Frame] = ()) -> TimeSpan | None:
    """The time that the sentence puts the word at; the time of saying so is another's and is left out."""
    cues = {frame.cue for frame in frames if frame.cue is not None}
    choices = []
    for mention in page.times_in(sentence):
        token = _head_of(page, mention)
        if token is None or (mention.time.start is None and mention.time.end is None):
            continue
        if _hangs_on(token, cues) and at.i not in cues:
            continue
        choices.append((distance(at, token), mention.quote.start, mention.time))
    return min(choices, key=lambda choice: choice[:2])[2] if choices else None


def modality_of(token: Token, frame: Frame | None = None) -> Modality:
    """How surely the word's clause is said: denied, possible, planned, hypothetical, else asserted."""
    if frame is not None and frame.act == "denial" and not any(each.lower_ in {"not", "n't"} for each in token.subtree):
        return Modality.DENIED
    verb = token if is_verb(token) else governing_verb(token)
    noun_words = {each.lower_ for each in token.children} if not is_verb(token) else set()
    if noun_words & {"no", "not", "neither"}:
        return Modality.DENIED
    if noun_words & {"planned", "threatened", "imminent", "upcoming", "looming", "future"}:
        return Modality.PLANNED
    if noun_words & {"suspected", "alleged", "possible", "apparent", "likely", "purported", "reported", "feared", "potential"} - {"reported"}:
        return Modality.POSSIBLE
    return _modality_of_verb(verb, frame, token) if verb is not None else Modality.ASSERTED


def _modality_of_verb(verb: Token, frame: Frame | None, token: Token) -> Modality:
    steps = 0
    current: Token | None = verb
    while current is not None and steps < 4:
        if frame is not None and current.i == frame.cue:
            break
        found = _own_modality(current)
        if found is not Modality.ASSERTED:
            return found
        if current.dep_ in {"xcomp", "ccomp"} and is_verb(current.head) and (frame is None or current.head.i != frame.cue):
            found = _governed_modality(current)
            if found is not Modality.ASSERTED:
                return found
            current = current.head
        elif current.dep_ == "conj" and is_verb(current.head) and not any(each.dep_ in SUBJECTS for each in current.children):
            current = current.head
        else:
            break
        steps += 1
    return _by_act(frame, verb)


def _by_act(frame: Frame | None, verb: Token) -> Modality:
    if frame is not None and frame.act in {"vow", "threat", "appeal"} and verb.i != frame.cue:
        return Modality.PLANNED
    return Modality.ASSERTED


def _own_modality(verb: Token) -> Modality:
    auxiliaries = {each.lower_ for each in verb.children if each.dep_ in {"aux", "neg", "mark", "advmod"}}
    if auxiliaries & {"not", "n't", "never"}:
        return Modality.DENIED
    if "if" in auxiliaries or "unless" in auxiliaries:
        return Modality.HYPOTHETICAL
    if auxiliaries & {"may", "might", "could", "possibly", "probably", "apparently", "perhaps", "likely", "can"}:
        return Modality.POSSIBLE
    if auxiliaries & {"will", "shall", "'ll", "wo"}:
        return Modality.PLANNED
    if "would" in auxiliaries:
        return Modality.PLANNED
    return Modality.ASSERTED


def _governed_modality(verb: Token) -> Modality:
    """What the verb above makes of its clause: "plans to", "is feared to have", "is preparing to"."""
    head = verb.head.lower_
    infinitive = any(each.lower_ == "to" and each.dep_ == "aux" for each in verb.children)
    if head in {"suspected", "believed", "feared", "alleged", "thought", "believes", "believe", "suspects", "suspect", "fears", "fear", "presumed", "appeared", "appears", "seemed", "seems"}:
        return Modality.POSSIBLE
    if infinitive and head in _modal_words("planned"):
        return Modality.PLANNED
    if head in {"denied", "denies", "refused", "failed", "prevented"}:
        return Modality.DENIED
    return Modality.ASSERTED


def is_background(page: Page, sentence: Span, time: TimeSpan | None, token: Token) -> bool:
    """True where the sentence tells history: by its time against the report's date, else by its words or tense."""
    reported = page.document.date
    if time is not None and reported is not None:
        return _long_before(time, reported)
    text = sentence.text.casefold()
    if any(words in text for words in _events()["background"]["words"]):
        return True
    verb = token if is_verb(token) else governing_verb(token)
    return verb is not None and _past_perfect(verb)


def _long_before(time: TimeSpan, reported: date) -> bool:
    limits = _events()["background"]
    if time.precision is TimePrecision.OPEN:
        return time.start is not None and time.start < reported - timedelta(days=limits["open_days"])
    last = time.end or time.start
    return last is not None and last < reported - timedelta(days=limits["days"])


def _past_perfect(verb: Token) -> bool:
    """"had captured" outside of reported speech; in reported speech it is only the shift of tense."""
    if verb.dep_ in {"ccomp"}:
        return False
    return verb.tag_ == "VBN" and any(each.lower_ == "had" and each.dep_ == "aux" for each in verb.children)


def _head_of(page: Page, mention: PlaceMention | TimeMention) -> Token | None:
    span = page.doc.char_span(mention.quote.start, mention.quote.end, alignment_mode="expand")
    return span.root if span is not None else None


def _is_speakers(token: Token, frames: Sequence[Frame]) -> bool:
    return any(frame.speaker is not None and frame.speaker[0] <= token.i < frame.speaker[1] for frame in frames)


def _acts(page: Page, mention: PlaceMention, token: Token) -> bool:
    """A country or town that is a subject, or that says whose something is, is no place of the event."""
    if page.actor_at.get(token.i) is not None:
        return True
    if token.dep_ in SUBJECTS and is_verb(token.head) and mention.place.precision == PlacePrecision.COUNTRY:
        return not any(each.dep_ in {"auxpass", "nsubjpass"} for each in token.head.children)
    if token.dep_ in {"poss", "compound", "amod", "nmod"} and mention.place.precision == PlacePrecision.COUNTRY:
        return token.dep_ != "poss"
    following = token.nbor(1).text if token.i + 1 < len(page.doc) else ""
    return following in {"-", "–"} and token.i + 2 < len(page.doc) and token.nbor(2).lower_ in {"based", "backed", "led", "held", "controlled", "born", "run", "allied", "made", "brokered", "supported", "dominated"}


def _hangs_on(token: Token, cues: set[int | None]) -> bool:
    """True where the time hangs on the verb of saying itself."""
    for each in token.ancestors:
        if each.i in cues:
            return True
        if is_verb(each):
            return False
    return False


def verb_is_ahead(doc: Doc, start: int, end: int) -> bool:
    """True where the words from character `start` to `end` hang on a verb in the future ("will meet on Wednesday")."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return False
    verb = governing_verb(span.root)
    return verb is not None and any(each.dep_ == "aux" and each.lower_ in {"will", "shall", "'ll", "wo"} for each in verb.children)
