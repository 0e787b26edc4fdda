"""Numbers in a sentence: words and digits in, values with their bounds out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from marsad.domain.claim import Bounds
from marsad.reading.inflection import verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Span, Token

DIGITS = re.compile(r"\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d+")
TIMES = re.compile(r"(\d+)[x×]", re.IGNORECASE)
"""As in "3x wounded", in lists of losses."""
DECIMAL = re.compile(r"\d+\.\d+")
SHARE_REACH = 5
"""Tokens in which a fraction names its scale ("a quarter of a million")."""

BOUNDS_OF: Mapping[str, Callable[[int], Bounds]] = {
    "low": lambda value: Bounds(low=value),
    "vague": lambda value: Bounds(low=value),
    "above": lambda value: Bounds(low=value + 1),
    "high": lambda value: Bounds(high=value),
    "below": lambda value: Bounds(high=max(value - 1, 0)),
    "about": lambda value: Bounds(best=value),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Tokens `start` (its bound's first) to `end` (exclusive); `at` is the first token of the number itself.

    `upper` is a range's other end, `bound` the class of the bound in `lexicon/numbers.toml`, `vague` where the word is
    a lower bound only ("dozens"), `share` a part of a whole told elsewhere ("half of them"), `unknown` where the words
    say that nobody knows how many ("an unknown number of").
    """

    start: int
    at: int
    end: int
    value: int
    upper: int | None = None
    bound: str | None = None
    vague: bool = False
    share: float | None = None
    unknown: bool = False

    @property
    def bounds(self) -> Bounds:
        return Bounds() if self.unknown else bounds_of("vague" if self.vague else self.bound, self.value, self.upper)


@cache
def lexicon() -> dict[str, Any]:
    return load_lexicon("numbers")


def bounds_of(kind: str | None, value: int, upper: int | None = None) -> Bounds:
    """Bounds of a number under its bound's class; None and "exact" are the number itself."""
    if upper is not None:
        return Bounds(low=value, high=upper)
    make = BOUNDS_OF.get(kind or "")
    return make(value) if make is not None else Bounds(low=value, high=value, best=value)


def read_number(sentence: Span, index: int) -> Number | None:
    """The number that begins at the token, with the bound before or behind it; None where none begins there."""
    if not _may_begin(sentence.doc.tokens[index]):
        return None
    first = _plain(sentence, index)
    if first is None:
        return None
    ranged = _with_upper(sentence, first)
    start, bound = _bound_before(sentence, index)
    behind = _bound_behind(sentence, ranged.end)
    bound = bound if bound not in {None, "exact"} else behind
    same = (start, bound) == (ranged.start, ranged.bound)
    return ranged if same else replace(ranged, start=start, bound=bound)


def scale_of(word: str) -> int | None:
    scale: int | None = lexicon()["scales"].get(word)
    return scale


@cache
def _starters() -> frozenset[str]:
    words = lexicon()
    return frozenset({"a", "an", *words["units"], *words["vague"], *words["shares"], *words["scales"]}) - {"above"}


def _may_begin(token: Token) -> bool:
    lower = token.lower_
    return lower[:1].isdigit() or lower in _starters()


def _with_upper(sentence: Span, first: Number) -> Number:
    """The range where its upper end follows: "20 to 30", "20-30", "between 20 and 30"."""
    doc, at = sentence.doc, first.end
    if first.vague or first.share or at + 1 >= sentence.end or _is_change(sentence, first):
        return first
    joint = doc[at].lower_
    between = joint == "and" and any(
        doc[i].lower_ == "between" for i in range(max(sentence.start, first.at - 3), first.at)
    )
    if joint not in lexicon()["ranges"]["joints"] and not between:
        return first
    second = _plain(sentence, at + 1) if _may_begin(doc[at + 1]) else None
    if second is None or second.vague or second.share or second.value <= first.value:
        return first
    return replace(first, end=second.end, upper=second.value)


def _is_change(sentence: Span, first: Number) -> bool:
    """True for "rose from 8 to 13": two figures, no range."""
    if first.at - 2 < sentence.start or sentence.doc[first.at - 1].lower_ != "from":
        return False
    return sentence.doc[first.at - 2].lower_ in _changing()


