"""Rows in, CSV out that a spreadsheet shows and never runs."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

FORMULA_START = tuple("=+-@\t\r\n\0＝＋－＠")
"""Characters that make a spreadsheet read a cell as a formula. Source: OWASP, CSV Injection; CWE-1236."""
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?\Z")

Cell = str | int | float | None


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """RFC 4180 lines with a head; a cell that a spreadsheet would run is quoted, a negative number stays a number."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return written.getvalue()


def safe_cell(cell: Cell) -> Cell:
    """The cell, with an apostrophe before it where it would be a formula."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(FORMULA_START) and not NUMBER.match(cell):
        return "'" + cell
    return cell
