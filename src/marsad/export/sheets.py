"""Rows of one form in, a CSV file, a workbook or a Parquet file out, the same bytes for the same rows; and back."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from marsad.domain.errors import ExportError, InputError
from marsad.export.cells import BETWEEN, Cell, bare_cell, cell_text, to_csv
from marsad.export.checking import Row, check_rows
from marsad.export.forms import Column, ColumnType, Form

FIXED_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The time that files which must have one are given, so that equal records give equal bytes."""
SHEET_ROWS = 1_048_576
"""Rows of a worksheet, its head included. Source: Excel specifications and limits."""
CELL_LENGTH = 32_767
"""Characters of a cell. Source: Excel specifications and limits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows that keep to their form: they were checked when this was made."""

    form: Form
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        check_rows(self.form, self.rows)

    @property
    def tags(self) -> tuple[str, ...]:
        """The HXL row; a column that HXL has no tag for has none."""
        return tuple(column.hxl or "" for column in self.form.columns)

    def cells(self) -> Iterator[list[Cell]]:
        return ([row.get(name) for name in self.form.names] for row in self.rows)


def write_csv(sheet: Sheet, *, hxl: bool = False) -> bytes:
    return to_csv(sheet.form.names, sheet.cells(), sheet.tags if hxl else ())


def read_csv(content: bytes, form: Form, name: str) -> tuple[Row, ...]:
    """The rows of a CSV file of this form, typed as it declares; an empty cell is unknown. An HXL row is passed over.

    Raises:
        InputError: it is not UTF-8, a column is missing, or a cell is not of its type; the message says where.
    """
    try:
        text = content.decode("utf-8-sig")
        table = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        missing = [column for column in form.names if column not in (table.fieldnames or ())]
        if missing:
            raise InputError(
                f"{name}: no column {missing[0]!r}; expected the {len(form.names)} columns of {form.title}"
            )
        lines = [(table.line_num, line) for line in table]
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{name} is no CSV file in UTF-8: {error}. Mend: save it as CSV in UTF-8") from error
    if lines and any((cell or "").startswith("#") for cell in lines[0][1].values()) and _is_tags(lines[0][1]):
        del lines[0]
    return tuple(_read_row(line, form, f"{name} line {number}") for number, line in lines)


def write_xlsx(sheets: Iterable[Sheet], *, hxl: bool = False) -> bytes:
    """One worksheet a form. Texts are cells of text, which no spreadsheet runs; numbers and days are such.

    Raises:
        ExportError: a worksheet cannot hold so many rows.
    """
    import xlsxwriter  # noqa: PLC0415

    content = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(content, {**plain, "default_date_format": "yyyy-mm-dd"}) as book:
        book.set_properties({"created": FIXED_TIME.replace(tzinfo=None), "author": "Marsad"})
        bold = book.add_format({"bold": True})
        for sheet in sheets:
            if len(sheet.rows) + 2 > SHEET_ROWS:
                raise ExportError(
                    f"{sheet.form.name} has {len(sheet.rows):,} rows, more than a worksheet holds. Mend: csv"
                )
            _fill_worksheet(book.add_worksheet(sheet.form.name), sheet, bold, hxl=hxl)
    return content.getvalue()


def write_parquet(sheet: Sheet) -> bytes:
    """Typed columns, each with its rule as metadata.

    Raises:
        ExportError: pyarrow is not installed.
    """
    table = to_arrow(sheet)
    import pyarrow.parquet as pq  # noqa: PLC0415

    content = io.BytesIO()
    pq.write_table(table, content)
    return content.getvalue()


def to_arrow(sheet: Sheet) -> Any:
    """A `pyarrow.Table` of typed columns, each with its rule as metadata.

    Raises:
        ExportError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415
    except ImportError as error:
        raise ExportError("parquet needs pyarrow. Mend: pip install 'marsad[parquet]', or export csv") from error
    types = {
        ColumnType.TEXT: pa.string(), ColumnType.INTEGER: pa.int64(), ColumnType.NUMBER: pa.float64(),
        ColumnType.DATE: pa.date32(), ColumnType.BOOLEAN: pa.bool_(), ColumnType.LIST: pa.list_(pa.string()),
    }  # fmt: skip
    fields = [pa.field(one.name, types[one.type], metadata={"rule": one.rule}) for one in sheet.form.columns]
    columns = {one.name: [_arrow_value(one, row.get(one.name)) for row in sheet.rows] for one in sheet.form.columns}
    return pa.table(columns, schema=pa.schema(fields))


def _fill_worksheet(page: Any, sheet: Sheet, bold: Any, *, hxl: bool) -> None:
    page.write_row(0, 0, sheet.form.names, bold)
    if hxl:
        page.write_row(1, 0, sheet.tags)
    page.freeze_panes(1, 0)
    for at, cells in enumerate(sheet.cells(), 2 if hxl else 1):
        for across, (column, cell) in enumerate(zip(sheet.form.columns, cells, strict=True)):
            _write_cell(page, at, across, column, cell)


def _write_cell(page: Any, at: int, across: int, column: Column, cell: Cell) -> None:
    if cell is None:
        return
    if column.type in {ColumnType.INTEGER, ColumnType.NUMBER}:
        page.write_number(at, across, cell)
    elif column.type is ColumnType.BOOLEAN:
        page.write_boolean(at, across, cell)
    elif column.type is ColumnType.DATE and str(cell) >= "1900-03-01":  # before it Excel has a day that never was
        page.write_datetime(at, across, date.fromisoformat(str(cell)))
    else:
        page.write_string(at, across, _plain_text(cell)[:CELL_LENGTH])


def _plain_text(cell: Cell) -> str:
    """Text that XML can hold."""
    return cell_text(cell).encode("utf-8", "replace").decode("utf-8")


def _arrow_value(column: Column, value: Any) -> Any:
    if value is None:
        return None
    if column.type is ColumnType.DATE:
        return date.fromisoformat(value)
    if column.type is ColumnType.LIST:
        return [_plain_text(one) for one in value]
    return _plain_text(value) if column.type is ColumnType.TEXT else value


def _is_tags(line: Mapping[str, str | None]) -> bool:
    return all(not cell or cell.startswith("#") for cell in line.values())


def _read_row(line: Mapping[str, str | None], form: Form, where: str) -> Row:
    return {column.name: _read_cell(line[column.name] or "", column, where) for column in form.columns}


def _read_cell(text: str, column: Column, where: str) -> Cell:
    bare = bare_cell(text)
    if not bare:
        return None
    try:
        cell: Cell = READERS[column.type](bare)
    except (ValueError, KeyError) as error:
        raise InputError(f"{where}, column {column.name}: expected {column.type}, found {bare[:80]!r}") from error
    return cell


def _read_number(text: str) -> int | float:
    return int(text) if text.lstrip("-").isdecimal() else float(text)


def _read_list(text: str) -> list[str]:
    return text.split(BETWEEN)


def _read_day(text: str) -> str:
    """Also a day with its hour, as UCDP's files have it."""
    return date.fromisoformat(text[:10]).isoformat()


READERS: Mapping[ColumnType, Any] = {
    ColumnType.TEXT: str,
    ColumnType.INTEGER: int,
    ColumnType.NUMBER: _read_number,
    ColumnType.DATE: _read_day,
    ColumnType.BOOLEAN: lambda text: {"true": True, "false": False}[text],
    ColumnType.LIST: _read_list,
}
"""How a cell of each type is read; of JSON forms there are no cells."""