@cache
def _changing() -> frozenset[str]:
    """Forms of the verbs that move a toll from one figure to another."""
    lemmas = load_lexicon("casualties")["revision"]["changing"]
    return frozenset(form for lemma in lemmas for form in verb_forms(lemma))


def _plain(sentence: Span, index: int) -> Number | None:
    doc = sentence.doc
    text, lower = doc[index].text, doc[index].lower_
    if DIGITS.fullmatch(text):
        return _scaled(sentence, index, index + 1, int(re.sub(r"\D", "", text)))
    if (times := TIMES.fullmatch(text)) is not None:
        return _number(index, index + 1, int(times.group(1)))
    if DECIMAL.fullmatch(text):
        scale = scale_of(_word(sentence, index + 1))
        return _number(index, index + 2, round(float(text) * scale)) if scale else None
    if lower in lexicon()["units"]:
        return _shares_counted(sentence, index) or _number_word(sentence, index)
    if lower in {"a", "an"}:
        return _share(sentence, index) or _after_article(sentence, index)
    return _share(sentence, index) or _vague(sentence, index)


def _number(at: int, end: int, value: int) -> Number:
    return Number(start=at, at=at, end=end, value=value)


def _word(sentence: Span, index: int) -> str:
    lower: str = sentence.doc[index].lower_ if index < sentence.end else ""
    return lower


def _number_word(sentence: Span, index: int) -> Number:
    """As in "twelve", "twenty-six", "sixty two"."""
    units: Mapping[str, int] = lexicon()["units"]
    value, at = units[_word(sentence, index)], index + 1
    if value >= 20:
        step = 2 if _word(sentence, at) in {"-", "–"} else 1
        following = units.get(_word(sentence, at + step - 1))
        if following is not None and 0 < following < 10:
            value, at = value + following, at + step
    return _scaled(sentence, index, at, value)


def _scaled(sentence: Span, index: int, at: int, value: int) -> Number:
    """The number carried on over its scale words: "two hundred and twelve", "three million"."""
    while (scale := scale_of(_word(sentence, at))) is not None:
        value, at = value * scale, at + 1
        step = 1 if _word(sentence, at) == "and" else 0
        if value >= 100 and _word(sentence, at + step) in lexicon()["units"]:
            rest = _number_word(sentence, at + step)
            if rest.value < value:
                return _number(index, rest.end, value + rest.value)
    return _number(index, at, value)


def _share(sentence: Span, index: int) -> Number | None:
    """As in "half a dozen", "a quarter of a million" (a value), or "a third of them" (a share of a whole)."""
    words = [_word(sentence, i) for i in range(index, min(index + SHARE_REACH, sentence.end))]
    first = 1 if words[0] in {"a", "an", "the"} else 0
    share = lexicon()["shares"].get(words[first]) if len(words) > first else None
    if share is None or words[first] == "above":
        return None
    for position in range(first + 1, len(words)):
        scale = scale_of(words[position])
        if scale:
            return _number(index, index + position + 1, round(share * scale))
        if words[position] not in {"of", "a", "an"}:
            break
    return _share_of_whole(sentence, index, index + first, share)


def _shares_counted(sentence: Span, index: int) -> Number | None:
    """As in "two thirds of them", "three-quarters of the dead"."""
    at = index + (2 if _word(sentence, index + 1) in {"-", "–"} else 1)
    part = lexicon()["parts"].get(_word(sentence, at))
    if part is None:
        return None
    return _share_of_whole(sentence, index, at, lexicon()["units"][_word(sentence, index)] * part)


def _share_of_whole(sentence: Span, index: int, at: int, share: float) -> Number | None:
    partitive = lexicon()["partitive"]
    following, beyond = _word(sentence, at + 1), _word(sentence, at + 2)
    if following != "of" or beyond not in {*partitive["pronouns"], *partitive["determiners"]}:
        return None
    above = "above" if _word(sentence, at) in lexicon()["shares"]["above"] else None
    return Number(start=index, at=index, end=at + 1, value=2, vague=True, share=share, bound=above)


