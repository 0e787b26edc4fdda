"""A parsed text in, the runs of words that a gazetteer or the grammar takes for a place out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from marsad.reading.gazetteer import Entry, Gazetteer, Quality
from marsad.reading.places_words import LONGEST_TYPE, PlaceWords, TypeNoun

LONGEST_NAME = 9
"""Tokens tried for one name: five words, with their hyphens and articles."""

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LEAST_LETTERS_RESPELT = 4
"""Letters below which another spelling, or consonants alone, are no evidence."""


@dataclass(frozen=True, slots=True)
class Text:
    """The tokens of a document as plain lists: spaCy's own are slow to ask one by one."""

    doc: Doc
    words: list[str]
    low: list[str]
    starts: list[int]
    ends: list[int]
    label_at: list[str]
    entity_at: list[tuple[int, int] | None]
    sentence_start: frozenset[int]

    def slice(self, start: int, end: int) -> str:
        """The text of tokens `start` to `end`, exclusive, as written."""
        return self.doc.text[self.starts[start] : self.ends[end - 1]]


@dataclass(slots=True, kw_only=True)
class Span:
    """Tokens `start` to `end` (exclusive) that may name a place, with the gazetteer's answers and what the words say of type."""

    start: int
    end: int
    name: str
    candidates: tuple[Entry, ...]
    type_noun: TypeNoun | None = None
    type_start: int | None = None
    type_end: int | None = None
    evidence: int = 0


def lay_out(doc: Doc) -> Text:
    words = [token.text for token in doc]
    starts = [token.idx for token in doc]
    labels, entities = [""] * len(words), [None] * len(words)
    spans: list[tuple[int, int] | None] = list(entities)
    for entity in doc.ents:
        for i in range(entity.start, entity.end):
            labels[i], spans[i] = entity.label_, (entity.start, entity.end)
    return Text(
        doc,
        words,
        [word.lower() for word in words],
        starts,
        [start + len(word) for start, word in zip(starts, words, strict=True)],
        labels,
        spans,
        frozenset(sentence.start for sentence in doc.sents),
    )


def find_spans(text: Text, gazetteer: Gazetteer, words: PlaceWords, taken: Sequence[tuple[int, int]]) -> list[Span]:
    """The names that the gazetteer knows, longest first from the left, and those that the grammar takes for places."""
    free = _free_tokens(text, taken)
    spans = []
    for start, end in _runs(text, words, free):
        spans += _known_in(text, gazetteer, words, start, end)
    held = {i for span in spans for i in range(span.start, span.end)}
    spans += [span for span in _unknown(text, words, free) if held.isdisjoint(range(span.start, span.end))]
    return sorted(spans, key=lambda span: span.start)


def _free_tokens(text: Text, taken: Sequence[tuple[int, int]]) -> list[bool]:
    free = [True] * len(text.words)
    if taken:
        for i, start in enumerate(text.starts):
            free[i] = not any(low <= start < high for low, high in taken)
    return free


def is_capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1] in "'’‘`ʿ" and word[1:2].isupper())


