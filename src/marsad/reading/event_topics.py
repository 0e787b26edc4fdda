"""Acts that are only spoken of: a trigger in, whether its words make it a theme, a charge or a setting out."""

import re

from marsad.domain.vocabulary import EventType
from marsad.reading.actor_names import possessors
from marsad.reading.event_lexicon import act_verbs, nouns, verbs, words
from marsad.reading.event_words import Trigger
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.phrases import children, is_verb, objects_of_prepositions

AGED = re.compile(r"\d+-(?:year|month|week|day)s?-old")
ACTS = frozenset(
    {
        EventType.ARMED_CLASH,
        EventType.ATTACK,
        EventType.BOMBING,
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.ABDUCTION,
        EventType.DESTRUCTION,
        EventType.OFFENSIVE,
        EventType.SEXUAL_VIOLENCE,
        EventType.ARREST,
    }
)
"""Types whose verbs, in the simple present, tell what somebody does as a rule."""
OPENING = 45
"""Tokens at the head of a text in which the present tense is that of a headline."""
CLIMB = 4
"""Steps up the parse in which a topic word reaches an act noun."""


def is_topic(trigger: Trigger) -> bool:
    """True where the noun hangs on a word that only speaks of it: "condemned the attack", "inquiry into the raid"."""
    token = trigger.token
    if token.dep_ in {"dobj", "nsubjpass"} and token.head.lower_ in verbs("topic", "verbs"):
        return True
    if _verb_of_duty(token) is not None:
        return True
    current = token
    for _ in range(CLIMB):
        above = current.head
        if above.i == current.i or (is_verb(current) and current.i != token.i):
            return False
        if current.dep_ == "pobj" and above.dep_ == "prep" and above.lower_ in words("topic", "prepositions"):
            if _is_noun_of_speech(above):
                return True
            if is_verb(above.head):
                return _is_verb_of_speech(above)
        current = above
    return False


def _is_noun_of_speech(preposition: Token) -> bool:
    """As in "trial over", "victims of", "convicted of", "those behind"."""
    over, word = preposition.head, preposition.lower_
    if word == "behind":
        return over.lower_ in words("topic", "those_behind")
    if over.lower_ in nouns("topic", "nouns") and not (word in {"in", "with"} and over.dep_ == "pobj"):
        return True
    return over.lower_ in verbs("topic", "court") and word in {"for", "with", "of", "over", "in"}


def _is_verb_of_speech(preposition: Token) -> bool:
    """As in "spoke on", "protested against", "demanded an inquiry on Sunday into"."""
    over, word = preposition.head, preposition.lower_
    if over.lower_ in verbs("topic", "speaking") and word in {"on", "about", "of"}:
        return True
    if word in {"into", "about", "over"} and _has_a_topic(over):
        return True
    return word in {"about", "over", "into", "against", "regarding"} and over.lower_ in verbs("topic", "verbs")


def _has_a_topic(verb: Token) -> bool:
    """As in "demanded an inquiry on Sunday into the riots", where the parser hangs "into" on the verb."""
    return any(each.lower_ in nouns("topic", "nouns") for each in children(verb, "dobj", "nsubjpass"))


def _verb_of_duty(noun: Token) -> Token | None:
    """The verb of "violence must be stopped", "the attacks have to end": what is wished, not what happened."""
    verb = noun.head
    if noun.dep_ not in {"nsubj", "nsubjpass"} or not is_verb(verb):
        return None
    auxiliaries = {each.lower_ for each in children(verb, "aux")}
    if auxiliaries & words("topic", "duty") and "have" not in auxiliaries:
        return verb
    has_to = verb.lower_ in {"have", "has", "need", "needs", "ought"}
    return verb if has_to and any(each.dep_ == "xcomp" and is_verb(each) for each in verb.children) else None


def has_details(page: Page, trigger: Trigger) -> bool:
    """True where the noun's own phrase tells a day, a victim by age or full name, or both where and who."""
    under = list(trigger.token.subtree)
    if any(page.time_at.get(each.i) is not None for each in under):
        return True
    if any(_is_one_person(page, each) for each in objects_of_prepositions(trigger.token, "of")):
        return True
    placed = any(page.place_at.get(each.i) is not None for each in under)
    return placed and (bool(possessors(page, trigger.token)) or bool(objects_of_prepositions(trigger.token, "by")))


def _is_one_person(page: Page, noun: Token) -> bool:
    """As in "of a 4-year-old boy", "of Mina Dovar, 15": one act is meant, whoever speaks of it."""
    if page.place_at.get(noun.i) is not None or noun.tag_ in {"NNS", "NNPS"}:
        return False
    named = noun.tag_ == "NNP" and any(each.tag_ == "NNP" for each in children(noun, "compound"))
    return named or any(each.lower_ in {"year", "old", "month"} or AGED.fullmatch(each.lower_) for each in noun.lefts)


def is_a_charge(page: Page, trigger: Trigger) -> bool:
    """As in "arrested for taking part in a protest", "on charges of waging war": what a court will hear."""
    token = trigger.token
    if not trigger.is_verb and has_details(page, trigger):
        return False
    for _step in range(CLIMB):
        over = token.head
        if over.i == token.i:
            return False
        if token.dep_ == "prep" and token.lower_ in {"for", "of", "over"}:
            held = act_verbs().get(over.lower_)
            if over.lower_ in nouns("topic", "charges") or (held is not None and held[1] is EventType.ARREST):
                return True
        token = over
    return False


def tells_a_habit(page: Page, trigger: Trigger) -> bool:
    """As in "civilians are executed at once", "the group kidnaps for ransom": what is done as a rule."""
    token = trigger.token
    present = {each.lower_ for each in children(token, "auxpass")} & {"is", "are", "gets", "get"}
    plain = token.tag_ in {"VBP", "VBZ"} or (token.tag_ == "VBN" and bool(present))
    if trigger.type not in ACTS or not plain or children(token, "aux"):
        return False
    sentence = token.sent
    if sentence.start < OPENING or sentence[-1].text not in {".", "!", "?", '"', "”", "'"}:
        return False
    return not any(page.time_at.get(each.i) is not None for each in sentence)


def is_described(page: Page, trigger: Trigger) -> bool:
    """As in "attacks have been rare", "the fight is a duty": what such acts are like, and not that there was one."""
    token = trigger.token
    if token.dep_ != "nsubj" or token.head.lower_ not in verbs("light_verbs", "being"):
        return False
    said = children(token.head, "acomp")
    if token.head.tag_ == "VBZ" and children(token.head, "attr"):
        return not any(page.time_at.get(each.i) or page.place_at.get(each.i) for each in token.sent)
    if not said or any(each.lower_ in words("topic", "going_on") for each in said):
        return False
    return not has_details(page, trigger)


def names_a_kind(page: Page, trigger: Trigger) -> bool:
    """As in "practices like kidnapping", "violence such as murder and torture": a kind of act."""
    token = trigger.token
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ != "pobj" or token.head.lower_ not in words("topic", "kinds_after"):
        return False
    bare = not children(trigger.token, "det", "poss", "nummod")
    return bare and not has_details(page, trigger)


def signs_no_deal(_: Page, trigger: Trigger) -> bool:
    """As in "sign up for our newsletter", "sign the petition": no side agrees to anything."""
    if trigger.type is not EventType.AGREEMENT or trigger.word != "sign":
        return False
    signed = children(trigger.token, "dobj", "nsubjpass")
    if any(each.lower_ in words("needs", "no_deals") for each in signed):
        return True
    return any(each.lower_ in {"up", "in", "on", "off"} for each in children(trigger.token, "prt"))
