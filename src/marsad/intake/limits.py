"""How much one input may be, read from `limits.toml`, and what is left of it while one is read."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.domain.vocabulary import ProblemCode
from marsad.intake.fault import Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """As `limits.toml` explains them, field by field."""

    file_bytes: int
    whole_bytes: int
    text_characters: int
    line_bytes: int
    unpacked_bytes: int
    ratio: int
    ratio_from_bytes: int
    entries: int
    depth: int
    pages: int
    columns: int
    page_elements: int
    story_elements: int
    page_weight: int
    tag_attributes: int
    mail_parts: int
    feed_elements: int


@cache
def default_limits() -> Limits:
    """The packaged limits."""
    text = files("marsad.intake").joinpath("limits.toml").read_text(encoding="utf-8")
    return Limits(**tomllib.loads(text)["limits"])


class Exhausted(Unreadable):
    """Raised where one file that was handed in has unpacked to all that it may: nothing more of it is read."""


def over_limit(found: str, expected: str, mend: str = "split it, and hand in the parts") -> Unreadable:
    """The refusal of something beyond a limit."""
    return Unreadable(f"{found}; expected {expected}", mend, code=ProblemCode.OVER_LIMIT)


class Budget:
    """What one file that was handed in may still unpack to, at every depth together."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bytes, self._entries = limits.unpacked_bytes, limits.entries

    def take_entry(self) -> None:
        """Count one more file or attachment.

        Raises:
            Exhausted: it is one too many.
        """
        self._entries -= 1
        if self._entries < 0:
            raise _exhausted(f"holds too many files; expected at most {self._limits.entries}")

    def take_bytes(self, count: int) -> None:
        """Count so many more unpacked bytes.

        Raises:
            Exhausted: they are too many.
        """
        self._bytes -= count
        if self._bytes < 0:
            raise _exhausted(f"unpacks to too much; expected at most {self._limits.unpacked_bytes} bytes in all")


def _exhausted(wrong: str) -> Exhausted:
    return Exhausted(f"{wrong}; the rest was not read", "unpack it, and hand in parts", code=ProblemCode.OVER_LIMIT)
