"""Words that stand for a place told before in, its kind or the place itself out: "the city", "there", "the capital"."""

from functools import cache

from marsad.domain.mention import PlaceMention
from marsad.domain.place import Place
from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.countries import Country, countries, country_of_demonym
from marsad.reading.event_lexicon import words
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token


def points_to(token: Token) -> str | None:
    """The kind of place that "the city", "this province", "there" point back to."""
    word = token.lower_
    if word == "there":
        return "any" if token.dep_ == "advmod" else None
    kind = _kinds_of_place().get(word)
    if kind is None or token.dep_ not in {"pobj", "dobj", "nsubj", "nsubjpass"} or len(list(token.children)) > 1:
        return None
    return kind if _is_definite(token) else None


@cache
def _kinds_of_place() -> dict[str, str]:
    return {noun: kind for kind in ("town", "region", "any") for noun in words("setting", kind)}


def is_of_kind(mention: PlaceMention, kind: str) -> bool:
    precision = mention.place.precision
    if kind == "region":
        return precision in {PlacePrecision.PROVINCE, PlacePrecision.DISTRICT}
    if kind == "town":
        return precision in {PlacePrecision.EXACT, PlacePrecision.NEAR}
    return precision <= PlacePrecision.AREA


def capital_told(page: Page, sentence: Span) -> Place | None:
    """The capital that "in the Syrian capital" names, or "in the capital" in a text that is about one country."""
    for token in sentence:
        if token.lower_ in words("setting", "capital") and token.dep_ == "pobj":
            capital = capital_named(page, token)
            if capital is not None:
                return capital
    return None


def capital_named(page: Page, noun: Token) -> Place | None:
    """The country's capital that "the capital" or "the Syrian capital" names; "the provincial capital" is none."""
    others = (each for each in noun.lefts if each.dep_ in {"amod", "compound", "poss"})
    if any(country_of_demonym(each.text) is None and each.lower_ not in {"national", "country"} for each in others):
        return None
    country = _country_of(page, noun)
    if country is None or not country.seats:
        return None
    return _named(page, country.seats[0], country) or Place(
        name=country.seats[0], text=noun.text, precision=PlacePrecision.EXACT, country=country.iso
    )


def country_told(page: Page, sentence: Span, at: Token) -> Place | None:
    """The country that "across the country" or "the Syrian war" stands for, where the sentence names no other place."""
    for token in sentence:
        told = token.dep_ == "pobj" and token.head.lower_ in words("setting", "throughout")
        if token.lower_ in words("setting", "country") and told:
            return _as_place(page, _country_of(page, token))
    for token in (at, *at.ancestors, *at.subtree):
        if token.lower_ in words("setting", "wars"):
            return _as_place(page, _country_of(page, token))
    return None


def _country_of(page: Page, noun: Token) -> Country | None:
    """The country of the noun's demonym ("Syrian"), else, after "the", the one that the text is about."""
    named = [country for each in noun.children if (country := country_of_demonym(each.text)) is not None]
    if named:
        return named[0] if len(named) == 1 else None
    if not _is_definite(noun):
        return None
    return _by_code()[page.country] if page.country in _by_code() else _only_demonym(page)


def _only_demonym(page: Page) -> Country | None:
    """The country of the text's demonyms, where they are all of one."""
    told = {country.iso: country for each in page.doc if (country := country_of_demonym(each.text)) is not None}
    return next(iter(told.values())) if len(told) == 1 else None


def _is_definite(noun: Token) -> bool:
    return any(each.lower_ in words("setting", "determiners") for each in noun.children)


def _as_place(page: Page, country: Country | None) -> Place | None:
    if country is None:
        return None
    known = next(
        (
            each.place
            for each in page.places
            if each.place.country == country.iso and each.place.precision is PlacePrecision.COUNTRY
        ),
        None,
    )
    return known or Place(name=country.name, text=country.name, precision=PlacePrecision.COUNTRY, country=country.iso)


def _named(page: Page, name: str, country: Country) -> Place | None:
    """The place of that name where the text has it elsewhere, with its point."""
    same = (each.place for each in page.places if each.place.name.casefold() == name.casefold())
    return next((each for each in same if each.country == country.iso), None)


@cache
def _by_code() -> dict[str, Country]:
    return {country.iso: country for country in countries()}
