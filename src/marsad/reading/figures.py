"""Counts of people in a sentence: number words and digits in, bounds and the noun they count out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Span, Token

from marsad.domain.claim import Bounds
from marsad.domain.vocabulary import VictimsGroup
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.people import group_of, is_plural, not_people
from marsad.reading.phrases import child

DIGITS = re.compile(r"\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d+")
INDEFINITE = frozenset({"a", "an", "another", "one"})
POSSESSIVES = frozenset({"his", "her", "their", "my", "our", "its"})
BOUND_REACH = 5
"""Tokens before a number in which its bound may stand ("at least another", "more than")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Tokens `start` to `end` (exclusive) that count people; `number` is the token that is the number.

    `noun` is the token of what is counted, None where the number stands alone ("killed seven"). `explicit` is False for
    figures that only a harm verb makes one: a bare plural, "a woman", "her son".
    """

    start: int
    end: int
    number: int
    bounds: Bounds
    noun: int | None
    group: VictimsGroup | None
    explicit: bool = True
    of_whole: bool = False

    def words(self, sentence: Span) -> str:
        return sentence.doc[self.start : self.end].text.strip()


@cache
def _numbers() -> dict[str, Any]:
    return load_lexicon("numbers")


def find_figures(page: Page, sentence: Span) -> list[Figure]:
    """Every count of people in the sentence, in text order, none overlapping another."""
    found: list[Figure] = []
    index = sentence.start
    while index < sentence.end:
        figure = _figure_at(page, sentence, index)
        if figure is None:
            index += 1
            continue
        found.append(figure)
        index = max(figure.end, index + 1)
    return found


def bounds_of(low_word: str | None, value: int, upper: int | None = None) -> Bounds:
    """Bounds of a number under its bound word's class (low, above, high, below, about, or None for exact)."""
    if upper is not None:
        return Bounds(low=value, high=upper)
    table = {
        None: Bounds(low=value, high=value, best=value),
        "low": Bounds(low=value),
        "above": Bounds(low=value + 1),
        "high": Bounds(high=value),
        "below": Bounds(high=max(value - 1, 0)),
        "about": Bounds(best=value),
        "vague": Bounds(low=value),
    }
    return table[low_word]


def _figure_at(page: Page, sentence: Span, index: int) -> Figure | None:
    token = sentence.doc[index]
    if token.is_space or token.is_punct:
        return None
    parsed = _parse_number(sentence, index)
    if parsed is not None:
        return _counted(page, sentence, index, parsed)
    return _unnumbered(page, sentence, token)


@dataclass(frozen=True, slots=True)
class _Number:
    end: int
    value: int
    upper: int | None = None
    vague: bool = False


def _parse_number(sentence: Span, index: int) -> _Number | None:
    first = _parse_plain(sentence, index)
    if first is None:
        return None
    upper = _parse_upper(sentence, first)
    return upper or first


def _parse_upper(sentence: Span, first: _Number) -> _Number | None:
    """The range's upper end: "20 to 30", "20-30", "between 20 and 30"."""
    doc, at = sentence.doc, first.end
    if first.vague or at + 1 >= sentence.end:
        return None
    joint = doc[at].lower_
    between = joint == "and" and any(doc[i].lower_ == "between" for i in range(max(sentence.start, at - 4), at))
    if joint not in {"to", "-", "–", "or"} and not between:
        return None
    second = _parse_plain(sentence, at + 1)
    if second is None or second.vague or second.value <= first.value:
        return None
    return _Number(second.end, first.value, second.value)


def _parse_plain(sentence: Span, index: int) -> _Number | None:
    doc = sentence.doc
    lower = doc[index].lower_
    match = DIGITS.fullmatch(doc[index].text)
    if match:
        value = int(re.sub(r"\D", "", match.group()))
        return _scaled(sentence, index + 1, value)
    if lower in _numbers()["units"]:
        return _word_number(sentence, index)
    fraction = _fraction(sentence, index)
    if fraction is not None:
        return fraction
    scale = (
        _numbers()["scales"].get(doc[index + 1].lower_) if lower in {"a", "an"} and index + 1 < sentence.end else None
    )
    if scale:
        return _scaled(sentence, index + 2, scale)
    return _vague_number(sentence, index)


def _word_number(sentence: Span, index: int) -> _Number | None:
    doc = sentence.doc
    units = _numbers()["units"]
    if "-" in doc[index].text:
        return None
    value, at = units[doc[index].lower_], index + 1
    if value >= 20 and at < sentence.end:
        step = 2 if doc[at].text in {"-", "–"} and at + 1 < sentence.end else 1
        following = units.get(doc[at + step - 1].lower_)
        if following is not None and 0 < following < 10:
            value, at = value + following, at + step
    return _scaled(sentence, at, value)


