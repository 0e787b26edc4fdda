"""Which figure is a part of which: a figure and those told before it in, the larger figure that holds it out."""

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

from marsad.domain.claim import Casualty
from marsad.domain.vocabulary import Harm, VictimsGroup
from marsad.reading.figures import Figure
from marsad.reading.harm_words import nouns, participles, spelled
from marsad.reading.inflection import verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Span, Token
from marsad.reading.people import group_of
from marsad.reading.phrases import child, is_verb

MARK_REACH = 5
"""Tokens before a part within which a word like "including" may stand."""
FOOTNOTES = frozenset({"*", "**", "†", "‡", ")"})
"""Signs that may stand behind a part of a list."""
AHEAD_REACH = 4
"""Tokens by which a part may stand before its whole ("two of them children, six people were killed")."""
SUM_TOLERANCE = 0.05
"""Share by which parts that add up may miss their whole ("more than 50": 15, 27 and 10)."""


class Told(Protocol):
    """What a finding must show to be a whole, or to be taken up again."""

    @property
    def sentence(self) -> int: ...
    @property
    def figure(self) -> Figure: ...
    @property
    def casualty(self) -> Casualty: ...


@cache
def _lexicon() -> dict[str, Any]:
    return dict(load_lexicon("casualties")["parts"])


@cache
def _marks() -> frozenset[str]:
    return frozenset(_lexicon()["marks"]) | frozenset(form for verb in _lexicon()["verbs"] for form in verb_forms(verb))


def is_part(sentence: Span, figure: Figure, before: Figure | None, *, joined: bool) -> bool:
    """Whether the words make the figure a part of a larger one.

    `before` is the explicit figure just before it, `joined` whether that one is itself a part.
    """
    if (
        figure.of_whole
        or figure.share is not None
        or _marked(sentence, figure, before)
        or harm_among(sentence, figure) is not None
    ):
        return True
    if joined and before is not None and _goes_on(sentence, before, figure):
        return True
    if before is not None and before.value > figure.value and came_before(sentence, figure):
        return True
    return _is_in_apposition(sentence, figure, before) or _says_who_they_were(sentence, figure)


def harm_among(sentence: Span, figure: Figure) -> tuple[Harm | None, Token] | None:
    """The harm and word of "were among the dead", "among those killed is a girl"; no harm where a number follows."""
    head = sentence.doc[figure.head]
    while head.dep_ == "conj" and head.head.i != head.i:
        head = head.head
    verb = head.head
    included = _harm_of_included(head, verb)
    if included is not None:
        return included
    if verb.lower_ not in _lexicon()["copulas"] and head.dep_ not in {"nsubj", "attr", "nsubjpass"}:
        return None
    among = next((each for each in verb.children if each.lower_ == "among" and each.dep_ in {"prep", "advmod"}), None)
    noun = child(among, "pobj") if among is not None else None
    if noun is None or noun.i == figure.head or (noun.tag_ == "PRP" and verb.lower_ not in _lexicon()["copulas"]):
        return None
    for token in (noun, *noun.children):
        harm = nouns().get(spelled(token)) or participles().get(spelled(token))
        if harm is not None:
            return harm, token
    counted = noun.like_num or any(each.like_num for each in noun.children) or noun.lower_ in {"victims", "them"}
    return (None, noun) if counted else None


def _harm_of_included(head: Token, verb: Token) -> tuple[Harm | None, Token] | None:
    """The harm and word of "the dead include two nurses"; None where a number counts the dead."""
    if head.dep_ != "dobj" or verb.lower_ not in _marks() or not is_verb(verb):
        return None
    subject = child(verb, "nsubj")
    if subject is None or any(each.like_num for each in subject.children):
        return None
    harm = nouns().get(spelled(subject)) or participles().get(spelled(subject))
    return (harm, subject) if harm is not None and harm is not Harm.CASUALTIES else None


def whole_among(sentence: Span, figure: Figure, figures: Sequence[Figure]) -> Figure | None:
    """The figure of the same sentence that "among" names: "two nurses were among at least 19 people"."""
    behind = [each for each in figures if each.start >= figure.end and each.explicit]
    if not behind or figure.of_whole:
        return None
    at = behind[0].start - 1
    if sentence.doc[at].tag_ == "DT":
        at -= 1
    return behind[0] if at > figure.start and sentence.doc[at].lower_ == "among" else None


def whole_of(
    number: int, figure: Figure, harm: Harm | None, here: Sequence[Told], before: Sequence[Told]
) -> Told | None:
    """The larger figure, by the words "of" or "among" nearest before: of this sentence, else of the last few."""
    holding = [each for each in here if _can_hold(each, figure, harm)]
    same = [each for each in holding if each.figure.end <= figure.start]
    if same:
        return same[-1]
    behind = [each for each in holding if each.figure.start >= figure.end and each.figure.explicit]
    if behind and figure.of_whole and behind[0].figure.start - figure.end <= AHEAD_REACH:
        return behind[0]
    recent = [
        each
        for each in before
        if number - _lexicon()["reach"] <= each.sentence < number and _can_hold(each, figure, harm)
    ]
    return recent[-1] if recent else None


