"""A PDF file in, a document of its text out, page by page."""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.fault import Unreadable, encrypted
from marsad.intake.found import Found, find_record
from marsad.intake.given import Asked, Given
from marsad.intake.limits import over_limit

if TYPE_CHECKING:
    from pypdf import PdfReader

MEDIA_TYPE = "application/pdf"
MARK_WITHIN = 1024
"""Source: ISO 32000-1, annex H, implementation note 13: the header may stand anywhere in the first 1024 bytes."""
PAGE_BREAK = "\n\n"
SPLIT_LINE = re.compile(r"(?<=[^\s.!?:;])[ \t]*\n(?=[^\W\d_A-Z])|(?<=,)[ \t]*\n(?=\w)")
"""A line break within a sentence: the next line goes on in lower case, or after a comma."""


def sniff_pdf(given: Given) -> bool:
    """True where the header stands in the first bytes."""
    return b"%PDF-" in given.head[:MARK_WITHIN]


def read_pdf(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """The document of its pages' text, a blank line between two; a line break within a sentence is a blank."""
    from pypdf import PdfReader  # noqa: PLC0415  # half a second to load

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are for who makes PDF files
    data = given.whole(asked.limits)
    reader = PdfReader(BytesIO(data), strict=False)
    _unlock(reader)
    if len(reader.pages) > asked.limits.pages:
        raise over_limit(f"has {len(reader.pages)} pages", f"at most {asked.limits.pages}")
    text = PAGE_BREAK.join(_clean(page.extract_text()) for page in reader.pages).strip()
    if not text:
        wrong = "is a PDF file without text, perhaps of scanned pages; expected text"
        raise Unreadable(wrong, "have its pages recognised (OCR) first", code=ProblemCode.EMPTY_TEXT)
    yield find_record({"text": text, "title": _title(reader)}, given.where, data, MEDIA_TYPE, asked)


def _unlock(reader: "PdfReader") -> None:
    """Nothing where it can be read: by no password, or by the empty one, which only forbids printing.

    Raises:
        Unreadable: it takes a password.
    """
    from pypdf.errors import DependencyError  # noqa: PLC0415

    if not reader.is_encrypted:
        return
    mend = "save it again without its password"
    try:
        opened = reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:
        raise encrypted(mend) from error
    if not opened:
        raise encrypted(mend)


def _title(reader: "PdfReader") -> str | None:
    title = reader.metadata.title if reader.metadata else None
    return str(title) if title and title.isprintable() else None  # pypdf's own kind of text is no plain one


def _clean(text: str) -> str:
    """The page's text without what no text holds, its sentences whole."""
    return SPLIT_LINE.sub(" ", re.sub("[\0\ud800-\udfff]", "", text)).strip()