def _after_article(sentence: Span, index: int) -> Number | None:
    """As in "a dozen", "a hundred", "a number of", "an unknown number of"."""
    scale = scale_of(_word(sentence, index + 1))
    if scale:
        return _scaled(sentence, index, index + 2, scale)
    at = index + 1
    adjective = _word(sentence, at)
    unknown = adjective in lexicon()["quantity"]["unknown"]
    if unknown or adjective in lexicon()["quantity"]["adjectives"]:
        at += 1
    value = lexicon()["vague_after_article"].get(_word(sentence, at))
    if not value:
        return None
    scaled = _vague_scale(sentence, at, value)
    found = scaled or replace(_number(index, at + 1, value), vague=True)
    return replace(found, start=index, at=index, unknown=unknown)


def _vague(sentence: Span, index: int) -> Number | None:
    """As in "dozens of people", "hundreds of thousands", "several": a lower bound only."""
    value = lexicon()["vague"].get(_word(sentence, index))
    if (
        value is None
        or _word(sentence, index - 1) == "how"
        or _is_bound_of_number(sentence, index)
        or _is_compared(sentence, index)
    ):
        return None
    at = index + 1
    multiplied = _vague_scale(sentence, index, value)
    if multiplied is not None:
        return multiplied
    scale_word = _word(sentence, at + 1)
    if _word(sentence, at) == "of" and scale_word in lexicon()["quantity"]["scales"]:
        return replace(_number(index, at + 2, value * (scale_of(scale_word[:-1]) or 1)), vague=True)
    return replace(_number(index, at, value), vague=True)


def _vague_scale(sentence: Span, index: int, value: int) -> Number | None:
    """As in "several hundred", "a few dozen", "a couple of thousand": a vague number of a scale."""
    at = index + 1
    if _word(sentence, at) == "of":
        at += 1
    scale = scale_of(_word(sentence, at))
    if scale is None or _word(sentence, index) not in lexicon()["quantity"]["multiply"]:
        return None
    following = scale_of(_word(sentence, at + 1)) or 1
    end = at + 2 if following > 1 else at + 1
    return replace(_number(index, end, value * scale * following), vague=True)


def _is_bound_of_number(sentence: Span, index: int) -> bool:
    """True for "some" of "some 60"."""
    if _word(sentence, index) in lexicon()["quantity"]["multiply"]:
        return False
    following = _word(sentence, index + 1)
    return following[:1].isdigit() or following in lexicon()["units"] or following in lexicon()["scales"]


def _is_compared(sentence: Span, index: int) -> bool:
    """True for "many" of "as many as 300" and "how many"."""
    return index > sentence.start and sentence.doc[index - 1].lower_ in {"as", "how"}


@cache
def _bound_phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Last word → the bounds that end in it, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for kind, phrases in lexicon()["bounds"].items():
        for phrase in phrases:
            parts = tuple(phrase.split())
            table.setdefault(parts[-1], []).append((parts, kind))
    return {last: tuple(sorted(found, key=lambda each: -len(each[0]))) for last, found in table.items()}


def _bound_before(sentence: Span, index: int) -> tuple[int, str | None]:
    """Where the number's words begin, and the class of the bound before it; words like "another" may stand between."""
    doc = sentence.doc
    at, start = index, index
    while at > sentence.start and doc[at - 1].lower_ in lexicon()["fillers"]["words"]:
        at -= 1
        if doc[at].lower_ in lexicon()["fillers"]["kept"]:
            start = at
    for position in dict.fromkeys((index, at)):
        found = _bound_ending_at(sentence, position)
        if found is not None:
            return found
    return start, None


def _bound_ending_at(sentence: Span, end: int) -> tuple[int, str] | None:
    doc = sentence.doc
    if end <= sentence.start:
        return None
    for parts, kind in _bound_phrases().get(doc[end - 1].lower_, ()):
        begin = end - len(parts)
        if begin >= sentence.start and all(doc[begin + i].lower_ == part for i, part in enumerate(parts)):
            return begin, kind
    return None


def _bound_behind(sentence: Span, at: int) -> str | None:
    kind: str | None = lexicon()["bounds_after"].get(f"{_word(sentence, at)} {_word(sentence, at + 1)}")
    return kind
