"""A parsed text in, the runs of words that a gazetteer or the grammar takes for a place out."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from marsad.reading.gazetteer import Entry, Gazetteer, Quality
from marsad.reading.places_words import LONGEST_TYPE, PlaceWords, TypeNoun

LONGEST_NAME = 9
"""Tokens tried for one name: five words, with their hyphens and articles."""

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
FIGURES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
MISREAD = frozenset({"PERSON", "ORG", "NORP", "LANGUAGE", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
"""Labels that the pipeline gives to names of war as often as to what they are for."""

WIDE = frozenset({"country", "sea", "continent", "region"})
POSSESSIVES = frozenset({"'s", "’s"})
APOSTROPHES = "'’‘`ʿ"
JOINTS = frozenset({"-", "–", "'", "’", "."})
SKIPPED_BEFORE = frozenset({"the", "central", "northern", "southern", "eastern", "western", "downtown", "\n"})
LONGEST_INITIALS = 5
DATELINE_TOKENS = 2
LEAST_LETTERS_RESPELT = 4
"""Letters below which another spelling, or consonants alone, are no evidence."""


@dataclass(frozen=True, slots=True)
class Text:
    """The tokens of a document as plain lists: spaCy's own are slow to ask one by one, and its `text` is made anew each time."""

    doc: Doc
    written: str
    words: list[str]
    low: list[str]
    starts: list[int]
    ends: list[int]
    label_at: list[str]
    entity_at: list[tuple[int, int] | None]
    sentence_start: frozenset[int]
    surnames: frozenset[str]
    listed: set[int]
    """Tokens that go on with a list of places."""

    def slice(self, start: int, end: int) -> str:
        """The text of tokens `start` to `end`, exclusive, as written."""
        return self.written[self.starts[start] : self.ends[end - 1]]


@dataclass(slots=True, kw_only=True)
class Span:
    """Tokens `start` to `end` (exclusive) that may name a place, with the gazetteer's answers and what the words say of type.

    `evidence` is 2 where the words make it a place, 1 where the pipeline or the name's length does, 0 where it is one
    only in a country that the text names, -1 only if the name is a place elsewhere in the text.
    """

    start: int
    end: int
    name: str
    candidates: tuple[Entry, ...] = ()
    type_noun: TypeNoun | None = None
    type_start: int | None = None
    type_end: int | None = None
    evidence: int = 0

    @property
    def last(self) -> int:
        """The token after the name and the noun of type that follows it."""
        return max(self.end, self.type_end or 0)


def lay_out(doc: Doc) -> Text:
    words = [token.text for token in doc]
    starts = [token.idx for token in doc]
    labels = [""] * len(words)
    spans: list[tuple[int, int] | None] = [None] * len(words)
    surnames = set()
    for entity in doc.ents:
        label, start, end = entity.label_, entity.start, entity.end
        for i in range(start, end):
            labels[i], spans[i] = label, (start, end)
        if label == "PERSON" and end - start > 1:
            surnames.add(words[end - 2 if words[end - 1] in POSSESSIVES else end - 1])
    return Text(
        doc,
        doc.text,
        words,
        [word.lower() for word in words],
        starts,
        [start + len(word) for start, word in zip(starts, words, strict=True)],
        labels,
        spans,
        frozenset(sentence.start for sentence in doc.sents),
        frozenset(surnames),
        set(),
    )


def find_spans(text: Text, gazetteer: Gazetteer, words: PlaceWords, taken: Sequence[tuple[int, int]]) -> list[Span]:
    """The names that the gazetteer knows, longest first from the left, and those that the grammar takes for places."""
    free = _free_tokens(text, taken)
    spans = []
    for start, end in _runs(text, words, free):
        spans += _known_in(text, gazetteer, words, start, end)
    sure = {span.name for span in spans if span.evidence > 0}
    spans = [span for span in spans if span.evidence >= 0 or span.name in sure]
    for span in spans:
        if span.evidence < 1 and span.name in sure:
            span.evidence = 1
    held = {i for span in spans for i in range(span.start, span.last)}
    for span in _unknown(text, words, free):
        if held.isdisjoint(range(span.start, span.end)):
            spans.append(span)
            held.update(range(span.start, span.end))
    return sorted(spans, key=lambda span: span.start)


