"""Another's file, read as it is asked for, with a bar where it is large and somebody looks on."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from marsad.cli.screen import note_console, say, say_problems
from marsad.domain.foreign import ForeignEvent
from marsad.domain.problem import Problem
from marsad.export.foreign import ForeignRows, open_foreign

LARGE = 5_000_000
"""Bytes that are read in about a second."""
MOST_SAID = 100
"""Problems of rows that are said one by one."""


class Theirs:
    """The events of the file; what cannot be read is said as it comes, and counted in `problems`."""

    def __init__(self, opened: ForeignRows) -> None:
        self.dataset, self.problems = opened.dataset, 0
        self._rows = opened.rows

    def events(self) -> Iterator[ForeignEvent]:
        for one in self._rows:
            if isinstance(one, Problem):
                self._note(one)
            else:
                yield one
        if self.problems > MOST_SAID:
            say(f"and {self.problems - MOST_SAID} more rows that could not be read")

    def _note(self, problem: Problem) -> None:
        self.problems += 1
        if self.problems <= MOST_SAID:
            say_problems([problem])


@contextmanager
def open_theirs(name: str, dataset: str | None) -> Iterator[Theirs]:
    """The file of that name; `-` is standard input."""
    with ExitStack() as opened:
        file: BinaryIO = sys.stdin.buffer if name == "-" else opened.enter_context(_open(Path(name), opened))
        yield Theirs(open_foreign(file, "standard input" if name == "-" else name, dataset))


def _open(path: Path, opened: ExitStack) -> BinaryIO:
    console = note_console()
    if path.stat().st_size < LARGE or not console.is_terminal:
        return path.open("rb")
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    bar = opened.enter_context(Progress(*columns, console=console, transient=True))
    return bar.open(path, "rb", description=path.name)
