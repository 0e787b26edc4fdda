"""A text and folded words in, the stretch of it where most of them stand out, with each of them marked."""

import re

from marsad.domain.filter import fold_words
from marsad.web.sentences import Piece, marked

LONG = 260
"""Characters of a snippet: two or three lines."""
MOST_MARKS = 400


def snippet_of(text: str, words: list[str]) -> tuple[Piece, ...]:
    """The stretch; the text's beginning where none of the words stands in it."""
    wanted = set(words)
    spots = [found.span() for found in re.finditer(r"\w+", text) if fold_words(found[0]).strip() in wanted][:MOST_MARKS]
    start = _best_start([at for at, _ in spots])
    first = text.rfind(" ", 0, start) + 1 if start else 0
    cut = text[first : first + LONG]
    marks = [(at - first, end - first, "hit") for at, end in spots if first <= at and end <= first + LONG]
    pieces = marked(cut, marks)
    before, after = ("… ", "") if first else ("", ""), (" …", "") if first + LONG < len(text) else ("", "")
    return tuple(piece for piece in (before, *pieces, after) if piece[0])


def _best_start(spots: list[int]) -> int:
    """Where a stretch begins that holds most of the spots."""
    if not spots:
        return 0
    best = max(spots, key=lambda at: (sum(at <= other < at + LONG - 60 for other in spots), -at))
    return max(0, best - 40)
