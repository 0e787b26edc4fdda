"""The words that make, place and unmake a toponym."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.countries import countries
from marsad.reading.inflection import verb_forms
from marsad.reading.lexicon_files import load_lexicon

LONGEST_TYPE = 3
"""Words in the longest noun of type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeNoun:
    """A noun of type beside a name: what kinds of place it asks for, and how exact the phrase then is.

    `inside` is True for a thing in or by the place named ("Aleppo airport"): only the precision changes. `building` is
    True where the name may be the building's own: "Furat hospital" tells of no place called Furat.
    """

    noun: str
    kinds: tuple[str, ...]
    precision: PlacePrecision
    inside: bool = False
    building: bool = False
    plural: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The lexicon of places; every set holds lower-case words."""

    types: Mapping[str, TypeNoun]
    near: frozenset[str]
    near_of: frozenset[str]
    near_to: frozenset[str]
    distance_units: frozenset[str]
    part_of: frozenset[str]
    off: frozenset[str]
    compass: frozenset[str]
    middle: frozenset[str]
    strong: frozenset[str]
    titles: frozenset[str]
    institutions: frozenset[str]
    words: frozenset[str]
    stop_all_caps: frozenset[str]
    inside: frozenset[str]
    dateline_ends: frozenset[str]
    list_words: frozenset[str]
    skipped: frozenset[str]
    articles: frozenset[str]
    only_places: frozenset[str]
    streets: frozenset[str]
    aimed: frozenset[str]
    taking: frozenset[str]
    peoples: frozenset[str]
    ground_of: frozenset[str]
    prefixes: Mapping[str, str]
    """The noun of type that each noun before a name without "of" is like: "barangay" a neighbourhood."""

    generics: frozenset[str]
    facilities: frozenset[str]
    affected: frozenset[str]
    affecting: frozenset[str]
    befallen: frozenset[str]
    befallen_too: frozenset[str]
    auxiliaries: frozenset[str]
    abbreviations: Mapping[str, str]
    """The full name by its abbreviation: "n.c" is North Carolina."""

    country_of: Mapping[str, str]
    """ISO code by demonym, in lower case: "syrian", "syrians" are SY. They tell the country and are no place."""

    def is_abbreviation(self, name: str) -> bool:
        """Whether it is a state or a province in the news agencies' style: "N.Y."."""
        return name.count(".") >= 1 and name.lower().rstrip(".") in self.abbreviations


@cache
def place_words() -> PlaceWords:
    """The packaged lexicon."""
    told = load_lexicon("places")
    sets = {
        **told["before"],
        **told["not_place"],
        **{name: words for name, words in told["run"].items() if isinstance(words, list)},
    }
    return PlaceWords(
        types={noun: _type_noun(noun, group) for group in told["type"] for noun in group["nouns"]},
        country_of=_countries_of_demonyms(),
        abbreviations={short.rstrip("."): full for short, full in told["abbreviations"].items()},
        prefixes={noun: like for like, nouns in told["prefix"].items() for noun in nouns},
        **{name: frozenset(words) for name, words in sets.items() if name != "aimed"},
        aimed=frozenset(form for verb in told["run"]["aimed"] for form in verb_forms(verb)),
    )


@cache
def capital_of() -> Mapping[str, str]:
    """The capital's name in lower case by ISO code."""
    told = {country.iso: country.seats[0].casefold() for country in countries() if country.seats}
    return MappingProxyType(told)


def _type_noun(noun: str, group: Mapping[str, object]) -> TypeNoun:
    kinds, precision = group["kinds"], group["precision"]
    return TypeNoun(
        noun=noun,
        kinds=tuple(kinds) if isinstance(kinds, list) else (),
        precision=PlacePrecision(int(str(precision))),
        inside=bool(group.get("inside")),
        building=bool(group.get("building")),
        plural=noun.endswith("s"),
    )


def _countries_of_demonyms() -> dict[str, str]:
    """The first country of the lexicon that a word is the demonym or the people of."""
    return {
        word.casefold(): country.iso
        for country in reversed(countries())
        for word in (*country.demonyms, *country.people)
    }
