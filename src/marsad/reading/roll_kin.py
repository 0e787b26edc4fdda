"""Words of kin in a list of the dead ("his two daughters", "a baby"): a sentence in, whom they introduce out."""

from dataclasses import dataclass

from marsad.domain.vocabulary import VictimsGroup
from marsad.reading.numbers import read_number
from marsad.reading.parse import Span, Token
from marsad.reading.people import gender_of, group_of, is_plural
from marsad.reading.people_ages import age_of
from marsad.reading.roll_names import lexicon

ARMED = frozenset({VictimsGroup.SOLDIERS, VictimsGroup.POLICE, VictimsGroup.COMBATANTS})
DETERMINERS = frozenset({"PRP$", "DT", "CD", "POS"})
LINKS = frozenset({"of", "by", "to", "from", "with", "for"})
"""Words before a bare noun of kin that only says who somebody is ("father of two")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A word of kin or kind from token `start` to `end` (exclusive) and what it says of those whom it introduces.

    `young` where they are somebody's offspring of any age, `grown` where they are adults, `count` how many a plural
    counts (0 where it has no number), `owner` the gender of the pronoun before it ("his"), `owned` where it is
    somebody's.
    """

    start: int
    end: int
    gender: VictimsGroup | None
    young: bool
    grown: bool
    plural: bool
    count: int
    age: int | None
    owner: VictimsGroup | None
    owned: bool


def kin_at(sentence: Span, index: int) -> Kin | None:
    """The word of kin or kind that stands at the token; None where it introduces nobody."""
    token = sentence.doc[index]
    if not token.tag_.startswith("NN") or (token.text[:1].isupper() and not token.is_sent_start):
        return None
    group, gender = group_of(token.lower_), gender_of(token.lower_)
    if (gender is None and group is not VictimsGroup.CHILDREN) or group in ARMED:
        return None
    age = age_of(token)
    if _only_says_who(sentence, token) or not (age is not None or _is_determined(token)):
        return None
    return _kin(sentence, token, group, gender, age)


def _kin(sentence: Span, token: Token, group: VictimsGroup | None, gender: VictimsGroup | None, age: int | None) -> Kin:
    child = group is VictimsGroup.CHILDREN
    offspring = token.lower_ in lexicon()["offspring"]
    plural = is_plural(token.text) or token.tag_ == "NNS"
    start = min([token.i, *(each.left_edge.i for each in token.lefts if each.i >= sentence.start)])
    owner = next((each.lower_ for each in sentence.doc[start : token.i] if each.tag_ == "PRP$"), "")
    return Kin(
        start=start,
        end=token.i + 1,
        gender=gender,
        young=child and offspring,
        grown=token.lower_ in lexicon()["grown"],
        plural=plural,
        count=_count(sentence, start, token.i) if plural else 1,
        # A "baby" or a "boy" is a child at any time, a "son" may be grown.
        age=0 if age is None and child and not offspring else age,
        owner=gender_of(owner),
        owned=any(each.dep_ == "poss" for each in token.lefts),
    )


def _is_determined(token: Token) -> bool:
    if token.tag_.endswith("S") or token.is_sent_start:
        return True
    return any(each.tag_ in DETERMINERS or each.dep_ == "poss" for each in token.lefts)


def _count(sentence: Span, start: int, index: int) -> int:
    """How many a plural counts: its number; 0 where it has none ("his sons"), for then its names are counted."""
    for at in range(max(start, sentence.start), index):
        number = read_number(sentence, at)
        if number is None or number.vague or number.upper is not None or number.end > index:
            continue
        # "his 4-year-old daughters" counts no one.
        return 0 if number.end < index and sentence.doc[number.end].text == "-" else number.value
    return 0


def _only_says_who(sentence: Span, token: Token) -> bool:
    return token.i > sentence.start and token.nbor(-1).lower_ in LINKS
