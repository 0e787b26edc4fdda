"""Nouns for people: which victims group a noun counts, and which nouns name a side."""

from functools import cache
from typing import Any

from marsad.domain.vocabulary import VictimsGroup
from marsad.reading.inflection import noun_forms
from marsad.reading.lexicon_files import load_lexicon

SPECIFIC_FIRST = (
    "children",
    "women",
    "men",
    "journalists",
    "medics",
    "aid_workers",
    "police",
    "soldiers",
    "combatants",
    "civilians",
    "people",
)
"""A noun of two groups ("villager") counts the narrower; docs/claims.md wants the narrowest group named."""


@cache
def _lexicon() -> dict[str, Any]:
    return load_lexicon("people")


def plural_forms(noun: str) -> frozenset[str]:
    """Written forms of a person noun, singular and plural, in lower case."""
    plurals = _lexicon()["plurals"].get(noun)
    if plurals is None and noun.endswith("man"):
        plurals = (noun.removesuffix("man") + "men",)
    return frozenset(form.casefold() for form in ({noun, *plurals} if plurals else noun_forms(noun)))


@cache
def _groups() -> dict[str, VictimsGroup]:
    table: dict[str, VictimsGroup] = {}
    for group in SPECIFIC_FIRST:
        for noun in _lexicon()["groups"][group]:
            for form in plural_forms(noun):
                table.setdefault(form, VictimsGroup(group))
    return table


@cache
def _roles() -> frozenset[str]:
    return frozenset(form for noun in _lexicon()["roles"]["nouns"] for form in plural_forms(noun))


@cache
def _plural_only() -> frozenset[str]:
    nouns = {noun for group in SPECIFIC_FIRST for noun in _lexicon()["groups"][group]} | {*_lexicon()["roles"]["nouns"]}
    return frozenset(form for noun in nouns for form in plural_forms(noun) if form != noun.casefold())


@cache
def force_nouns() -> frozenset[str]:
    """Written forms of the collective nouns for a side ("forces", "rebels", "militia")."""
    return frozenset(form for noun in _lexicon()["forces"]["nouns"] for form in plural_forms(noun))


@cache
def instrument_nouns() -> frozenset[str]:
    """Written forms of arms and acts that stand for whose they are ("Russian warplanes")."""
    return frozenset(form for noun in _lexicon()["forces"]["instruments"] for form in plural_forms(noun))


@cache
def not_people() -> frozenset[str]:
    """Written forms of nouns that a number beside them counts, and that are no people."""
    return frozenset(form for noun in _lexicon()["not_people"]["nouns"] for form in plural_forms(noun))


def group_of(noun: str) -> VictimsGroup | None:
    """The narrowest victims group that the noun names; None where it is no person noun."""
    return _groups().get(noun.casefold())


def victims_of(noun: str) -> VictimsGroup | None:
    """The group that a harmed noun counts: as `group_of`, and people for nouns of office or trade ("councillor")."""
    return group_of(noun) or (VictimsGroup.PEOPLE if noun.casefold() in _roles() else None)


@cache
def _genders() -> dict[str, VictimsGroup]:
    table = _lexicon()["gender"]
    return {
        form: group
        for group in (VictimsGroup.WOMEN, VictimsGroup.MEN)
        for noun in table[group.value]
        for form in plural_forms(noun)
    }


def gender_of(noun: str) -> VictimsGroup | None:
    """Women or men by a noun that says which ("daughter", "boy", "Umm"), of any age; None where it says neither."""
    return _genders().get(noun.casefold())


def is_plural(noun: str) -> bool:
    """True for the plural form of a person noun."""
    return noun.casefold() in _plural_only()
