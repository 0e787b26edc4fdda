"""Bytes in, text out, with nothing altered but the byte order mark that says how to read them."""

import codecs
import re

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


def decode(data: bytes) -> str:
    """The text of the bytes: by their byte order mark, else UTF-8, else the encoding that an HTML head declares.

    Raises:
        Unreadable: bytes that are no text; it names the offset of the first, counted from 0.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode(data[len(mark) :], encoding, len(mark))
    try:
        return _decode(data, "utf-8", 0)
    except Unreadable:
        declared = _declared_encoding(data)
        if declared is None:
            raise
        return _decode(data, declared, 0)


def decode_line(line: bytes, offset: int) -> str:
    """The text of one line of a file, `offset` bytes from its start; a UTF-8 mark at the head of the file is no text.

    Raises:
        Unreadable: the line is not UTF-8; it names the offset in the file.
    """
    return _decode(line.removeprefix(codecs.BOM_UTF8) if offset == 0 else line, "utf-8", offset)


def _decode(data: bytes, encoding: str, offset: int) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        wrong = (
            f"byte {offset + error.start} is not {encoding.upper()} (0x{data[error.start]:02x}); expected UTF-8 text"
        )
        raise Unreadable(wrong, "save it again as UTF-8") from error
    if "\0" in text:
        place = text.index("\0")
        raise Unreadable(
            f"character {place} is NUL; expected text", "save it as UTF-8 text (UTF-16 needs its byte order mark)"
        )
    return text


def _declared_encoding(data: bytes) -> str | None:
    found = DECLARED.search(data[:HEAD_BYTES])
    if found is None:
        return None
    name = found[1].decode("ascii")
    try:
        b"text".decode(name)  # `codecs.lookup` would also find codecs that are no encodings of text, such as hex
    except (LookupError, ValueError):
        return None
    return name
