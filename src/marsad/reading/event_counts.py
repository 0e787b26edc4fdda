"""How many: a trigger and its type in, the number of acts, or of what was fired, struck or taken, out."""

from marsad.domain.vocabulary import EventType
from marsad.reading.event_lexicon import verbs
from marsad.reading.event_words import Trigger
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Token
from marsad.reading.phrases import child, children, done_to, objects_of_prepositions

COUNTED = frozenset(
    {
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.BOMBING,
        EventType.DESTRUCTION,
        EventType.ARREST,
        EventType.ABDUCTION,
        EventType.RELEASE,
        EventType.WEAPON_SEIZURE,
        EventType.AID,
    }
)
"""Types that are counted by what they are done to; of the others only the acts are."""
HEDGES = frozenset({"quantmod", "advmod"})


def count_of(trigger: Trigger, kind: EventType) -> int | None:
    """The number of acts ("two blasts"), else of what is fired or taken ("fired two rockets"); None where none is told.

    A number with a bound ("at least 12") is no count.
    """
    own = number_of(trigger.token)
    if own is not None or kind not in COUNTED:
        return own
    counted = [*_fired(trigger.token), *_objects(trigger)]
    return next((number for noun in counted if (number := number_of(noun)) is not None), None)


def number_of(noun: Token) -> int | None:
    """The plain number before the noun."""
    number = child(noun, "nummod") or next((each for each in noun.lefts if is_number(each.lower_)), None)
    if number is None or any(each.dep_ in HEDGES for each in number.children):
        return None
    text = number.text.replace(",", "")
    return int(text) if text.isdecimal() else load_lexicon("numbers")["units"].get(text.casefold())


def is_number(word: str) -> bool:
    """True for a number spelled out ("eleven")."""
    return word in load_lexicon("numbers")["units"]


def _objects(trigger: Trigger) -> list[Token]:
    """What a verb is done to, or a noun's "of": "12 people were detained", "the kidnapping of two engineers"."""
    if not trigger.is_verb:
        return objects_of_prepositions(trigger.token, "of", "on")
    struck = done_to(trigger.token)
    return [struck] if struck is not None else []


def _fired(verb: Token) -> list[Token]:
    """The arms of "shelled the base, firing two rockets"."""
    clauses = [each for each in children(verb, "advcl", "xcomp") if each.lower_ in verbs("sides", "firing")]
    return [arms for each in clauses if (arms := child(each, "dobj")) is not None]