def _free_tokens(text: Text, taken: Sequence[tuple[int, int]]) -> list[bool]:
    free = [True] * len(text.words)
    for low, high in taken:
        for i in range(bisect_left(text.starts, low), bisect_left(text.starts, high)):
            free[i] = False
    return free


def is_capital(word: str) -> bool:
    return word[:1].isupper() or (word[:1] in APOSTROPHES and word[1:2].isupper()) or "\u0590" <= word[:1] <= "\u06ff"


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
            elif not (text.words[j] in JOINTS or text.low[j] in words.inside):
                break
            j += 1
        yield i, last + 1
        i = last + 1


def _known_in(text: Text, gazetteer: Gazetteer, words: PlaceWords, start: int, end: int) -> Iterator[Span]:
    i = start
    while i < end:
        span = _longest(text, gazetteer, words, i, end) if is_capital(text.words[i]) else None
        if span:
            yield span
            text.listed.update(_tokens_after_list_mark(text, span.last) if span.evidence > 0 else ())
            i = span.end
        else:
            i += 1


def _tokens_after_list_mark(text: Text, last: int) -> Iterator[int]:
    """The token that a list goes on with after a place: "Goma and Sake", "Aleppo, Hama, and Latakia"."""
    marks = last
    while marks < min(last + 3, len(text.low)) and text.low[marks] in {",", "and", "or", "&", "the", "/"}:
        marks += 1
    if marks > last:
        yield marks


def _longest(text: Text, gazetteer: Gazetteer, words: PlaceWords, start: int, end: int) -> Span | None:
    for stop in range(min(end, start + LONGEST_NAME), start, -1):
        if not is_capital(text.words[stop - 1]):
            continue
        name = text.slice(start, stop)
        plain = name.lower()
        if "\n" in name or plain in words.words:
            continue
        found = _found(gazetteer, words, name)
        span = Span(start=start, end=stop, name=name, candidates=_nations(found, name))
        if text.low[start] == "the" and all(entry.quality is not Quality.EXACT for entry in found):
            continue
        if found and believe(text, words, span):
            return span
    return None


def _found(gazetteer: Gazetteer, words: PlaceWords, name: str) -> tuple[Entry, ...]:
    full = words.abbreviations.get(name.lower().rstrip("."))
    if full and name.count(".") >= 1:
        return tuple(entry for entry in gazetteer.candidates(full) if entry.kind in {"admin1", "country"})
    return tuple(entry for entry in gazetteer.candidates(name) if _spelt_enough(entry, name))


def _nations(found: tuple[Entry, ...], name: str) -> tuple[Entry, ...]:
    """Only the country where a name in capitals is one: US is no village in France."""
    if not (name.isupper() and len(name) <= LONGEST_INITIALS):
        return found
    return tuple(entry for entry in found if entry.kind == "country") or found


def _spelt_enough(entry: Entry, name: str) -> bool:
    return entry.quality is Quality.EXACT or (len(name) >= LEAST_LETTERS_RESPELT and not name.isupper())


