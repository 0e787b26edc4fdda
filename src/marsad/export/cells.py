"""Rows in, CSV bytes out, in which no cell can run as a formula and negative numbers stay numbers."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence

Cell = str | int | float | None

FORMULA_HEAD = re.compile(r"^[\s\x00-\x1f\ufeff\u200b-\u200f]*[=+\-@＝＋－＠|%]|^[\t\r\n]")
"""What a spreadsheet may take for a formula. Source: OWASP, CSV Injection."""
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with CRLF line ends (RFC 4180). An unknown value is an empty cell, never 0."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([[safe_cell(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8", "replace")


def safe_cell(cell: Cell) -> str:
    """The cell's text, with an apostrophe before what a spreadsheet would run."""
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    text = cell.replace("\x00", "") if isinstance(cell, str) else str(cell)
    return f"'{text}" if FORMULA_HEAD.match(text) and not NUMBER.fullmatch(text) else text