def whole_by_sum(number: int, parts: Sequence[Told], before: Sequence[Told]) -> Told | None:
    """The figure told before that the figures of one sentence add up to: "70 fighters … 30 soldiers and 39 rebels"."""
    harms = {each.casualty.harm for each in parts}
    if len(parts) < 2 or len(harms) != 1:
        return None
    total = sum(each.figure.value for each in parts)
    reach = number - 2 * _lexicon()["reach"]
    return next((each for each in reversed(before) if each.sentence >= reach and _adds_up_to(each, parts, total)), None)


def _adds_up_to(whole: Told, parts: Sequence[Told], total: int) -> bool:
    value = whole.figure.value
    if whole.casualty.harm is not parts[0].casualty.harm or whole.casualty.includes_in is not None:
        return False
    if not whole.figure.explicit or value < 2 * len(parts) or any(each.figure.value >= value for each in parts):
        return False
    return abs(total - value) <= max(1, SUM_TOLERANCE * value)


def attributed_group(sentence: Span, figure: Figure) -> VictimsGroup | None:
    """Who the people are said to be: "five of the dead were children", "15 were soldiers"."""
    head = sentence.doc[figure.head]
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.i >= figure.start:
        head = head.head.head
    if head.dep_ != "nsubj" or head.head.lower_ not in _lexicon()["copulas"]:
        return None
    noun = child(head.head, "attr")
    if noun is None:
        return None
    groups = {group_of(each.lower_) for each in (noun, *(c for c in noun.children if c.dep_ == "conj"))} - {None}
    return (groups.pop() if len(groups) == 1 else VictimsGroup.OTHER) if groups else None


def _can_hold(told: Told, figure: Figure, harm: Harm | None) -> bool:
    if told.casualty.includes_in is not None or told.figure.number == figure.number:
        return False
    if harm is not None and told.casualty.harm is not harm and told.casualty.harm is not Harm.CASUALTIES:
        return False
    return (
        told.figure.value > figure.value
        or (told.figure.value == figure.value and not figure.explicit)
        or figure.share is not None
    )


def _marked(sentence: Span, figure: Figure, before: Figure | None) -> bool:
    """By a word like "including" or "of whom" close before, and none of the figure before ("two of them")."""
    doc = sentence.doc
    first = max(sentence.start, figure.start - MARK_REACH, before.end if before is not None and before.of_whole else 0)
    for position in range(figure.start - 1, first - 1, -1):
        token = doc[position]
        if token.lower_ in _marks():
            return token.lower_ != "among" or not _is_named_by(token, figure)
        if token.lower_ in {"whom", "them"} and position and doc[position - 1].lower_ in {"of", "among"}:
            return True
        if (is_verb(token) and token.dep_ not in {"aux", "auxpass", "amod"}) or token.text in {".", ";"}:
            return False
        if token.tag_ == "CC" or token.like_num:
            return False
    return False


def _is_named_by(among: Token, figure: Figure) -> bool:
    """True for the figure of "among 40 people": it is the whole."""
    noun = child(among, "pobj")
    return noun is not None and noun.i in {figure.head, figure.number}


def _goes_on(sentence: Span, part: Figure, figure: Figure) -> bool:
    """True where the figure goes on a list of parts: "two children, a woman and three men"."""
    between = [each for each in sentence.doc[part.end : figure.start] if each.text not in FOOTNOTES]
    return len(between) <= 4 and all(
        token.lower_ in _lexicon()["joints"] or token.dep_ in {"prep", "amod", "det"} for token in between
    )


def came_before(sentence: Span, figure: Figure) -> bool:
    """As in "put the toll at 16 after four more bodies were found": what raised the figure lies within it."""
    token = sentence.doc[figure.head]
    while token.head.i != token.i and token.i >= sentence.start:
        if token.lower_ in _lexicon()["after"] or any(
            each.dep_ == "mark" and each.lower_ in _lexicon()["after"] for each in token.children
        ):
            return True
        token = token.head
    return False


def acts_in(sentence: Span, figure: Figure) -> bool:
    """True where the figure has a part in another doing ("knew two of them", "most of them had come from …")."""
    token = sentence.doc[figure.head]
    if token.dep_ in {"conj", "appos"} and token.head.i != token.i:
        token = token.head
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass", "dobj"} or not is_verb(verb):
        return False
    return verb.lower_ not in _lexicon()["copulas"] and verb.lower_ not in _states()


@cache
def _states() -> frozenset[str]:
    return _marks() | frozenset(form for verb in _lexicon()["states"] for form in verb_forms(verb))


def _is_in_apposition(sentence: Span, figure: Figure, before: Figure | None) -> bool:
    """As in "two people, a mother and her son, were shot"."""
    if before is None or before.value < 2 or not before.explicit or figure.value >= before.value:
        return False
    token = sentence.doc[figure.head]
    while token.dep_ == "conj" and token.head.i > before.head:
        token = token.head
    return token.dep_ == "appos" and token.head.i == before.head


def _says_who_they_were(sentence: Span, figure: Figure) -> bool:
    """As in "and 15 were soldiers": a number alone that is said to be of a group."""
    return figure.explicit and figure.noun is None and attributed_group(sentence, figure) is not None
