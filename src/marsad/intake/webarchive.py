"""A WARC file in, each page that it holds out, called by its address."""

import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from io import StringIO
from typing import Any

from marsad.domain.problem import Problem
from marsad.intake.fault import Unreadable
from marsad.intake.given import Asked, Given, unpacked
from marsad.intake.limits import Exhausted

PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
"""What is read of an archive; its pictures, styles and scripts are no documents."""
RECORDS = ("response", "resource", "conversion")
"""Source: WARC 1.1 (ISO 28500:2017), section 6, record types that carry a page."""


def sniff_web_archive(given: Given) -> bool:
    """True for a WARC file."""
    return given.head.startswith(b"WARC/")


def read_web_archive(given: Given, asked: Asked) -> Iterator[Given | Problem]:
    """Each page that was answered with status 200, as an input with the address that it was found under."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415
    from warcio.exceptions import ArchiveLoadFailed  # noqa: PLC0415

    try:
        with given.open() as stream:
            for number, record in enumerate(_quietly(ArchiveIterator(stream)), 1):
                given.budget.take_entry()
                if _is_page(record):
                    yield from _read_page(record, given, number, asked)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
        raise Unreadable(f"is broken as a WARC file ({error}); what came before was read", "make it again") from error


def _quietly(records: Iterator[Any]) -> Iterator[Any]:
    """The same records without what their reader writes to stderr about a damaged file."""
    while True:
        with redirect_stderr(StringIO()):
            record = next(records, None)
        if record is None:
            return
        yield record


def _read_page(record: Any, given: Given, number: int, asked: Asked) -> Iterator[Given | Problem]:
    address = record.rec_headers.get_header("WARC-Target-URI") or f"record {number}"
    inside = given.inside(address, number=number)
    names = replace(inside, url=_web_address(address), charset=_charset(record), depth=given.depth)
    try:
        with unpacked(record.content_stream(), record.length or given.size, names, asked.limits) as page:
            yield page
    except Exhausted:
        raise
    except Unreadable as fault:
        yield fault.problem(names.where)


def _is_page(record: Any) -> bool:
    if record.rec_type not in RECORDS:
        return False
    headers = record.http_headers
    if headers is None:
        return str(record.rec_headers.get_header("Content-Type") or "").split(";")[0].strip().lower() in PAGES
    kind = str(headers.get_header("Content-Type") or "text/html").split(";")[0].strip().lower()
    return headers.get_statuscode() == "200" and kind in PAGES


def _charset(record: Any) -> str | None:
    told = record.http_headers.get_header("Content-Type") if record.http_headers else None
    found = re.search(r"charset=[\"']?([A-Za-z0-9_-]{1,40})", told or "", re.IGNORECASE)
    return found[1] if found else None


def _web_address(address: str) -> str | None:
    return address if re.match(r"https?://", address, re.IGNORECASE) else None
