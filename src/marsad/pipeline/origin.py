"""A document in, all that is known of how it came out: whence, when, by whom, its copies and its versions."""

from dataclasses import dataclass
from typing import Any

from marsad.domain.copying import SentenceChange, compare_sentences
from marsad.domain.document import Document
from marsad.domain.provenance import DateRule, Provenance
from marsad.domain.wire import to_plain
from marsad.store import Store
from marsad.store.captures import captures_of
from marsad.store.copies import chain_of
from marsad.store.provenance import first_seen, provenance_of, versions_of

UNTOLD = Provenance()
MOST_COMPARED = 12
"""Copies of which what they changed is said; of a wire story in a hundred papers the others are named."""
MOST_CHARACTERS = 100_000
"""Of a longer text no sentences are compared: that would take seconds."""
RULES = {
    DateRule.RECORD: "the record's own field",
    DateRule.METADATA: "the page's head",
    DateRule.ADDRESS: "the page's address",
    DateRule.TEXT: "a line of its text",
    DateRule.HEADER: "the text's header",
    DateRule.DATELINE: "the text's dateline",
    DateRule.FEED: "the feed that names it",
    DateRule.METADATA_UPDATE: "the page's head, of its last change",
    DateRule.TEXT_UPDATE: "a line of its text, of its last change",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """One document of a chain; `changes` are against the first print, None where they were not looked for."""

    document: Document
    is_first: bool
    same_text: bool
    changes: tuple[SentenceChange, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How a document came. Of a protected one only the day of receipt is told.

    `chain` is the document with its copies, the first print first, empty where it has none; `versions` likewise of the
    same page or message, oldest first. `fetched` is how often its address was asked, `last_fetched` when last.
    """

    received: str | None
    came: Provenance = UNTOLD
    dated_by: str | None = None
    chain: tuple[Copied, ...] = ()
    versions: tuple[Document, ...] = ()
    fetched: int = 0
    last_fetched: str | None = None


def origin_of(store: Store, document: Document) -> Origin:
    """How the document came, as far as it may be told."""
    received = first_seen(store, document.original_sha256 or "")
    if document.protected:
        return Origin(received=received and received[:10])
    came = provenance_of(store, [document.id]).get(document.id, Provenance())
    fetched = captures_of(store, document.id)
    return Origin(
        received=received,
        came=came,
        dated_by=RULES[DateRule(came.dated_by)] if came.dated_by and document.date else None,
        chain=_compare(chain_of(store, document)),
        versions=versions_of(store, document.id),
        fetched=len(fetched),
        last_fetched=fetched[-1].at if fetched else None,
    )


def origin_line(store: Store, document: Document) -> dict[str, Any]:
    """The same as JSON: copies and versions by their ids."""
    origin = origin_of(store, document)
    copies = [
        {"id": one.document.id, "first": one.is_first, "same_text": one.same_text, "changes": to_plain(one.changes)}
        for one in origin.chain
    ]
    return {
        "received": origin.received,
        **to_plain(origin.came),
        "copies": copies,
        "versions": [one.id for one in origin.versions],
        "fetched": origin.fetched,
        "last_fetched": origin.last_fetched,
    }


def _compare(chain: tuple[Document, ...]) -> tuple[Copied, ...]:
    return tuple(
        Copied(
            document=one,
            is_first=at == 0,
            same_text=one.text == chain[0].text,
            changes=_changes(chain[0], one) if at <= MOST_COMPARED else None,
        )
        for at, one in enumerate(chain)
    )


def _changes(first: Document, other: Document) -> tuple[SentenceChange, ...] | None:
    if max(len(first.text), len(other.text)) > MOST_CHARACTERS:
        return None
    return compare_sentences(first.text, other.text) if first.text != other.text else ()
