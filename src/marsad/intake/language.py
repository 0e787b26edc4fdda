"""A document in, its language out; a text that is surely not English is a problem, and is kept."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode

SAMPLE_CHARACTERS = 4000
LEAST_LETTERS = 12
"""Under so many letters no script can be told; "Kyiv: 3 dead" stays unjudged."""
LEAST_WORDS = 8
LATIN_SHARE = 0.5
ENGLISH_SHARE = 0.12
"""Share of words that stand in `english.toml`, between what English news and other languages in Latin script reach;
tried on a table of own sentences in tests/unit/intake/test_language.py."""


def detect_language(document: Document) -> tuple[str | None, tuple[Problem, ...]]:
    """The language's ISO 639-1 code (None where too short to tell), and the problem where it is not English.

    What the giver said stands. Words decide before the classifier does: it takes a line of Arabic names for Italian.
    """
    given = document.language.lower()[:2] if document.language else None
    language = given or _detect(document.text[:SAMPLE_CHARACTERS])
    if language in {None, "en"}:
        return language, ()
    message = (
        f"{document.id} is in {language!r}, not English; it is kept but not read well. Mend: hand in a translation"
    )
    return language, (Problem(code=ProblemCode.NOT_ENGLISH, message=message, document=document.id),)


def _detect(sample: str) -> str | None:
    letters = [character for character in sample if character.isalpha()]
    if len(letters) < LEAST_LETTERS:
        return None
    latin = sum(unicodedata.name(character, "").startswith("LATIN") for character in letters)
    if latin < LATIN_SHARE * len(letters):
        return _classify(sample)
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    if len(words) < LEAST_WORDS:
        return None
    if sum(word in _english_words() for word in words) >= ENGLISH_SHARE * len(words):
        return "en"
    language = _classify(sample)
    return language if language != "en" else None


def _classify(sample: str) -> str:
    import py3langid  # noqa: PLC0415  # half a second to load, for doubtful texts alone

    return str(py3langid.classify(sample)[0])


@cache
def _english_words() -> frozenset[str]:
    text = files("marsad.intake").joinpath("english.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"])
