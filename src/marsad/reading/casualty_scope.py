"""Whether a figure is of one event or a total over a time: a sentence and its harm in, scope out."""

from functools import cache
from typing import Any

from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Harm, Scope, TimePrecision
from marsad.reading.events import ATTACKS
from marsad.reading.figures import Figure
from marsad.reading.harm_parse import HarmFinding
from marsad.reading.inflection import noun_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import done_by, is_verb

LONG = frozenset({TimePrecision.WEEK, TimePrecision.MONTH, TimePrecision.SEASON, TimePrecision.YEAR})
"""Precisions that may only be a vague day of one event ("in April a gas attack killed 87")."""


@cache
def _lexicon() -> dict[str, Any]:
    return dict(load_lexicon("casualties")["aggregate"])


@cache
def _nouns(which: str) -> frozenset[str]:
    return frozenset(form for noun in _lexicon()[which] for form in noun_forms(noun))


def scope_of(
    sentence: Span, figure: Figure, harm: HarmFinding, time: TimeSpan | None, cause: EventType | None
) -> Scope:
    """Aggregate for what adds up more than one event: since a day, over days, in a war; incident for one attack's."""
    if figure.value <= 1:
        return Scope.INCIDENT
    if is_vague(time):
        time = None
    if time is not None and time.precision is TimePrecision.OPEN:
        return Scope.AGGREGATE
    if is_total(sentence, harm):
        return Scope.AGGREGATE
    return Scope.AGGREGATE if time is not None and _adds_up_days(sentence, time, cause) else Scope.INCIDENT


def is_vague(time: TimeSpan | None) -> bool:
    """True for "recently": days by which nothing is added up."""
    return time is not None and time.timex == "PAST_REF" and time.precision is not TimePrecision.OPEN


def is_total(sentence: Span, harm: HarmFinding) -> bool:
    """Whether the figure adds up more than one event, by the sentence's words and not by its time."""
    return _says_total(sentence) or _done_by_long_doing(harm.token) or _is_running_total(harm)


def _says_total(sentence: Span) -> bool:
    """By the sentence's words: "so far", "since the offensive began"."""
    text = sentence.text.casefold()
    if any(words in text for words in _lexicon()["words"]):
        return True
    return any(token.lower_ == "since" and token.dep_ in {"mark", "prep"} for token in sentence)


def _adds_up_days(sentence: Span, time: TimeSpan, cause: EventType | None) -> bool:
    """Whether the time is more than the one event's: days, but no night, nor the vague day of one attack.

    The strikes of "the past 24 hours" are one day's, and so an incident (docs/claims.md).
    """
    if time.start is None or time.end is None or time.start == time.end or _is_night(time) or _is_about(time):
        return False
    if cause in ATTACKS and "hours" in (time.text or ""):
        return False
    return not (time.precision in LONG and _is_of_one_event(sentence))


def _is_night(time: TimeSpan) -> bool:
    """A night runs over two days, and is one."""
    return "night" in (time.text or "").casefold()


def _is_about(time: TimeSpan) -> bool:
    """As in "around 7 May": one day, that is not known to the day."""
    first = (time.text or "").split(maxsplit=1)
    return bool(first) and load_lexicon("times")["prepositions"].get(first[0].casefold()) == "around"


def _done_by_long_doing(harm: Token) -> bool:
    """True where a war, an offensive or the like is what killed: "the offensive has killed over 90"."""
    verb = harm if is_verb(harm) else harm.head
    doer = done_by(verb) if is_verb(verb) else None
    if doer is not None and doer.lower_ in _nouns("doings"):
        return any(each.lower_ in _lexicon()["perfect"] and each.dep_ == "aux" for each in verb.children)
    return False


def _is_running_total(harm: HarmFinding) -> bool:
    """Displacement told in the perfect is a total that still grows ("millions have been displaced")."""
    if harm.harm is not Harm.DISPLACED or not is_verb(harm.token):
        return False
    return any(each.lower_ in {"have", "has"} and each.dep_ == "aux" for each in harm.token.children)


def _is_of_one_event(sentence: Span) -> bool:
    """True where the sentence tells one attack, or a counted few: "a sarin attack", "two blasts"."""
    for token in sentence:
        if token.lower_ not in _nouns("single") or not token.tag_.startswith("NN"):
            continue
        left = {each.lower_ for each in token.lefts}
        if left & set(_lexicon()["counted"]):
            return True
    return False
