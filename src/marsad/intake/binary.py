"""Files that hold no text that can be read, each refused by its name."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from marsad.domain.problem import Problem
from marsad.intake.fault import Unreadable, encrypted
from marsad.intake.given import Asked, Given

OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED_PART = "EncryptedPackage".encode("utf-16-le")
"""The stream in which a locked office file lies. Source: MS-OFFCRYPTO 2.3.4.4."""


def sniff_old_office(given: Given) -> bool:
    """True for an OLE file: .doc, .xls, .msg, and office files with a password."""
    return given.head.startswith(OLE_MARK)


def refuse_old_office(given: Given, asked: Asked) -> Iterator[Problem]:
    """Its refusal: locked, or of an older office."""
    if LOCKED_PART in given.whole(asked.limits):
        raise encrypted("save it again without its password")
    raise Unreadable("is an old office file; expected text", "save it as .docx, .xlsx, .eml or PDF")


def sniff_binary(given: Given) -> bool:
    """True for pictures, films, recordings, databases, programs and archives that cannot be opened here."""
    return _kind(given.head) is not None


def refuse_binary(given: Given, asked: Asked) -> Iterator[Problem]:  # noqa: ARG001  # as every reader
    """Its refusal; pictures are not decoded at all."""
    raise Unreadable(f"is {_kind(given.head)}; expected text", "hand in its text; keep the file beside it")


def _kind(head: bytes) -> str | None:
    return next((name for mark, name in _marks() if head.startswith(mark)), None)


@cache
def _marks() -> tuple[tuple[bytes, str], ...]:
    text = files("marsad.intake").joinpath("binaries.toml").read_text(encoding="utf-8")
    return tuple((bytes.fromhex(mark), name) for mark, name in tomllib.loads(text)["marks"].items())
