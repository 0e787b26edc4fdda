"""The words that make, place and unmake a toponym, read once from `lexicon/places.toml` and `lexicon/countries.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marsad.domain.vocabulary import PlacePrecision

LEXICON = Path(__file__).with_name("lexicon")
LONGEST_TYPE = 3
"""Words in the longest noun of type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeNoun:
    """A noun of type beside a name: what kinds of place it asks for, and how exact the phrase then is.

    `inside` is True for a thing in or by the place named ("Aleppo airport"): the place stays, only the precision changes.
    """

    noun: str
    kinds: tuple[str, ...]
    precision: PlacePrecision
    inside: bool = False
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
    along: frozenset[str]
    off: frozenset[str]
    compass: frozenset[str]
    middle: frozenset[str]
    locative: frozenset[str]
    strong: frozenset[str]
    titles: frozenset[str]
    persons_verbs: frozenset[str]
    institutions: frozenset[str]
    words: frozenset[str]
    stop_all_caps: frozenset[str]
    inside: frozenset[str]
    dateline_ends: frozenset[str]
    facilities: frozenset[str]
    affected: frozenset[str]
    affecting: frozenset[str]
    abbreviations: Mapping[str, str]
    """The full name by its abbreviation: "n.c." is North Carolina."""

    country_of: Mapping[str, str]
    """ISO code by demonym, in lower case: "syrian", "syrians" are SY. They tell the country and are no place."""


@cache
def place_words() -> PlaceWords:
    """The packaged lexicon."""
    told = tomllib.loads((LEXICON / "places.toml").read_text(encoding="utf-8"))
    sets = {**told["before"], **told["not_place"], **{name: words for name, words in told["run"].items() if isinstance(words, list)}}
    return PlaceWords(
        types={noun: _type_noun(noun, group) for group in told["type"] for noun in group["nouns"]},
        country_of=_countries_of_demonyms(),
        abbreviations=told["abbreviations"],
        **{name: frozenset(words) for name, words in sets.items()},
    )


def _type_noun(noun: str, group: Mapping[str, object]) -> TypeNoun:
    kinds, precision = group["kinds"], group["precision"]
    return TypeNoun(
        noun=noun,
        kinds=tuple(kinds) if isinstance(kinds, list) else (),
        precision=PlacePrecision(int(str(precision))),
        inside=bool(group.get("inside")),
        plural=noun.endswith("s"),
    )


def _countries_of_demonyms() -> dict[str, str]:
    path = LEXICON / "countries.toml"
    if not path.exists():
        return {}
    countries = tomllib.loads(path.read_text(encoding="utf-8"))["country"]
    return {
        word.lower(): country["iso"]
        for country in countries
        for word in (*country.get("demonyms", ()), *country.get("people", ()))
    }
