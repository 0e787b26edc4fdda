"""JSON lines, an object or an array in, documents out; a bad record is one problem and its neighbours are read."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from marsad.domain.problem import Problem
from marsad.intake.decode import decode, decode_line
from marsad.intake.fault import Unreadable
from marsad.intake.found import Found, find_record, with_notes
from marsad.intake.given import CHUNK_BYTES, Asked, Given
from marsad.intake.limits import Limits, over_limit

MEDIA_TYPE = "application/json"
JSON_NAMES = (".jsonl", ".ndjson", ".json")
ARRAY_START = re.compile(rb"\s*\[\s*[{\]]")
OBJECT_START = re.compile(rb"\s*\{\s*(?:\"|\})")
"""`{` followed by a quoted name: a dispatch may open with a brace, but not so."""
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")
PROTECTED = "protected"
PROTECTED_MARK = re.compile(rb'"\s*protected\s*"', re.IGNORECASE)
"""The field's name as JSON spells it, in any case; a file that holds it is never called by its own name."""
MARK_BYTES = 64
"""More than the mark has, of UTF-16 too."""


def sniff_records(given: Given) -> bool:
    """True where it opens as an object or an array of objects, or is named so."""
    head = narrow(given.head)
    return given.name.lower().endswith(JSON_NAMES) or bool(ARRAY_START.match(head) or OBJECT_START.match(head))


def narrow(head: bytes) -> bytes:
    """The head without its byte order mark and, of UTF-16, without the NUL beside each letter."""
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")


def read_records(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """Each record's document in order, with its own JSON text; or the problem that stands in its place."""
    called = given.protected_name() if is_marked(given) else given.where
    if not _is_whole(given, asked.limits):
        yield from _read_lines(given, called, asked)
        return
    decoded = decode(given.whole(asked.limits))
    note = decoded.note
    for where, raw in _split(decoded.text, called):
        yield with_notes(read_json(raw, where, asked), note)
        note = None  # of the file, so said once


def is_lines(given: Given, limits: Limits) -> bool:
    """Whether it is JSON lines, which can be read from any line on: no array, no one object, no UTF-16."""
    return sniff_records(given) and not _is_whole(given, limits)


def _read_lines(given: Given, called: str, asked: Asked) -> Iterator[Found | Problem]:
    most = asked.limits.line_bytes
    for number, offset, line in _lines(given, most):
        where = f"{called} line {number}"
        if len(line) > most:
            yield over_limit("is longer than a line may be", f"at most {most} bytes").problem(where)
            continue
        try:
            decoded = decode_line(line, offset)
        except Unreadable as fault:
            yield fault.problem(where)
        else:
            yield with_notes(read_json(decoded.text.strip(), where, asked), decoded.note)


def is_marked(given: Given) -> bool:
    """True where any record may be protected, looked for in all of it before a message names the file."""
    with given.open() as stream:
        kept = b""
        while chunk := stream.read(CHUNK_BYTES):
            if PROTECTED_MARK.search((kept + chunk).replace(b"\0", b"")):
                return True
            kept = chunk[-MARK_BYTES:]
    return False


def _is_whole(given: Given, limits: Limits) -> bool:
    """True for an array, for one object over many lines, and for UTF-16: what cannot be read line by line."""
    if given.head.startswith(WIDE_MARKS) or ARRAY_START.match(narrow(given.head)):
        return True
    with given.open() as stream:
        first = stream.readline(limits.line_bytes)
        if first.rstrip().endswith(b"}") or given.size > limits.whole_bytes:
            return False
        return _is_one_object(first + stream.read())


def _is_one_object(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data.removeprefix(b"\xef\xbb\xbf")), dict)
    except (ValueError, RecursionError):
        return False


def _lines(given: Given, most: int) -> Iterator[tuple[int, int, bytes]]:
    """(number, offset, line) of each line that is not blank; of one that is too long, its head.

    Only a line feed parts JSON lines: str.splitlines would also cut at U+2028 inside a string.
    """
    with given.open() as stream:
        number, offset = 0, 0
        while line := stream.readline(most + 1):
            number += 1
            if line.strip():
                yield number, offset, line
            offset += len(line) + _pass_over(stream, line, most)


def _pass_over(stream: BinaryIO, line: bytes, most: int) -> int:
    """Read on to the end of a line that is too long; the number of bytes comes back."""
    passed = 0
    while len(line) > most and not line.endswith(b"\n"):
        line = stream.readline(most + 1)
        passed += len(line)
    return passed


def read_json(raw: str, where: str, asked: Asked) -> Found | Problem:
    """The document of one record's JSON text."""
    try:
        record = parse_json(raw)
    except Unreadable as fault:
        return fault.problem(where)
    if not isinstance(record, dict):
        wrong = f"is {_name_type(record)}; expected an object with `text`"
        return Unreadable(wrong, 'write {"text": "…"}').problem(where)
    return find_record(record, where, raw.encode("utf-8", "surrogatepass"), MEDIA_TYPE, asked)


def _split(text: str, name: str) -> Iterator[tuple[str, str]]:
    """(place in words, JSON text) of each record of a text that is held whole."""
    if re.match(r"\s*\[\s*[{\]]", text):
        yield from split_array(text, text.index("[") + 1, name)
    elif _is_one_object(text.encode("utf-8", "replace")):
        yield f"{name} record 1", text.strip()
    else:
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield f"{name} line {number}", line.strip()


def split_array(text: str, at: int, name: str, noun: str = "record") -> Iterator[tuple[str, str]]:
    """Each element's own slice from `at`, behind the array's bracket, to its end.

    A broken element ends the array, for nothing says where the next begins.
    """
    decoder, number = json.JSONDecoder(), 1
    while (at := _skip(text, at)) < len(text) and text[at] != "]":
        where = f"{name} {noun} {number}"
        try:
            _, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield where, text[at : at + 200]  # what is left is no JSON: `parse_json` says why
            return
        yield where, text[at:end]
        at, number = end, number + 1


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n,":
        at += 1
    return at


def parse_json(raw: str) -> Any:
    """The value that a JSON text spells.

    Raises:
        Unreadable: it is no JSON.
    """
    try:
        return json.loads(raw, parse_constant=_refuse_constant, object_pairs_hook=_marked)
    except RecursionError as error:
        raise Unreadable("nests too deep; expected a flat object", "write one object a line") from error
    except ValueError as error:
        reason = f"{error.msg} at character {error.pos}" if isinstance(error, json.JSONDecodeError) else str(error)
        raise Unreadable(f"is not JSON: {reason}; expected one object", "write one whole object a line") from error


def _marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object. However `protected` is spelled, and however often it stands there, one that is not false protects."""
    record = dict(pairs)
    marks = [value for name, value in pairs if name.strip().casefold() == PROTECTED]
    if marks:
        record[PROTECTED] = next((mark for mark in marks if mark is not False and mark is not None), marks[-1])
    return record


def _refuse_constant(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON number")


def _name_type(value: object) -> str:
    names = {list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
