"""A kept original in, the text that intake makes of its bytes now out: of the store its name alone is used."""

import csv
import io
import json
import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from marsad.domain.document import Document
from marsad.domain.source import FieldReport, Sighting
from marsad.intake import Arrival, Asked, given_bytes, read_given
from marsad.pipeline.plugins import input_formats
from marsad.pipeline.settling import REPORT_MARK, compose

PLACE_IN_FILE = re.compile(r"\s(?:line|row|message|record|entry|item|part|page)\s[\d,]+\Z")
"""What follows a file's name where one record of many was kept."""
TABLE = "original.csv"
HEADING = re.compile(r'[^;,\t|"\r\n]+')
LONGEST_ROW = 1_000_000
"""Bytes of a row that is looked through column by column."""
TELEGRAM = re.compile(r"telegram:(-?\d+):")
"""How the id of a message begins; its chat's head is not in its own bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The bytes that were kept with a document, by what name and as what kind they came."""

    content: bytes
    name: str | None
    media_type: str | None


def text_again(original: Original, document: Document) -> str | None:
    """The text that the original gives now: that of the same id, else the same one, else the only one; None if none."""
    if document.id.startswith(REPORT_MARK):
        return _text_of_report(original.content)
    found: dict[str, str] = {}
    for content, name, heading in _forms(original, document.id):
        found |= _texts(content, name, heading)
        if document.text in found.values():
            return document.text
    return found.get(document.id) or (next(iter(found.values())) if len(found) == 1 else None)


@lru_cache(maxsize=4)  # a feed is the original of each of its entries, one after the other
def _texts(content: bytes, name: str, heading: str | None) -> Mapping[str, str]:
    """The text of each document in the bytes, by id; `heading` names a table's column of text."""
    asked = Asked(columns={"text": heading} if heading else {})
    found = read_given(given_bytes(content, name, alias="original"), asked, input_formats())
    return {one.document.id: one.document.text for one in found if isinstance(one, Arrival)}


def _forms(original: Original, document: str) -> Iterator[tuple[bytes, str, str | None]]:
    """The bytes under the name that they came by, then as their kind; of a record what it lay in is put around it.

    Of a table's row then each column in turn as the text: which one that was, was told with `--map`.
    """
    content = original.content
    if original.name:
        yield content, PLACE_IN_FILE.sub("", original.name.rsplit(" > ", 1)[-1]), None
    yield content, f"original{mimetypes.guess_extension(original.media_type or '') or ''}", None
    chat, record = TELEGRAM.match(document), _record_of(content)
    if chat and record:
        head = {"name": None, "type": "private_group", "id": int(chat[1]), "messages": [record]}
        yield json.dumps(head).encode(), "original.json", None
    elif record:
        content = _table_of(record)
        yield content, TABLE, None
    headings = HEADING.findall(content.partition(b"\n")[0].decode("utf-8", "replace")) if _is_row(content) else []
    yield from ((content, TABLE, heading) for heading in headings)


def _record_of(content: bytes) -> dict[str, Any] | None:
    try:
        record = json.loads(content)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _table_of(record: dict[str, Any]) -> bytes:
    """A row of a workbook as it lay under its headings."""
    table = io.StringIO()
    csv.writer(table).writerows((record.keys(), record.values()))
    return table.getvalue().encode("utf-8", "surrogatepass")


def _is_row(content: bytes) -> bool:
    return not content.startswith(b"{") and content.strip().count(b"\n") >= 1 and len(content) <= LONGEST_ROW


def _text_of_report(content: bytes) -> str | None:
    """A field report is composed anew of the form that was filled in."""
    try:
        form = json.loads(content)
        report = FieldReport(
            text=form["text"], place=form["place"], when=form["when"], day=date.fromisoformat(form["date"]),
            sighting=Sighting(form["sighting"]),
        )  # fmt: skip
        return compose(report)
    except (ValueError, KeyError, TypeError):
        return None
