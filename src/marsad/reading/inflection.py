"""Every written form of a verb or noun of the lexicon: lemma in, forms out (and the table back)."""

from collections.abc import Iterable, Mapping
from functools import cache

from marsad.reading.lexicon_files import load_lexicon

VOWELS = "aeiou"


@cache
def verb_forms(lemma: str) -> frozenset[str]:
    """All forms of the verb, the lemma itself among them; a phrasal verb inflects its first word ("carried out")."""
    head, _, rest = lemma.partition(" ")
    forms = {head, _third_person(head), _participle(head)} | _past(head)
    return frozenset(f"{form} {rest}" if rest else form for form in forms)


@cache
def noun_forms(lemma: str) -> frozenset[str]:
    """Singular and plural; of a compound the last word inflects ("air strike", "air strikes")."""
    return frozenset({lemma, _third_person(lemma)})


def lemma_table(lemmas: Iterable[str]) -> Mapping[str, str]:
    """Form → lemma for verbs; where two verbs share a form the one named first keeps it."""
    table: dict[str, str] = {}
    for lemma in lemmas:
        for form in verb_forms(lemma):
            table.setdefault(form, lemma)
    return table


def _third_person(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x", "z")):
        return word + "es"
    if word.endswith("y") and len(word) > 1 and word[-2] not in VOWELS:
        return word[:-1] + "ies"
    return word + "s"


def _participle(word: str) -> str:
    if word.endswith("e") and not word.endswith(("ee", "ye", "oe", "ie")):
        return word[:-1] + "ing"
    return (word + word[-1] if _doubles(word) else word) + "ing"


def _past(word: str) -> set[str]:
    irregular = load_lexicon("inflection")["irregular"].get(word)
    if irregular:
        return set(irregular)
    if word.endswith("e"):
        return {word + "d"}
    if word.endswith("y") and len(word) > 1 and word[-2] not in VOWELS:
        return {word[:-1] + "ied"}
    return {(word + word[-1] if _doubles(word) else word) + "ed"}


def _doubles(word: str) -> bool:
    return word in load_lexicon("inflection")["doubling"]["verbs"]
