"""Text in, the words of time in it out: the rules of `lexicon/times.toml`, tried where a trigger word stands."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from marsad.reading.lexicon_files import load_lexicon

BLANK = r"(?:[ \t\u00a0\u202f]+|[ \t]?\r?\n)"
BEFORE = r"(?<!\w)(?<!\d[.,])(?<![$£€])"
AFTER = r"(?!\w)"
REACH = 48
"""Characters on each side of a trigger word in which a rule may find its phrase: the longest phrase is under 60."""

YEAR = r"(?:1[6-9]|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:(?:st|nd|rd|th)\b|(?!\d))"
CLOCK_OF_12 = r"(?:[01]?\d|2[0-3])(?:[:.][0-5]\d)?(?: ?(?:[ap]\.m\b\.?|[ap]m\b)| o['’]clock)"
CLOCK_OF_24 = r"(?:[01]\d|2[0-3]):[0-5]\d(?!:)|(?:[01]\d|2[0-3])[0-5]\d(?= gmt| utc| hours)"
MILITARY_CLOCK = r"(?<=\bat )(?:[01]\d|2[0-3])[0-5]\d"
DECADE = r"(?:1[5-9]|20)\d0'?s|(?<= )['’]\d0s"

WORD = re.compile(r"[^\W\d_]+")
FIGURE = re.compile(
    r"(?<!\d)(?:(?P<clock>\d\d?:\d\d|(?<=\bat )\d{4}(?!\d))|(?P<numeric>\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4})|"
    r"(?P<numeric_day>(?<=\()\d{1,2}/\d{1,2}(?=\)))|"
    rf"(?P<decade>{DECADE})|(?P<year>{YEAR})(?!\d))",
    re.IGNORECASE,
)
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the grammar: `resolve` names the function that gives its days, `given` holds its parameters."""

    rank: int
    on: tuple[str, ...]
    pattern: re.Pattern[str]
    resolve: str
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A stretch of text that a rule reads as a time; `words` are the rule's named groups, in small letters."""

    start: int
    end: int
    rule: Rule
    words: Words


def find_phrases(text: str) -> list[Phrase]:
    """Phrases of time in text order, none overlapping: the longest wins, then the earlier rule."""
    found: list[Phrase] = []
    for kind, low, high in _windows(text):
        for rule in _rules_on()[kind]:
            found.extend(_phrase(match, rule) for match in rule.pattern.finditer(text, low, high))
    return _longest(found)


def _windows(text: str) -> list[tuple[str, int, int]]:
    """Stretches around trigger words, by rule class, those of one class joined where they overlap."""
    windows: dict[str, list[tuple[int, int]]] = {}
    for kind, start, end in _triggers(text):
        low, high = max(0, start - REACH), _word_end(text, end + REACH)
        spans = windows.setdefault(kind, [])
        if spans and low <= spans[-1][1]:
            spans[-1] = (spans[-1][0], high)
        else:
            spans.append((low, high))
    return [(kind, low, high) for kind, spans in windows.items() for low, high in spans]


def _triggers(text: str) -> Iterator[tuple[str, int, int]]:
    """Words and figures that make a class of rules worth trying; a look-up is five times faster than one pattern."""
    kinds = _kinds_of_word()
    for word in WORD.finditer(text):
        for kind in kinds.get(word[0], ()):
            yield kind, word.start(), word.end()
    for figure in FIGURE.finditer(text):
        yield figure.lastgroup or "", figure.start(), figure.end()


def _word_end(text: str, at: int) -> int:
    """The end of the word at `at`, so that no window ends inside one; of a run without blanks no more than REACH."""
    last = min(at + REACH, len(text))
    while at < last and not text[at].isspace():
        at += 1
    return min(at, last)


def _phrase(match: re.Match[str], rule: Rule) -> Phrase:
    words = {name: " ".join(value.lower().split()) for name, value in match.groupdict().items() if value}
    return Phrase(start=match.start(), end=match.end(), rule=rule, words=words)


def _longest(found: Iterable[Phrase]) -> list[Phrase]:
    kept: list[Phrase] = []
    for phrase in sorted(found, key=lambda p: (p.start - p.end, p.rule.rank)):
        at = bisect_left(kept, phrase.start, key=lambda k: k.start)
        is_free = (at == 0 or kept[at - 1].end <= phrase.start) and (at == len(kept) or phrase.end <= kept[at].start)
        if is_free and phrase.end > phrase.start:
            kept.insert(at, phrase)
    return kept


