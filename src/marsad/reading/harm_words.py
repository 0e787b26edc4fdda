"""The words of harm: a token in, the harm that it says as verb, participle or noun out."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from marsad.domain.vocabulary import Harm
from marsad.reading.inflection import lemma_table, noun_forms, verb_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Token

CENSORED = re.compile(r"[*@#•·!$_.]|(?<=[a-z])[0134578]|[0134578](?=[a-z])")
"""Signs and digits that hide a letter or break a word up for filters ("k*lled", "casu*alties", "k1lled")."""

SHORTEST_CENSORED = 3
"""Letters above which a word with hidden ones is still known by the rest."""


@cache
def lexicon() -> dict[str, Any]:
    return load_lexicon("harm")


@cache
def words_of(*path: str) -> frozenset[str]:
    """A word list of the lexicon by its table and name, as a set."""
    table: Any = lexicon()
    for name in path:
        table = table[name]
    return frozenset(table)


@cache
def forms_of(*path: str) -> frozenset[str]:
    """Every form of the verbs of a list of the lexicon."""
    return frozenset(form for lemma in words_of(*path) for form in verb_forms(lemma))


@cache
def nouns_of(*path: str) -> frozenset[str]:
    """Both numbers of the nouns of a list of the lexicon."""
    return frozenset(form for noun in words_of(*path) for form in noun_forms(noun))


@cache
def verbs(voice: str) -> Mapping[str, Harm]:
    """Form → harm of the verbs that take the harmed as object (`active`) or as subject (`middle`)."""
    return {form: harm for harm in reversed(Harm) for lemma in lexicon()[harm][voice] for form in verb_forms(lemma)}


@cache
def participles() -> Mapping[str, Harm]:
    return {word: harm for harm in reversed(Harm) for word in lexicon()[harm]["participles"]}


@cache
def nouns(which: str = "nouns") -> Mapping[str, Harm]:
    """Form → harm of the nouns that are counted, or (`of_nouns`) that take the harmed after "of"."""
    return {form: harm for harm in reversed(Harm) for noun in lexicon()[harm][which] for form in noun_forms(noun)}


@cache
def singular_nouns() -> frozenset[str]:
    return frozenset(noun for harm in Harm for noun in lexicon()[harm]["nouns"])


def spelled(token: Token) -> str:
    """The word in lower case, with what censors it undone where one word of harm fits."""
    lower: str = token.lower_
    return lower if token.is_alpha or not CENSORED.search(lower) else _uncensored(lower)


def says_harm(word: str) -> Harm | None:
    """The harm of the word in any part of speech."""
    return (
        verbs("active").get(word)
        or verbs("middle").get(word)
        or participles().get(word)
        or nouns().get(word)
        or nouns("of_nouns").get(word)
    )


@cache
def harm_forms() -> frozenset[str]:
    """Every written form of which `says_harm` names a harm."""
    return frozenset().union(verbs("active"), verbs("middle"), participles(), nouns(), nouns("of_nouns"))


def needs_people(form: str, *, numbered: bool) -> bool:
    """True for verbs of many meanings, whose object is harmed only if a person noun or, for some, a bare number."""
    if form not in forms_of("needs_people", "verbs"):
        return False
    return not (numbered and form in forms_of("needs_people", "number_suffices"))


@cache
def lemma_of(form: str) -> str:
    """The lemma of a verb of harm; the form itself where it is none."""
    lemmas = [lemma for harm in Harm for voice in ("active", "middle") for lemma in lexicon()[harm][voice]]
    return lemma_table(lemmas).get(form, form)


@cache
def _uncensored(lower: str) -> str:
    joined = CENSORED.sub("", lower)
    if says_harm(joined):
        return joined
    hidden = {found.start() for found in CENSORED.finditer(lower)}
    pattern = re.compile("".join("." if at in hidden else re.escape(letter) for at, letter in enumerate(lower)))
    known = {*verbs("active"), *verbs("middle"), *participles(), *nouns()}
    fitting = sorted(word for word in known if len(word) > SHORTEST_CENSORED and pattern.fullmatch(word))
    return fitting[0] if fitting else lower
