"""The main text of a page in, the same without the lines that are no part of the story out."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from marsad.domain.filter import fold_words

CASED = "sign"
"""Kinds of lines that are told by their case: initials of the desk."""
STORY_CHARACTERS = 60
"""A line this long that comes again, or begins another, is a pull quote and stands in the story as well."""


def strip_furniture(main: str, title: str | None) -> str:
    """The lines of the story. The headline stays where it comes first, and goes where it comes again."""
    lines = [line for line in main.split("\n") if not _is_furniture(line.strip())]
    return "\n".join(_without_repeats(lines, title)).strip()


@cache
def furniture() -> dict[str, dict[str, list[str]]]:
    """The patterns and words of the data file."""
    text = files("marsad.intake").joinpath("furniture.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _without_repeats(lines: list[str], title: str | None) -> Iterator[str]:
    headline, seen = fold_words(title), set[str]()
    for line in lines:
        folded = fold_words(line.lstrip("-•*# "))
        repeats = folded in seen and (folded == headline or len(folded) >= STORY_CHARACTERS)
        if not repeats:
            yield line
        if folded.strip():
            seen.add(folded)


def _is_furniture(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in _patterns())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    groups = furniture()["lines"]
    return tuple(
        re.compile("|".join(f"(?:{one})" for one in patterns), re.NOFLAG if kind == CASED else re.IGNORECASE)
        for kind, patterns in groups.items()
    )
