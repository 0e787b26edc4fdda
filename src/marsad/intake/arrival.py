"""One input's bytes in, its documents with the bytes to keep of each out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.provenance import DateRule, Provenance
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.fault import Unreadable
from marsad.intake.formats import FORMATS, Format, format_of
from marsad.intake.found import Found, not_hollow, reduced
from marsad.intake.given import Asked, Given, given_bytes
from marsad.intake.language import detect_language
from marsad.intake.limits import Limits, over_limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A document with the bytes that are kept as its original, and what made it difficult.

    `original` is the record's own bytes where it is one of many, the whole file where it is one. Of a protected record
    it holds the admitted fields alone, so that a giver named in any other field never reaches the store.
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
    dated_by: DateRule | None = None
    author: str | None = None

    @property
    def provenance(self) -> Provenance:
        """How it came, as the store keeps it."""
        return Provenance(
            where=self.where,
            media_type=self.media_type,
            parent=self.parent,
            version_of=self.version_of,
            brought_by=self.brought_by,
            dated_by=self.dated_by,
            author=self.author,
        )


def read_input(data: bytes, name: str) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Every document of one input, in its order, and every problem; nothing in it can stop the rest.

    The kind is found by content (`formats.py`). `name` is said in messages, and tells apart what content does not.
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
    """As `read_given`, of bytes that are at hand, read as is usual, without repeats.

    `latest` is the last day that a dispatch can carry (today, where the caller has a clock); a later one is a bad date.
    """
    return without_repeats(read_given(given_bytes(data, name), Asked(latest=latest)))


def without_repeats(found: Iterable[Arrival | Problem]) -> Iterator[Arrival | Problem]:
    """The same, where an id that comes again with the same text comes out once, and with another text is a problem."""
    seen: dict[str, str] = {}
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        document = item.document
        known = seen.setdefault(document.id, "")
        if not known:
            seen[document.id] = document.sha256
            yield item
        elif known != document.sha256:
            yield clash(document, item.where)


def clash(document: Document, where: str) -> Problem:
    """The problem of a known id that comes with another text."""
    wrong = f"id {document.id!r} was read before with another text; this one was not read"
    return Unreadable(wrong, "give it an id of its own, or none").problem(where, document.id)


def read_given(given: Given, asked: Asked, formats: tuple[Format, ...] = FORMATS) -> Iterator[Arrival | Problem]:
    """Documents and problems in the input's order, at every depth; whatever is wrong with one part stops no other.

    `formats` are looked through in their order: those of plug-ins stand before the packaged ones.
    """
    kind = "input"
    try:
        _refuse_empty(given, asked.limits)
        reader = format_of(given, formats)
        kind = reader.name
        found_in = reader.read(given, asked)
        for found in found_in if reader.may_be_hollow else not_hollow(found_in):
            if isinstance(found, Given):
                yield from read_given(found, asked, formats)
            elif isinstance(found, Found):
                yield _arrive(found, given, asked.limits)
            else:
                yield found
    except Unreadable as fault:
        yield fault.problem(given.where)
    except Exception as error:  # noqa: BLE001  # readers of others raise what they like; one file stops no other
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200].rstrip(": ")
        wrong = f"cannot be read as {kind} ({reason}); expected a whole file"
        yield Unreadable(wrong, "make it again, or hand in its text").problem(given.where)


def _refuse_empty(given: Given, limits: Limits) -> None:
    if given.size > limits.file_bytes:
        raise over_limit(f"has {given.size} bytes", f"at most {limits.file_bytes}")
    if given.size <= len(given.head) and not given.head.strip():
        raise Unreadable("is empty; expected a dispatch", "write the text into it", code=ProblemCode.EMPTY_TEXT)


def _arrive(found: Found, given: Given, limits: Limits) -> Arrival | Problem:
    document = found.document
    if len(document.text) > limits.text_characters:
        wrong = f"has a text of {len(document.text)} characters"
        return over_limit(wrong, f"at most {limits.text_characters}").problem(found.where)
    original = reduced(document) if document.protected else found.original
    language, foreign = detect_language(document)
    sealed = replace(document, language=language, original_sha256=sha256(original).hexdigest())
    return Arrival(
        document=sealed,
        original=original,
        where=found.where,
        problems=(*found.problems, *foreign),
        origin=given.protected_name() if document.protected else given.url or given.where,
        media_type=found.media_type,
        parent=given.parent,
        version_of=found.version_of,
        dated_by=found.dated_by,
        author=found.author,
    )
