"""A parsed text in, the runs of words that a gazetteer or the grammar takes for a place out."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from marsad.reading.countries import country_of_bare_genitive, country_of_name
from marsad.reading.gazetteer import Entry, Gazetteer, Quality
from marsad.reading.places_evidence import LONGEST_INITIALS, WIDE, weigh
from marsad.reading.places_text import Span, Text, word_before
from marsad.reading.places_unknown import capitals_end, unknown_names
from marsad.reading.places_words import LONGEST_TYPE, PlaceWords

LONGEST_NAME = 9
"""Tokens tried for one name: five words, with their hyphens and articles."""

LEAST_LETTERS_RESPELT = 4
"""Letters below which another spelling, or consonants alone, are no evidence."""

JOINTS = frozenset({"-", "–", "'", "’", "."})


def find_spans(text: Text, gazetteer: Gazetteer, words: PlaceWords, taken: Sequence[tuple[int, int]]) -> list[Span]:
    """The names that the gazetteer knows, longest first from the left, and those that the grammar takes for places."""
    free = _free_tokens(text, gazetteer, words, taken)
    spans: list[Span] = []
    for start, end in _runs(text, words, free):
        spans += _known_in(text, gazetteer, words, start, end)
    sure = {span.name for span in spans if span.evidence > 0}
    spans = [span for span in spans if span.evidence >= 0 or (span.name in sure and span.name not in text.surnames)]
    for span in spans:
        if span.evidence < 1 and span.name in sure:
            span.evidence = 1
    held = {i for span in spans for i in range(span.start, span.last)}
    for span in unknown_names(text, words, free, {span.start for span in spans if span.evidence > 0}):
        if held.isdisjoint(range(span.start, span.end)):
            spans.append(span)
            held.update(range(span.start, span.end))
    return sorted(spans, key=lambda span: span.start)


def _free_tokens(text: Text, gazetteer: Gazetteer, words: PlaceWords, taken: Sequence[tuple[int, int]]) -> list[bool]:
    """Which tokens may name a place: not an actor's, but a state is both, and "in Syria" is the place."""
    free = [True] * len(text.words)
    for low, high in taken:
        first, after = bisect_left(text.starts, low), bisect_left(text.starts, high)
        located = first < after and word_before(text, words, first) in words.strong
        if not (located and any(entry.kind in WIDE for entry in gazetteer.candidates(text.slice(first, after)))):
            free[first:after] = [False] * (after - first)
    return free


def _runs(text: Text, words: PlaceWords, free: list[bool]) -> Iterator[tuple[int, int]]:
    """Runs of capitalised tokens with the small words and hyphens between them, inside one sentence."""
    i, size = 0, len(text.words)
    while i < size:
        if not (free[i] and text.capitals[i]):
            i += 1
            continue
        last, j = i, i + 1
        while j < size and j not in text.sentence_start and free[j]:
            if text.capitals[j]:
                last = j
            elif not (text.words[j] in JOINTS or text.low[j] in words.inside):
                break
            j += 1
        yield i, last + 1
        i = last + 1


def _known_in(text: Text, gazetteer: Gazetteer, words: PlaceWords, start: int, end: int) -> Iterator[Span]:
    i = start
    while i < end:
        span = None
        if text.capitals[i] and (country := country_of_bare_genitive(text.words[i])):
            name = text.words[i][:-1]
            found = tuple(each for each in gazetteer.candidates(name) if each.country == country.iso)
            span = Span(start=i, end=i + 1, name=name, candidates=found, evidence=1, genitive=True)
        elif text.low[i] in words.prefixes and i + 1 < end:
            span = _prefixed(text, gazetteer, words, i)
        elif text.capitals[i]:
            span = _longest(text, gazetteer, words, i, end)
        if span:
            yield span
            text.listed.update(_tokens_after_list_mark(text, words, span.last) if span.evidence > 0 else ())
            i = span.end
        else:
            i += 1


def _tokens_after_list_mark(text: Text, words: PlaceWords, last: int) -> Iterator[int]:
    """The token that a list goes on with after a place: "Goma and Sake", "Aleppo, Hama, and Latakia"."""
    marks = last
    while marks < min(last + 3, len(text.low)) and text.low[marks] in words.list_words:
        marks += 1
    if marks > last:
        yield marks


