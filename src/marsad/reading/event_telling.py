"""Whether a word tells an event or only names one: a trigger in, the reason to pass it over out, or None."""

from functools import cache

from spacy.tokens import Span, Token

from marsad.domain.vocabulary import EventType
from marsad.reading.actor_names import actor_name, possessors
from marsad.reading.event_lexicon import act_nouns, act_verbs, lexicon, nouns, verbs, verbs_with_object, words
from marsad.reading.event_sides import is_armed
from marsad.reading.event_words import Trigger, is_named
from marsad.reading.page import Page
from marsad.reading.people import group_of
from marsad.reading.phrases import children, conjuncts, done_by, done_to, governing_verb, is_verb, objects_of_prepositions

MOVES_OF_PEOPLE = frozenset({EventType.WITHDRAWAL, EventType.RELEASE, EventType.SANCTION, EventType.DISPLACEMENT})
TALKS = frozenset({EventType.AGREEMENT, EventType.DIPLOMACY})
PEACEFUL = TALKS | {EventType.PROTEST, EventType.CEASEFIRE, EventType.AID, EventType.RELEASE, EventType.ARREST}
"""Types whose objects may well be no thing that arms reach (a protest against prices)."""
NAMED_OPERATIONS = frozenset({EventType.OFFENSIVE})
"""Acts that bear names of their own ("Operation Peace Spring")."""
BESIDE_TOKENS = 3
"""Tokens before an act noun in which a word turns it into another thing ("hunger strike")."""
CLIMB = 4
"""Steps up the parse in which a topic word reaches an act noun."""


def why_not(page: Page, sentence: Span, trigger: Trigger) -> str | None:
    """Why the trigger tells no event, in words for a problem; None where it tells one."""
    if _is_name(sentence, trigger):
        return "it is part of a name"
    if _is_figure_of_speech(sentence, trigger):
        return "it is a figure of speech or no act of war"
    return _verb_fails(page, trigger) if trigger.is_verb else _noun_fails(page, trigger)


