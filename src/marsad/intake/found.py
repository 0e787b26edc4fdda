"""What a reader of a format gives: a document with the bytes that are kept of it."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any, TypeVar

from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.provenance import DateRule
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.day import parse_day
from marsad.intake.fault import Unreadable
from marsad.intake.fields import read_fields
from marsad.intake.given import Asked
from marsad.intake.heading import read_heading

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A document, the bytes of its record, and what was wrong with it. `where` names the file and the record."""

    where: str
    document: Document
    original: bytes
    media_type: str
    problems: tuple[Problem, ...] = ()
    version_of: str | None = None
    dated_by: DateRule | None = None
    author: str | None = None


def find_record(record: dict[str, Any], where: str, original: bytes, media_type: str, asked: Asked) -> Found | Problem:
    """The document that a record's fields spell, or the problem that stands in its place."""
    try:
        document, problems = read_fields(record, where, asked.latest)
    except Unreadable as fault:
        return fault.problem(where)
    return Found(
        where=where, document=document, original=original, media_type=media_type, problems=problems,
        dated_by=_rule_of(record, document, asked),
    )  # fmt: skip


def _rule_of(record: dict[str, Any], document: Document, asked: Asked) -> DateRule | None:
    """The record's own field where it gave the day, else the head of the text."""
    if document.date is None:
        return None
    with suppress(Unreadable):
        parse_day(record.get("date"), asked.latest)
        return DateRule.RECORD
    return read_heading(document.text, "", asked.latest).rule


def numbered(prefix: str, original: bytes) -> str:
    """An id of the record's own bytes: two mails that both say "see below" are two documents."""
    return f"{prefix}-{sha256(original).hexdigest()[:32]}"


def reduced(document: Document) -> bytes:
    """A protected record as it may be kept: its admitted fields and nothing else."""
    kept = {"id": document.id, "text": document.text, "source": document.source, "protected": True}
    if document.date is not None:
        kept["date"] = document.date.isoformat()
    return json.dumps(kept, ensure_ascii=False, sort_keys=True).encode()


def not_hollow(found: Iterator[T]) -> Iterator[T]:
    """All that is found.

    Raises:
        Unreadable: it is nothing at all, which must not pass in silence.
    """
    nothing = True
    for one in found:
        nothing = False
        yield one
    if nothing:
        raise Unreadable("holds nothing that can be read; expected some", "look at it", code=ProblemCode.EMPTY_TEXT)


def with_notes(found: Found | Problem, *notes: Unreadable | None) -> Found | Problem:
    """The same with what had to be done to read it; a problem in its place says enough."""
    told = tuple(note.problem(found.where) for note in notes if note) if isinstance(found, Found) else ()
    return replace(found, problems=(*told, *found.problems)) if isinstance(found, Found) and told else found
