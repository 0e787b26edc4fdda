"""Another's CSV file in, its rows by their heads out, one at a time, in whichever encoding its program left them."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from marsad.domain.errors import InputError

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
OTHER = "cp1252"
"""What a spreadsheet in Western Europe or America writes where it does not write UTF-8."""
PARTED = ",;\t"
LONGEST_CELL = 131_072
"""Characters; a cell that goes on for longer was never closed."""
ESCAPED = re.compile("[\udc80-\udcff]")
"""A byte that is not UTF-8, as `surrogateescape` leaves it."""


@dataclass(slots=True, kw_only=True)
class ForeignTable:
    """Heads in small letters; lines by their number, each by its heads, or the words of what is wrong with it.

    `misread` counts the lines that are not UTF-8 so far, the first of which is `first_misread`.
    """

    name: str
    heads: tuple[str, ...] = ()
    lines: Iterator[tuple[int, Mapping[str, str] | str]] = field(default_factory=lambda: iter(()))
    misread: int = 0
    first_misread: int = 0


def open_table(file: BinaryIO, name: str) -> ForeignTable:
    """The table, of which only the first line is read yet.

    Raises:
        InputError: the first line is none of a CSV file.
    """
    csv.field_size_limit(LONGEST_CELL)  # of the whole process, where whoever read before may have set another
    lines = _decode(file)
    try:
        first = next(lines, "")
        parted = max(PARTED, key=first.count)
        heads = next(csv.reader([first], delimiter=parted), [])
    except (UnicodeError, csv.Error) as error:
        raise InputError(f"{name} is no CSV: {error}. Mend: save it as CSV in UTF-8") from error
    table = ForeignTable(name=name, heads=tuple(head.strip().casefold().replace(" ", "_") for head in heads))
    table.lines = _lines(table, csv.reader(lines, delimiter=parted))
    return table


def _decode(file: BinaryIO) -> Iterator[str]:
    """Line by line; of UTF-16, which is seldom met and whose lines end in two bytes, all at once."""
    first = file.readline()
    if first[:2] in UTF_16:
        yield from io.StringIO((first + file.read()).decode("utf-16"), newline="")
        return
    yield first.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    for line in file:
        yield line.decode("utf-8", "surrogateescape")


def _lines(table: ForeignTable, reader: Any) -> Iterator[tuple[int, Mapping[str, str] | str]]:
    """Line numbers are those of the file, whose first line is the head."""
    for number, cells in _rows(reader):
        if isinstance(cells, str):
            yield number, cells
            continue
        if not cells or _is_tags(cells):
            continue
        told = cells
        if ESCAPED.search("".join(cells)):
            table.misread += 1
            table.first_misread = table.first_misread or number
            told = [_again(cell) for cell in cells]
        yield number, _by_heads(table.heads, told)


def _rows(reader: Any) -> Iterator[tuple[int, list[str] | str]]:
    cells: list[str] | None = []
    while cells is not None:
        begins = reader.line_num + 2
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield begins, f"a cell does not end ({error}): nothing up to line {reader.line_num + 1} was read"
        else:
            if cells is not None:
                yield reader.line_num + 1, cells


def _by_heads(heads: tuple[str, ...], cells: list[str]) -> Mapping[str, str] | str:
    """A row of more or fewer cells than the head has stands in wrong columns from somewhere on."""
    while len(cells) > len(heads) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) != len(heads):
        return f"has {len(cells)} cells; expected the {len(heads)} of the first line"
    return dict(zip(heads, cells, strict=True))


def _is_tags(cells: list[str]) -> bool:
    """Whether it is the row of HXL tags."""
    told = [cell for cell in cells if cell]
    return bool(told) and all(cell.startswith("#") for cell in told)


def _again(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode(OTHER, "replace") if ESCAPED.search(cell) else cell