def believe(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether the words around may make it a place rather than a person, a body or a common word; sets its evidence."""
    evidence = weigh(text, words, span)
    if evidence is None:
        return False
    span.evidence = evidence
    return True


def weigh(text: Text, words: PlaceWords, span: Span) -> int | None:
    """The evidence that the words give; None where they speak against a place."""
    start, end, low = span.start, span.end, text.low
    label, entity = text.label_at[start], text.entity_at[start]
    exact = any(entry.quality is Quality.EXACT for entry in span.candidates)
    nation = any(entry.kind in WIDE and entry.quality is Quality.EXACT for entry in span.candidates)
    single = end == start + 1
    before = _before(text, start)
    if before in words.titles or label in FIGURES or _compounded(text, end) or (low[start] in words.country_of and single and not nation):
        return None
    if span.name.isupper() and single and len(span.name) <= LONGEST_INITIALS and not _opens(text, words, span):
        return 1 if nation and low[start] not in words.stop_all_caps else None
    located = before in words.strong or start in text.listed
    _take_type(text, words, span)
    if entity and not (entity[0] >= start - 1 and entity[1] <= end + 1):
        return _within(text, words, span, entity, nation=nation)
    if label == "NORP" and (nation or not exact) and not located:
        return None
    if _joined(text, words, span):
        return None
    if span.type_noun is not None:
        return 2 if exact or label in PLACE_LABELS or located else None
    if label in PLACE_LABELS:
        return 2 if located else 1
    if nation:
        return 1
    named_person = single and span.name in text.surnames
    if _opens(text, words, span) and not named_person:
        return 1
    if located and not named_person:
        return 2 if exact else 1
    if not exact:
        return None
    affected = before in words.affecting or (before == "of" and _before(text, start - 1) in words.affected)
    if affected and not named_person:
        return 1
    if named_person or (single and label in MISREAD):
        return -1
    if label in MISREAD:
        return 0
    if not single and "of" not in low[start:end]:
        return 1
    return 0 if start not in text.sentence_start else -1


def _before(text: Text, start: int) -> str:
    """The word before token `start`, articles and adjectives of direction skipped, in lower case without its full stop."""
    i = start - 1
    while i >= 0 and text.low[i] in SKIPPED_BEFORE:
        i -= 1
    return text.low[i].rstrip(".") if i >= 0 else ""


def _within(text: Text, words: PlaceWords, span: Span, entity: tuple[int, int], *, nation: bool) -> int | None:
    """The evidence of a name inside a longer one: "Kharkiv National University" is in Kharkiv, "Kharkiv Times" is not."""
    label, after = text.label_at[span.start], "".join(text.low[span.end : span.end + 1])
    rest = text.words[span.end : entity[1]]
    if label in PLACE_LABELS:
        left = [*text.words[entity[0] : span.start], *rest]
        if all(_no_name(word, words) for word in left):
            return 2 if span.type_noun else 1
        return 1 if after in POSSESSIVES or (after in {",", "and"} and span.start == entity[0]) else None
    if after in POSSESSIVES and (nation or span.type_noun):
        return 1
    if label in {"ORG", "FAC"} and span.start <= entity[0] + 1 and rest and text.low[entity[1] - 1] in words.facilities:
        span.type_noun = words.types.get(text.low[entity[1] - 1])
        span.type_start, span.type_end = span.end, entity[1]
        return 1
    if (
        label == "ORG"
        and span.start <= entity[0] + 1
        and rest
        and not any(word.lower() in words.institutions for word in rest)
    ):
        return 0
    return 1 if _before(text, span.start) == "in" and not rest else None


def _no_name(word: str, words: PlaceWords) -> bool:
    low = word.lower()
    return not is_capital(word) or low in words.types or low in words.compass or low in words.middle or low == "the"


def _opens(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether it opens the text as a dateline does."""
    opens = span.start <= DATELINE_TOKENS or (span.start in text.sentence_start and span.name.isupper())
    return opens and span.end < len(text.words) and text.words[span.end] in words.dateline_ends


def _joined(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether a word beside makes it a part of a longer name: a body's, or a capitalised one that the pipeline missed."""
    after = text.words[span.last] if span.last < len(text.words) else ""
    if is_capital(after) and span.last not in text.sentence_start and after.lower() in words.institutions:
        return True
    return _compounded(text, span.end) or (span.start > 1 and text.words[span.start - 1] == "-" and _touching(text, span.start))


def _compounded(text: Text, end: int) -> bool:
    """Whether a hyphen and a small word follow: "Iran-backed" and "London-based" tell of an actor, not of where."""
    joined = text.words[end : end + 1] == ["-"] and _touching(text, end) and end + 1 < len(text.words)
    return joined and _touching(text, end + 1) and not is_capital(text.words[end + 1])


def _touching(text: Text, i: int) -> bool:
    return text.ends[i - 1] == text.starts[i]


def _take_type(text: Text, words: PlaceWords, span: Span) -> None:
    """Set the noun of type after the name ("Idlib province"), else before it ("the province of Idlib")."""
    low, end = text.low, span.end
    for size in range(min(LONGEST_TYPE, len(low) - end), 0, -1):
        noun = words.types.get(" ".join(low[end : end + size]))
        more = end + size < len(low) and is_capital(text.words[end]) and is_capital(text.words[end + size])
        if noun and not more:
            span.type_noun, span.type_start, span.type_end = noun, end, end + size
            return
    if span.start >= 2 and low[span.start - 1] == "of":
        for size in range(min(LONGEST_TYPE, span.start - 1), 0, -1):
            left = span.start - 1 - size
            noun = words.types.get(" ".join(low[left : span.start - 1]))
            if noun:
                span.type_noun, span.type_start, span.type_end = noun, left, span.start - 1
                return


def _unknown(text: Text, words: PlaceWords, free: list[bool]) -> Iterator[Span]:
    """Names that the pipeline, a noun of type or a word such as "in" takes for a place and the gazetteer does not hold."""
    yield from _called_places(text, words, free)
    for entity in text.doc.ents:
        start, end, label = entity.start, entity.end, text.label_at[entity.start]
        while start < end and not is_capital(text.words[start]):
            start += 1
        while end > start and not is_capital(text.words[end - 1]):
            end -= 1
        if start == end or not all(free[start:end]) or label in FIGURES:
            continue
        span = Span(start=start, end=end, name=text.slice(start, end))
        _take_type(text, words, span)
        typed = span.type_noun is not None and not span.type_noun.inside and label != "NORP"
        placed = (
            label == "PERSON"
            and end == start + 1
            and text.low[start - 1] in {"in", "near"}
            and start not in text.sentence_start
        )
        if (label in PLACE_LABELS or typed or placed) and _nameable(text, words, span):
            yield span


def _called_places(text: Text, words: PlaceWords, free: list[bool]) -> Iterator[Span]:
    """Names that a noun of type makes places: "the village of X"."""
    for i in range(1, len(text.low) - 1):
        if text.low[i] == "of" and is_capital(text.words[i + 1]) and free[i + 1]:
            noun = words.types.get(text.low[i - 1])
            if noun and not noun.inside and not noun.plural:
                end = i + 2
                while end < len(text.low) and end not in text.sentence_start and free[end] and _goes_on(text, words, end):
                    end += 1
                span = Span(start=i + 1, end=end, name=text.slice(i + 1, end), type_noun=noun, type_start=i - 1, type_end=i)
                span.evidence = 2
                if _nameable(text, words, span):
                    yield span


def _goes_on(text: Text, words: PlaceWords, i: int) -> bool:
    if is_capital(text.words[i]):
        return True
    follows = i + 1 < len(text.words) and is_capital(text.words[i + 1])
    return follows and (text.words[i] == "-" or text.low[i] in {"al", "el", "an", "as", "ar", "ad", "ez", "de"})


def _nameable(text: Text, words: PlaceWords, span: Span) -> bool:
    plain = span.name.lower()
    common = plain in words.words or plain in words.stop_all_caps or plain in words.country_of
    return not (
        common
        or _before(text, span.start) in words.titles
        or "\n" in span.name
        or plain.split()[-1] in words.institutions
        or plain.split()[0] in words.country_of
        or plain in words.types
        or len(plain) <= 2
        or (span.name in text.surnames and span.type_noun is None)
    )
