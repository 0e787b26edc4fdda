"""A parsed text in, the names that its words make places and no gazetteer holds out."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from marsad.reading.people import group_of
from marsad.reading.places_evidence import take_type
from marsad.reading.places_text import FIGURES, PLACE_LABELS, Span, Text, is_capital, is_compounded, word_before
from marsad.reading.places_words import PlaceWords

NAMED = frozenset({"NNP", "NNPS"})
MOST_IN_NAME = 5


def unknown_names(text: Text, words: PlaceWords, free: list[bool], known: AbstractSet[int]) -> Iterator[Span]:
    """Names that the pipeline, a noun of type or a word such as "in" makes places and the gazetteer does not hold.

    `known` has the tokens at which a place begins that it holds: "Karakai (Bungudu, Zamfara)" is a place too.
    """
    yield from _called_places(text, words, free)
    yield from _labelled_places(text, words, free)
    yield from _told_places(text, words, free, known)


def _labelled_places(text: Text, words: PlaceWords, free: list[bool]) -> Iterator[Span]:
    for entity in text.doc.ents:
        start, end, label = entity.start, entity.end, text.label_at[entity.start]
        while start < end and not text.capitals[start]:
            start += 1
        while end > start and not text.capitals[end - 1]:
            end -= 1
        if start == end or not all(free[start:end]) or label in FIGURES or is_compounded(text, end):
            continue
        if label in PLACE_LABELS:
            start, end = _whole(text, words, free, start, end)
        span = Span(start=start, end=end, name=text.slice(start, end))
        take_type(text, words, span)
        typed = span.type_noun is not None and not span.type_noun.inside and label != "NORP"
        building = span.type_noun is not None and span.type_noun.building
        if (label in PLACE_LABELS or typed) and not building and _nameable(text, words, span):
            yield span


def _whole(text: Text, words: PlaceWords, free: list[bool], start: int, end: int) -> tuple[int, int]:
    """The name with the capitals that the pipeline cut off: "Al" of "Al Hishah", "Tauk" of "Nga Tauk"."""
    while end - start < MOST_IN_NAME and end < len(free) and free[end] and _is_rest(text, words, end):
        end += 1
    while end - start < MOST_IN_NAME and start > 0 and free[start - 1] and start not in text.sentence_start:
        token = text.doc[start - 1]
        named = token.tag_ in NAMED and is_capital(text.words[start - 1]) and not _is_common(words, text.low[start - 1])
        if not (named and token.dep_ == "compound" and start <= token.head.i <= end):
            break
        if text.label_at[start - 1] in {"PERSON", "ORG", "NORP", *FIGURES}:
            break
        start -= 1
    return start, end


def _is_rest(text: Text, words: PlaceWords, i: int) -> bool:
    """Whether the token goes on with the name before it."""
    before = text.doc[i - 1]
    joined = text.low[i - 1] in words.articles or text.low[i - 1] in words.generics or before.dep_ == "compound"
    named = text.doc[i].tag_ in NAMED and is_capital(text.words[i]) and i not in text.sentence_start
    return joined and named and not _is_common(words, text.low[i]) and text.label_at[i] not in FIGURES


def _ends_name(words: PlaceWords, low: str) -> bool:
    return low in words.types or low in words.institutions or low.rstrip(".") in words.titles


def _is_common(words: PlaceWords, low: str) -> bool:
    return (
        low in words.types
        or low in words.compass
        or low in words.words
        or low in words.institutions
        or low in words.country_of
        or low.rstrip(".") in words.titles
    )


def _told_places(text: Text, words: PlaceWords, free: list[bool], known: AbstractSet[int]) -> Iterator[Span]:
    """Names after "in" and "near", after "the siege of", after verbs that take towns only, and before "(Zamfara)"."""
    for i in range(1, len(text.low)):
        if not (free[i] and text.capitals[i]) or i in text.sentence_start or text.doc[i].tag_ not in NAMED:
            continue
        before = text.low[i - 1]
        placing = is_placed(text, words, i)
        taking = before in words.taking or (before == "of" and word_before(text, words, i - 1) in words.ground_of)
        end = capitals_end(text, words, i)
        held = not (placing or taking) and _is_held(text, words, i, end, known)
        if not (placing or taking or held) or end == i or not all(free[i:end]) or is_compounded(text, end):
            continue
        if _is_someone(text, words, i, end, placing=placing):
            continue
        span = Span(start=i, end=end, name=text.slice(i, end), evidence=1)
        take_type(text, words, span)
        if not _is_common(words, text.low[i]) and _nameable(text, words, span):
            yield span


def is_placed(text: Text, words: PlaceWords, start: int) -> bool:
    """Whether the word before the name is one that only a place follows."""
    before = text.low[start - 1] if start > 0 else ""
    return before in words.only_places or (before == "at" and _is_a_scene(text, words, start))


def _is_a_scene(text: Text, words: PlaceWords, at: int) -> bool:
    """Whether one name after "at" is where something was, and not whom it was aimed at or who employs somebody."""
    over = text.doc[at - 1].head
    alone = at + 1 >= len(text.words) or not (is_capital(text.words[at + 1]) or text.words[at + 1] in {"'s", "’s"})
    return alone and over.lower_ not in words.aimed and group_of(over.lower_) is None and not over.tag_.startswith("JJ")


def _is_held(text: Text, words: PlaceWords, start: int, end: int, known: AbstractSet[int]) -> bool:
    """Whether a bracket, or "in" after a word of war, puts the name in a place that is known."""
    after = text.low[end : end + 1]
    before = text.low[start - 1]
    if after == ["("]:
        listed = before in words.list_words or before in words.strong or before == "on"
        return (listed or text.doc[start - 1].tag_.startswith("VB")) and end + 1 in known
    affected = before in words.affecting or before in words.affected
    return after == ["in"] and affected and not text.label_at[start] and {end + 1, end + 2} & known != set()


def _is_someone(text: Text, words: PlaceWords, start: int, end: int, *, placing: bool) -> bool:
    """Whether the pipeline has it for a person or a body; words of landscape begin neither."""
    label = text.label_at[start]
    arabic = text.low[start] in words.articles or text.low[start] in words.generics
    several = end > start + 1
    person = label == "PERSON" and (several or not placing) and not arabic
    body = label == "ORG" and (text.words[start].isupper() or (placing and several and not arabic))
    return person or body or label in FIGURES


def capitals_end(text: Text, words: PlaceWords, start: int) -> int:
    """The token after the run of capitals and numbers that begins at `start`, in one sentence."""
    end = start
    while end < len(text.low) and (end == start or end not in text.sentence_start):
        if not (_goes_on(text, words, end) or (end > start and text.low[end].isdigit())):
            break
        if end > start and _ends_name(words, text.low[end]):
            break
        end += 1
    return end


def _called_places(text: Text, words: PlaceWords, free: list[bool]) -> Iterator[Span]:
    """Names that a noun of type makes places: "the village of X"."""
    for i in range(1, len(text.low) - 1):
        if text.low[i] == "of" and is_capital(text.words[i + 1]) and free[i + 1]:
            noun = words.types.get(text.low[i - 1])
            if noun and not noun.inside and not noun.plural:
                end = i + 2
                while (
                    end < len(text.low) and end not in text.sentence_start and free[end] and _goes_on(text, words, end)
                ):
                    end += 1
                span = Span(
                    start=i + 1, end=end, name=text.slice(i + 1, end), type_noun=noun, type_start=i - 1, type_end=i
                )
                span.evidence = 2
                if _nameable(text, words, span):
                    yield span


def _goes_on(text: Text, words: PlaceWords, i: int) -> bool:
    if text.capitals[i]:
        return True
    follows = i + 1 < len(text.words) and text.capitals[i + 1]
    return follows and (text.words[i] == "-" or text.low[i] in words.articles)


def _nameable(text: Text, words: PlaceWords, span: Span) -> bool:
    plain = span.name.lower()
    common = plain in words.words or plain in words.stop_all_caps or plain in words.country_of
    article = text.low[span.start - 1] if span.start else ""
    return not (
        common
        or article in {"a", "an"}
        or plain in words.compass
        or plain in words.middle
        or group_of(plain.split()[-1]) is not None
        or word_before(text, words, span.start) in words.titles
        or "\n" in span.name
        or plain.split()[-1] in words.institutions
        or plain.split()[0] in words.country_of
        or plain in words.types
        or len(plain) <= 2
        or (span.name in text.surnames and span.type_noun is None)
    )