def _longest(text: Text, gazetteer: Gazetteer, words: PlaceWords, start: int, end: int) -> Span | None:
    for stop in range(min(end, start + LONGEST_NAME), start, -1):
        if not text.capitals[stop - 1]:
            continue
        name = text.slice(start, stop)
        plain = name.lower()
        if "\n" in name or (plain in words.words and not _is_initials(text, start, name)):
            continue
        if is_first_half(text, words, start, stop, end) or _names_a_street(text, words, stop):
            continue
        found = _found_with_type(text, gazetteer, words, start, stop) or _found(gazetteer, words, name)
        span = Span(start=start, end=stop, name=name, candidates=_nations(found, name))
        if _opens_with_small(text, words, start) and all(entry.quality is not Quality.EXACT for entry in found):
            continue
        if found and (evidence := weigh(text, words, span)) is not None:
            span.evidence = evidence
            return span
    return None


def _prefixed(text: Text, gazetteer: Gazetteer, words: PlaceWords, at: int) -> Span | None:
    """The whole name after a noun that stands before it without "of": "Barangay Mahayag", "Colonia Las Flores"."""
    stop = capitals_end(text, words, at + 1)
    if stop == at + 1:
        return None
    name = text.slice(at + 1, stop)
    found = tuple(entry for entry in _found(gazetteer, words, name) if entry.quality is not Quality.SKELETON)
    noun = words.types.get(words.prefixes[text.low[at]])
    return Span(
        start=at + 1, end=stop, name=name, candidates=found, type_noun=noun, type_start=at, type_end=at + 1, evidence=2
    )


def _opens_with_small(text: Text, words: PlaceWords, start: int) -> bool:
    """Whether it begins with "the", or at a sentence's head with "In" or "At", which sound like Arabic's article."""
    word = text.low[start]
    return word == "the" or (start in text.sentence_start and word in words.words)


def is_first_half(text: Text, words: PlaceWords, start: int, stop: int, end: int) -> bool:
    """Whether it is a word of landscape or building with its name still to come: the "Bab" of Bab Touma."""
    opener = text.low[start] in words.generics or text.low[start] in words.articles
    if stop != start + 1 or not opener or stop >= end:
        return False
    return text.capitals[stop] or text.low[stop] in words.articles


def _names_a_street(text: Text, words: PlaceWords, stop: int) -> bool:
    """Whether a street's noun with a capital follows: Barton Street is no place in the town of Barton."""
    return stop < len(text.low) and text.low[stop] in words.streets and text.capitals[stop]


def _found_with_type(text: Text, gazetteer: Gazetteer, words: PlaceWords, start: int, stop: int) -> tuple[Entry, ...]:
    """What the gazetteer holds under the name with its noun of type: "Kabul airport" is not the town of Kabul."""
    for size in range(min(LONGEST_TYPE, len(text.low) - stop), 0, -1):
        if " ".join(text.low[stop : stop + size]) in words.types:
            full = text.slice(start, stop + size)
            return tuple(entry for entry in gazetteer.candidates(full) if entry.quality is Quality.EXACT)
    return ()


def _found(gazetteer: Gazetteer, words: PlaceWords, name: str) -> tuple[Entry, ...]:
    if words.is_abbreviation(name):
        full = words.abbreviations[name.lower().rstrip(".")]
        return tuple(entry for entry in gazetteer.candidates(full) if entry.kind in {"admin1", "country"})
    return tuple(entry for entry in gazetteer.candidates(name) if _spelt_enough(entry, name))


def _is_initials(text: Text, at: int, name: str) -> bool:
    """True for "US", which is "us" in small letters, as it is in a line of capitals."""
    is_country = name.isupper() and len(name) > 1 and country_of_name(name) is not None
    before = text.words[at - 1] if at > 0 else ""
    return is_country and text.doc[at].tag_ in {"NNP", "NNPS"} and not (before.isupper() and len(before) > 1)


def _nations(found: tuple[Entry, ...], name: str) -> tuple[Entry, ...]:
    """Only the country where a name in capitals is one: US is no village in France."""
    if not (name.isupper() and len(name) <= LONGEST_INITIALS):
        return found
    return tuple(entry for entry in found if entry.kind == "country") or found


def _spelt_enough(entry: Entry, name: str) -> bool:
    respelt = len(name) >= LEAST_LETTERS_RESPELT and not name.isupper() and "." not in name
    return entry.quality is Quality.EXACT or respelt