@cache
def _rules_on() -> Mapping[str, tuple[Rule, ...]]:
    """The rules by the trigger class that makes them worth trying."""
    rules = [_compile(rank, row) for rank, row in enumerate(load_lexicon("times")["rule"])]
    kinds = {kind for rule in rules for kind in rule.on}
    return {kind: tuple(rule for rule in rules if kind in rule.on) for kind in kinds}


def _compile(rank: int, row: dict[str, Any]) -> Rule:
    on = (row["on"],) if isinstance(row["on"], str) else tuple(row["on"])
    source = f"{BEFORE}(?:{spell_out(row['pattern'])}){AFTER}"
    return Rule(rank=rank, on=on, pattern=re.compile(source, re.IGNORECASE), resolve=row["resolve"], given=row)


def spell_out(pattern: str) -> str:
    """The rule's pattern as a regular expression: <name> becomes a named group, a space any run of blanks."""
    spelled = re.sub(r"(?<!P)<([a-z]+)(\d?)>", lambda m: f"(?P<{m[1]}{m[2]}>{_groups()[m[1]]})", pattern)
    return re.sub(r"\(\?<[=!](?:\\.|[^)])*\)|\[(?:\\.|[^\]])*\]| ", _blank, spelled)


def _blank(match: re.Match[str]) -> str:
    """Look-behinds keep their width, so a space there stays a space."""
    piece = match[0]
    if piece == " ":
        return BLANK
    return piece.replace(" ", r" \n\u00a0") if piece.startswith("[") else piece


@cache
def _groups() -> Mapping[str, str]:
    """What each <name> of the rules stands for."""
    words = load_lexicon("times")
    weekdays, months = _cased(words["weekdays"]), _cased(words["months"])
    tables = ("parts", "seasons", "edges", "phases", "which", "deictic", "approx", "ordinals")
    groups = {name: _any(words[name]) for name in tables}
    return {
        "weekday": weekdays,
        "anyweekday": rf"{weekdays}|(?:{_cased(words['weekday_abbreviations'])})\.?",
        "month": months,
        "surmonth": _cased([name for name in words["months"] if name not in {"May", "March"}]),
        "anymonth": rf"{months}|(?:{_cased(words['month_abbreviations'])})\.?",
        "part": groups["parts"],
        "season": groups["seasons"],
        "edge": groups["edges"],
        "phase": groups["phases"],
        "which": groups["which"],
        "deictic": groups["deictic"],
        "approx": groups["approx"],
        "ordinal": groups["ordinals"],
        "count": _count(words["counts"]),
        "unit": _unit(words),
        "wholeunit": _any(words["trigger"]["whole"]),
        "year": YEAR,
        "day": DAY,
        "clock": f"{CLOCK_OF_12}|{CLOCK_OF_24}|{MILITARY_CLOCK}(?! (?:{_any(words['figures']['units'])}))",
        "decade": rf"{DECADE}|(?<=the )(?:{_any(words['decades'])})",
        "holiday": _any(words["holidays"]),
    }


def _count(counts: Iterable[str]) -> str:
    plain = _any(load_lexicon("numbers")["units"])
    return rf"\d{{1,3}}(?:,\d{{3}})+|\d{{1,3}}(?: 1/2|\.\d)?|(?:{plain})(?:[ -](?:{plain}))?|{_any(counts)}"


def _unit(words: Mapping[str, Any]) -> str:
    """Each unit, one or many; a single "second" is left out, since it is mostly an ordinal."""
    forms = [unit + "s" for unit in words["units"]] + [*words["units"], *words["unit_plurals"].values()]
    return _any(form for form in forms if form not in {"second", "centurys"})


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)).replace(r"\ ", " ").replace(r"\-", "-")


def _cased(words: Iterable[str]) -> str:
    """Names that are times only with a capital: "may", "march" and "sun" are other words."""
    names = list(words)
    return f"(?-i:{_any([*names, *(name.upper() for name in names)])})"


@cache
def _kinds_of_word() -> Mapping[str, tuple[str, ...]]:
    """The rule classes that each word triggers, in the cases it may have: a month and a weekday need their capital."""
    words = load_lexicon("times")
    kinds: dict[str, list[str]] = {}
    for kind, listed in words["trigger"].items():
        for word in listed:
            for form in (word, word.capitalize(), word.upper()):
                kinds.setdefault(form, []).append(kind)
    for name in (*words["months"], *words["month_abbreviations"]):
        for form in (name, name.upper()):
            kinds.setdefault(form, []).append("month")
    for name in words["weekdays"]:
        for form in (name, name.upper(), f"{name}s"):
            kinds.setdefault(form, []).append("weekday")
    return {form: tuple(dict.fromkeys(listed)) for form, listed in kinds.items()}
