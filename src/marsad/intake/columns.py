"""A table's headings in, what each row is as a record out; by `--map`, else by the words of `columns.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.intake.fault import Unreadable

FIELDS = ("text", "id", "date", "source", "title", "url", "language", "protected")


def match_columns(headings: Sequence[str], asked: Mapping[str, str]) -> dict[str, int]:
    """The place of each field's column, for the fields that the table has.

    Raises:
        Unreadable: no column holds the text, or one that was asked for is not there.
    """
    places = {_fold(heading): place for place, heading in reversed(list(enumerate(headings)))}
    found: dict[str, int] = {}
    for name in FIELDS:
        words = [asked[name]] if name in asked else _words()[name]
        known = next((places[_fold(word)] for word in words if _fold(word) in places), None)
        if known is not None:
            found[name] = known
        elif name in asked:
            raise _no_column(f"has no column {asked[name]!r} for `{name}`", headings)
    marks = [place for place, heading in enumerate(headings) if _fold(heading) == "protected"]
    found |= {f"protected {place}": place for place in marks if place != found.get("protected")}
    if "text" not in found:
        raise _no_column("has no column that is known to hold the text", headings)
    return found


def names_text(headings: Sequence[str], asked: Mapping[str, str]) -> bool:
    """True where the headings are those of a table of dispatches: the text's, and one more field's."""
    try:
        return len(match_columns(headings, asked)) > 1
    except Unreadable:
        return False


def row_record(row: Sequence[Any], columns: Mapping[str, int]) -> dict[str, Any]:
    """The fields of one row; an empty cell is no field. What is written in any `protected` stands unless it says no."""
    told = {name: row[place] for name, place in columns.items() if place < len(row) and row[place] not in {None, ""}}
    marks = [value for name, value in told.items() if name.startswith("protected")]
    record = {name: value for name, value in told.items() if name in FIELDS}
    return {**record, "protected": any(map(_protects, marks))} if marks else record


def _protects(cell: Any) -> bool:
    """Whatever stands there protects, unless it says no."""
    return cell if isinstance(cell, bool) else str(cell).strip().casefold() not in {"0", "false", "no", "n"}


def _no_column(wrong: str, headings: Sequence[str]) -> Unreadable:
    shown = ", ".join(repr(heading[:30]) for heading in headings[:12] if heading) or "none"
    return Unreadable(f"{wrong}; found {shown}", "name it, as in --map text=COLUMN,date=COLUMN")


def _fold(heading: str) -> str:
    return re.sub(r"[\s_\-]+", " ", heading).strip().casefold()


@cache
def _words() -> dict[str, list[str]]:
    text = files("marsad.intake").joinpath("columns.toml").read_text(encoding="utf-8")
    words: dict[str, list[str]] = tomllib.loads(text)["columns"]
    return words
