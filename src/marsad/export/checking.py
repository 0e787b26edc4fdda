"""A form and rows in, nothing out where every row keeps to the form; else the first fault, before a byte is written."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from marsad.domain.errors import ExportError
from marsad.export.forms import Column, ColumnType, Form

Row = Mapping[str, Any]
"""Values by the names of a form's columns; of a JSON form an object, whose fields are found by dotted names."""

WRONG = {
    ColumnType.TEXT: lambda value: not isinstance(value, str),
    ColumnType.INTEGER: lambda value: not isinstance(value, int) or isinstance(value, bool),
    ColumnType.NUMBER: lambda value: not _is_number(value),
    ColumnType.DATE: lambda value: not _is_day(value),
    ColumnType.BOOLEAN: lambda value: not isinstance(value, bool),
    ColumnType.LIST: lambda value: not _is_texts(value),
    ColumnType.NUMBERS: lambda value: not isinstance(value, list) or not all(map(_is_number, value)),
    ColumnType.OBJECT: lambda value: not isinstance(value, Mapping),
    ColumnType.OBJECTS: lambda value: not _is_objects(value),
}


def check_rows(form: Form, rows: Iterable[Row]) -> None:
    """Nothing, if each row has the form's columns and no other, of their type, bounds and closed lists.

    Raises:
        ExportError: names the form, the row, the column, what was expected and what was found.
    """
    known, seen = {name.split(".")[0] for name in form.names}, set[Any]()
    for number, row in enumerate(rows, 1):
        for name in row.keys() - known:
            raise ExportError(f"{form.name} row {number}: {name!r} is no column of the form")
        for column in form.columns:
            for value in find_values(row, column.name.split(".")):
                if fault := find_fault(column, value):
                    raise ExportError(_fault_words(form, number, column, fault, value))
        if form.key:
            if row[form.key] in seen:
                raise ExportError(f"{form.name} row {number}: {form.key} {row[form.key]!r} stands in an earlier row")
            seen.add(row[form.key])


def find_fault(column: Column, value: object) -> str | None:
    """What was expected of the value, None where it is as declared; an unknown value is None."""
    if value is None:
        return "a value" if column.required else None
    if WRONG[column.type](value):
        return f"type {column.type}"
    for one in value if isinstance(value, list | tuple) else [value]:
        if column.enum and one not in column.enum:
            return f"one of {', '.join(map(str, column.enum))}"
        if column.pattern and not re.fullmatch(column.pattern, str(one)):
            return f"the pattern {column.pattern}"
    return _out_of_bounds(column, value)


def find_values(row: object, path: Sequence[str]) -> Iterator[Any]:
    """The values under a dotted name; one of each object where a list of them stands on the way.

    A missing field is None; what lies inside a missing object is not asked for.
    """
    if not path:
        yield row
        return
    if isinstance(row, Mapping):
        inner = row.get(path[0])
        if inner is not None or len(path) == 1:
            yield from find_values(inner, path[1:])
    elif isinstance(row, Sequence) and not isinstance(row, str):
        for one in row:
            yield from find_values(one, path)


def _out_of_bounds(column: Column, value: Any) -> str | None:
    if column.minimum is not None and value < column.minimum:
        return f"at least {column.minimum:g}"
    if column.maximum is not None and value > column.maximum:
        return f"at most {column.maximum:g}"
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _is_objects(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, Mapping) for one in value)


def _fault_words(form: Form, number: int, column: Column, fault: str, value: object) -> str:
    return (
        f"{form.name} row {number}, column {column.name}: expected {fault}, found {str(value)[:80]!r}; "
        "nothing was written. Mend: look at the thing that the row is of"
    )