def _scaled(sentence: Span, at: int, value: int) -> _Number:
    """Carries a number on over its scale words: "two hundred and twelve", "3.4 million" is left as digits."""
    doc = sentence.doc
    while at < sentence.end and doc[at].lower_ in _numbers()["scales"]:
        value, at = value * _numbers()["scales"][doc[at].lower_], at + 1
        step = 1 if at < sentence.end and doc[at].lower_ == "and" else 0
        if at + step < sentence.end and doc[at + step].lower_ in _numbers()["units"] and value >= 100:
            rest = _word_number(sentence, at + step)
            if rest is not None and rest.value < value:
                return _Number(rest.end, value + rest.value)
    return _Number(at, value)


def _fraction(sentence: Span, index: int) -> _Number | None:
    """As in "half a dozen", "half a million", "a quarter of a million"."""
    doc = sentence.doc
    words = [doc[i].lower_ for i in range(index, min(index + 5, sentence.end))]
    start = 1 if words[0] in {"a", "an"} else 0
    share = _numbers()["fractions"].get(words[start]) if len(words) > start else None
    if share is None:
        return None
    for position in range(start + 1, len(words)):
        scale = _numbers()["scales"].get(words[position])
        if scale:
            return _Number(index + position + 1, int(share * scale))
        if words[position] not in {"of", "a", "an"}:
            return None
    return None


def _vague_number(sentence: Span, index: int) -> _Number | None:
    """As in "dozens of people", "hundreds of thousands", "several": a lower bound only."""
    doc = sentence.doc
    lower = doc[index].lower_
    vague = _numbers()["vague"]
    value, at = vague.get(lower), index + 1
    if lower in {"a"} and at < sentence.end and doc[at].lower_ in {"number", "few", "couple", "handful"}:
        value, at = 2, at + 1
    if value is None or lower == "more" and doc[index - 1].lower_ != "many" and not _before_people(sentence, at):
        return None
    if at + 1 < sentence.end and doc[at].lower_ == "of" and doc[at + 1].lower_ in {"thousands", "millions", "hundreds"}:
        scale = _numbers()["scales"][doc[at + 1].lower_[:-1]]
        value, at = value * scale, at + 2
    return _Number(at, value, vague=True)


def _before_people(sentence: Span, at: int) -> bool:
    return at < sentence.end and group_of(sentence.doc[at].lower_) is not None


def _counted(page: Page, sentence: Span, index: int, number: _Number) -> Figure | None:
    doc = sentence.doc
    if _is_no_count(page, sentence, index, number):
        return None
    start, bound = _bound_before(sentence, index)
    noun = _noun_counted(sentence, index, number)
    if noun is not None and (noun.lower_ in not_people() or _unit_follows(sentence, number.end)):
        return None
    if number.vague and noun is None and doc[index].lower_ in {"some", "most", "more", "many", "few"}:
        return None
    if number.vague and doc[index].lower_ == "some" and noun is not None and bound is None:
        bound = None
    partitive = _of_them(sentence, number.end)
    end = max(number.end, noun.i + 1 if noun is not None and noun.i >= index else number.end, partitive)
    after = _bound_after(sentence, number.end)
    bounds = bounds_of("vague" if number.vague else bound or after, number.value, number.upper)
    if number.vague and bound == "about" and not number.vague:
        bounds = bounds_of("about", number.value)
    group = group_of(noun.lower_) if noun is not None else None
    return Figure(
        start=start,
        end=end,
        number=index,
        bounds=bounds,
        noun=noun.i if noun is not None else None,
        group=group,
        of_whole=partitive > number.end,
    )


def _of_them(sentence: Span, at: int) -> int:
    """The end of "of them", "of whom", "of those", which make the figure a part; `at` itself where they are absent."""
    doc = sentence.doc
    if at + 1 < sentence.end and doc[at].lower_ == "of" and doc[at + 1].lower_ in {"them", "whom", "those", "which"}:
        return at + 2
    return at


def _noun_counted(sentence: Span, index: int, number: _Number) -> Token | None:
    """The noun of the number, by the parse, else the first person noun close behind it."""
    doc = sentence.doc
    last = doc[number.end - 1]
    head = last
    while (
        head.dep_ in {"nummod", "quantmod", "compound", "amod", "nmod", "predet", "det", "advmod"}
        and head.head.i > head.i
    ):
        head = head.head
    if head.i >= number.end and head.tag_.startswith(("NN", "JJ", "VBN")) and head.i - number.end <= 8:
        return head
    at = number.end
    if at < sentence.end and doc[at].lower_ == "of":
        noun = child(doc[at], "pobj")
        if noun is not None and noun.lower_ not in {"them", "whom", "those", "which"}:
            return noun
        at = min(at + 2, sentence.end)
    for token in doc[at : min(at + 5, sentence.end)]:
        if group_of(token.lower_) is not None and token.tag_ != "CC":
            return token
        if token.is_punct or token.tag_ in {"IN", "CC", "VBD", "VBZ", "VBP", "MD", "TO", "DT"}:
            break
    return None


