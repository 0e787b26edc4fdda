"""Rows in, CSV bytes out, in which no cell can run as a formula and negative numbers stay numbers; and back."""

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence

Cell = str | int | float | bool | list[str] | tuple[str, ...] | None

BETWEEN = "; "
"""What parts several names in one cell."""
FORMULA_HEAD = re.compile(r"^[\s\x00-\x1f\ufeff\u200b-\u200f]*[=+\-@＝＋－＠|%]|^[\t\r\n]")
"""What a spreadsheet may take for a formula. Source: OWASP, CSV Injection."""
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]], tags: Sequence[str] = ()) -> bytes:
    """UTF-8 with CRLF line ends (RFC 4180). An unknown value is an empty cell, never 0; `tags` are HXL's row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    if tags:
        writer.writerow(tags)
    writer.writerows([[safe_cell(cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8", "replace")


def safe_cell(cell: Cell) -> str:
    """The cell's text, with an apostrophe before what a spreadsheet would run."""
    text = cell_text(cell)
    return f"'{text}" if _would_run(text.lstrip("'")) else text


def bare_cell(text: str) -> str:
    """The cell's text as it was before `safe_cell`."""
    return text[1:] if text.startswith("'") and _would_run(text.lstrip("'")) else text


def cell_text(cell: Cell) -> str:
    """The value as one text: a list is parted by "; ", a semicolon of a name's own becomes a comma."""
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, list | tuple):
        return BETWEEN.join(one.replace(";", ",") for one in cell).replace("\x00", "")
    return cell.replace("\x00", "") if isinstance(cell, str) else str(cell)


def _would_run(text: str) -> bool:
    return bool(FORMULA_HEAD.match(text)) and not NUMBER.fullmatch(text)
