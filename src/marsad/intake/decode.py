"""Bytes in, text out; what was not UTF-8 is read with the encoding found, or marked where it is broken, and noted."""

import codecs
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from marsad.domain.vocabulary import ProblemCode
from marsad.intake.fault import Unreadable

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_-]{1,40})""", re.IGNORECASE)
HEAD_BYTES = 4096
"""HTML declares its encoding in its first 1024 bytes. Source: WHATWG HTML, "prescan a byte stream"; pages are laxer."""
MEND = "save it again as UTF-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, and what had to be done to get it where it was not as it should be."""

    text: str
    note: Unreadable | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The text by its byte order mark, else UTF-8, else the encoding declared for it or in it, else one found in it.

    Raises:
        Unreadable: bytes that are no text; it names the offset of the first, counted from 0.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, len(mark))
    _refuse_binary(data)
    try:
        return _strict(data, "utf-8", 0)
    except Unreadable as fault:
        if fault.code is not ProblemCode.WRONG_ENCODING:
            raise
        stated = _known_codec(declared) or _declared_codec(data)
        with suppress(Unreadable):
            if stated:
                return _strict(data, stated, 0)
        return _found(data, fault)


def decode_line(line: bytes, offset: int) -> Decoded:
    """The text of one line of a file, `offset` bytes from its start; a UTF-8 mark at the head of the file is no text.

    Raises:
        Unreadable: the line is no text; it names the offset in the file.
    """
    line = line.removeprefix(codecs.BOM_UTF8) if offset == 0 else line
    try:
        return _strict(line, "utf-8", offset)
    except Unreadable as fault:
        if fault.code is not ProblemCode.WRONG_ENCODING:
            raise
        _refuse_binary(line)
        return _found(line, fault)


def _strict(data: bytes, encoding: str, offset: int) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        wrong = (
            f"byte {offset + error.start} is not {encoding.upper()} (0x{data[error.start]:02x}); expected UTF-8 text"
        )
        raise Unreadable(wrong, MEND, code=ProblemCode.WRONG_ENCODING) from error
    if "\0" in text:
        place = text.index("\0")
        raise Unreadable(
            f"character {place} is NUL; expected text", "save it as UTF-8 text (UTF-16 needs its byte order mark)"
        )
    return Decoded(text=text)


def _found(data: bytes, fault: Unreadable) -> Decoded:
    """Read with the encoding that its bytes point to, else as UTF-8 with a mark in place of each broken byte."""
    encoding = _likely_codec(data)
    with suppress(Unreadable):
        if encoding is not None:
            text = _strict(data, encoding, 0).text
            return Decoded(text=text, note=_noted(fault, f"read as {encoding}, which its bytes point to"))
    text = data.decode("utf-8", "replace")
    broken = text.count("\N{REPLACEMENT CHARACTER}")
    if broken > len(text) // 4:  # a text with every fourth character gone tells nothing
        raise fault
    return Decoded(text=text, note=_noted(fault, f"U+FFFD stands for what is broken, {broken} times"))


def _noted(fault: Unreadable, done: str) -> Unreadable:
    return Unreadable(f"{fault.wrong}; {done}", fault.mend, code=ProblemCode.WRONG_ENCODING)


def _likely_codec(data: bytes) -> str | None:
    """The likeliest encoding of the bytes, None where nothing speaks for one; of equals that which more people use."""
    from charset_normalizer import from_bytes  # noqa: PLC0415  # for bytes that are not UTF-8 alone

    rules = _rules()["found"]
    if len(data) < rules["least_bytes"]:
        return None
    sample = data[: rules["sample_bytes"]]
    found = from_bytes(sample, cp_isolation=rules["codecs"], threshold=rules["most_mess"])
    best = found.best()
    if best is None:
        return None
    like = [one for one in found if (one.chaos, one.coherence) == (best.chaos, best.coherence)]
    names = {name for one in like for name in one.could_be_from_charset}
    return next((name for name in rules["codecs"] if name in names), best.encoding)


def _refuse_binary(data: bytes) -> None:
    head = data[:HEAD_BYTES]
    strange = len(head) - len(head.translate(None, delete=bytes.fromhex(_rules()["binary"]["bytes"])))
    if strange > _rules()["binary"]["most"] * len(head):
        raise Unreadable(
            f"is binary ({strange} of its first {len(head)} bytes are no text); expected text", "hand in its text"
        )


def _declared_codec(data: bytes) -> str | None:
    found = DECLARED.search(data[:HEAD_BYTES])
    return _known_codec(found[1].decode("ascii")) if found else None


def _known_codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        b"text".decode(name)  # `codecs.lookup` would also find codecs that are no encodings of text, such as hex
    except (LookupError, ValueError):
        return None
    return name


@cache
def _rules() -> dict[str, Any]:
    text = files("marsad.intake").joinpath("encodings.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
