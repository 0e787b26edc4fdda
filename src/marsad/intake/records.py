"""JSON lines or a JSON array in, documents out; a bad record is one problem and its neighbours are still read."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.intake.decode import decode_line
from marsad.intake.fault import Unreadable
from marsad.intake.fields import read_fields
from marsad.intake.kind import ARRAY_START, is_one_object


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document, the JSON text that is kept as its original, and what was wrong with its fields."""

    where: str
    document: Document
    raw: str
    problems: tuple[Problem, ...] = ()


def read_records(text: str, name: str, latest: date | None) -> Iterator[Found | Problem]:
    """Each record's document in order, with its own JSON text; or the problem that stands in its place."""
    for where, raw in _split(text, name):
        yield _read_one(raw, where, latest)


def read_broken_lines(data: bytes, name: str, latest: date | None) -> Iterator[Found | Problem]:
    """As `read_records`, of bytes that are not all text: each line is decoded alone, and only the bad ones are lost."""
    offset = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            where = f"{name} line {number}"
            try:
                yield _read_one(decode_line(line, offset).strip(), where, latest)
            except Unreadable as fault:
                yield fault.problem(where)
        offset += len(line) + 1


def _read_one(raw: str, where: str, latest: date | None) -> Found | Problem:
    try:
        return _read(raw, where, latest)
    except Unreadable as fault:
        return fault.problem(where)


def _read(raw: str, where: str, latest: date | None) -> Found:
    record = _parse(raw)
    if not isinstance(record, dict):
        raise Unreadable(f"is {_name_type(record)}; expected an object with `text`", 'write {"text": "…"}')
    document, problems = read_fields(record, where, latest)
    kept = _reduced(document) if document.protected else raw
    return Found(where=where, document=document, raw=kept, problems=problems)


def _split(text: str, name: str) -> Iterator[tuple[str, str]]:
    """(place in words, JSON text) of each record; blank lines are none."""
    if ARRAY_START.match(text):
        yield from _split_array(text, name)
    elif is_one_object(text):
        yield f"{name} record 1", text.strip()
    else:
        # Only "\n" parts JSON lines: str.splitlines would also cut at U+2028 inside a string.
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield f"{name} line {number}", line.strip()


def _split_array(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Each element's own slice. A broken element ends the array, for nothing says where the next begins."""
    decoder, at, number = json.JSONDecoder(), text.index("[") + 1, 1
    while (at := _skip(text, at)) < len(text) and text[at] != "]":
        where = f"{name} record {number}"
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield where, text[at : at + 200]  # what is left is no JSON: `_parse` says why
            return
        yield where, text[at:end]
        at, number = end, number + 1


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def _parse(raw: str) -> Any:
    try:
        return json.loads(raw, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise Unreadable("nests too deep; expected a flat object", "write one object a line") from error
    except ValueError as error:
        reason = f"{error.msg} at character {error.pos}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise Unreadable(f"is not JSON: {reason}; expected one object", "write one whole object a line") from error


def _refuse_constant(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _reduced(document: Document) -> str:
    """A protected record as it may be kept: its admitted fields and nothing else."""
    kept = {"id": document.id, "text": document.text, "source": document.source, "protected": True}
    if document.date is not None:
        kept["date"] = document.date.isoformat()
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _name_type(value: object) -> str:
    names = {list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
