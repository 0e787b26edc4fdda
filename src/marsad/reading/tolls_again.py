"""Tolls taken up again: a bare figure and those told before it in, the one that it goes on from out.

"That toll is now nine", "it then revised that to 6 and 20", "his figure stood at 14".
"""

from collections.abc import Sequence

from marsad.reading.casualty_parts import Told
from marsad.reading.figures import Figure
from marsad.reading.harm_words import forms_of, words_of
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import child, is_verb
from marsad.reading.tolls import toll_head

AGAIN_REACH = 2
"""Sentences before in which the toll taken up again may stand."""


def taken_up(sentence: Span, number: int, figure: Figure, before: Sequence[Told]) -> Told | None:
    """The toll told just before that the figure speaks of; of "6 and 20", each takes up the one of its rank."""
    if not figure.explicit or (figure.noun is not None and figure.group is None):
        return None
    wholes = [each for each in before if each.casualty.includes_in is None and each.figure.explicit]
    last = wholes[-1].sentence if wholes else None
    if last is None or not 0 < number - last <= AGAIN_REACH:
        return None
    wholes = [each for each in wholes if each.sentence == last]
    token = sentence.doc[figure.number]
    if _points_back(sentence, figure):
        return wholes[0]
    above = token.head
    second = token.dep_ == "conj" and above.i == figure.number - 2 and _follows_that(sentence, above.i)
    return wholes[1] if second and len(wholes) > 1 else None


def replaces(sentence: Span, figure: Figure) -> bool:
    """Whether the words before say that the figure is a later one ("now", "has since", "revised that to")."""
    before = sentence.doc[sentence.start : figure.number]
    return any(each.lower_ in words_of("toll", "later") or each.lower_ in forms_of("toll", "revise") for each in before)


def _points_back(sentence: Span, figure: Figure) -> bool:
    if _follows_that(sentence, figure.number):
        return True
    head = toll_head(sentence, figure)
    if head is None or head.lower_ not in words_of("toll", "heads"):
        return False
    pointed = any(each.lower_ in words_of("toll", "pointing") for each in head.children if each.i < head.i)
    return pointed and not any(each.dep_ in {"prep", "acl", "relcl"} for each in head.children)


def _follows_that(sentence: Span, at: int) -> bool:
    """As in "revised that to 6"."""
    lead = sentence.doc[at - 1] if at > sentence.start else None
    verb: Token | None = lead.head if lead is not None and lead.lower_ in {"to", "at"} else None
    if verb is None or not is_verb(verb) or verb.lower_ not in forms_of("toll", "revise"):
        return False
    taken = child(verb, "dobj")
    return taken is not None and taken.lower_ in {"that", "this", "it"}
