"""What became of each input, and the report of it: CSV or JSON lines, a line an input, written as they come."""

import csv
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from marsad.domain.document import Document
from marsad.domain.errors import SetupError
from marsad.domain.problem import Problem
from marsad.export.cells import safe_cell
from marsad.intake import Arrival

COLUMNS = ("input", "fate", "document", "date", "language", "kind", "came_with", "original_sha256", "codes", "problems")
ENDINGS = (".csv", ".jsonl")


class FateName(StrEnum):
    NEW = "new"
    KNOWN = "known"
    """The same id with the same text is kept already; nothing was done."""
    COPY = "copy"
    """New, and its text is kept already under another id."""
    REFUSED = "refused"
    """Nothing of it was taken in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one input, or of one record in it. `input` names the file, what it lay in, and the record."""

    input: str | None
    name: FateName
    document: Document | None = None
    media_type: str | None = None
    parent: str | None = None
    problems: tuple[Problem, ...] = ()


Heed = Callable[[Fate], None]


def fate_of(arrival: Arrival, name: FateName, problems: tuple[Problem, ...]) -> Fate:
    """The fate of a document that came."""
    return Fate(
        input=arrival.where,
        name=name,
        document=arrival.document,
        media_type=arrival.media_type,
        parent=arrival.parent,
        problems=problems,
    )


def refused(problem: Problem) -> Fate:
    """The fate of an input in whose place a problem stands; its message begins with the input's name."""
    return Fate(input=problem.message.split(": ", 1)[0], name=FateName.REFUSED, problems=(problem,))


@contextmanager
def fate_file(path: Path | None) -> Iterator[Heed]:
    """Writes each fate that it is told into the file as it is told; of no file, forgets it.

    Raises:
        SetupError: the name ends neither in .csv nor in .jsonl, or it cannot be written.
    """
    if path is None:
        yield lambda _: None
        return
    if path.suffix.lower() not in ENDINGS:
        raise SetupError(f"--report {path}: expected a name that ends in .csv or .jsonl. Mend: name it so")
    try:
        file = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise SetupError(f"--report {path}: {error.strerror}. Mend: name a file that can be written") from error
    with file:
        yield _csv_writer(file) if path.suffix.lower() == ".csv" else _line_writer(file)


def _csv_writer(file: IO[str]) -> Heed:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)

    def write(fate: Fate) -> None:
        row = _row(fate)
        writer.writerow([safe_cell(cell if isinstance(cell, str | None) else "; ".join(cell)) for cell in row.values()])

    return write


def _line_writer(file: IO[str]) -> Heed:
    return lambda fate: print(json.dumps(_row(fate), ensure_ascii=False), file=file)


def _row(fate: Fate) -> dict[str, str | list[str] | None]:
    document = fate.document
    cells = (
        fate.input,
        fate.name.value,
        document.id if document else None,
        document.date.isoformat() if document and document.date else None,
        document.language if document else None,
        fate.media_type,
        fate.parent,
        document.original_sha256 if document else None,
        [problem.code.value for problem in fate.problems],
        [problem.message for problem in fate.problems],
    )
    return dict(zip(COLUMNS, cells, strict=True))
