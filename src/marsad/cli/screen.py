"""Words for a person's eyes: two consoles, and text that cannot steer the terminal."""

import os
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

from marsad.domain.problem import Problem

HARMLESS = frozenset("\n\t\u200c\u200d")
"""Line break and tab; the joiners, without which Persian and many Indic words cannot be written."""
PIPED_WIDTH = 160
"""Columns where nobody's terminal says how wide it is."""


def visible(text: str) -> str:
    """The text with every control and direction character spelt out, so that a dispatch cannot steer a terminal."""
    return "".join(_spell(character) for character in text)


def result_console() -> "Console":
    """Stdout, coloured where it is a terminal."""
    from rich.console import Console  # noqa: PLC0415

    class Quiet(Console):
        def on_broken_pipe(self) -> None:  # rich's own ends with 1, as if something had gone wrong
            raise BrokenPipeError

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Quiet(width=width, highlight=False, markup=False, emoji=False)


def note_console() -> "Console":
    """Stderr."""
    from rich.console import Console  # noqa: PLC0415

    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


def say(message: str) -> None:
    """One line on stderr."""
    print(visible(message), file=sys.stderr)  # noqa: T201


def say_problems(problems: Iterable[Problem]) -> None:
    """Each problem as one line on stderr, its code first."""
    for problem in problems:
        say(f"{problem.code.value}: {problem.message}")


def print_line(text: str) -> None:
    """One line of a result on stdout, in UTF-8 whatever the locale."""
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")


def write_result(content: bytes, output: Path | None) -> None:
    """The whole of a result: into the file, else on stdout."""
    if output is None:
        sys.stdout.buffer.write(content)
    else:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_bytes(content)
        say(f"wrote {output}")


def _spell(character: str) -> str:
    harmless = character.isprintable() or character in HARMLESS or unicodedata.category(character).startswith("Z")
    return character if harmless else f"<U+{ord(character):04X}>"
