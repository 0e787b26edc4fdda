"""An XLSX workbook in, a document a row of each of its sheets out."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from marsad.domain.problem import Problem
from marsad.intake.columns import match_columns, row_record
from marsad.intake.fault import Unreadable
from marsad.intake.found import Found, find_record
from marsad.intake.given import Asked, Given
from marsad.intake.limits import over_limit
from marsad.intake.packages import check_package, has_member

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sniff_workbook(given: Given) -> bool:
    """True for a ZIP that holds a workbook's main part."""
    return has_member(given, "xl/workbook.xml")


def read_workbook(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """Each row's document, sheet by sheet; a sheet without a column of text is one problem.

    The original of a row is its cells as a JSON line: the bytes of one row cannot be cut out of a workbook.
    """
    from openpyxl import load_workbook  # noqa: PLC0415  # over half a second to load

    check_package(given, asked.limits)
    with given.open() as stream:
        workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            try:
                yield from _read_sheet(given, sheet, asked)
            except Unreadable as fault:
                yield fault.problem(f"{given.where} sheet {sheet.title!r}")
        workbook.close()


def _read_sheet(given: Given, sheet: Any, asked: Asked) -> Iterator[Found | Problem]:
    rows = sheet.iter_rows(values_only=True)
    headings = [_shown(cell) for cell in next(rows, ())]
    if not any(headings):
        return
    if len(headings) > asked.limits.columns:
        raise over_limit(f"has {len(headings)} columns", f"at most {asked.limits.columns}")
    columns = match_columns(headings, asked.columns)
    called = given.protected_name() if "protected" in columns else f"{given.where} sheet {sheet.title!r}"
    for number, row in enumerate(rows, 2):
        cells = [_plain(cell) for cell in row]
        if any(str(cell).strip() for cell in cells if cell is not None):
            told = {heading: cell for heading, cell in zip(headings, cells, strict=False) if cell is not None}
            original = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
            yield find_record(row_record(cells, columns), f"{called} row {number}", original, MEDIA_TYPE, asked)


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def _plain(cell: object) -> Any:
    """The cell as JSON may hold it: a day or an hour as ISO 8601, a number of an id column as written."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)