def class_of_document(page: Page) -> str | None:
    """The class of text (sport, film, drill …) in which acts of war are only played, shown or remembered; None for news.

    A text is of a class by two or more of its words, at least one a few sentences, so that a stray "match" is none.
    """
    text = page.document.text[:400].casefold().lstrip()
    if text.startswith(tuple(lexicon()["documents"]["openings"]["words"])):
        return "correction or retelling"
    lowered = {token.lower_ for token in page.doc}
    needed = max(lexicon()["documents"]["distinct"], len(page.sentences) / lexicon()["documents"]["sentences_per_word"])
    counts = {name: len(cues & lowered) for name, cues in _classes().items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= needed else None


def is_quoted_scene(sentence: Span) -> bool:
    """True for a sentence that opens by saying it retells a film, a game or a drill."""
    return sentence.text.casefold().lstrip().startswith(tuple(lexicon()["documents"]["openings"]["words"]))


@cache
def _act_words() -> frozenset[str]:
    """Last words of the act nouns ("strike", "strikes")."""
    return frozenset(form.split()[-1].casefold() for spelled in act_nouns().values() for form in spelled)


@cache
def _classes() -> dict[str, frozenset[str]]:
    return {name: frozenset(cues) for name, cues in lexicon()["documents"]["classes"].items()}


def _is_name(sentence: Span, trigger: Trigger) -> bool:
    """True for a capitalised act noun inside a sentence of plain words ("the opera The Siege", "Major Battle")."""
    token = trigger.token
    if trigger.is_verb or token.tag_ not in {"NNP", "NNPS"} or not token.text[:1].isupper() or token.text.isupper():
        return False
    if trigger.type in NAMED_OPERATIONS or token.i == sentence.start:
        return False
    letters = [each for each in sentence if each.is_alpha and len(each) > 3 and each.i not in range(trigger.start, trigger.end)]
    plain = [each for each in letters if each.text.islower()]
    return len(plain) * 2 >= len(letters)


def _is_figure_of_speech(sentence: Span, trigger: Trigger) -> bool:
    token = trigger.token
    before = {each.lower_ for each in sentence.doc[max(sentence.start, trigger.start - BESIDE_TOKENS) : trigger.start]}
    if not trigger.is_verb and before & words("figurative", "beside"):
        return True
    text = sentence.text.casefold()
    if any(phrase in text and trigger.token.lower_ in phrase for phrase in lexicon()["figurative"]["phrases"]):
        return True
    if trigger.type in PEACEFUL:
        return False
    targets = [done_to(token)] if trigger.is_verb else []
    targets += objects_of_prepositions(token, "on", "against", "with", "over", "of", "for")
    if any(each is not None and each.lower_ in nouns("figurative", "targets") for each in targets):
        return True
    doer = done_by(token) if trigger.is_verb else None
    return doer is not None and doer.lower_ in nouns("figurative", "doers")


def _verb_fails(page: Page, trigger: Trigger) -> str | None:
    token = trigger.token
    if token.dep_ in {"amod", "compound"}:
        return "it only describes a noun"
    if _tells_what_somebody_is(trigger):
        return "it says what somebody is, not what happened"
    if any(each.dep_ == "aux" and each.lower_ == "can" for each in token.children):
        return "it tells what can happen"
    doer = done_by(token)
    if doer is not None and not is_verb(doer) and doer.lower_ in _act_words() and trigger.word in words("sides", "by_sides"):
        return "the act that is its subject tells it"
    if trigger.weak and not _is_somebody(page, done_by(token)):
        return "no one is said to have done it"
    lacking = _lacks(page, trigger)
    return f"no {lacking} is named" if lacking else None


def _tells_what_somebody_is(trigger: Trigger) -> bool:
    """"rebels fighting the president", "a group that fights", "while fighting in": standing war as a description."""
    token = trigger.token
    if trigger.type is not EventType.ARMED_CLASH or token.dep_ not in {"acl", "relcl", "advcl"}:
        return False
    if token.dep_ == "advcl":
        return trigger.word in words("needs", "target")
    return token.tag_ in {"VBG", "VBP", "VBZ"} or any(each.lower_ in {"have", "has"} for each in token.children)


def _lacks(page: Page, trigger: Trigger) -> str | None:
    """What the verb needs beside it and has not: a territory, a place, people."""
    token, word = trigger.token, trigger.word
    target = done_to(token)
    if trigger.type is EventType.TERRITORY_GAIN and word in words("needs", "territory"):
        return None if target is not None and _is_territory(page, target) else "territory"
    if word in words("needs", "target"):
        against = [target, *objects_of_prepositions(token, "against", "with", "for", "over", "in", "near", "around")]
        return None if any(each is not None and (_is_somebody(page, each) or _is_territory(page, each)) for each in against) else "enemy"
    if word in words("needs", "armed") and trigger.type is EventType.TROOP_MOVEMENT:
        doer = done_by(token)
        if doer is None or not is_armed(page, doer):
            return "force"
    if word in words("needs", "place"):
        around = [each for each in (target, *objects_of_prepositions(token)) if each is not None]
        return None if any(_is_territory(page, each) for each in around) else "place"
    if trigger.type in MOVES_OF_PEOPLE and word in words("needs", "people"):
        both = trigger.type in {EventType.WITHDRAWAL, EventType.DISPLACEMENT} or target is None
        around = [each for each in ((done_by(token) if both else None), target) if each is not None]
        return None if any(_is_somebody(page, each) for each in around) else "party"
    return None


def _is_territory(page: Page, noun: Token) -> bool:
    for each in conjuncts(noun):
        if page.place_at.get(each.i) is not None or each.lower_ in nouns("needs", "territory_nouns"):
            return True
        if any(page.place_at.get(inner.i) is not None for inner in objects_of_prepositions(each, "of")):
            return True
    return False


def _is_somebody(page: Page, noun: Token | None) -> bool:
    if noun is None:
        return False
    return actor_name(page, noun) is not None or group_of(noun.lower_) is not None or noun.tag_ in {"CD", "NNP"}


def _noun_fails(page: Page, trigger: Trigger) -> str | None:
    token = trigger.token
    verb = governing_verb(token)
    if token.dep_ == "dobj" and verb is not None and verb.lower_ in verbs("light_verbs", "broken"):
        return "the verb that breaks it tells it"
    if _verb_tells_it(token):
        return "the verb that acts on it tells it"
    if trigger.word in nouns("things", "nouns") and not _thing_strikes(token):
        return "it only names an arm"
    if trigger.word in nouns("state", "nouns") and not _state_is_told(page, trigger):
        return "it names a lasting state of things"
    if _is_topic(trigger) and not has_details(page, trigger):
        return "it is only spoken about"
    if trigger.word in nouns("needs", "sides") and not _has_sides(page, trigger):
        return "no sides are named"
    if token.dep_ in {"dobj", "nsubjpass"} and verb is not None and token.head.i == verb.i:
        told = verb.lower_ in verbs("light_verbs", "verbs") or trigger.type not in TALKS
        return None if told else "the talks are only spoken about"
    if token.dep_ in {"nsubj", "pobj", "ROOT", "conj", "appos", "dep", "attr", "pcomp", "nsubjpass", "dobj", "npadvmod", "nmod", "oprd"}:
        return None
    return "it only describes a noun"


def _verb_tells_it(noun: Token) -> bool:
    """"recovered four bombs", "fired a missile": the object of a verb that is an act by that object."""
    if noun.dep_ not in {"dobj", "nsubjpass"} or not is_verb(noun.head):
        return False
    return any(is_named(noun, objects) for objects, _ in verbs_with_object().get(noun.head.lower_, ()))


def _thing_strikes(noun: Token) -> bool:
    """True where an arm does something: it explodes or hits, somebody is killed by it, somebody uses it."""
    head = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass", "dobj"}:
        return head.lower_ in verbs("light_verbs", "happen") or head.lower_ in verbs("light_verbs", "verbs") or head.lower_ in act_verbs()
    if noun.dep_ == "conj":
        return _thing_strikes(head)
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.lower_ in _act_words():
        return True
    if noun.dep_ == "pobj" and head.lower_ in words("light_verbs", "harm_by"):
        over = head.head
        return over.lower_ in verbs("light_verbs", "harm") or over.lower_ in act_verbs()
    return noun.dep_ == "ROOT"


def _state_is_told(page: Page, trigger: Trigger) -> bool:
    token = trigger.token
    if token.dep_ == "nsubj" and token.head.lower_ in verbs("light_verbs", "happen") and token.head.pos_ != "AUX":
        return True
    return token.dep_ == "dobj" and token.head.lower_ in verbs("light_verbs", "verbs")


def _is_topic(trigger: Trigger) -> bool:
    """True where the noun hangs on a word that only speaks about it: "condemned the attack", "inquiry into the raid"."""
    token = trigger.token
    if token.dep_ in {"dobj", "nsubjpass"} and token.head.lower_ in verbs("topic", "verbs"):
        return True
    current = token
    for _ in range(CLIMB):
        above = current.head
        if above.i == current.i or is_verb(current) and current.i != token.i:
            return False
        if current.dep_ == "pobj" and above.dep_ == "prep" and above.lower_ in words("topic", "prepositions"):
            over = above.head
            if over.lower_ in nouns("topic", "nouns") and not (above.lower_ in {"in", "with"} and over.dep_ == "pobj"):
                return True
            if over.lower_ in verbs("topic", "court") and above.lower_ in {"for", "with", "of", "over", "in"}:
                return True
            if is_verb(over):
                return above.lower_ in {"about", "over", "into", "against", "regarding"} and over.lower_ in verbs("topic", "verbs")
        current = above
    return False


def has_details(page: Page, trigger: Trigger) -> bool:
    """True where the noun's own phrase tells a day, or both where and who."""
    under = [each for each in trigger.token.subtree]
    if any(page.time_at.get(each.i) is not None for each in under):
        return True
    placed = any(page.place_at.get(each.i) is not None for each in under)
    return placed and (bool(possessors(page, trigger.token)) or bool(objects_of_prepositions(trigger.token, "by")))


def _has_sides(page: Page, trigger: Trigger) -> bool:
    between = objects_of_prepositions(trigger.token, "with", "between", "by", "from", "for")
    return bool(possessors(page, trigger.token)) or any(_is_somebody(page, each) for each in between) or bool(
        children(trigger.token, "relcl")
    )