def _bound_before(sentence: Span, index: int) -> tuple[int, str | None]:
    """Where the figure's words begin, and the class of the bound before the number."""
    doc = sentence.doc
    reach = max(sentence.start, index - BOUND_REACH)
    words = [doc[i].lower_ for i in range(reach, index)]
    best: tuple[int, str | None] = (index, None)
    for kind in ("low", "above", "high", "below", "about"):
        for phrase in _numbers()["bounds"][kind]:
            parts = phrase.split()
            for skip in (0, 1):
                tail = words[: len(words) - skip] if skip else words
                if skip and words and words[-1] not in {"another", "the", "other", "an"}:
                    continue
                if tail[-len(parts) :] == parts and reach + len(tail) - len(parts) < best[0]:
                    best = (reach + len(tail) - len(parts), kind)
    return best


def _bound_after(sentence: Span, at: int) -> str | None:
    words = [sentence.doc[i].lower_ for i in range(at, min(at + 2, sentence.end))]
    if words[:2] == ["or", "more"]:
        return "low"
    return "about" if words[:2] == ["or", "so"] else None


def _is_no_count(page: Page, sentence: Span, index: int, number: _Number) -> bool:
    """True for dates, ages, money, percentages, decimals, ordinals and numbers inside names."""
    doc = sentence.doc
    before = doc[index - 1] if index > sentence.start else None
    after = doc[number.end] if number.end < sentence.end else None
    if page.actor_at.get(index) is not None or (
        page.time_at.get(index) is not None and not _is_figure_in_time(sentence, number)
    ):
        return True
    if before is not None and (
        before.text in {"$", "€", "£", "#", "."}
        or before.lower_ in {"aged", "age", "no.", "article", "chapter", "resolution", "page"}
    ):
        return True
    if (
        before is not None
        and before.text in {"-", "–", "/", ":"}
        and doc[index].text[0].isdigit()
        and index - 2 >= sentence.start
        and not doc[index - 2].lower_.isdigit()
    ):
        return True
    if after is None:
        return False
    if after.text in {"%", "-", "/", ":"} and not (after.text == "-" and _digit(doc, number.end + 1)):
        return True
    return after.lower_ in {
        "percent",
        "per",
        "am",
        "pm",
        "a.m.",
        "p.m.",
        "th",
        "st",
        "nd",
        "rd",
        "years",
        "year",
        "dollars",
    } or after.lower_.startswith("-year")


def _digit(doc: Any, index: int) -> bool:
    return index < len(doc) and doc[index].text.isdigit()


def _is_figure_in_time(sentence: Span, number: _Number) -> bool:
    """A number that the time reader took and that counts people after all ("2011 people")."""
    after = sentence.doc[number.end] if number.end < sentence.end else None
    return after is not None and group_of(after.lower_) is not None


def _unit_follows(sentence: Span, at: int) -> bool:
    return at < sentence.end and sentence.doc[at].lower_ in not_people() and group_of(sentence.doc[at].lower_) is None


def _unnumbered(page: Page, sentence: Span, token: Token) -> Figure | None:
    """As in "a woman", "her daughter", a bare plural "civilians", "no one": figures that only a harm verb makes one."""
    doc = sentence.doc
    if token.lower_ in {"nobody", "no-one"} or (
        token.lower_ == "no" and token.i + 1 < sentence.end and doc[token.i + 1].lower_ == "one"
    ):
        end = token.i + (2 if token.lower_ == "no" else 1)
        return Figure(
            start=token.i, end=end, number=token.i, bounds=bounds_of(None, 0), noun=None, group=VictimsGroup.PEOPLE
        )
    group = group_of(token.lower_)
    if group is None or not token.tag_.startswith(("NN", "JJ", "VBN")) or page.actor_at.get(token.i) is not None:
        return None
    left = [
        each
        for each in token.lefts
        if each.dep_ in {"det", "poss", "nummod", "amod", "compound", "quantmod", "neg", "predet", "nmod"}
    ]
    start = min([token.i, *(each.left_edge.i for each in left)])
    articles = {each.lower_ for each in left}
    if articles & set(_numbers()["none"]["words"]):
        return Figure(start=start, end=token.i + 1, number=start, bounds=bounds_of(None, 0), noun=token.i, group=group)
    if is_plural(token.text):
        if articles & {"the", "these", "those", "all", "both"}:
            return None
        return Figure(
            start=start,
            end=token.i + 1,
            number=token.i,
            bounds=Bounds(low=2),
            noun=token.i,
            group=group,
            explicit=False,
        )
    if articles & INDEFINITE or articles & POSSESSIVES:
        return Figure(
            start=start,
            end=token.i + 1,
            number=start,
            bounds=bounds_of(None, 1),
            noun=token.i,
            group=group,
            explicit=False,
        )
    return None


def iter_words(sentence: Span) -> Iterator[str]:
    yield from (token.lower_ for token in sentence)
