"""Words that stand for an armed group: "the rebels" or "Long Name (LN) fighters" in, the group's name out."""

from functools import cache

from marsad.domain.vocabulary import ActorKind
from marsad.reading.actor_words import lexicon
from marsad.reading.page import ActorSpan, Page
from marsad.reading.parse import Token
from marsad.reading.phrases import children, objects_of_prepositions

ARMED_KINDS = frozenset({ActorKind.ARMED_GROUP, ActorKind.MILITIA})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
BRACKETS = 12
"""Tokens that brackets beside a name may hold."""


def only_group(page: Page, head: Token) -> str | None:
    """Whom "the rebels", "guerrillas" or "the insurgent organisation" are, where the text names one armed group only.

    With "the" it is enough that it names one so far; without, the actor file must call its fighters so.
    """
    words = lexicon()["points_back"]
    kind = _word_for_fighters(head)
    if kind is None or not all(each.dep_ in {"det", "punct", "relcl", "nummod", "quantmod"} for each in _beside(head)):
        return None
    groups = {span.actor.id: span for span in page.actors if span.actor and span.kind in ARMED_KINDS}
    is_definite = any(each.lower_ in words["articles"] for each in head.children)
    if is_definite:
        before = [span for span in page.actors if span.start < head.i and span.actor and span.kind in ARMED_KINDS]
        if len({span.actor.id for span in before if span.actor}) == 1:
            return before[-1].name
    named = next(iter(groups.values())) if len(groups) == 1 else None
    called = set(named.actor.side) if named is not None and named.actor is not None else set()
    alike = set(words["alike"])
    meant = kind.removesuffix("s") in called or (is_definite and kind.removesuffix("s") in alike and called & alike)
    return named.name if named is not None and meant else None


def _word_for_fighters(head: Token) -> str | None:
    """The word by which the phrase calls armed men: "rebels", or "guerrilla" of "guerrilla group"."""
    words = lexicon()["points_back"]
    if head.lower_ in words["fighters"]:
        return head.lower_
    if head.lower_ not in words["nouns"]:
        return None
    kinds = [each.lower_ for each in children(head, "compound", "amod") if each.lower_ not in words["passing"]]
    return kinds[0] if len(kinds) == 1 and f"{kinds[0].removesuffix('s')}s" in words["fighters"] else None


def _beside(head: Token) -> list[Token]:
    """What hangs on the noun, less the word that says that it is a group of fighters."""
    own = head.lower_ in lexicon()["points_back"]["nouns"]
    passing = lexicon()["points_back"]["passing"]
    return [
        each for each in head.children if each.lower_ not in passing and not (own and each.dep_ in {"compound", "amod"})
    ]


def before_brackets(page: Page, head: Token, is_side: bool) -> str | None:
    """The body whose brackets stand before its men: "Long Name (LN) fighters"."""
    doc, index = page.doc, head.i - 1
    if index < 1 or doc[index].text not in {")", "]"} or not is_side:
        return None
    while index > max(head.sent.start, head.i - BRACKETS) and doc[index - 1].text not in {"(", "["}:
        index -= 1
    for place in (index - 2, index):
        span = page.actor_at.get(place)
        if span is not None and span.kind is not ActorKind.PERSON:
            return span.name
    return None


def names_a_thing(page: Page, span: ActorSpan) -> bool:
    """True where the name only says what sort of thing it is: "police" of "the police station"."""
    last = page.doc[span.end - 1]
    return last.dep_ in {"compound", "nmod"} and last.head.lower_ in lexicon()["belonging"]["things"]


def taken_for(head: Token) -> list[Token]:
    """What the people are thought to be: "men suspected to be members of the gang", "gunmen believed to be from it"."""
    found = [each for each in children(head, "appos") if each.lower_ in _people()]
    for clause in (*children(head, "acl", "relcl"), *_clauses_over(head)):
        if clause.lower_ in lexicon()["measures"]["taken_for"]:
            inner = children(clause, "xcomp")
            found += [attr for verb in inner for attr in children(verb, "attr", "dobj")]
            found += [n for verb in inner for n in objects_of_prepositions(verb, "from", "of", "to", "with")]
            found += objects_of_prepositions(clause, "as") if clause.i != head.head.i else []
    return [each for each in found if each.i > head.i]


@cache
def _people() -> frozenset[str]:
    return frozenset(lexicon()["measures"]["nouns"]) - frozenset(lexicon()["points_back"]["nouns"])


def _clauses_over(head: Token) -> list[Token]:
    """Participles that the parser hangs over or beside their noun ("Gunmen thought to be rebels shot …")."""
    verb = head.head
    if head.dep_ not in SUBJECTS:
        return []
    beside = [each for each in children(verb, "advcl") if head.i < each.i < verb.i]
    return beside if children(verb, "auxpass", "aux", "dobj", "ccomp") else [*beside, verb]
