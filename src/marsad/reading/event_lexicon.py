"""The event lexicon as tables of written forms: `lexicon/events.toml` in, looked-up words out."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from marsad.domain.vocabulary import EventType
from marsad.reading.inflection import noun_forms, verb_forms
from marsad.reading.lexicon_files import load_lexicon

TYPES = tuple(each.value for each in EventType)


@cache
def lexicon() -> dict[str, Any]:
    """The tables of `lexicon/events.toml`."""
    return load_lexicon("events")


@cache
def words(section: str, name: str) -> frozenset[str]:
    """The words of one list as they stand."""
    return frozenset(_entry(section, name))


@cache
def nouns(section: str, name: str) -> frozenset[str]:
    """The nouns of one list, singular and plural, in lower case."""
    return frozenset(form.casefold() for noun in _entry(section, name) for form in noun_forms(noun))


@cache
def verbs(section: str, name: str) -> frozenset[str]:
    """All forms of the verbs of one list."""
    return frozenset(form for verb in _entry(section, name) for form in verb_forms(verb))


@cache
def forms(section: str, name: str) -> frozenset[str]:
    """All forms of words that are nouns and verbs alike ("attack")."""
    return nouns(section, name) | verbs(section, name)


@cache
def act_verbs() -> dict[str, tuple[str, EventType]]:
    """Written form (with its particle) → lemma and type; the type named first keeps a shared form."""
    table: dict[str, tuple[str, EventType]] = {}
    for name in TYPES:
        for lemma in lexicon()[name]["verbs"]:
            for form in verb_forms(lemma):
                table.setdefault(form, (lemma, EventType(name)))
    for lemma in lexicon()["kill"]["verbs"]:
        for form in verb_forms(lemma):
            table.setdefault(form, (lemma, EventType.ATTACK))
    return table


@cache
def verbs_with_object() -> dict[str, list[tuple[str, frozenset[str], EventType]]]:
    """Verb form → its lemma, the object nouns that make it an act, and the act's type."""
    table: dict[str, list[tuple[str, frozenset[str], EventType]]] = {}
    for name in TYPES:
        for lemma, objects in lexicon()[name]["with_object"].items():
            heads = frozenset(form.casefold() for noun in objects for form in noun_forms(noun))
            for verb in verb_forms(lemma):
                table.setdefault(verb, []).append((lemma, heads, EventType(name)))
    return table


@cache
def act_nouns() -> dict[EventType, tuple[str, ...]]:
    """Type → written forms of its act nouns; a form of two types keeps the one named first."""
    seen: set[str] = set()
    table: dict[EventType, tuple[str, ...]] = {}
    for name in TYPES:
        fresh = _fresh(lexicon()[name]["nouns"], seen)
        table[EventType(name)] = fresh
    for noun, name in lexicon()["state"]["types"].items():
        table[EventType(name)] += _fresh([noun], seen)
    return table


@cache
def default_types() -> dict[str, EventType]:
    """Written form of a vague word → its type where nothing decides."""
    table: dict[str, EventType] = {}
    for word, name in lexicon()["default"].items():
        for form in (*noun_forms(word), *verb_forms(word)):
            table[form] = EventType(name)
    return table


@cache
def refining() -> tuple[tuple[EventType, frozenset[str], tuple[str, ...]], ...]:
    """Type, its single cue words in all forms, and its cues of several words; in the order to try them."""
    table = []
    for name, cues in lexicon()["refine"].items():
        single = frozenset(form for cue in cues if " " not in cue for form in noun_forms(cue))
        table.append((EventType(name), single, tuple(cue for cue in cues if " " in cue)))
    return tuple(table)


def _entry(section: str, name: str) -> list[str]:
    found: Any = lexicon()
    for part in section.split("."):
        found = found[part]
    entry: list[str] = found[name]
    return entry


def _fresh(lemmas: Iterable[str], seen: set[str]) -> tuple[str, ...]:
    found = [form for lemma in lemmas for form in sorted(noun_forms(lemma)) if form.casefold() not in seen]
    seen.update(form.casefold() for form in found)
    return tuple(found)
