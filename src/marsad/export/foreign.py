"""A file in ACLED's or UCDP GED's form in, its events out, to be laid beside the record and never put into it."""

import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, BinaryIO

from marsad.domain.errors import InputError
from marsad.domain.foreign import ForeignEvent
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.export.cells import bare_cell
from marsad.export.foreign_table import ForeignTable, open_table

WHOLE = frozenset({"date_precision", "place_precision", "low", "best", "high"})
DEGREES = {"lat": 90.0, "lon": 180.0}
DAYS = frozenset({"start", "end"})
HOUR = re.compile(r"[T ]\d{1,2}:\d\d.*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignFile:
    """The events of a file, in its order, and what of it could not be read."""

    dataset: str
    events: tuple[ForeignEvent, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRows:
    """A file that is read as far as it is asked for: each of its rows is an event or a problem."""

    dataset: str
    rows: Iterator[ForeignEvent | Problem]


@cache
def foreign_file() -> Mapping[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("foreign.toml").read_text("utf-8"))


def read_foreign(content: bytes, name: str, dataset: str | None = None) -> ForeignFile:
    """The whole file as `open_foreign` reads it."""
    opened = open_foreign(io.BytesIO(content), name, dataset)
    rows = tuple(opened.rows)
    return ForeignFile(
        dataset=opened.dataset,
        events=tuple(one for one in rows if isinstance(one, ForeignEvent)),
        problems=tuple(one for one in rows if isinstance(one, Problem)),
    )


def open_foreign(file: BinaryIO, name: str, dataset: str | None = None) -> ForeignRows:
    """The file's events, one after another, however large it is; a row that cannot be read is a problem.

    Args:
        file: CSV in UTF-8, UTF-16 with its mark, or, cell by cell, Windows-1252; parted by commas, semicolons or tabs.
        name: what problems call the file.
        dataset: `acled` or `ucdp`; None: whichever's columns the file has.

    Raises:
        InputError: it is no such file; the message says what was expected and what was found.
    """
    table = open_table(file, name)
    found = dataset or _find_dataset(table.heads)
    if found is None or found not in foreign_file():
        what = f"{found!r} is no form that can be read" if found else f"{name} is in no form that can be read"
        known = ", ".join(foreign_file())
        raise InputError(f"{what}; expected one of {known}. Mend: --from, or look at its first line")
    rule = foreign_file()[found]
    for field in rule["needs"]:
        if not set(rule["columns"][field]) & set(table.heads):
            raise InputError(f"{name}: no column {rule['columns'][field][0]!r}, which a file of {found} has")
    return ForeignRows(dataset=found, rows=_read_rows(table, found, rule))


def _read_rows(table: ForeignTable, dataset: str, rule: Mapping[str, Any]) -> Iterator[ForeignEvent | Problem]:
    seen = set[str]()
    for number, line in table.lines:
        try:
            if isinstance(line, str):
                raise InputError(line)  # noqa: TRY301  # one way for all faults
            event = _read_event(line, dataset, rule)
            if event.id in seen:
                raise InputError(f"id {event.id!r} stands in an earlier row")  # noqa: TRY301
            seen.add(event.id)
            yield event
        except InputError as error:
            message = f"{table.name} line {number}: {error}. Mend: correct the row; the others are read"
            yield Problem(code=ProblemCode.UNREADABLE_INPUT, message=message)
    if table.misread:
        message = (
            f"{table.name}: {table.misread} rows, the first in line {table.first_misread}, are not UTF-8 and were read"
            " as Windows-1252. Mend: save the file as CSV in UTF-8"
        )
        yield Problem(code=ProblemCode.WRONG_ENCODING, message=message)


def _find_dataset(heads: tuple[str, ...]) -> str | None:
    """The form of which the file has the most columns."""
    known = {
        name: len({one for names in rule["columns"].values() for one in names} & set(heads))
        for name, rule in foreign_file().items()
    }
    best = max(known, key=lambda name: known[name])
    return best if known[best] >= len(foreign_file()[best]["needs"]) else None


def _read_event(line: Mapping[str, Any], dataset: str, rule: Mapping[str, Any]) -> ForeignEvent:
    values = {field: _first(line, names) for field, names in rule["columns"].items()}
    told = {field: _typed(field, text, rule["days"]) for field, text in values.items() if text}
    if "id" not in told:
        raise InputError("no id")
    lists: dict[str, Any] = {field: tuple(_items(line, names)) for field, names in rule["lists"].items()}
    return ForeignEvent(dataset=dataset, **told, **lists)


def _first(line: Mapping[str, Any], names: list[str]) -> str:
    cells = (bare_cell(cell.strip()) for name in names if isinstance(cell := line.get(name), str))
    return next((cell for cell in cells if cell), "")


def _items(line: Mapping[str, Any], names: list[str]) -> Iterator[str]:
    """Each name once; several in one cell are parted by semicolons."""
    cells = [bare_cell(cell) for name in names if isinstance(cell := line.get(name), str)]
    yield from dict.fromkeys(part.strip() for cell in cells for part in cell.split(";") if part.strip())


def _typed(field: str, text: str, days: list[str]) -> Any:
    if field in DAYS:
        return _day(text, tuple(days))
    try:
        if field in WHOLE:
            return _whole(text)
        if field in DEGREES:
            return _degrees(text, DEGREES[field])
    except (ValueError, OverflowError) as error:
        raise InputError(f"{field} is {text[:60]!r}; expected a number") from error
    return text


def _whole(text: str) -> int:
    """Also of "3.0", as programs write a column of numbers that has an empty cell."""
    number = float(text)
    if not number.is_integer():  # so also for NaN
        raise ValueError(text)
    return int(number)


def _degrees(text: str, most: float) -> float:
    number = float(text)
    if not abs(number) <= most:  # so also for NaN
        raise InputError(f"{text[:60]!r} is no coordinate; expected -{most:g} to {most:g}")
    return number


@lru_cache(maxsize=50_000)
def _day(text: str, days: tuple[str, ...]) -> date:
    """Kept, for a file has far fewer days than rows."""
    bare = HOUR.sub("", text)
    for form in days:
        try:
            return datetime.strptime(bare, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise InputError(f"{text[:60]!r} is no day; expected one such as 2024-12-01")
