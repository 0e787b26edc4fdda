"""CSV in, a document a row out; each row's original is its own lines under the heading."""

import csv
from collections.abc import Iterable, Iterator

from marsad.domain.problem import Problem
from marsad.intake.columns import match_columns, names_text, row_record
from marsad.intake.decode import Decoded, decode, decode_line
from marsad.intake.fault import Unreadable
from marsad.intake.found import Found, find_record, with_notes
from marsad.intake.given import Asked, Given
from marsad.intake.limits import over_limit
from marsad.intake.records import WIDE_MARKS

MEDIA_TYPE = "text/csv"
TABLE_NAMES = (".csv", ".tsv")
DELIMITERS = (",", ";", "\t", "|")
MOST_HEADING = 10_000
"""Characters of a heading line; the first line of a dispatch that is longer is no heading."""


def sniff_table(given: Given) -> bool:
    """True where the first line is headings, the text's among them, or holds a delimiter and the name says so."""
    try:
        first = decode(given.head).text.lstrip("\ufeff").split("\n", 1)[0]
    except Unreadable:
        return False
    if len(first) > MOST_HEADING:
        return False
    headings = _cells(first)
    return len(headings) > 1 and (given.name.lower().endswith(TABLE_NAMES) or names_text(headings, {}))


def read_table(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """Each row's document in order, or the problem that stands in its place."""
    csv.field_size_limit(asked.limits.line_bytes)
    lines = _Lines(_decoded(given, asked))
    rows = csv.reader(lines, delimiter=_delimiter(lines.heading), strict=True)
    headings = next(rows)
    _refuse_wide(headings, asked)
    columns = match_columns(headings, asked.columns)
    called = given.protected_name() if "protected" in columns else given.where
    lines.taken.clear()
    number = 1
    while (row := _next_row(rows)) is not None:
        number += 1
        original, note = (lines.heading + "".join(lines.taken)).encode(), lines.note
        lines.taken.clear()
        lines.note = None
        where = f"{called} row {number}"
        if isinstance(row, Unreadable):
            yield row.problem(where)
        elif any(cell.strip() for cell in row[len(headings) :]):
            yield _say_wide(len(row), len(headings)).problem(where)
        elif any(cell.strip() for cell in row):
            yield with_notes(find_record(row_record(row, columns), where, original, MEDIA_TYPE, asked), note)


class _Lines:
    """Lines as the CSV reader takes them, with those of the row under way and what was noted of them."""

    def __init__(self, lines: Iterable[Decoded]) -> None:
        self._lines = iter(lines)
        self.taken: list[str] = []
        self.note: Unreadable | None = None
        first = next(self._lines)
        self.heading = first.text.lstrip("\ufeff")
        self._first: Decoded | None = Decoded(text=self.heading, note=first.note)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line, self._first = self._first or next(self._lines), None
        self.taken.append(line.text)
        self.note = self.note or line.note
        return line.text.replace("\0", "")


def _next_row(rows: Iterator[list[str]]) -> list[str] | Unreadable | None:
    """The next row, what is wrong with it, or None behind the last."""
    try:
        return next(rows, None)
    except csv.Error as error:
        return Unreadable(
            f"is no row of CSV ({error}): a quotation mark opens or ends a cell in the wrong place",
            'close each cell that a quotation mark opens, and write one inside a cell twice: ""',
        )


def _say_wide(cells: int, headings: int) -> Unreadable:
    """What is wrong with a row of more cells than headings: its text would be cut where it was parted."""
    return Unreadable(
        f"has {cells} cells under {headings} headings; expected as many",
        "put a cell that holds the sign in quotation marks",
    )


def _decoded(given: Given, asked: Asked) -> Iterator[Decoded]:
    if given.head.startswith(WIDE_MARKS):
        decoded = decode(given.whole(asked.limits))
        yield from (Decoded(text=line) for line in decoded.text.splitlines(keepends=True))
        return
    most, offset = asked.limits.line_bytes, 0
    with given.open() as stream:
        while line := stream.readline(most + 1):
            if len(line) > most:
                raise over_limit("holds a line that is too long", f"at most {most} bytes")
            yield decode_line(line, offset)
            offset += len(line)


def _cells(line: str) -> list[str]:
    return next(csv.reader([line], delimiter=_delimiter(line)), [])


def _delimiter(line: str) -> str:
    """The one that parts the headings most often."""
    return max(DELIMITERS, key=line.count)


def _refuse_wide(headings: list[str], asked: Asked) -> None:
    if len(headings) > asked.limits.columns:
        raise over_limit(f"has {len(headings)} columns", f"at most {asked.limits.columns}")
