"""The words of a phrase in, the numbers that they spell out."""

from typing import Any

from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.times_patterns import Words


def meaning(table: str, word: str | None) -> str:
    """What the lexicon's table says the word means; "" for no word."""
    return str(load_lexicon("times")[table][word]) if word else ""


def as_month(words: Words) -> int:
    """1 to 12."""
    name = words.get("month") or words.get("anymonth") or words["surmonth"]
    return _by_name(name, "months", "month_abbreviations")


def as_weekday(words: Words) -> int | None:
    """Monday 1 to Sunday 7, or None where none is named."""
    name = words.get("weekday") or words.get("anyweekday")
    return _by_name(name, "weekdays", "weekday_abbreviations") if name else None


def as_day_number(words: Words) -> int:
    if words.get("ordinal"):
        return int(load_lexicon("times")["ordinals"][words["ordinal"]])
    return int("".join(filter(str.isdigit, words["day"])))


def as_year(words: Words) -> int | None:
    return int(words["year"]) if words.get("year") else None


def as_count(words: Words) -> float:
    """How many units; 0 where the words do not say ("several")."""
    word = words.get("count") or "1"
    if word[0].isdigit():
        whole, _, half = word.replace(",", "").partition(" ")
        return float(whole) + (0.5 if half else 0)
    lexicon: dict[str, Any] = {**load_lexicon("numbers")["units"], **load_lexicon("times")["counts"]}
    if word in lexicon:
        return float(lexicon[word])
    tens, _, ones = word.replace("-", " ").partition(" ")
    return float(lexicon[tens] + lexicon.get(ones, 0))


def _by_name(name: str, table: str, abbreviations: str) -> int:
    words = load_lexicon("times")
    return int({**words[table], **words[abbreviations]}[name.removesuffix(".").capitalize()])
