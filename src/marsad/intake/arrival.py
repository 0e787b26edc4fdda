"""One input's bytes in, its documents with the bytes to keep of each out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.provenance import Provenance
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.decode import decode
from marsad.intake.fault import Unreadable
from marsad.intake.kind import InputKind, kind_of, looks_like_lines
from marsad.intake.language import detect_language
from marsad.intake.page import read_page
from marsad.intake.plain import read_plain
from marsad.intake.records import Found, read_broken_lines, read_records


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document with the bytes that are kept as its original, and what made it difficult.

    `original` is the record's own bytes for JSON, the whole file for text and HTML. Of a protected record it holds the
    admitted fields alone, so that a giver named in any other field never reaches the store.
    `where` names the file and the record in messages; `origin` is the file alone, or the address that it came from.
    `parent` is the id of the document that it came with, `version_of` of the one that it is a later version of.
    """

    document: Document
    original: bytes
    where: str
    problems: tuple[Problem, ...] = ()
    origin: str | None = None
    media_type: str | None = None
    parent: str | None = None
    version_of: str | None = None
    brought_by: str | None = None

    @property
    def provenance(self) -> Provenance:
        """How it came, as the store keeps it."""
        return Provenance(
            where=self.where,
            media_type=self.media_type,
            parent=self.parent,
            version_of=self.version_of,
            brought_by=self.brought_by,
        )


def read_input(data: bytes, name: str) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Every document of one input, in its order, and every problem; nothing in it can stop the rest.

    The kind is found by content: JSON lines, a JSON array, HTML, else plain text. `name` is only said in messages.
    """
    documents: list[Document] = []
    problems: list[Problem] = []
    for found in arrivals(data, name):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            documents.append(found.document)
            problems += found.problems
    return tuple(documents), tuple(problems)


def arrivals(data: bytes, name: str, *, latest: date | None = None) -> Iterator[Arrival | Problem]:
    """Documents and problems in the input's order; an id that comes again with the same text comes out once.

    `latest` is the last day that a dispatch can carry (today, where the caller has a clock); a later one is a bad date.
    """
    seen: dict[str, str] = {}
    try:
        for arrival in _by_kind(data, name, latest):
            yield from [arrival] if isinstance(arrival, Problem) else _once(arrival, seen)
    except Unreadable as fault:
        yield fault.problem(name)


def clash(document: Document, where: str) -> Problem:
    """The problem of a known id that comes with another text."""
    wrong = f"id {document.id!r} was read before with another text; this one was not read"
    return Unreadable(wrong, "give it an id of its own, or none").problem(where, document.id)


def _by_kind(data: bytes, name: str, latest: date | None) -> Iterator[Arrival | Problem]:
    try:
        text = decode(data)
    except Unreadable:
        if not looks_like_lines(data, name):
            raise
        yield from map(_arrive, read_broken_lines(data, name, latest))
        return
    if not text.strip():
        raise Unreadable("is empty; expected a dispatch", "write the text into it", code=ProblemCode.EMPTY_TEXT)
    kind = kind_of(text, name)
    if kind is InputKind.JSON:
        yield from map(_arrive, read_records(text, name, latest))
    else:
        document, problems = (read_page if kind is InputKind.HTML else read_plain)(text, name, latest)
        yield _seal(name, document, data, problems)


def _arrive(found: Found | Problem) -> Arrival | Problem:
    return (
        found if isinstance(found, Problem) else _seal(found.where, found.document, found.raw.encode(), found.problems)
    )


def _seal(where: str, document: Document, original: bytes, problems: tuple[Problem, ...]) -> Arrival:
    language, foreign = detect_language(document)
    sealed = replace(document, language=language, original_sha256=sha256(original).hexdigest())
    return Arrival(document=sealed, original=original, where=where, problems=(*problems, *foreign))


def _once(arrival: Arrival, seen: dict[str, str]) -> Iterator[Arrival | Problem]:
    document = arrival.document
    known = seen.get(document.id)
    seen.setdefault(document.id, document.sha256)
    if known is None:
        yield arrival
    elif known != document.sha256:
        yield clash(document, arrival.where)
