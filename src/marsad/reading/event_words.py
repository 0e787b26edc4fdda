"""The words that tell events: a sentence in, typed triggers out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher

from marsad.domain.vocabulary import EventType
from marsad.reading.event_frames import Frame, framed
from marsad.reading.event_lexicon import (
    act_nouns,
    act_verbs,
    default_types,
    forms,
    lexicon,
    nouns,
    refining,
    verbs,
    verbs_with_object,
    words,
)
from marsad.reading.inflection import noun_forms
from marsad.reading.parse import Span, Token
from marsad.reading.people import force_nouns
from marsad.reading.phrases import (
    child,
    done_to,
    is_noun,
    is_verb,
    objects_of_prepositions,
    passive_agent,
    subject_of,
)

LONGEST_WEAPON = 3
"""Words of the longest name in the list of weapons."""
MARKS_AHEAD = 20
"""Tokens after the sentence in which the marks of a killing may still be told."""
NEAR_STEPS = 5
"""Steps in the parse within which a weapon belongs to an act."""
PARTICLES = frozenset({"prt", "prep", "dobj", "advmod", "acomp", "oprd"})
OBJECT_DEPS = frozenset({"dobj", "nsubjpass", "prep", "oprd", "prt", "acomp"})
VERB_AS_NOUN = frozenset({"VBG", "VB", "VBP", "VBD", "VBN", "VBZ"})
CLAUSES = frozenset({"relcl", "advcl", "ccomp", "parataxis"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word that tells an event: `token` heads it, tokens `start` to `end` (exclusive) spell it.

    `vague` where the type is decided by the words around it; `word` is its dictionary form; `is_verb` is False for a
    participle that stands as a noun ("ISIS shelling on the town"). `weak` where it tells an event only if somebody does
    it and no other word of the sentence tells the act, `refers` where its subject is an act told before ("it was
    carried out by"), `framed` where an ordinary verb tells it by who does it.
    """

    token: Token
    start: int
    end: int
    type: EventType
    word: str
    is_verb: bool
    vague: bool = False
    weak: bool = False
    refers: bool = False
    framed: bool = False


class EventWords:
    """The event lexicon, compiled once for a pipeline."""

    def __init__(self, language: Language) -> None:
        self._nouns = PhraseMatcher(language.vocab, attr="LOWER")
        for kind, spellings in act_nouns().items():
            self._nouns.add(kind.value, [language.make_doc(form) for form in spellings])

    def triggers(self, sentence: Span) -> list[Trigger]:
        """Every trigger of the sentence in text order; a longer act noun takes the shorter inside it."""
        by_nouns = self._noun_triggers(sentence)
        phrases = {each.token.i for each in by_nouns if each.end - each.start > 1}
        told_by_verbs = [each for each in _verb_triggers(sentence) if each.token.i not in phrases]
        taken = {each.token.i for each in told_by_verbs}
        found = [*(each for each in by_nouns if each.token.i not in taken), *told_by_verbs]
        found.sort(key=lambda each: (each.start, -each.end))
        return [each for each in found if not _inside_longer(each, found)]

    def _noun_triggers(self, sentence: Span) -> list[Trigger]:
        found = []
        for key, start, end in self._nouns(sentence.parsed):
            token = sentence.doc[end - 1]
            if not _stands_as_noun(token, end - start) or _modifies_another_noun(token):
                continue
            kind = EventType(sentence.doc.spelling(key))
            text = sentence.doc[start:end].text.casefold()
            vague = end - start == 1 and token.lower_ in forms("vague", "words")
            found.append(Trigger(token=token, start=start, end=end, type=kind, word=text, is_verb=False, vague=vague))
        return found


