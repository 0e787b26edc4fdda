"""A name that the gazetteer knows and the words around it in, how surely it is a place here out."""

from marsad.reading.countries import country_of_bare_genitive, country_of_name
from marsad.reading.gazetteer import Quality
from marsad.reading.places_text import (
    FIGURES,
    PLACE_LABELS,
    POSSESSIVES,
    Span,
    Text,
    is_capital,
    is_compounded,
    word_before,
)
from marsad.reading.places_words import LONGEST_TYPE, PlaceWords

WIDE = frozenset({"country", "sea", "continent", "region"})
MISREAD = frozenset({"PERSON", "ORG", "NORP", "LANGUAGE", "PRODUCT", "WORK_OF_ART", "LAW", "EVENT"})
"""Labels that the pipeline gives to names of war as often as to what they are for."""

LONGEST_INITIALS = 5
DATELINE_TOKENS = 2
MOST_AUXILIARIES = 6
"""Words passed over between a name and the verb that tells what has befallen it."""
MOST_BEFORE_NOUN = 4
"""Words looked through for the noun of "a small Kurdish-held border town"."""


def weigh(text: Text, words: PlaceWords, span: Span) -> int | None:
    """The evidence of `Span.evidence`; None where the words speak against a place. Sets the span's noun of type."""
    nation = any(entry.kind in WIDE and entry.quality is Quality.EXACT for entry in span.candidates)
    span.dateline = _opens(text, words, span)
    if _spoken_against(text, words, span, nation=nation):
        return None
    if _is_initials(span) and not span.dateline and not words.is_abbreviation(span.name):
        return 1 if nation and text.low[span.start] not in words.stop_all_caps else None
    take_type(text, words, span)
    entity = text.entity_at[span.start]
    if entity and not (nation and entity[0] >= span.start - 1) and not _fills(text, words, span, entity):
        return _within(text, words, span, entity, nation=nation)
    if _is_part(text, words, span) or _is_peoples(text, words, span):
        return None
    named_before = span.type_end is not None and span.type_end < span.start
    after = "".join(text.words[span.end : span.end + 1])
    if named_before and span.end not in text.sentence_start and is_capital(after) and not country_of_name(after):
        return None
    return _by_words(text, words, span, nation=nation)


def _fills(text: Text, words: PlaceWords, span: Span, entity: tuple[int, int]) -> bool:
    """Whether the pipeline's span is the name's own, give or take a word that is no name."""
    if entity[0] < span.start - 1 or entity[1] > span.end + 1:
        return False
    if text.label_at[span.start] not in PLACE_LABELS:
        return True
    beside = [*text.words[entity[0] : span.start], *text.words[span.end : entity[1]]]
    return all(_no_name(word, words) for word in beside)


def _spoken_against(text: Text, words: PlaceWords, span: Span, *, nation: bool) -> bool:
    """Whether it is a titled person, a figure, a demonym or half of "Iran-backed"."""
    low = text.low[span.start]
    demonym = span.is_single and not nation and (low in words.country_of or low in words.institutions)
    titled = word_before(text, words, span.start) in words.titles
    return demonym or titled or text.label_at[span.start] in FIGURES or is_compounded(text, span.end)


def _is_initials(span: Span) -> bool:
    return span.is_single and span.name.isupper() and len(span.name) <= LONGEST_INITIALS


def _by_words(text: Text, words: PlaceWords, span: Span, *, nation: bool) -> int | None:
    """The evidence of a name that stands by itself."""
    label, exact = text.label_at[span.start], any(entry.quality is Quality.EXACT for entry in span.candidates)
    before = word_before(text, words, span.start)
    located = before in words.strong or span.start in text.listed
    told = exact or label in PLACE_LABELS or located
    if (label == "NORP" and (nation or not exact) and not located) or (span.type_noun and not told):
        return None
    if span.type_noun or (exact and _is_explained(text, words, span)):
        return None if _is_buildings_own(span) else 2
    if label in PLACE_LABELS:
        return 2 if located else 1
    person = span.is_single and span.name in text.surnames
    if nation or (not person and (located or span.dateline)):
        return 2 if exact and located and not nation else 1
    return _by_verb(text, words, span, person=person) if exact else None


def _by_verb(text: Text, words: PlaceWords, span: Span, *, person: bool) -> int:
    """The evidence of an exact name by a word of war before it: "shelled X", "the siege of X"."""
    before = word_before(text, words, span.start)
    affected = before in words.affecting or (
        before == "of" and word_before(text, words, span.start - 1) in words.affected
    )
    if not person and (affected or _has_befallen(text, words, span)):
        return 1
    return _by_shape(text, span, person=person)


