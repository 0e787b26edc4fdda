"""What a list is asked for: days, place, actor, kind."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"\w+")
FIRST_MARK = "\u0300"
"""No character before it is a combining mark."""
ALIKE = str.maketrans("\u0629\u0649\u06cc\u06a9", "\u0647\u064a\u064a\u0643", "\u0640")
"""Arabic letters that writers take one for the other: teh marbuta and heh, alef maksura and yeh, Persian yeh and kaf.

The stroke that only lengthens a word is none of it.
"""
NOWHERE = "  "
"""Stands in no folded text, for words have one space between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which things to list; a field that is None asks for nothing.

    `since` and `until` are inclusive days: a thing is in if any day of its own span is, and out if it has no day.
    Of documents the day is that of publication. `place` and `actor` match whole words in any spelling of case and
    diacritics ("hama" finds "Hama" and "Hama province", not "Hamas"); a province finds the places inside it.
    `kind` is a claim's kind, an event's type, a control state, an actor's kind or a problem's code.
    `source` is the outlet that published, by its exact name; `grade` is of events alone.
    With `shielded` no protected document is listed, and a thing that a protected source tells of is found by no place,
    for asking village by village would tell where it was.
    """

    since: dt.date | None = None
    until: dt.date | None = None
    place: str | None = None
    actor: str | None = None
    kind: str | None = None
    document: str | None = None
    grade: str | None = None
    source: str | None = None
    shielded: bool = False


def fold_words(*texts: str | None) -> str:
    """The words of the texts, folded of case and diacritics, with a space before, between and after.

    So that a phrase is found whole: `fold_words("Hama") in fold_words("Hamas")` is False.
    """
    words = list_words(" ".join(text for text in texts if text))
    return f" {' '.join(words)} " if words else " "


def fold_asked(text: str) -> str:
    """The words that are asked for, as `fold_words` folds them; signs alone are found in nothing, not everywhere."""
    folded = fold_words(text)
    return folded if folded.strip() else NOWHERE


def list_words(text: str) -> list[str]:
    """The words of a text as `fold_words` folds them, in order."""
    bare = text.casefold()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        bare = "".join(one for one in decomposed if one < FIRST_MARK or not unicodedata.combining(one))
        bare = bare.translate(ALIKE)
    return WORD.findall(bare.replace("'", "").replace("’", ""))
