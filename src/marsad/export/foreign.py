"""A file in ACLED's or UCDP GED's form in, its events out, to be laid beside the record and never put into it."""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.domain.errors import InputError
from marsad.domain.foreign import ForeignEvent
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.export.cells import bare_cell

WHOLE = frozenset({"date_precision", "place_precision", "low", "best", "high"})
DEGREES = {"lat": 90.0, "lon": 180.0}
DAYS = frozenset({"start", "end"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignFile:
    """The events of a file, in its order, and what of it could not be read."""

    dataset: str
    events: tuple[ForeignEvent, ...]
    problems: tuple[Problem, ...]


@cache
def foreign_file() -> Mapping[str, Any]:
    return tomllib.loads(files("marsad.export").joinpath("foreign.toml").read_text("utf-8"))


def read_foreign(content: bytes, name: str, dataset: str | None = None) -> ForeignFile:
    """The file's events; a row that cannot be read is a problem, and the others stay.

    Args:
        content: the bytes, CSV in UTF-8, parted by commas or semicolons.
        name: what problems call the file.
        dataset: `acled` or `ucdp`; None: whichever's columns the file has.

    Raises:
        InputError: it is no such file; the message says what was expected and what was found.
    """
    heads, lines = _read_table(content, name)
    found = dataset or _find_dataset(heads)
    if found is None or found not in foreign_file():
        what = f"{found!r} is no form that can be read" if found else f"{name} is in no form that can be read"
        known = ", ".join(foreign_file())
        raise InputError(f"{what}; expected one of {known}. Mend: --from, or look at its first line")
    rule = foreign_file()[found]
    for field in rule["needs"]:
        if not set(rule["columns"][field]) & set(heads):
            raise InputError(f"{name}: no column {rule['columns'][field][0]!r}, which a file of {found} has")
    events, problems, seen = list[ForeignEvent](), list[Problem](), set[str]()
    for number, line in lines:
        try:
            event = _read_event(line, found, rule)
            if event.id in seen:
                raise InputError(f"id {event.id!r} stands in an earlier row")  # noqa: TRY301  # one way for all faults
            seen.add(event.id)
            events.append(event)
        except InputError as error:
            message = f"{name} line {number}: {error}. Mend: correct the cell; the other rows were read"
            problems.append(Problem(code=ProblemCode.UNREADABLE_INPUT, message=message))
    return ForeignFile(dataset=found, events=tuple(events), problems=tuple(problems))


def _read_table(content: bytes, name: str) -> tuple[tuple[str, ...], list[tuple[int, dict[str, Any]]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not UTF-8: {error}. Mend: save it as CSV in UTF-8") from error
    first = text.split("\n", 1)[0]
    parted = ";" if first.count(";") > first.count(",") else ","
    try:
        table = csv.DictReader(io.StringIO(text, newline=""), delimiter=parted)
        lines = [(table.line_num, line) for line in table]
        return tuple(table.fieldnames or ()), [(at, line) for at, line in lines if not _is_tags(line)]
    except csv.Error as error:
        raise InputError(f"{name} is no CSV: {error}. Mend: save it as CSV in UTF-8") from error


def _is_tags(line: Mapping[str, Any]) -> bool:
    """Whether it is the row of HXL tags."""
    cells = [cell for cell in line.values() if isinstance(cell, str) and cell]
    return bool(cells) and all(cell.startswith("#") for cell in cells)


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
        return _day(text, days)
    try:
        if field in WHOLE:
            return int(text)
        if field in DEGREES:
            return _degrees(text, DEGREES[field])
    except ValueError as error:
        raise InputError(f"{field} is {text[:60]!r}; expected a number") from error
    return text


def _degrees(text: str, most: float) -> float:
    number = float(text)
    if not abs(number) <= most:  # so also for NaN
        raise InputError(f"{text[:60]!r} is no coordinate; expected -{most:g} to {most:g}")
    return number


def _day(text: str, days: list[str]) -> date:
    bare = text.split("T", maxsplit=1)[0].split(" 00:", maxsplit=1)[0]
    for form in days:
        try:
            return datetime.strptime(bare, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise InputError(f"{text[:60]!r} is no day; expected one such as 2024-12-01")
