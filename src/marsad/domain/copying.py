"""Texts in, how far one repeats the other out: the one meaning of a near copy, and what a copy added and changed."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TypeVar

from marsad.domain.filter import fold_words, list_words

T = TypeVar("T")

COPY_OVERLAP = 0.8
"""Jaccard from which on two texts are near copies, of their shingles or of their sentences.

Source: the usual cut for near-duplicate news (Broder 1997's resemblance).
"""
SHINGLE_WORDS = 3
"""Words of a shingle: rare enough to tell two stories apart, and so few that a changed word costs only three of them:
with four, a dispatch of 60 words in which a figure and the day were changed was no near copy."""
SENTENCE_END = re.compile(r"(?<=[.!?…؟۔။។])[\"'”’»)\]]*\s+|\s*\n\s*")
ALIKE = 0.5
"""From this likeness on a sentence that took another's place is that one changed, not one left out and one added."""


class Change(StrEnum):
    """What became of a sentence of the first text in a later one."""

    ADDED = "added"
    CHANGED = "changed"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceChange:
    """One sentence as it stood and as it stands; None where it did not, or does not."""

    change: Change
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What a text is known by among many: `signature` holds its least hashes, `bands` are keys that copies share."""

    signature: bytes
    bands: tuple[int, ...]


def shingle(text: str) -> frozenset[str]:
    """Every run of three words of a text, folded; empty for a shorter text."""
    words = list_words(text)
    return frozenset(map(" ".join, zip(*(words[at:] for at in range(SHINGLE_WORDS)), strict=False)))


def overlap(some: AbstractSet[T], others: AbstractSet[T]) -> float:
    """Jaccard: how many of all that either has both have; 0 where neither has any."""
    shared = len(some & others)
    return shared / (len(some) + len(others) - shared) if some or others else 0.0


def compare_sentences(before: str, after: str) -> tuple[SentenceChange, ...]:
    """What the later text added, changed and left out of the earlier, in order; a sentence only spelt anew is none."""
    old, new = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, [fold_words(one) for one in old], [fold_words(one) for one in new], autojunk=False)
    found: list[SentenceChange] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind != "equal":
            found += _pair(old[first:last], new[start:end])
    return tuple(found)


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE_END.split(text) if part and list_words(part)]


def _pair(old: Sequence[str], new: Sequence[str]) -> Iterator[SentenceChange]:
    """Each new sentence beside the first old one that it is like; what is left was added or left out."""
    left = list(old)
    for after in new:
        before = next((one for one in left if _likeness(one, after) >= ALIKE), None)
        if before is None:
            yield SentenceChange(change=Change.ADDED, after=after)
        else:
            left.remove(before)
            yield SentenceChange(change=Change.CHANGED, before=before, after=after)
    for one in left:
        yield SentenceChange(change=Change.LEFT_OUT, before=one)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, list_words(one), list_words(other), autojunk=False).ratio()
