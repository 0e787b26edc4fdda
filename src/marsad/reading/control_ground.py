"""Held ground: a noun phrase in, the places that it names with how much of each out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Span, Token

from marsad.domain.mention import PlaceMention
from marsad.domain.place import Place
from marsad.domain.vocabulary import Extent, PlacePrecision
from marsad.reading.circumstances import place_for
from marsad.reading.inflection import noun_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.phrases import SUBJECTS, children, conjuncts, is_verb, objects_of_prepositions, phrase


@cache
def control_lexicon() -> dict[str, Any]:
    return load_lexicon("control")


@cache
def territory_nouns(kind: str) -> frozenset[str]:
    """Written forms of the nouns for ground of the kind (part, whole, most, outskirts)."""
    return frozenset(form for noun in control_lexicon()["territory"][kind] for form in noun_forms(noun))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A place that a phrase names as held ground, with how much of it."""

    place: Place
    extent: Extent | None = None


def grounds_of(page: Page, sentence: Span, noun: Token) -> tuple[Ground, ...]:
    """The places that a phrase names, each with its extent; a phrase of ground with no known place keeps its words."""
    found: list[Ground] = []
    for each in conjuncts(noun):
        # "Idlib and surrounding areas": what joins a named place and has no name of its own adds nothing.
        found += [
            ground for ground in _one_ground(page, sentence, each) if each.i == noun.i or _is_named(ground, found)
        ]
    found += _listed(page, sentence, noun)
    unique = {ground.place.name: ground for ground in reversed(found)}
    return tuple(reversed(unique.values()))


def _is_named(ground: Ground, before: Sequence[Ground]) -> bool:
    return ground.place.lat is not None and all(ground.place.lat != each.place.lat for each in before)


def _listed(page: Page, sentence: Span, noun: Token) -> list[Ground]:
    """The places that "including" or "among them" lists behind the phrase."""
    mark = next(
        (
            each
            for each in sentence.doc[noun.i + 1 : min(noun.i + 12, sentence.end)]
            if each.lower_ in {"including", "namely", "among"}
        ),
        None,
    )
    if mark is None or any(is_verb(each) and each.i != mark.i for each in sentence.doc[noun.i + 1 : mark.i]):
        return []
    listed = [each for head in mark.children for each in conjuncts(head) if each.i > mark.i]
    return [Ground(place=page.place_at[each.i].place) for each in listed if each.i in page.place_at]


def _one_ground(page: Page, sentence: Span, noun: Token) -> list[Ground]:
    mention = page.place_at.get(noun.i) or _pointed_back(page, sentence, noun)
    if mention is not None:
        return [Ground(place=mention.place, extent=_extent_word(noun))]
    lower = noun.lower_
    if noun.lower_ in control_lexicon()["territory"]["quantities"]:
        return [each for inner in objects_of_prepositions(noun, "of") for each in _one_ground(page, sentence, inner)]
    if (
        lower == "control"
        or lower in territory_nouns("part")
        or lower in territory_nouns("most")
        or lower in territory_nouns("outskirts")
    ):
        return _ground_of(page, sentence, noun)
    return []


def _pointed_back(page: Page, sentence: Span, noun: Token) -> PlaceMention | None:
    """The place that "it" or "the town" stands for: the last one named before it."""
    if noun.lower_ == "it":
        subjects = [
            page.place_at[each.i]
            for each in sentence
            if each.i < noun.i and each.i in page.place_at and each.dep_ in SUBJECTS
        ]
        return subjects[-1] if subjects else page.place_before(noun.i)
    kinds = control_lexicon()["antecedents"].get(noun.lower_)
    bare = all(
        each.dep_ in {"det", "punct", "case", "relcl"} or each.lower_ in control_lexicon()["extent"]["whole"]
        for each in noun.children
    )
    definite = any(each.lower_ in {"the", "this", "that"} for each in noun.children)
    return page.place_before(noun.i, map(PlacePrecision, kinds)) if kinds and bare and definite else None


def _ground_of(page: Page, sentence: Span, noun: Token) -> list[Ground]:
    extent = _extent_of(noun)
    inner = [
        each
        for each in objects_of_prepositions(noun, "of", "in", "inside", "across", "over", "around", "on")
        if each.i > noun.i
    ]
    found = [
        Ground(place=ground.place, extent=ground.extent or extent)
        for each in inner
        for ground in grounds_of(page, sentence, each)
    ]
    if found and not (
        len(found) == 1 and found[0].place.precision == PlacePrecision.AREA and found[0].place.lat is None
    ):
        return found
    beside = [
        page.place_at[each.i].place for each in (*phrase(noun), *children(noun, "appos")) if each.i in page.place_at
    ]
    if beside:
        exact = min(place.precision for place in beside)
        return [Ground(place=place, extent=extent) for place in beside if place.precision == exact]
    if noun.lower_ in control_lexicon()["territory"]["needs_place"] or _counts_things(noun):
        return []
    return _unlocated(page, sentence, noun, extent)


def _counts_things(noun: Token) -> bool:
    """True for "most of its commanders": a share of what is no ground."""
    if noun.lower_ not in territory_nouns("most"):
        return False
    return any(each.lower_ not in territory_nouns("part") for each in objects_of_prepositions(noun, "of"))


def _unlocated(page: Page, sentence: Span, noun: Token, extent: Extent | None) -> list[Ground]:
    """Ground without a name of its own: the place that its clause names, else its own words."""
    near = None if any(each.dep_ == "prep" for each in noun.children) else place_for(page, sentence, noun)
    if near is not None and near.precision != PlacePrecision.COUNTRY:
        return [Ground(place=near, extent=extent or Extent.PART)]
    words = sentence.doc[phrase(noun).start : _end_of_words(noun)].text.strip()
    return [Ground(place=Place(name=words, text=words, country=page.country, precision=PlacePrecision.AREA))]


def _end_of_words(noun: Token) -> int:
    """Where the phrase's own words end: with its prepositions, before a clause or a comma."""
    end = noun.i + 1
    for each in noun.rights:
        if each.dep_ != "prep":
            break
        end = each.right_edge.i + 1
    return end


def _extent_of(noun: Token) -> Extent | None:
    lower = noun.lower_
    if lower in territory_nouns("most"):
        return Extent.MOST
    if lower in territory_nouns("outskirts"):
        return Extent.OUTSKIRTS
    word = _extent_word(noun)
    if word is not None or lower in territory_nouns("whole"):
        return word
    return Extent.PART


def _extent_word(noun: Token) -> Extent | None:
    words = {each.lower_ for each in noun.children if each.i < noun.i} | {
        each.lower_ for child in noun.children if child.i < noun.i for each in child.children
    }
    words |= {each.lower_ for each in noun.head.children if each.dep_ == "advmod" and is_verb(noun.head)}
    for name in ("most", "part", "whole", "outskirts"):
        if words & set(control_lexicon()["extent"][name]):
            return Extent(name)
    return None
