"""A Parquet file in, a document a row out, one group of rows after another: however great it is, little is held."""

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

MEDIA_TYPE = "application/vnd.apache.parquet"
MARK = b"PAR1"
"""Source: Apache Parquet, file format."""
ROWS_AT_ONCE = 256


def sniff_parquet(given: Given) -> bool:
    """True for a Parquet file."""
    return given.head.startswith(MARK)


def read_parquet(given: Given, asked: Asked, *, first: int = 0, last: int | None = None) -> Iterator[Found | Problem]:
    """Each row's document in order; of the groups of rows from `first` up to, not with, `last`.

    The original of a row is its cells as a JSON line: the bytes of one row cannot be cut out of columns.
    """
    with given.open() as stream:
        table = open_table(stream)
        headings = table.schema_arrow.names
        if len(headings) > asked.limits.columns:
            raise over_limit(f"has {len(headings)} columns", f"at most {asked.limits.columns}")
        columns = match_columns(headings, asked.columns)
        called = given.protected_name() if "protected" in columns else given.where
        for group in range(table.num_row_groups)[first:last]:
            number = 0
            for batch in table.iter_batches(batch_size=ROWS_AT_ONCE, row_groups=[group]):
                for row in batch.to_pylist():
                    number += 1
                    yield _find(row, columns, f"{called} group {group + 1} row {number}", asked)


def count_groups(given: Given) -> list[int]:
    """The rows of each group of rows, by the file's own footer."""
    with given.open() as stream:
        metadata = open_table(stream).metadata
        return [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)]


def open_table(stream: Any) -> Any:
    """The file, its rows not read yet.

    Raises:
        Unreadable: the package that reads it is not installed.
    """
    try:
        from pyarrow.parquet import ParquetFile  # noqa: PLC0415  # an extra, and half a second to load
    except ImportError as error:
        raise Unreadable(
            "is Parquet, which takes the package pyarrow; it is not installed", "install marsad[parquet]"
        ) from error
    return ParquetFile(stream)


def _find(row: dict[str, Any], columns: dict[str, int], where: str, asked: Asked) -> Found | Problem:
    cells = {name: _plain(cell) for name, cell in row.items()}
    original = json.dumps({name: cell for name, cell in cells.items() if cell is not None}, ensure_ascii=False)
    record = row_record(list(cells.values()), columns)
    return find_record(record, where, original.encode("utf-8", "surrogatepass"), MEDIA_TYPE, asked)


def _plain(cell: object) -> Any:
    """The cell as JSON may hold it: a day or an hour as ISO 8601."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)
