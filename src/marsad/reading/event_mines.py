"""Mines that are set off by those whom they hit: a trigger or verb in, whether its subject is the one hit out."""

from marsad.domain.vocabulary import EventType
from marsad.reading.event_lexicon import nouns, verbs
from marsad.reading.event_words import Trigger, is_named, is_weapon
from marsad.reading.parse import Token
from marsad.reading.phrases import children, is_passive, objects_of_prepositions, subject_of


def treads_on_mine(trigger: Trigger) -> bool:
    """As in "their lorry struck a mine": what the subject does is done to it."""
    if trigger.type is not EventType.BOMBING or trigger.token.lower_ not in verbs("bombing", "treads"):
        return False
    subject = subject_of(trigger.token)
    return subject is not None and not is_weapon(subject.lower_) and not is_passive(trigger.token)


def comes_of_mine(verb: Token) -> bool:
    """As in "their lorry struck a mine, killing four": the subject did not do it."""
    over = verb.head if verb.dep_ == "advcl" and verb.tag_ == "VBG" else verb
    if over.i == verb.i or over.lower_ not in verbs("bombing", "treads"):
        return False
    mines = nouns("bombing", "nouns")
    return any(
        is_named(each, mines)
        for each in (*children(over, "dobj"), *objects_of_prepositions(over, "on", "over", "into"))
    )
