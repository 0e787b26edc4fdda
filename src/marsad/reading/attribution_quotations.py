"""Quoted words: where they stand, and whose they are when they run past the sentence that names the speaker."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from marsad.reading.attribution_frames import STANCE, Frame
from marsad.reading.attribution_words import first_person
from marsad.reading.page import Page
from marsad.reading.parse import Span
from marsad.reading.phrases import SUBJECTS

OPEN_END = r"(?=\n\s*[\n\"“])|\Z"
QUOTATION = re.compile(
    rf"“(?:(?!\n\s*[\n“])[^”])*(?:”|{OPEN_END})"
    r"|«[^»]*»|„[^“”]*[“”]"
    rf"|\"(?:(?!\n\s*[\n\"])[^\"“”])*(?:[\"”]|{OPEN_END})"
    rf"|\"(?:(?!\n\s*[\n\"])[^\"])*(?:\"|{OPEN_END})"
    r"|''(?:(?!\n\s*\n|'').)*''|‘(?:[^’\n]|’(?=\w))*’",
)
"""Quoted words; a quotation left open ends with its paragraph, and the next paragraph opens it again."""

SHORTEST_RUN = 3
"""Words that a quotation needs to stand as somebody's words without a verb of speech beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Tokens `start` to `end` (exclusive) within quotation marks."""

    start: int
    end: int


def find_quotations(page: Page) -> tuple[Quotation, ...]:
    """The quoted words in text order, marks left out."""
    starts = [token.idx for token in page.doc]
    found = []
    for match in QUOTATION.finditer(page.document.text):
        start, end = bisect_left(starts, match.start() + 1), bisect_left(starts, match.end())
        if start < end:
            found.append(Quotation(start=start, end=end))
    return tuple(found)


def is_quoted(quotations: Sequence[Quotation], token: int) -> bool:
    return any(each.start <= token < each.end for each in quotations)


def carried(page: Page, frames: Sequence[Frame], quotations: Sequence[Quotation]) -> list[Frame]:
    """Frames for the quoted sentences that no verb of speech stands in, credited as the quotation is.

    A quotation is that of the cue beside it, in whichever of its sentences; one that follows on another, or on a
    sentence that names a speaker, is that speaker's. Sentences in the first person follow their neighbour even
    without marks.
    """
    found: list[Frame] = []
    anchors = [f for f in frames if f.cue is not None and f.act != STANCE and not is_quoted(quotations, f.cue)]
    by_sentence: dict[int, Frame] = {}
    for frame in sorted(anchors, key=lambda each: each.start):
        by_sentence[frame.sentence] = frame
    numbers = _sentence_numbers(page)
    for quotation in quotations:
        first, last = numbers[quotation.start], numbers[quotation.end - 1]
        anchor = _anchor(page, quotation, anchors, by_sentence, first, last)
        if anchor is None:
            continue
        by_sentence.setdefault(last, anchor)
        found += _pieces(page, quotation, anchor, first, last)
    return [*found, *_in_first_person(page, by_sentence, quotations)]


def _sentence_numbers(page: Page) -> list[int]:
    """Token index → number of its sentence; tokens between sentences count to the one before."""
    numbers = [0] * (len(page.doc) + 1)
    starts = [sentence.start for sentence in page.sentences]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(numbers)], strict=True)):
        numbers[start:end] = [number] * (end - start)
    return numbers


def _anchor(
    page: Page, quotation: Quotation, anchors: Sequence[Frame], by_sentence: dict[int, Frame], first: int, last: int
) -> Frame | None:
    beside = [frame for frame in anchors if frame.start < quotation.end and quotation.start < frame.end]
    if beside:
        return min(beside, key=lambda frame: (frame.sentence != last, _gap(frame, quotation)))
    opens = quotation.start - page.sentences[first].start <= 1
    if not opens or quotation.end - quotation.start < SHORTEST_RUN or first in by_sentence:
        return None
    return by_sentence.get(first - 1)


def _gap(frame: Frame, quotation: Quotation) -> int:
    cue = frame.cue or 0
    return min(abs(cue - quotation.start), abs(cue - quotation.end))


def _pieces(page: Page, quotation: Quotation, anchor: Frame, first: int, last: int) -> Iterator[Frame]:
    for number in range(first, last + 1):
        sentence = page.sentences[number]
        start, end = max(sentence.start, quotation.start), min(sentence.end, quotation.end)
        if number == anchor.sentence and anchor.start < end and start < anchor.end:
            continue
        if any(token.is_alpha for token in page.doc[start:end]):
            yield _carry(number, start, end, anchor)


def _carry(number: int, start: int, end: int, anchor: Frame) -> Frame:
    return Frame(
        sentence=number,
        start=start,
        end=end,
        act="say",
        attribution=anchor.attribution,
        direct=True,
        carries=anchor.cue,
    )


def _in_first_person(page: Page, by_sentence: dict[int, Frame], quotations: Sequence[Quotation]) -> Iterable[Frame]:
    """Unmarked sentences that say "I" or "we" after, or else before, a sentence that names who speaks."""
    for number, sentence in enumerate(page.sentences):
        if number in by_sentence or not _says_i(sentence, quotations):
            continue
        anchor = by_sentence.get(number - 1) or by_sentence.get(number + 1)
        if anchor is not None and anchor.act == "say":
            by_sentence[number] = anchor
            yield _carry(number, sentence.start, sentence.end, anchor)


def _says_i(sentence: Span, quotations: Sequence[Quotation]) -> bool:
    """True where "I" or "we" is a subject outside quotation marks."""
    own = (token for token in sentence if token.lower_ in first_person() and token.dep_ in SUBJECTS)
    return any(not is_quoted(quotations, token.i) for token in own) and not is_quoted(quotations, sentence.start + 1)
