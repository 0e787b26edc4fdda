"""File names in, documents to read out: each file opened in its turn, each that cannot be a problem."""

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from marsad.domain.errors import InputError
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake import Arrival, arrivals

STANDARD_INPUT = "-"
PROTECTED_MARK = b'"protected"'
"""The field's name as JSON spells it; a file that holds it is never called by its own name."""
ONE_DAY = dt.timedelta(days=1)
"""A dispatch of tomorrow's date is of a place east of this clock."""


def open_inputs(names: Iterable[str], *, standard_input: BinaryIO | None = None) -> Iterator[Arrival | Problem]:
    """Arrivals and problems in the order of the names; `-` is standard input."""
    latest = dt.datetime.now(dt.UTC).date() + ONE_DAY
    for number, name in enumerate(names, 1):
        data = _read_bytes(name, standard_input or sys.stdin.buffer)
        if isinstance(data, Problem):
            yield data
        else:
            yield from arrivals(data, _call(name, number, data), latest=latest)


def count_bytes(names: Iterable[str]) -> int | None:
    """How many bytes there are to read, None where one of the names is a pipe and nobody knows."""
    paths = [Path(name) for name in names]
    if any(str(path) == STANDARD_INPUT for path in paths):
        return None
    return sum(path.stat().st_size for path in paths if path.is_file())


def _call(name: str, number: int, data: bytes) -> str:
    """What messages call an input; its name is kept with what it holds, and a protected giver's may be in it."""
    if PROTECTED_MARK in data.replace(b"\0", b""):  # UTF-16 puts a NUL beside each letter
        return f"input {number} (with protected records)"
    return "standard input" if name == STANDARD_INPUT else name


def _read_bytes(name: str, standard_input: BinaryIO) -> bytes | Problem:
    if name == STANDARD_INPUT:
        return standard_input.read()
    path = Path(name)
    try:
        return path.read_bytes()
    except IsADirectoryError:
        return _unreadable(name, "is a folder; expected a file", f"name its files, such as {name.rstrip('/')}/*.txt")
    except FileNotFoundError:
        return _unreadable(name, "there is no such file", "look at its name and folder")
    except OSError as error:
        return _unreadable(name, f"{error.strerror or error}; expected a readable file", "look at its rights")
    except ValueError as error:  # a NUL in the name
        return _unreadable(repr(name), str(error), "look at its name")


def _unreadable(name: str, wrong: str, mend: str) -> Problem:
    return Problem(code=ProblemCode.UNREADABLE_INPUT, message=f"{name}: {wrong}. Mend: {mend}")


def read_text(name: str) -> str:
    """The whole text of a file or, for `-`, of standard input.

    Raises:
        InputError: it cannot be read, or is no UTF-8.
    """
    data = _read_bytes(name, sys.stdin.buffer)
    if isinstance(data, Problem):
        raise InputError(data.message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: byte {error.start} is not UTF-8. Mend: hand in lines as marsad prints them"
        ) from error
