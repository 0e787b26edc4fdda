"""Countries as words: names, demonyms, peoples and seats of government, looked up by what a text writes."""

from dataclasses import dataclass
from functools import cache, lru_cache

from marsad.reading.lexicon_files import load_lexicon

KNOWN_WORDS = 1 << 14
"""Words whose country, or that they have none, is remembered: most texts ask for the same ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """`iso` is ISO 3166-1 alpha-2; `seats` are places used for its government ("Kremlin"), its capital first."""

    iso: str
    name: str
    names: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()


@cache
def countries() -> tuple[Country, ...]:
    """Every country of the lexicon."""
    rows = load_lexicon("countries")["country"]
    return tuple(
        Country(
            iso=row["iso"],
            name=row["name"],
            names=tuple(row.get("names", ())),
            demonyms=tuple(row.get("demonyms", ())),
            people=tuple(row.get("people", ())),
            seats=tuple(seat for seat in (row.get("capital"), *row.get("seats", ())) if seat),
        )
        for row in rows
    )


@cache
def _by_demonym() -> dict[str, Country]:
    return {_key(demonym): country for country in reversed(countries()) for demonym in country.demonyms}


@cache
def _by_name() -> dict[str, Country]:
    return {_key(name): country for country in reversed(countries()) for name in (country.name, *country.names)}


@cache
def _by_seat() -> dict[str, Country]:
    return {_key(seat): country for country in reversed(countries()) for seat in country.seats}


@lru_cache(KNOWN_WORDS)
def country_of_demonym(word: str) -> Country | None:
    """The country that an adjective names ("Syrian", "US"), also in compounds ("Iranian-backed")."""
    return _by_demonym().get(_key(word))


@lru_cache(KNOWN_WORDS)
def country_of_name(word: str) -> Country | None:
    """The country that a name names."""
    return _by_name().get(_key(_without_genitive(word)))


@lru_cache(KNOWN_WORDS)
def country_of_seat(word: str) -> Country | None:
    """The country whose government a capital or a seat stands for ("Moscow", "the Kremlin")."""
    return _by_seat().get(_key(_without_genitive(word)))


def country_of_bare_genitive(word: str) -> Country | None:
    """The country of a genitive that lost its apostrophe, as in many archives: "Syrias Hama province"."""
    return country_of_name(word[:-1]) if word.endswith("s") and country_of_name(word) is None else None


def _key(word: str) -> str:
    """The name with its case folded; acronyms keep theirs, so that "us" is not "US"."""
    return word if word.isupper() or len(word.replace(".", "")) <= 3 else word.casefold()


def _without_genitive(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s")