def refine(trigger: Trigger, sentence: Span, story: EventType | None, *, fresh: bool = False) -> EventType:
    """The type of a vague act by the arms named beside it, else the story's so far, else its default.

    `fresh` where the story's last act stands in this sentence or the one before, so that even an indefinite word
    ("attacks on the area") goes on with it.
    """
    if not trigger.vague:
        return trigger.type
    beside = _words_beside(trigger, sentence)
    text = " ".join(beside)
    for kind, single, several in refining():
        if any(each in single for each in beside) or any(cue in text for cue in several):
            return kind
    if story is not None and (
        trigger.refers or (trigger.token.lower_ in forms("vague", "carried") and (fresh or points_back(trigger.token)))
    ):
        return story
    return default_types().get(trigger.token.lower_, trigger.type)


def weapon_in(sentence: Span) -> str | None:
    """The first weapon that the sentence names, as written."""
    weapons, firsts = _weapon_forms()
    for token in sentence:
        if token.lower_ not in firsts:
            continue
        for length in range(LONGEST_WEAPON, 0, -1):
            piece = sentence.doc[token.i : min(token.i + length, sentence.end)]
            if piece.text.casefold() in weapons:
                return piece.text
    return None


def is_weapon(name: str) -> bool:
    """True for a name that is no more than a weapon's."""
    return name.casefold() in _weapon_forms()[0]


def points_back(token: Token) -> bool:
    """True for "the attack", "these strikes": a noun that speaks of what was told."""
    return any(each.lower_ in words("setting", "determiners") for each in token.children)


@cache
def _weapon_forms() -> tuple[frozenset[str], frozenset[str]]:
    spelled = frozenset(form for noun in lexicon()["weapons"]["nouns"] for form in noun_forms(noun))
    return spelled, frozenset(each.split()[0].split("-")[0] for each in spelled)


def _words_beside(trigger: Trigger, sentence: Span) -> list[str]:
    """The words of the act's own phrase and clause, clauses under it left out, in lower case and text order."""
    head = trigger.token
    top = head
    for _ in range(NEAR_STEPS):
        if (is_verb(top) and top.i != head.i) or top.head.i == top.i:
            break
        if trigger.is_verb:
            break
        top = top.head
    tokens = {each.i: each for each in _phrase_under(head)}
    struck = done_to(head) if trigger.is_verb and trigger.word not in words("vague", "with_their_object") else None
    if struck is not None:
        left, right = struck.left_edge.i, _end_of_target(struck)
        tokens = {index: each for index, each in tokens.items() if not left <= index <= right}
    if not trigger.is_verb:
        tokens |= {each.i: each for each in _phrase_under(top)}
    return [tokens[index].lower_ for index in sorted(tokens) if sentence.start <= index < sentence.end]


def _end_of_target(struck: Token) -> int:
    """The last token of what is struck, less the arms that the parser hangs on it ("positions with artillery fire")."""
    arms = next((each for each in struck.children if each.i > struck.i and each.lower_ in {"with", "using"}), None)
    return arms.i - 1 if arms is not None else struck.right_edge.i


def _phrase_under(head: Token) -> list[Token]:
    found = [head]
    for each in head.children:
        if each.dep_ not in CLAUSES and not (each.dep_ == "conj" and is_verb(each)):
            found += _phrase_under(each)
    return found


def _verb_triggers(sentence: Span) -> list[Trigger]:
    found = []
    for token in sentence:
        if token.lower_ == "dead" and (trigger := _shot_dead(token)) is not None:
            found.append(trigger)
            continue
        if not is_verb(token) or token.dep_ in {"aux", "auxpass"} or _acts_as_noun(token):
            continue
        frame = framed(token)
        if frame is not None and frame.type is None:
            continue
        trigger = next((each for rule in VERB_RULES if (each := rule(token, frame)) is not None), None)
        if trigger is not None:
            found.append(trigger)
    return found


def _verb_with_object(token: Token, _: Frame | None) -> Trigger | None:
    for lemma, objects, kind in verbs_with_object().get(token.lower_, ()):
        branches = [each for each in token.children if each.dep_ in OBJECT_DEPS]
        named = any(_names_one_of(each, _reached(each, objects)) for each in branches)
        if named or (token.dep_ == "acl" and token.tag_ == "VBN" and is_named(token.head, objects)):
            return Trigger(token=token, start=token.i, end=token.i + 1, type=kind, word=lemma, is_verb=True)
    return None


