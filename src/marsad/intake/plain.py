"""Plain text or a page in, a document out: a plain text as given, its header read but not removed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from marsad.domain.document import Document, text_digest
from marsad.domain.problem import Problem
from marsad.intake.decode import Decoded, decode
from marsad.intake.found import Found, with_notes
from marsad.intake.given import Asked, Given
from marsad.intake.heading import read_heading
from marsad.intake.page import read_page
from marsad.intake.records import narrow

HTML_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+"
    rb"<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h1|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
SNIFFED_BYTES = 20_000
"""How far in the head is looked at, so that one endless line costs nothing."""


def sniff_html(given: Given) -> bool:
    """True where it opens with a tag of a page."""
    return HTML_START.match(narrow(given.head[:SNIFFED_BYTES])) is not None


def read_html(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """The page's document; the address and the title that it was found under stand where it states none."""
    data, decoded = _text_of(given, asked)
    page = read_page(decoded.text, given.where, asked.latest, given.url)
    stated = page.document
    language = None if stated.language == "en" else stated.language  # what templates say of every page: its words tell
    known = replace(stated, url=stated.url or given.url, title=stated.title or given.title, language=language)
    found = _found(given, known, data, "text/html", page.problems)
    yield with_notes(replace(found, dated_by=page.dated_by, author=page.author), decoded.note)


def read_text(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """The text's document."""
    data, decoded = _text_of(given, asked)
    document, problems = read_plain(decoded.text, given.where, asked.latest)
    known = replace(document, url=given.url, title=given.title)
    found = _found(given, known, data, "text/plain", problems)
    rule = read_heading(decoded.text, given.where, asked.latest).rule
    yield with_notes(replace(found, dated_by=rule), decoded.note)


def read_plain(text: str, name: str, latest: date | None) -> tuple[Document, tuple[Problem, ...]]:
    """The document of a plain text, its id the text's SHA-256."""
    heading = read_heading(text, name, latest)
    return Document(id=text_digest(text), text=text, date=heading.date, source=heading.outlet), heading.problems


def _text_of(given: Given, asked: Asked) -> tuple[bytes, Decoded]:
    data = given.whole(asked.limits)
    return data, decode(data, given.charset)


def _found(given: Given, document: Document, data: bytes, media_type: str, problems: tuple[Problem, ...]) -> Found:
    return Found(where=given.where, document=document, original=data, media_type=media_type, problems=problems)
