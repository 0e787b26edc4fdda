"""A text in, the day that it says it was published and where that heading ends out."""

import re
from dataclasses import dataclass
from datetime import date

from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.times_moment import Moment, UnresolvedTimeError
from marsad.reading.times_patterns import Phrase, find_phrases
from marsad.reading.times_resolve import RESOLVERS

HEAD = 120
"""Characters at a text's start in which its heading gives its day."""
YEAR_APART = 366
"""Days by which a heading's day may differ from the document's and still be its day of publication."""
WORD = re.compile(r"[^\W\d_]+")
YEAR = re.compile(r"\d{4}")
"""What any heading's date has; most texts open without one."""
NEXT = re.compile(r"[ \t]*(?:\n|by\b|\d|[^\W\d_a-z]|[\"“(\[])")
"""What follows a heading: a line's end, an hour, an author, or the capital of the text's first word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The day that the text's own heading gives ("Published April 13 2017 …"), and the character at which it ends."""

    day: date
    end: int


def find_heading(text: str, reported: date | None) -> Heading | None:
    """The heading of a text that opens with its own date; None where its first words are the story's."""
    head = text[:HEAD]
    if YEAR.search(head) is None:
        return None
    phrase = next((each for each in find_phrases(head) if each.rule.resolve in {"date", "iso"}), None)
    if phrase is None or not _is_heading(text, phrase):
        return None
    day = _day(phrase)
    if day is None or (reported is not None and abs((day - reported).days) > YEAR_APART):
        return None
    return Heading(day=day, end=phrase.end)


def _is_heading(text: str, phrase: Phrase) -> bool:
    """True where only words such as "published on" stand before the date, and a sentence begins after it."""
    before = {word.lower() for word in WORD.findall(text[: phrase.start])}
    words = load_lexicon("times")["heading"]
    if not before <= {*words["publishing"], *words["beside"]}:
        return False
    if before and not before & set(words["publishing"]):
        return False
    return NEXT.match(text, phrase.end) is not None


def _day(phrase: Phrase) -> date | None:
    if not (phrase.words.get("year") or phrase.words.get("iso")):
        return None
    try:
        return RESOLVERS[phrase.rule.resolve](phrase.words, Moment(reference=None, look=lambda: None, given={})).start
    except UnresolvedTimeError:
        return None