def _reached(branch: Token, objects: frozenset[str]) -> frozenset[str]:
    """Of the object nouns, those that may stand after a preposition too ("hacked to death")."""
    return objects & nouns("vague", "after_preposition") if branch.dep_ == "prep" else objects


def _names_one_of(branch: Token, objects: frozenset[str]) -> bool:
    if is_named(branch, objects):
        return True
    if branch.lower_ in nouns("light_verbs", "measures"):
        counted = [each for noun in objects_of_prepositions(branch, "of") for each in noun.subtree]
        return any(is_named(each, objects) for each in counted if each.dep_ in {"pobj", "conj", "nmod"})
    return any(
        is_named(each, objects) for each in branch.subtree if each.dep_ in {"pobj", "conj"} and each.i - branch.i < 5
    )


def is_named(noun: Token, names: frozenset[str]) -> bool:
    """True where the noun, alone or with the word before it, is one of the names ("machine guns")."""
    both = f"{noun.nbor(-1).lower_} {noun.lower_}" if noun.i > 0 else noun.lower_
    if both in nouns("things", "harmless") and both not in names:
        return False
    return noun.lower_ in names or (noun.i > 0 and f"{noun.nbor(-1).lower_} {noun.lower_}" in names)


def _plain_verb(token: Token, _: Frame | None) -> Trigger | None:
    table = act_verbs()
    particles = [each.lower_ for each in token.children if each.dep_ in PARTICLES and each.i > token.i]
    entry = next((table[f"{token.lower_} {each}"] for each in particles if f"{token.lower_} {each}" in table), None)
    entry = entry or table.get(token.lower_)
    if entry is None:
        return None
    lemma, kind = entry
    return Trigger(
        token=token,
        start=token.i,
        end=token.i + 1,
        type=kind,
        word=lemma,
        is_verb=True,
        vague=token.lower_ in forms("vague", "words"),
        weak=token.lower_ in verbs("kill", "verbs") and lemma in words("kill", "verbs"),
    )


def _shot_dead(dead: Token) -> Trigger | None:
    """As in "shot dead two men", which the parser often takes for a clause of "dead" with "shot" as a noun."""
    if dead.i == dead.sent.start or dead.nbor(-1).lower_ != "shot" or child(dead, "dobj") is None:
        return None
    return Trigger(token=dead, start=dead.i - 1, end=dead.i + 1, type=EventType.ATTACK, word="shoot dead", is_verb=True)


def _found_slain(verb: Token, _: Frame | None) -> Trigger | None:
    """As in "was found dead with his hands tied": the body tells of a killing where it bears the marks of one."""
    if verb.lower_ not in verbs("found", "verbs") or verb.tag_ != "VBN":
        return None
    subject = child(verb, "nsubjpass")
    states = {each.lower_ for each in verb.children if each.dep_ in {"oprd", "acomp", "xcomp", "advcl", "ccomp"}}
    slain = bool(states & words("found", "slain"))
    dead = "dead" in states or (subject is not None and subject.lower_ in nouns("found", "bodies"))
    around = {each.lower_ for each in verb.doc[verb.sent.start : verb.sent.end + MARKS_AHEAD]}
    if not slain and not (dead and around & words("found", "marks")):
        return None
    return Trigger(token=verb, start=verb.i, end=verb.i + 1, type=EventType.ATTACK, word="find dead", is_verb=True)


def _referring_verb(token: Token, _: Frame | None) -> Trigger | None:
    """As in "It was carried out by the army": the act is the one told before, the doer is new."""
    if token.lower_ not in verbs("blame", "done") or token.tag_ != "VBN" or passive_agent(token) is None:
        return None
    subject = child(token, "nsubjpass")
    if subject is None or subject.lower_ not in words("blame", "pronouns"):
        return None
    return Trigger(
        token=token,
        start=token.i,
        end=token.i + 1,
        type=EventType.ATTACK,
        word=token.lower_,
        is_verb=True,
        vague=True,
        refers=True,
    )


