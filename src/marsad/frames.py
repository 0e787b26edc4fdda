"""Tables in and out: a record's as Arrow or pandas, with the columns that docs/exports.md declares; texts from a table.

Needs `pip install 'marsad[frames]'`.
"""

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from marsad.domain.claim import Claim
from marsad.domain.document import Document, text_digest
from marsad.domain.errors import InputError, SetupError
from marsad.domain.record import Record
from marsad.export.checking import check_rows
from marsad.export.forms import find_form
from marsad.export.package import make_sheet
from marsad.export.rows import TABLES
from marsad.export.sheets import to_arrow as sheet_to_arrow
from marsad.pipeline.exporting import Asked, material_of
from marsad.pipeline.settings import read_settings
from marsad.store import Store

TEXT_FIELDS = ("source", "title", "url", "language")
DOCUMENT_FIELDS = ("id", "text", "date", "protected", *TEXT_FIELDS)


def to_arrow(what: Record | Store, table: str = "events", *, claims: Iterable[Claim] = ()) -> Any:
    """A `pyarrow.Table`: one of events, casualties, totals, control, actors, relations, claims, documents, changes.

    Protected sources are left out, as in every export. A record comes with the `claims` that it was made of.

    Raises:
        InputError: there is no such table, or a record came without claims.
        SetupError: pyarrow is not installed.
    """
    _need("pyarrow")
    if table not in TABLES:
        raise InputError(f"{table!r} is no table; expected one of {', '.join(TABLES)}")
    return sheet_to_arrow(make_sheet(table, material_of(what, claims, Asked(), read_settings(os.environ))))


def to_pandas(what: Record | Store, table: str = "events", *, claims: Iterable[Claim] = ()) -> Any:
    """As `to_arrow`, a `pandas.DataFrame` with Arrow's types: an unknown number is `<NA>`, never 0 and never NaN.

    Raises:
        InputError: there is no such table, or a record came without claims.
        SetupError: pandas or pyarrow is not installed.
    """
    pandas = _need("pandas")
    return to_arrow(what, table, claims=claims).to_pandas(types_mapper=pandas.ArrowDtype)


def rows_of(frame: Any, table: str) -> tuple[Mapping[str, Any], ...]:
    """The rows of a table or frame of that form, checked as an export is: an unknown value is None.

    Raises:
        InputError: there is no such table.
        ExportError: a row breaks the form.
    """
    if table not in TABLES:
        raise InputError(f"{table!r} is no table; expected one of {', '.join(TABLES)}")
    rows = tuple({name: _plain(value) for name, value in row.items()} for row in _row_dicts(frame))
    check_rows(find_form(table), rows)
    return rows


def documents_of(frame: Any) -> Iterator[Document]:
    """One document a row, for `marsad.readings`: of a column `text` and, where there are any, the others of
    `DOCUMENT_FIELDS`; other columns are passed over. A row without an id is named by its text's hash.

    Raises:
        InputError: a row has no text, a day that is none, or a `protected` that is neither true nor false.
    """
    for number, row in enumerate(_row_dicts(frame), 1):
        fields = {name: _plain(row.get(name)) for name in DOCUMENT_FIELDS}
        text, protected = fields["text"], fields["protected"] or False
        if not isinstance(text, str) or not text:
            raise InputError(f"row {number}: expected words in a column `text`; found {text!r}")
        if not isinstance(protected, bool):
            raise InputError(f"row {number}: protected is {protected!r}; expected true or false")
        named: Any = {name: None if fields[name] is None else str(fields[name]) for name in TEXT_FIELDS}
        name = str(fields["id"] or text_digest(text))
        yield Document(id=name, text=text, date=_day(fields["date"], number), protected=protected, **named)


def _row_dicts(frame: Any) -> Iterable[dict[str, Any]]:
    arrow = _need("pyarrow")
    table = frame if isinstance(frame, arrow.Table) else arrow.Table.from_pandas(frame, preserve_index=False)
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def _plain(value: Any) -> Any:
    """As rows of an export have it: a day is its ISO words."""
    return value.isoformat()[:10] if isinstance(value, dt.date) else value


def _day(words: Any, number: int) -> dt.date | None:
    try:
        return dt.date.fromisoformat(words) if words else None
    except (TypeError, ValueError) as error:
        raise InputError(f"row {number}: date {words!r} is no day; expected one such as 2024-12-01") from error


def _need(package: str) -> Any:
    from importlib import import_module  # noqa: PLC0415

    try:
        return import_module(package)
    except ImportError as error:
        raise SetupError(f"tables need {package}. Mend: pip install 'marsad[frames]'") from error