def _runs(text: Text, words: PlaceWords, free: list[bool]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised tokens with the small words and hyphens between them, inside one sentence."""
    i, size = 0, len(text.words)
    while i < size:
        if not (free[i] and is_capital(text.words[i])):
            i += 1
            continue
        last, j = i, i + 1
        while j < size and j not in text.sentence_start and free[j]:
            if is_capital(text.words[j]):
                last = j
            elif not (text.words[j] in {"-", "–", "'", "’", "."} or text.low[j] in words.inside):
                break
            j += 1
        yield i, last + 1
        i = last + 1


def _known_in(text: Text, gazetteer: Gazetteer, words: PlaceWords, start: int, end: int) -> Iterator[Span]:
    i = start
    while i < end:
        span = _longest(text, gazetteer, words, i, end) if _may_begin(text, words, i) else None
        if span:
            yield span
            i = span.end
        else:
            i += 1


def _may_begin(text: Text, words: PlaceWords, i: int) -> bool:
    return is_capital(text.words[i]) and not (i and text.words[i - 1] == "-" and text.ends[i - 1] == text.starts[i] and text.low[i - 2] in words.inside)


def _longest(text: Text, gazetteer: Gazetteer, words: PlaceWords, start: int, end: int) -> Span | None:
    for stop in range(min(end, start + LONGEST_NAME), start, -1):
        if not is_capital(text.words[stop - 1]):
            continue
        name = text.slice(start, stop)
        if "\n" in name or (stop == start + 1 and name.lower() in words.words):
            continue
        found = tuple(entry for entry in gazetteer.candidates(name) if _spelt_enough(entry, name))
        span = Span(start=start, end=stop, name=name, candidates=found)
        if found and believe(text, words, span):
            return span
    return None


def _spelt_enough(entry: Entry, name: str) -> bool:
    return entry.quality is Quality.EXACT or (len(name) >= LEAST_LETTERS_RESPELT and name[:1].isupper() and not name.isupper())


def believe(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether the words around make it a place rather than a person, a body or a common word; sets its evidence.

    2 is a place by the words themselves, 1 by the language pipeline or the name's length, 0 only if it recurs.
    """
    start, end = span.start, span.end
    low, label, entity = text.low, text.label_at[start], text.entity_at[start]
    exact = [entry for entry in span.candidates if entry.quality is Quality.EXACT]
    before = low[start - 1].rstrip(".") if start else ""
    is_country = any(entry.kind in {"country", "sea", "continent", "region"} for entry in exact)
    if low[start] in words.country_of and end == start + 1 and not is_country:
        return False
    if before in words.titles or (label == "NORP" and not is_country):
        return False
    if span.name.isupper() and end == start + 1 and len(span.name) <= 5 and not _dateline(text, words, span):
        return is_country and span.name.lower() not in words.stop_all_caps and _count(span, 1)
    _take_type(text, words, span)
    located = before in words.strong or (before == "the" and low[start - 2 : start - 1] != [] and low[start - 2] in words.strong)
    if span.type_noun is not None:
        return bool(exact or label in PLACE_LABELS or located) and _count(span, 2)
    whole = entity is not None and entity[0] >= start - 1 and entity[1] <= end + 1
    joined = _joined(text, words, span)
    if joined and not is_country:
        return False
    if label in PLACE_LABELS:
        return _count(span, 2 if located else 1)
    if not exact:
        return located and whole and label != "PERSON" and _count(span, 1)
    if label == "PERSON":
        return whole and (located or end - start > 2) and _count(span, 1)
    if is_country:
        return _count(span, 1)
    if label == "ORG" and not whole:
        return False
    if located or _dateline(text, words, span):
        return _count(span, 2)
    if end - start > 1 and "of" not in low[start:end]:
        return _count(span, 1)
    return start not in text.sentence_start and _count(span, 0)


def _count(span: Span, evidence: int) -> bool:
    span.evidence = evidence
    return True


def _dateline(text: Text, words: PlaceWords, span: Span) -> bool:
    return span.start <= 2 and span.end < len(text.words) and text.words[span.end] in words.dateline_ends


def _joined(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether the name is a part of a longer one: a surname beside it, or a body that it belongs to."""
    after = text.words[span.end] if span.end < len(text.words) else ""
    if after in {"'s", "’s"}:
        return False
    if is_capital(after) and span.end not in text.sentence_start:
        entity = text.entity_at[span.start]
        same = entity is not None and entity[1] > span.end and text.label_at[span.start] not in PLACE_LABELS
        if same or after.lower() in words.institutions:
            return True
    before = text.words[span.start - 1] if span.start else ""
    entity = text.entity_at[span.start]
    return bool(entity and entity[0] < span.start and is_capital(before) and text.label_at[span.start] in {"PERSON", "ORG"})


def _take_type(text: Text, words: PlaceWords, span: Span) -> None:
    """Set the noun of type after the name ("Idlib province"), else before it ("the province of Idlib")."""
    low, end = text.low, span.end
    at = end + (1 if low[end : end + 1] in (["'s"], ["’s"]) else 0)
    for size in range(LONGEST_TYPE, 0, -1):
        noun = words.types.get(" ".join(low[at : at + size]))
        if noun and at + size <= len(low) and at == end:
            span.type_noun, span.type_start, span.type_end = noun, at, at + size
            return
    if low[max(span.start - 1, 0)] == "of" and span.start >= 2:
        for size in range(LONGEST_TYPE, 0, -1):
            left = span.start - 1 - size
            noun = words.types.get(" ".join(low[left : span.start - 1])) if left >= 0 else None
            if noun:
                span.type_noun, span.type_start, span.type_end = noun, left, span.start - 1
                return


def _unknown(text: Text, words: PlaceWords, free: list[bool]) -> Iterator[Span]:
    """Names that the pipeline or a noun of type takes for a place and the gazetteer does not hold."""
    for entity in text.doc.ents:
        start, end = entity.start, entity.end
        while start < end and text.low[start] == "the":
            start += 1
        while end > start and not is_capital(text.words[end - 1]):
            end -= 1
        if start == end or not all(free[start:end]) or not is_capital(text.words[start]):
            continue
        span = Span(start=start, end=end, name=text.slice(start, end), candidates=())
        _take_type(text, words, span)
        named = entity.label_ in PLACE_LABELS and text.low[start] not in words.country_of
        before = text.low[start - 1].rstrip(".") if start else ""
        if (named or (span.type_noun and not span.type_noun.inside and entity.label_ not in {"DATE", "CARDINAL", "ORDINAL", "NORP"})) and _nameable(
            span, words, before
        ):
            yield span


def _nameable(span: Span, words: PlaceWords, before: str) -> bool:
    single = span.end == span.start + 1
    plain = span.name.lower()
    return (
        before not in words.titles
        and "\n" not in span.name
        and not (single and (plain in words.words or plain in words.stop_all_caps or plain in words.country_of))
        and plain.split()[-1] not in words.institutions
        and len(plain) > 2
    )
