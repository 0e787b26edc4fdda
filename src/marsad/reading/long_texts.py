"""Long texts in pieces: a document in, pieces that the pipeline can hold out, and their readings joined again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.domain.claim import Quote
from marsad.domain.document import Document
from marsad.domain.mention import Mention, Speech
from marsad.domain.reading import Reading

LONGEST_PIECE = 50_000
"""Characters a piece: a book-length text is read in steps of steady memory (spaCy takes about 1 GB for 100,000)."""
BREAKS = ("\n\n", "\n", ". ", " ")
"""Where a piece may end, best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters from `start` of `document.text`; `last` where nothing of the document follows."""

    document: Document
    text: str
    start: int
    last: bool

    @property
    def alone(self) -> Document:
        """The piece as a document of its own, by the whole's id."""
        return self.document if len(self.text) == len(self.document.text) else replace(self.document, text=self.text)


def split_long(document: Document) -> Iterator[Piece]:
    """The document whole where it is short, else in pieces that end at a paragraph, a line, a sentence or a blank."""
    text, start = document.text, 0
    while len(text) - start > LONGEST_PIECE:
        end = _end_of_piece(text, start)
        yield Piece(document=document, text=text[start:end], start=start, last=False)
        start = end
    yield Piece(document=document, text=text[start:], start=start, last=True)


def join_readings(document: Document, parts: Sequence[tuple[int, Reading]]) -> Reading:
    """One reading of the whole: each part's offsets moved by where its piece began."""
    if len(parts) == 1:
        return parts[0][1]
    return Reading(
        document=document,
        claims=tuple(replace(claim, quote=_moved(claim.quote, by)) for by, part in parts for claim in part.claims),
        mentions=tuple(_moved_mention(mention, by) for by, part in parts for mention in part.mentions),
        problems=tuple(
            replace(problem, quote=_moved(problem.quote, by)) if problem.quote is not None else problem
            for by, part in parts
            for problem in part.problems
        ),
    )


def _end_of_piece(text: str, start: int) -> int:
    limit = start + LONGEST_PIECE
    for mark in BREAKS:
        at = text.rfind(mark, start + LONGEST_PIECE // 2, limit)
        if at != -1:
            return at + len(mark)
    return limit


def _moved(quote: Quote, by: int) -> Quote:
    return Quote(start=quote.start + by, end=quote.end + by, text=quote.text)


def _moved_mention(mention: Mention, by: int) -> Mention:
    moved = replace(mention, quote=_moved(mention.quote, by))
    if not isinstance(moved, Speech):
        return moved
    speaker = _moved(moved.speaker, by) if moved.speaker is not None else None
    return replace(moved, speaker=speaker, cue=_moved(moved.cue, by) if moved.cue is not None else None)
