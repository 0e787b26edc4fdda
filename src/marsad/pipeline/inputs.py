"""Paths in, documents to read out: files, folders and patterns; each that cannot be read is a problem."""

import datetime as dt
import glob
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from marsad.domain.errors import InputError
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake import Arrival, Asked, Given, given_bytes, given_file, read_given, without_repeats
from marsad.pipeline.plugins import input_formats

STANDARD_INPUT = "-"
ONE_DAY = dt.timedelta(days=1)
"""A dispatch of tomorrow's date is of a place east of this clock."""
PATTERN = frozenset("*?[")


class Meter:
    """How many bytes of what is handed in are done: of a file under way, as much as came of it, up to its size."""

    def __init__(self) -> None:
        self._before, self._came = 0, 0
        self._size: int | None = None

    @property
    def bytes_done(self) -> int:
        """Of all files so far; of what is no file, all that came."""
        return self._before + (self._came if self._size is None else min(self._came, self._size))

    def begin(self, size: int) -> None:
        """The next file begins, so the one before is done."""
        self._before, self._size, self._came = self._before + (self._size or 0), size, 0

    def add(self, count: int) -> None:
        """A document with an original of so many bytes came of it; of a packed file that is more than the file has."""
        self._came += count


def open_inputs(
    names: Iterable[str],
    asked: Asked | None = None,
    *,
    meter: Meter | None = None,
    store: Path | None = None,
    standard_input: BinaryIO | None = None,
) -> Iterator[Arrival | Problem]:
    """Arrivals and problems in the order of the names and, in folders, of the files' names; `-` is standard input."""
    asked = replace(asked or Asked(), latest=dt.datetime.now(dt.UTC).date() + ONE_DAY)
    for number, name in enumerate(list_inputs(names, store), 1):
        given = name if isinstance(name, Problem) else _give(name, number, standard_input or sys.stdin.buffer)
        if isinstance(given, Problem):
            yield given
        else:
            if meter:
                meter.begin(given.size)
            yield from read_given(given, asked, input_formats())


def open_once(names: Iterable[str], asked: Asked | None = None) -> Iterator[Arrival | Problem]:
    """As `open_inputs`, without repeats: for what is read and not kept."""
    return without_repeats(open_inputs(names, asked))


def list_inputs(names: Iterable[str], store: Path | None = None) -> Iterator[str | Problem]:
    """Each file that the names mean: a folder's files at every depth, a pattern's matches, else the name itself.

    Of a folder, hidden files are no inputs, nor are the store's own, nor links: they may lead anywhere.
    """
    for name in names:
        if name == STANDARD_INPUT:
            yield name
        elif _is_folder(name):
            yield from _list_folder(name, store)
        elif PATTERN.isdisjoint(name) or Path(name).exists():
            yield name
        else:
            yield from _list_pattern(name)


def count_bytes(names: Iterable[str]) -> int | None:
    """How many bytes there are to read, None where one of the names is a pipe and nobody knows."""
    found = [name for name in list_inputs(names) if isinstance(name, str)]
    if STANDARD_INPUT in found:
        return None
    return sum(Path(name).stat().st_size for name in found if _is_file(name))


def _is_folder(name: str) -> bool:
    return "\0" not in name and Path(name).is_dir()


def _is_file(name: str) -> bool:
    return "\0" not in name and Path(name).is_file()


def _list_folder(name: str, store: Path | None = None) -> Iterator[str | Problem]:
    empty = True
    for folder, inner, names in os.walk(name):
        inner[:] = sorted(one for one in inner if not one.startswith("."))
        for one in sorted(names):
            path = Path(folder, one)
            if not one.startswith(".") and path.is_file() and not path.is_symlink() and not _is_of(store, path):
                empty = False
                yield str(path)
    if empty:
        yield _unreadable(name, "is a folder without files; expected some", "look at its name and folder")


def _is_of(store: Path | None, path: Path) -> bool:
    """True for the store's file and those that lie beside it under its name."""
    return store is not None and path.name.startswith(store.name) and path.resolve().parent == store.resolve().parent


def _list_pattern(name: str) -> Iterator[str | Problem]:
    found = sorted(glob.glob(name, recursive=True))  # noqa: PTH207  # Path.glob takes no absolute pattern
    if not found:
        yield _unreadable(name, "matches no file", "look at its name and folder")
    for one in found:
        if Path(one).is_dir():
            if "**" not in name:  # which matches the files in it by itself
                yield from _list_folder(one)
        else:
            yield one


def _give(name: str, number: int, standard_input: BinaryIO) -> Given | Problem:
    """The input; messages call it by its place where it holds protected records, for its name may be a giver's."""
    alias = f"input {number}"
    if name == STANDARD_INPUT:
        return given_bytes(standard_input.read(), "standard input", alias=alias)
    try:
        path = Path(name)
        if path.is_fifo():  # such as `<(command)`: it can be read once
            return given_bytes(path.read_bytes(), name, alias=alias)
        if path.exists() and not path.is_file():
            return _unreadable(name, "is a device or a socket; expected a file", "name a file")
        return given_file(path, name, alias=alias)
    except OSError as error:
        return _refuse(name, error)
    except ValueError as error:  # a NUL in the name
        return _unreadable(repr(name), str(error), "look at its name")


def _refuse(name: str, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return _unreadable(name, "there is no such file", "look at its name and folder")
    return _unreadable(name, f"{error.strerror or error}; expected a readable file", "look at its rights")


def _unreadable(name: str, wrong: str, mend: str) -> Problem:
    return Problem(code=ProblemCode.UNREADABLE_INPUT, message=f"{name}: {wrong}. Mend: {mend}")


def read_text(name: str) -> str:
    """The whole text of a file or, for `-`, of standard input.

    Raises:
        InputError: it cannot be read, or is no UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name).read_bytes()
    except OSError as error:
        raise InputError(_refuse(name, error).message) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: byte {error.start} is not UTF-8. Mend: hand in lines as marsad prints them"
        ) from error
