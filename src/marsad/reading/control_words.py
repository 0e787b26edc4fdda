"""The words of control as lookups: verbs by what they do to a hold, nouns of holding, strongholds and sieges."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from marsad.reading.control_ground import control_lexicon
from marsad.reading.inflection import lemma_table, noun_forms
from marsad.reading.parse import Token

STATES = ("holds", "gained", "lost", "besieged")
HYPHENS = frozenset({"-", "–"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """Written forms of a group of verbs: those that stand alone, and those of phrasal ones with their particles."""

    alone: frozenset[str]
    particles: Mapping[str, frozenset[str]]

    def __contains__(self, form: object) -> bool:
        return form in self.alone


def _forms(lemmas: Iterable[str]) -> Forms:
    particles: dict[str, frozenset[str]] = {}
    pairs = [form.partition(" ") for form in lemma_table(lemmas)]
    for head, _, particle in pairs:
        if particle:
            particles[head] = particles.get(head, frozenset()) | {particle}
    return Forms(alone=frozenset(head for head, _, particle in pairs if not particle), particles=particles)


@cache
def verbs(name: str) -> Forms:
    """The verbs of a group of `[verbs]`."""
    return _forms(control_lexicon()["verbs"][name])


@cache
def of_control(name: str) -> Forms:
    """The verbs whose object is "control": "took control", "ceded control"."""
    return _forms(control_lexicon()["of_control"][name])


@cache
def only_of_ground() -> Forms:
    """The verbs that are said of places only: a name beside them is one."""
    return _forms(control_lexicon()["only_of_ground"]["verbs"])


@cache
def nouns(table: str, name: str) -> frozenset[str]:
    return frozenset(form for noun in control_lexicon()[table][name] for form in noun_forms(noun))


@cache
def tellers() -> frozenset[str]:
    """Every written form by which control may be told: most tokens are none, and cost nothing."""
    lexicon = control_lexicon()
    groups = [verbs(name) for name in lexicon["verbs"]] + [of_control(name) for name in lexicon["of_control"]]
    found = {form for group in groups for form in (*group.alone, *group.particles)}
    found |= {*lexicon["nouns"]["control"], *lexicon["compounds"]["words"], "turn"}
    found |= {form for name in lexicon["deeds"] for form in nouns("deeds", name)}
    told = ("stronghold", "siege", "owned", "held_control", "rule", "ruler")
    return frozenset(found.union(*(nouns("nouns", name) for name in told)))


def is_among(verb: Token, group: Forms) -> bool:
    """True for a verb of the group, with its particle where it has one ("pulled out of", "took over")."""
    lower = verb.lower_
    particles = group.particles.get(lower)
    if particles is None:
        particles = frozenset()
        if lower not in group.alone:
            return False
    own = [each for each in verb.children if each.dep_ == "prt" or each.lower_ in particles]
    if any(each.lower_ in particles and (each.dep_ == "prt" or _follows(each, verb)) for each in own):
        return True
    # "held up a bank", "took down a flag": another verb.
    return lower in group and not any(each.lower_ in control_lexicon()["particles"]["other"] for each in own)


def _follows(particle: Token, verb: Token) -> bool:
    return particle.i == verb.i + 1 and particle.dep_ in {"prep", "advmod"}


def is_compounded(token: Token) -> bool:
    """True for the second half of "rebel-held"."""
    return token.i > 0 and token.nbor(-1).text in HYPHENS


def is_compound(token: Token) -> bool:
    """True for the participle of "rebel-held Idlib"."""
    return token.lower_ in control_lexicon()["compounds"]["words"] and token.i >= 2 and is_compounded(token)
