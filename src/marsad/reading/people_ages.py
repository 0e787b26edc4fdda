"""How old a person is said to be: a noun or a name in, years out."""

import re

from marsad.reading.numbers import read_number
from marsad.reading.parse import Token

ADULT_YEARS = 18
"""Below it a person is a child. Source: Convention on the Rights of the Child, article 1."""
OLDEST_YEARS = 120
BEFORE_REACH = 7
"""Tokens before a noun in which its age may stand ("a 14-year-old Palestinian schoolboy named")."""
BEHIND_REACH = 8
"""Tokens behind a name in which its age may stand ("Maryam (less than 1 year old)", ", aged about 30")."""

YEAR_OLD = re.compile(r"\b(\d{1,3}|[a-z]+)[ -]*(year|month|week|day)s?[ -]*old\b")
BEHIND = re.compile(
    r"^\W{0,3}(?:(?:a |his |her |their )?(?:son|daughter|boy|girl|man|woman|child), )?"
    r"(?:who was |was |aged |age |of )*(?:about |around |only |just |less than |under |approximately )*"
    r"(\d{1,3}|[a-z]+)(?: (year|month|week|day)s?(?:[ -]*(?:old|of age))?)?\s?(?:[(),.;]|\band\b|$|[a-z]+\))"
)


def age_of(noun: Token) -> int | None:
    """The years in the words before the noun ("a 14-year-old boy"); a babe of months has 0. None where none is said."""
    first = max(noun.sent.start, noun.i - BEFORE_REACH)
    for found in reversed(list(YEAR_OLD.finditer(noun.doc[first : noun.i + 1].text.casefold()))):
        behind = noun.doc[first : noun.i + 1].text[found.end() :]
        if "," not in behind and " and " not in behind:
            return _years(noun, found.group(1), found.group(2))
    return None


def age_behind(last: Token) -> int | None:
    """The years in the words behind a name: "Sami, 34,", "Nadia (5)", "Omar (two months old)"."""
    words = last.doc[last.i + 1 : min(last.i + 1 + BEHIND_REACH, last.sent.end)].text.casefold()
    found = BEHIND.match(words)
    if found is None or not words.startswith((",", "(", "aged", "age", "who", "-", "–")):
        return None
    return _years(last, found.group(1), found.group(2))


def _years(near: Token, number: str, unit: str | None) -> int | None:
    if unit in {"month", "week", "day"}:
        return 0
    years = int(number) if number.isdigit() else _spelled(near, number)
    return years if years is not None and years <= OLDEST_YEARS else None


def _spelled(near: Token, word: str) -> int | None:
    for token in near.sent:
        if token.lower_ == word:
            found = read_number(near.sent, token.i)
            return found.value if found is not None and not found.vague else None
    return None
