"""The words that tell events: a sentence in, typed triggers out."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Span, Token

from marsad.domain.vocabulary import EventType
from marsad.reading.inflection import noun_forms, verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.phrases import is_noun, is_verb

TYPES = tuple(each.value for each in EventType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that tells an event: `token` heads it, tokens `start` to `end` (exclusive) spell it.

    `vague` where the type was decided by the words around it; `word` is its dictionary form.
    """

    token: Token
    start: int
    end: int
    type: EventType
    word: str
    vague: bool = False

    @property
    def is_verb(self) -> bool:
        return is_verb(self.token)


@cache
def _lexicon() -> dict[str, Any]:
    return load_lexicon("events")


@cache
def _verbs() -> dict[str, tuple[str, EventType]]:
    """Written form (with its particle) → lemma and type; the type named first keeps a shared form."""
    table: dict[str, tuple[str, EventType]] = {}
    for name in TYPES:
        for lemma in _lexicon()[name]["verbs"]:
            for form in verb_forms(lemma):
                table.setdefault(form, (lemma, EventType(name)))
    return table


@cache
def _with_object() -> dict[str, list[tuple[frozenset[str], EventType]]]:
    table: dict[str, list[tuple[frozenset[str], EventType]]] = {}
    for name in TYPES:
        for lemma, nouns in _lexicon()[name]["with_object"].items():
            forms = frozenset(form for noun in nouns for form in noun_forms(noun.split()[-1]))
            for verb in verb_forms(lemma):
                table.setdefault(verb, []).append((forms, EventType(name)))
    return table


@cache
def _vague_words() -> frozenset[str]:
    words = _lexicon()["vague"]["words"]
    return frozenset(form for word in words for form in (*noun_forms(word), *verb_forms(word)))


@cache
def _vague_default() -> dict[str, EventType]:
    table: dict[str, EventType] = {}
    for word, name in _lexicon()["default"].items():
        for form in (*noun_forms(word), *verb_forms(word)):
            table[form] = EventType(name)
    return table


class EventWords:
    """The event lexicon, compiled once for a pipeline."""

    def __init__(self, language: Language) -> None:
        self._nouns = PhraseMatcher(language.vocab, attr="LOWER")
        seen: set[str] = set()
        for name in TYPES:
            forms = [form for noun in _lexicon()[name]["nouns"] for form in sorted(noun_forms(noun))]
            fresh = [form for form in forms if form.casefold() not in seen]
            seen.update(form.casefold() for form in fresh)
            self._nouns.add(name, [language.make_doc(form) for form in fresh])

    def triggers(self, sentence: Span) -> list[Trigger]:
        """Every trigger of the sentence in text order; a longer act noun takes the shorter inside it."""
        found = [*self._act_nouns(sentence), *_act_verbs(sentence)]
        found.sort(key=lambda each: (each.start, -each.end))
        return [each for each in found if not _inside_longer(each, found)]

    def _act_nouns(self, sentence: Span) -> list[Trigger]:
        found = []
        for key, start, end in self._nouns(sentence):
            token = sentence.doc[end - 1]
            if not is_noun(token) and token.tag_ not in {"VBG", "VB", "VBP"} or (token.tag_ == "VBP" and end - start == 1):
                continue
            if token.tag_ in {"VBG", "VB", "VBP"} and end - start == 1 and not _acts_as_noun(token):
                continue
            if _modifies_another_noun(token):
                continue
            name = EventType(sentence.doc.vocab.strings[key])
            found.append(
                Trigger(token=token, start=start, end=end, type=name, word=token.lower_, vague=end - start == 1 and token.lower_ in _vague_words())
            )
        return found


def refine(trigger: Trigger, sentence: Span, story: EventType | None) -> EventType:
    """The type of a vague act by the arms named beside it, else the story's so far, else its default."""
    if not trigger.vague:
        return trigger.type
    words = f" {sentence.text.casefold()} "
    for name, cues in _lexicon()["refine"].items():
        if any(f" {cue}" in words and (f" {cue} " in words or f" {cue}s " in words or f" {cue}." in words or f" {cue}," in words) for cue in cues):
            return EventType(name)
    if story is not None and trigger.token.lower_ in _vague_words() and _points_back(trigger.token):
        return story
    return _vague_default().get(trigger.token.lower_, trigger.type)


def weapon_in(sentence: Span) -> str | None:
    """The first weapon that the sentence names, as written."""
    weapons = _weapon_forms()
    for token in sentence:
        for length in (3, 2, 1):
            text = sentence.doc[token.i : min(token.i + length, sentence.end)].text.casefold()
            if text in weapons:
                return sentence.doc[token.i : token.i + length].text
    return None


def is_figurative(sentence: Span, trigger: Trigger) -> bool:
    """True where a word within four of the trigger takes it out of war: sport, sickness, prices, drills, films."""
    reach = sentence.doc[max(sentence.start, trigger.start - 4) : min(sentence.end, trigger.end + 4)]
    words = {token.lower_ for token in reach}
    return any(words & set(cues) for cues in _lexicon()["not_events"].values())


@cache
def _weapon_forms() -> frozenset[str]:
    return frozenset(form for noun in _lexicon()["weapons"]["nouns"] for form in noun_forms(noun))


def _act_verbs(sentence: Span) -> list[Trigger]:
    found = []
    for token in sentence:
        if not is_verb(token) or token.dep_ in {"aux", "auxpass"}:
            continue
        trigger = _verb_with_object(token) or _plain_verb(token)
        if trigger is not None:
            found.append(trigger)
    return found


def _verb_with_object(token: Token) -> Trigger | None:
    for nouns, name in _with_object().get(token.lower_, ()):
        for each in token.children:
            if each.dep_ in {"dobj", "nsubjpass", "prep", "oprd", "prt"}:
                heads = [each, *(inner for inner in each.subtree if inner.dep_ in {"pobj", "conj"} and inner.i - each.i < 4)]
                if any(head.lower_ in nouns for head in heads):
                    return Trigger(token=token, start=token.i, end=token.i + 1, type=name, word=token.lower_)
    return None


def _plain_verb(token: Token) -> Trigger | None:
    particles = [each.lower_ for each in token.children if each.dep_ in {"prt", "prep", "dobj", "advmod", "acomp", "oprd"}]
    entry = next((_verbs()[f"{token.lower_} {each}"] for each in particles if f"{token.lower_} {each}" in _verbs()), None)
    entry = entry or _verbs().get(token.lower_)
    if entry is None:
        return None
    lemma, name = entry
    return Trigger(token=token, start=token.i, end=token.i + 1, type=name, word=lemma, vague=token.lower_ in _vague_words())


def _acts_as_noun(token: Token) -> bool:
    return token.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj", "conj"} or any(each.dep_ in {"det", "amod", "poss"} for each in token.children)


def _modifies_another_noun(token: Token) -> bool:
    """"attack helicopters", "bomb factory", "peace talks delegation"."""
    return token.dep_ in {"compound", "nmod"} and token.head.i > token.i and is_noun(token.head)


def _inside_longer(trigger: Trigger, others: list[Trigger]) -> bool:
    return any(
        other is not trigger and other.start <= trigger.start and trigger.end <= other.end and other.end - other.start > trigger.end - trigger.start
        for other in others
    )


def _points_back(token: Token) -> bool:
    return any(each.lower_ in {"the", "this", "that", "these", "those", "latest"} for each in token.children)