def _fallen(verb: Token, _: Frame | None) -> Trigger | None:
    """As in "the town fell to the rebels": a place changes hands."""
    if verb.lower_ not in verbs("blame", "falls") or verb.dep_ == "amod":
        return None
    subject = subject_of(verb)
    to = [each for each in verb.children if each.dep_ in {"prep", "dative"} and each.lower_ == "to"]
    if subject is None or not to or not (subject.tag_ == "NNP" or subject.lower_ in nouns("needs", "territory_nouns")):
        return None
    taker = child(to[0], "pobj")
    if taker is None or not (taker.lower_ in force_nouns() or taker.tag_ in {"NNP", "NNPS"}):
        return None
    return Trigger(
        token=verb, start=verb.i, end=verb.i + 1, type=EventType.TERRITORY_GAIN, word="fall to", is_verb=True
    )


def _verb_in_frame(token: Token, frame: Frame | None) -> Trigger | None:
    """As in "took refuge", "handed out flour": an ordinary verb that its company makes an act."""
    if frame is None or frame.type is None:
        return None
    return Trigger(
        token=token,
        start=token.i,
        end=token.i + 1,
        type=frame.type,
        word=f"{frame.lemma} …",
        is_verb=True,
        framed=frame.subject is not None,
    )


VERB_RULES: tuple[Callable[[Token, Frame | None], Trigger | None], ...] = (
    _found_slain,
    _fallen,
    _verb_in_frame,
    _verb_with_object,
    _plain_verb,
    _referring_verb,
)
"""How a verb, with the frame that it fills, may tell an event; the first that does is taken."""


def _stands_as_noun(token: Token, length: int) -> bool:
    if is_noun(token) or (token.lower_ not in act_verbs() and token.tag_ in {"VBZ", "VBP"}):
        return True
    return token.tag_ in VERB_AS_NOUN and (length > 1 or _acts_as_noun(token) or _is_bare_gerund(token))


def _is_bare_gerund(token: Token) -> bool:
    """As in "resorted to firing": a gerund after a preposition with nothing of a verb's own."""
    return token.dep_ == "pcomp" and not any(each.dep_ in {"dobj", "nsubj", "aux", "advmod"} for each in token.children)


def _acts_as_noun(token: Token) -> bool:
    """True for a verb form with a noun's place in the clause: "the shelling of", "killed in shelling"."""
    if token.dep_ == "pobj" or (token.tag_ == "VBG" and any(each.dep_ in {"det", "poss"} for each in token.children)):
        return True
    if token.dep_ == "csubj" and token.tag_ == "VBG":
        return not any(each.dep_ in {"dobj", "nsubj", "aux"} for each in token.children)
    if token.dep_ in {"nsubj", "nsubjpass", "dobj"} and token.tag_ in {"VBG", "VB", "VBP", "VBZ", "NN"}:
        return not any(each.dep_ in {"dobj", "nsubj"} for each in token.children)
    if token.tag_ not in {"VBG", "VB", "VBP"}:
        return False
    return any(each.dep_ in {"det", "amod", "poss", "compound"} for each in token.children)


def _modifies_another_noun(token: Token) -> bool:
    """As in "attack helicopters", "bomb factory", "peace talks delegation"."""
    if token.dep_ not in {"compound", "nmod", "amod"} or token.head.i <= token.i or not is_noun(token.head):
        return False
    return token.head.lower_ not in nouns("topic", "acts")


def _inside_longer(trigger: Trigger, others: list[Trigger]) -> bool:
    return any(
        other is not trigger
        and other.start <= trigger.start
        and trigger.end <= other.end
        and other.end - other.start > trigger.end - trigger.start
        for other in others
    )
