"""The words of a time in, whether the parse puts them in the future or the past out."""

from marsad.reading.clause_paths import word_at
from marsad.reading.event_lexicon import verbs, words
from marsad.reading.parse import Doc, Token
from marsad.reading.phrases import governing_verb

BEING = frozenset({"was", "were", "had", "did", "been", "got"})
"""Auxiliaries of the past."""


def verb_is_ahead(doc: Doc, start: int, end: int) -> bool | None:
    """True where the characters hang on a verb in the future ("will meet on Wednesday"), False on one in the past.

    None where the parse does not say: in the present, in an infinitive that no plan governs, or without a verb.
    """
    time = word_at(doc, start, end)
    verb = governing_verb(time) if time is not None else None
    if verb is None:
        return None
    beside = {each.lower_ for each in verb.children if each.dep_ in {"aux", "auxpass"}}
    if beside & words("setting", "ahead") or ("would" in beside and "have" not in beside):
        return True
    if "to" in beside:
        return True if _is_planned(verb) else None
    if verb.lower_ in verbs("setting", "planning"):
        return True
    is_past = verb.tag_ == "VBD" or (verb.tag_ in {"VBN", "VBG"} and bool(beside & BEING))
    return False if is_past else None


def _is_planned(infinitive: Token) -> bool:
    """As in "planned to leave on Thursday", "due to meet on Friday"."""
    above = infinitive.head.lower_
    return above in verbs("modality.over_verb", "planned") or above in words("modality.over_verb", "planned_adjectives")
