"""A form's name in, its columns with their rules out; they are declared in the TOML files beside."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.domain import vocabulary
from marsad.domain.errors import SetupError
from marsad.domain.wire import from_plain


class ColumnType(StrEnum):
    """What a column's values are. A `list` is texts parted by "; " in a cell, an array in JSON."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    LIST = "list"
    NUMBERS = "numbers"
    """An array of numbers."""
    OBJECT = "object"
    """A JSON object, whose own fields are declared after it by dotted names."""
    OBJECTS = "objects"
    """An array of such objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, or one field of a JSON form by its dotted name ("size.dead").

    `rule` is one sentence on what stands in it; `codebook` whose rule that is, None for the form's own; `hxl` its
    tag of the Humanitarian Exchange Language. `vocabulary` names a closed list of `domain`, whose values `enum` has.
    """

    name: str
    type: ColumnType
    rule: str
    unit: str | None = None
    codebook: str | None = None
    required: bool = False
    enum: tuple[str | int, ...] = ()
    vocabulary: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    hxl: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one row is of, and its columns in their order. `codebook` is whose form it is."""

    name: str
    title: str
    row: str
    codebook: str
    columns: tuple[Column, ...]
    note: str | None = None
    key: str | None = None
    """The column that no two rows share."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


@cache
def find_form(name: str) -> Form:
    """The declaration of that name.

    Raises:
        SetupError: there is none, or it is not whole.
    """
    entry = files("marsad.export.forms").joinpath(f"{name}.toml")
    if not entry.is_file():
        raise SetupError(f"{name!r} is no form; expected one of {', '.join(form_names())}")
    return parse_form(name, entry.read_text("utf-8"))


def parse_form(name: str, text: str) -> Form:
    """The form that the TOML spells; a plug-in declares its own columns so.

    Raises:
        SetupError: it is not TOML, or a column is not whole.
    """
    try:
        plain = tomllib.loads(text)
        return from_plain({**plain, "name": name, "columns": [_with_values(one) for one in plain["columns"]]}, Form)
    except (tomllib.TOMLDecodeError, KeyError, AttributeError, TypeError) as error:
        raise SetupError(f"form {name}: {error!r} is wrong or missing") from error


@cache
def form_names() -> tuple[str, ...]:
    entries = files("marsad.export.forms").iterdir()
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml")))


def _with_values(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The column with the values of the closed list that it names."""
    listed = plain.get("vocabulary")
    return {**plain, "enum": [one.value for one in getattr(vocabulary, listed)]} if listed else dict(plain)