def _has_befallen(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether what follows is said of ground: "X fell", "X has been shelled", "X is in rebel hands"; rain falls too."""
    if text.doc[span.end - 1].tag_ != "NNP":
        return False
    at, end = span.end, min(span.end + MOST_AUXILIARIES, len(text.low))
    while at < end and text.low[at] in words.auxiliaries:
        at += 1
    told = text.low[at] if at < len(text.low) else ""
    if told in {"in", "under"}:
        return at > span.end and bool(words.affected & set(text.low[at + 1 : at + 1 + MOST_BEFORE_NOUN]))
    return told in words.befallen or (told in words.befallen_too and text.label_at[span.start] != "PERSON")


def _is_buildings_own(span: Span) -> bool:
    """Whether the name is a building's and only sounds like a town's."""
    building = span.type_noun is not None and span.type_noun.building
    return building and all(entry.quality is Quality.SKELETON for entry in span.candidates)


def _is_explained(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether the words that follow say what it is: "Maardis, a small town north of Hama"."""
    low, i = text.low, span.end
    if low[i : i + 1] != [","] or low[i + 1 : i + 2] not in (["a"], ["an"], ["the"], ["another"]):
        return False
    ahead = low[i + 2 : i + 2 + MOST_BEFORE_NOUN]
    noun = next((words.types[word] for word in ahead if word in words.types), None)
    return noun is not None and not noun.inside and ahead[0] not in words.strong


def _by_shape(text: Text, span: Span, *, person: bool) -> int:
    """The evidence of an exact name that no word beside it makes a place."""
    misread = text.label_at[span.start] in MISREAD
    if person or (misread and span.is_single):
        return -1
    if misread:
        return 0
    if not span.is_single and "of" not in text.low[span.start : span.end]:
        return 1
    return 0 if span.start not in text.sentence_start else -1


def _within(text: Text, words: PlaceWords, span: Span, entity: tuple[int, int], *, nation: bool) -> int | None:
    """The evidence of a name inside a longer one: "Kharkiv University" is in Kharkiv, "Kharkiv Times" is not."""
    label, after = text.label_at[span.start], "".join(text.low[span.end : span.end + 1])
    if label in PLACE_LABELS:
        return _in_place(text, words, span, entity)
    if after in POSSESSIVES and (nation or span.type_noun):
        return 1
    if span.end < entity[1]:
        return _at_head(text, words, span, entity)
    return 1 if word_before(text, words, span.start) == "in" else None


def _in_place(text: Text, words: PlaceWords, span: Span, entity: tuple[int, int]) -> int | None:
    """The evidence of a name inside what the pipeline has for a longer place: "Homs Old City", "Lodi Fire Station"."""
    rest = text.words[span.end : entity[1]]
    if all(_no_name(word, words) for word in [*text.words[entity[0] : span.start], *rest]):
        return 2 if span.type_noun else 1
    if rest and rest[-1].lower() in words.facilities:
        return _at_head(text, words, span, entity)
    if rest and rest[-1].lower() in words.institutions and entity[0] == span.start:
        return 1
    after = "".join(text.low[span.end : span.end + 1])
    return 1 if after in POSSESSIVES or (after in {",", "and"} and span.start == entity[0]) else None


def _at_head(text: Text, words: PlaceWords, span: Span, entity: tuple[int, int]) -> int | None:
    """The evidence of a name at the head of a body's: a building stands there, an army or a newspaper need not."""
    if span.start > entity[0] + 1 or text.label_at[span.start] not in {"ORG", *PLACE_LABELS}:
        return None
    rest = text.low[span.end : entity[1]]
    if rest[-1] in words.facilities:
        span.type_noun = words.types.get(rest[-1])
        span.type_start, span.type_end = span.end, entity[1]
        return 1
    return 0 if text.label_at[span.start] == "ORG" and words.institutions.isdisjoint(rest) else None


def _no_name(word: str, words: PlaceWords) -> bool:
    low = word.lower()
    small = low in words.types or low in words.compass or low in words.middle or low == "the"
    return small or not is_capital(word) or bool(country_of_name(word) or country_of_bare_genitive(word))


def _opens(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether it opens the text as a dateline does."""
    opens = span.start <= DATELINE_TOKENS or (span.start in text.sentence_start and span.name.isupper())
    return opens and span.end < len(text.words) and text.words[span.end] in words.dateline_ends


def _is_part(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether a word beside makes it a part of a longer name: a body's, or the second half of a double one."""
    after = text.words[span.last] if span.last < len(text.words) else ""
    if is_capital(after) and span.last not in text.sentence_start and after.lower() in words.institutions:
        return True
    before = span.start - 1
    return before > 0 and text.words[before] == "-" and text.ends[before] == text.starts[span.start]


def _is_peoples(text: Text, words: PlaceWords, span: Span) -> bool:
    """Whether it is a people's name: "Fulani herders", but "in the Fulani district"."""
    after = text.low[span.end] if span.end < len(text.low) else ""
    if after not in words.peoples or text.label_at[span.start] in PLACE_LABELS:
        return False
    return word_before(text, words, span.start) not in words.only_places


def take_type(text: Text, words: PlaceWords, span: Span) -> None:
    """Set the noun of type after the name ("Idlib province"), else before it ("the province of Idlib")."""
    span.type_noun = None
    _take_type_after(text, words, span)
    if span.type_noun is None and span.start >= 2 and text.low[span.start - 1] == "of":
        for size in range(min(LONGEST_TYPE, span.start - 1), 0, -1):
            left = span.start - 1 - size
            if left > 0 and is_capital(text.words[left - 1]) and left - 1 not in text.sentence_start:
                continue
            if noun := words.types.get(" ".join(text.low[left : span.start - 1])):
                span.type_noun, span.type_start, span.type_end = noun, left, span.start - 1
                return


def _take_type_after(text: Text, words: PlaceWords, span: Span) -> None:
    """A capitalised noun with another capitalised word after it is a body's name: "Odesa State University"."""
    low, end = text.low, span.end
    for size in range(min(LONGEST_TYPE, len(low) - end), 0, -1):
        noun = words.types.get(" ".join(low[end : end + size]))
        if noun and not (end + size < len(low) and text.capitals[end] and text.capitals[end + size]):
            span.type_noun, span.type_start, span.type_end = noun, end, end + size
            return
