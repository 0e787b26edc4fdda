"""Objects in, the bytes of a JSON file out, checked and always in one order."""

import json
from collections.abc import Iterable
from typing import Any

from marsad.export.checking import Row, check_rows
from marsad.export.forms import Form


def to_array(form: Form, rows: Iterable[Row]) -> bytes:
    """A JSON array, one object a line, so that a difference is a line's."""
    kept = _checked(form, rows)
    return ("[\n" + ",\n".join(map(plain_json, kept)) + "\n]\n").encode("utf-8", "replace")


def to_lines(form: Form, rows: Iterable[Row]) -> bytes:
    """One JSON object a line."""
    return "".join(plain_json(row) + "\n" for row in _checked(form, rows)).encode("utf-8", "replace")


def plain_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _checked(form: Form, rows: Iterable[Row]) -> tuple[Row, ...]:
    kept = tuple(rows)
    check_rows(form, kept)
    return kept
