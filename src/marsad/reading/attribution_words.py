"""The words of speech as lookups: cue verbs by class, nouns of speech, roles of speakers, titles."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from marsad.domain.vocabulary import Role
from marsad.reading.inflection import lemma_table, noun_forms
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.parse import Token
from marsad.reading.phrases import is_verb

LONGEST_TITLE = 3
"""Words of the longest title in `[roles]`."""


@cache
def _lexicon() -> dict[str, Any]:
    return load_lexicon("speech")


@cache
def cue_verbs() -> Mapping[str, str]:
    """Written form → class of every verb of speech; the classes other than plain `say` win."""
    verbs = _lexicon()["verbs"]
    table: dict[str, str] = {}
    for name in ("say", *(each for each in verbs if each != "say")):
        for form in lemma_table(verbs[name]):
            table[form] = name
    for form in core_verbs():
        table[form] = "say"
    return table


def is_reporting(token: Token) -> bool:
    """True for a form of a verb of speech that stands as a verb."""
    return is_verb(token) and token.lower_ in cue_verbs()


@cache
def stance_verbs() -> frozenset[str]:
    """Forms of the verbs that ascribe a wish, a plan or a side to somebody, which is no act of speech."""
    return verbs_of("stances")


@cache
def ascribing_verbs() -> frozenset[str]:
    """Forms of every verb that ascribes words, thoughts or a side to its subject."""
    return frozenset(cue_verbs()) | stance_verbs()


@cache
def verbs_looked_at() -> frozenset[str]:
    """First words of every verb that may be a cue: most tokens are none, and cost one look."""
    forms = (*ascribing_verbs(), *verbs_of("light"), *words_of("origin", "relaying"))
    return frozenset(form.split()[0] for form in forms)


@cache
def core_verbs() -> frozenset[str]:
    """Forms of the verbs that do nothing but report: whatever is their subject speaks."""
    return frozenset(lemma_table(_lexicon()["needs"]["core"]))


@cache
def verbs_that_speak() -> frozenset[str]:
    """Forms of the verbs whose subject speaks whatever noun it is: the core ones, and of accusing, vowing …"""
    acts = words_of("needs", "surely")
    return core_verbs() | frozenset(form for form, act in cue_verbs().items() if act in acts)


@cache
def verbs_with_clause() -> frozenset[str]:
    """Forms of the verbs that report only with a clause or a quotation beside them."""
    needs = _lexicon()["needs"]
    return frozenset(lemma_table([*needs["clause"], *needs["core"]])) - frozenset(
        lemma_table(needs["core_with_object"])
    )


@cache
def verbs_needing(what: str) -> frozenset[str]:
    """Forms of the verbs that are speech only with something beside them: "as", two objects, a quotation."""
    return frozenset(lemma_table(_lexicon()["needs"][what]))


@cache
def verbs_of(table: str) -> frozenset[str]:
    """Forms of the verbs listed under `verbs` of a table of the lexicon."""
    return frozenset(lemma_table(_lexicon()[table]["verbs"]))


@cache
def nouns_of(table: str) -> frozenset[str]:
    """Forms of the nouns listed under `nouns` of a table of the lexicon."""
    return frozenset(form for noun in _lexicon()[table]["nouns"] for form in noun_forms(noun))


@cache
def words_of(table: str, key: str = "words") -> frozenset[str]:
    return frozenset(_lexicon()[table][key])


def first_person() -> frozenset[str]:
    return words_of("pronouns", "first")


@cache
def acts_of_nouns() -> Mapping[str, str]:
    """Form of a noun of speech → the act that it is: "warning" → `warning`, "tribute" → `praise`."""
    return {form: act for act, nouns in _lexicon()["act_nouns"].items() for noun in nouns for form in noun_forms(noun)}


def role_of_words(text: str) -> Role | None:
    """The role of the longest title or noun that the words hold, the last where two are as long."""
    words = [word.strip(",.'\"“”") for word in text.casefold().replace("’", "'").replace("-", " ").split()]
    for length in range(LONGEST_TITLE, 0, -1):
        for start in range(len(words) - length, -1, -1):
            role = _role_words().get(" ".join(words[start : start + length]).removesuffix("'s"))
            if role is not None:
                return role
    return None


def without_titles(name: str) -> str:
    """The person's name less the titles before it; a title alone stays."""
    words = name.split()
    titles = words_of("titles")
    while len(words) > 1 and words[0].casefold() in titles:
        words = words[1:]
    return " ".join(words)


def without_article(words: Iterable[str]) -> str:
    """The description as a name: no article before it, blanks single."""
    kept = list(words)
    while len(kept) > 1 and kept[0].casefold() in words_of("articles"):
        kept = kept[1:]
    return " ".join(kept)


@cache
def _role_words() -> dict[str, Role]:
    table: dict[str, Role] = {}
    for role, words in _lexicon()["roles"].items():
        for word in words:
            for form in noun_forms(word.replace("-", " ")):
                table.setdefault(form, Role(role))
    return table
