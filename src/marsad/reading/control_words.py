"""The words of control as lookups: verbs by what they do to a hold, nouns of holding, strongholds and sieges."""

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Token

from marsad.reading.control_ground import control_lexicon
from marsad.reading.inflection import lemma_table, noun_forms

STATES = ("holds", "gained", "lost", "besieged")
HYPHENS = frozenset({"-", "–"})


@cache
def verbs(name: str) -> Mapping[str, str]:
    """Written form → lemma of the verbs of a group, phrasal ones too ("pulled out")."""
    return lemma_table(control_lexicon()["verbs"][name])


@cache
def of_control(name: str) -> Mapping[str, str]:
    """The same of the verbs whose object is "control": "took control", "ceded control"."""
    return lemma_table(control_lexicon()["of_control"][name])


@cache
def only_of_ground() -> Mapping[str, str]:
    """The same of the verbs that are said of places only: a name beside them is one."""
    return lemma_table(control_lexicon()["only_of_ground"]["verbs"])


@cache
def nouns(table: str, name: str) -> frozenset[str]:
    return frozenset(form for noun in control_lexicon()[table][name] for form in noun_forms(noun))


@cache
def tellers() -> frozenset[str]:
    """Every written form by which control may be told: most tokens are none, and cost nothing."""
    lexicon = control_lexicon()
    forms = {form for name in lexicon["verbs"] for form in verbs(name)}
    forms |= {form for name in lexicon["of_control"] for form in of_control(name)}
    found = {form.split()[0] for form in forms} | {*lexicon["nouns"]["control"], *lexicon["compounds"]["words"]}
    deeds = {form for name in lexicon["deeds"] for form in nouns("deeds", name)}
    return frozenset(found | deeds | nouns("nouns", "stronghold") | nouns("nouns", "siege") | nouns("nouns", "owned"))


def is_among(verb: Token, table: Mapping[str, str]) -> bool:
    """True for a verb of the group, with its particle where it has one ("pulled out of", "took over")."""
    lower = verb.lower_
    for each in verb.children:
        particle = each.dep_ == "prt" or (each.i == verb.i + 1 and each.dep_ in {"prep", "advmod"})
        if particle and f"{lower} {each.lower_}" in table:
            return True
    return lower in table


def is_compounded(token: Token) -> bool:
    """True for the second half of "rebel-held"."""
    return token.i > 0 and token.nbor(-1).text in HYPHENS


def is_compound(token: Token) -> bool:
    """True for the participle of "rebel-held Idlib"."""
    return token.lower_ in control_lexicon()["compounds"]["words"] and token.i >= 2 and is_compounded(token)
