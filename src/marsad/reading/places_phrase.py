"""A toponym and the words around it in, how near to it the text says in UCDP's precision out."""

from dataclasses import dataclass

from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.gazetteer import Entry
from marsad.reading.places_choice import SETTLED
from marsad.reading.places_spans import Span, Text
from marsad.reading.places_words import PlaceWords

MOST_STEPS = 6
"""Phrases before a name that are read leftwards: "in the western outskirts of the city of X" has four."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Tokens `start` to `end` (exclusive) of the whole phrase; `nearness` is what the words before say, None if nothing."""

    start: int
    end: int
    nearness: PlacePrecision | None = None


def read_phrase(text: Text, span: Span, words: PlaceWords) -> Phrase:
    """The phrase around the name, with the precision that its words give."""
    start, nearness = span.start, None
    for _ in range(MOST_STEPS):
        step = _step_left(text, start, words)
        if step is None:
            break
        start, said = step
        nearness = max(nearness, said) if nearness and said else nearness or said
    end = max(span.end, span.type_end or 0)
    return Phrase(start=start, end=end, nearness=nearness)


def _step_left(text: Text, start: int, words: PlaceWords) -> tuple[int, PlacePrecision | None] | None:
    low = text.low
    if start == 0 or start in text.sentence_start:
        return None
    one, two = low[start - 1], low[start - 2] if start >= 2 else ""
    if one in words.compass:
        return start - 1, PlacePrecision.AREA
    if one in words.middle:
        return start - 1, None
    if one == "the":
        return (start - 1, None) if _step_left(text, start - 1, words) else None
    if one == "of" and two in words.near_of:
        return _with_distance(text, start - 2, words), PlacePrecision.NEAR
    if one == "of" and two in words.part_of:
        return start - 2, PlacePrecision.AREA
    if one == "of" and two in words.types:
        return start - 2, None
    if one in words.near:
        return start - 1, PlacePrecision.NEAR
    if one == "to" and two in words.near_to:
        return start - 2, PlacePrecision.NEAR
    if one == "from" and two.strip("()") in words.distance_units:
        return _with_distance(text, start - 1, words), PlacePrecision.NEAR
    if one in words.along:
        return start - 1, PlacePrecision.AREA
    if one in words.off or (one == "of" and two == "coast" and start >= 3 and low[start - 4 : start - 3] == ["off"]):
        return start - 1, PlacePrecision.SEA_OR_AIR
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

    What the words say of nearness goes before the noun of type, and that before what the gazetteer holds. A compass
    point of a town is near it, of anything wider a vague area. Source: UCDP GED codebook 19.1, `where_prec`.
    """
    own = entry.precision if entry else PlacePrecision.EXACT
    if span.type_noun and not (entry and entry.kind == "country" and span.type_noun.noun in {"state", "capital"}):
        own = span.type_noun.precision
    if phrase.nearness is None:
        return own
    if phrase.nearness is PlacePrecision.AREA and own in {PlacePrecision.EXACT, PlacePrecision.NEAR} and (not entry or entry.kind in SETTLED):
        return PlacePrecision.NEAR
    if phrase.nearness is PlacePrecision.NEAR and own not in {PlacePrecision.EXACT, PlacePrecision.NEAR}:
        return PlacePrecision.AREA
    return phrase.nearness
