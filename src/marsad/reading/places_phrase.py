"""A toponym and the words around it in, how near to it the text says in UCDP's precision out."""

from collections.abc import Sequence
from dataclasses import dataclass

from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.gazetteer import Entry
from marsad.reading.places_text import Span, Text
from marsad.reading.places_words import PlaceWords

MOST_STEPS = 6
"""Phrases before a name that are read leftwards: "in the western outskirts of the city of X" has four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Tokens `start` to `end` (exclusive) of the whole phrase; `nearness` is what the words before say, if anything."""

    start: int
    end: int
    nearness: PlacePrecision | None = None
    line: bool = False
    """True for "between A and B": a line, however exact the two are."""


def read_phrase(text: Text, span: Span, words: PlaceWords) -> Phrase:
    """The phrase around the name, with the precision that its words give."""
    start, nearness = span.start, None
    end = max(span.end, span.type_end or 0)
    if text.low[span.end : span.end + 1] in (["'s"], ["’s"]):
        return Phrase(start=start, end=end)
    for _ in range(MOST_STEPS):
        step = _step_left(text, start, words)
        if step is None:
            break
        start, said = step
        nearness = max(nearness, said) if nearness and said else nearness or said
    return Phrase(start=start, end=end, nearness=nearness)


def _step_left(text: Text, start: int, words: PlaceWords) -> tuple[int, PlacePrecision | None] | None:
    """Where the phrase begins with one more word or two on its left, and what they say; None if none belong to it."""
    if start == 0 or start in text.sentence_start:
        return None
    one, two = text.low[start - 1], text.low[start - 2] if start >= 2 else ""
    if one == "the":
        return (start - 1, None) if _step_left(text, start - 1, words) else None
    alone = (
        (words.compass, PlacePrecision.AREA),
        (words.middle, None),
        (words.near, PlacePrecision.NEAR),
        (words.off, PlacePrecision.SEA_OR_AIR),
    )
    for group, said in alone:
        if one in group:
            return start - 1, said
    pairs = (
        ("of", words.near_of, PlacePrecision.NEAR),
        ("of", words.part_of, PlacePrecision.AREA),
        ("of", words.types, None),
        ("to", words.near_to, PlacePrecision.NEAR),
        ("from", words.distance_units, PlacePrecision.NEAR),
    )
    for preposition, nouns, said in pairs:
        if one == preposition and two in nouns:
            return _with_distance(text, start - 2, words), said
    return None


def _with_distance(text: Text, start: int, words: PlaceWords) -> int:
    """`start` moved left over "17 km" and its like."""
    if start >= 1 and text.low[start - 1] in words.distance_units:
        start -= 1
    if start >= 1 and (text.low[start - 1][:1].isdigit() or text.doc[start - 1].tag_ == "CD"):
        start -= 1
    return start


def precision_of_phrase(span: Span, entry: Entry | None, phrase: Phrase) -> PlacePrecision:
    """UCDP's precision of the phrase.

    What the words say of nearness goes before the noun of type, and that before what the gazetteer holds. A part of a
    town is in it; a part of anything wider is a vague area, and so is what is near it.
    Source: UCDP GED codebook 19.1, `where_prec`.
    """
    own = entry.precision if entry else PlacePrecision.EXACT
    follows = span.type_end is not None and span.type_end > span.end
    if span.type_noun and (follows or not (entry and entry.kind == "country")):
        own = span.type_noun.precision
    pointlike = own in {PlacePrecision.EXACT, PlacePrecision.NEAR}
    if phrase.nearness is None or (phrase.nearness is PlacePrecision.AREA and pointlike):
        return own
    if phrase.nearness is PlacePrecision.NEAR and not pointlike:
        return PlacePrecision.AREA
    return phrase.nearness


def spread_plural_types(text: Text, words: PlaceWords, spans: Sequence[Span]) -> None:
    """Give "provinces" of "Aleppo, Hama and Latakia provinces" to each of the three."""
    for i in range(len(spans) - 1, 0, -1):
        right, left = spans[i], spans[i - 1]
        apart = all(word in words.list_words for word in text.low[left.end : right.start])
        if (
            right.type_noun
            and right.type_noun.plural
            and apart
            and not left.type_noun
            and (right.type_start is None or right.type_start >= right.end)
        ):
            left.type_noun = right.type_noun


def between_pairs(text: Text, spans: Sequence[Span]) -> dict[int, tuple[int, int]]:
    """The tokens of "between A and B" by the position of each of the two spans."""
    pairs = {}
    for i in range(len(spans) - 1):
        left, right = spans[i], spans[i + 1]
        before = [word for word in text.low[max(left.start - 2, 0) : left.start] if word != "the"]
        if before[-1:] == ["between"] and [word for word in text.low[left.last : right.start] if word != "the"] == [
            "and"
        ]:
            start = max(j for j in range(left.start) if text.low[j] == "between")
            pairs[i] = pairs[i + 1] = (start, right.last)
    return pairs
