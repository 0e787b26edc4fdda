"""The parse as verbs and noun phrases: who is a verb's subject, what is its object, where does a phrase end."""

from marsad.reading.parse import Span, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "dative", "oprd"})
PASSIVE_MARKS = frozenset({"auxpass", "nsubjpass", "agent"})
ACTIVE_MARKS = frozenset({"nsubj", "dobj"})
PHRASE_LEFT = frozenset(
    {
        "det",
        "amod",
        "compound",
        "nummod",
        "poss",
        "nmod",
        "quantmod",
        "predet",
        "advmod",
        "neg",
        "punct",
        "appos",
        "case",
    }
)


def is_verb(token: Token) -> bool:
    return token.tag_.startswith("VB")


def is_noun(token: Token) -> bool:
    return token.tag_.startswith("NN")


def children(token: Token, *labels: str) -> list[Token]:
    """The token's children with one of the labels, in text order."""
    return [child for child in token.children if child.dep_ in labels]


def child(token: Token, *labels: str) -> Token | None:
    """The first of the token's children with one of the labels."""
    for each in token.children:  # no generator: this is asked thirty times a sentence
        if each.dep_ in labels:
            return each
    return None


def is_passive(verb: Token) -> bool:
    """True for "was killed", "killed by", and a participle that stands after its noun ("people killed in")."""
    marks = {each.dep_ for each in verb.children}
    if not marks.isdisjoint(PASSIVE_MARKS) and not marks >= ACTIVE_MARKS:
        return True
    return verb.tag_ == "VBN" and verb.dep_ == "acl"


def subject_of(verb: Token) -> Token | None:
    """The verb's subject, its own or the one it shares with the verb that governs it.

    "raising" in "It said 12 died, raising …" and "wounded" in "killed 7 and wounded 9" have their subject from above;
    a relative clause has its noun.
    """
    seen = 0
    while verb is not None and seen < 6:
        own = child(verb, *SUBJECTS)
        if own is not None:
            if own.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl":
                return verb.head
            return own
        if verb.dep_ == "relcl":
            return verb.head
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return verb.head
        if verb.dep_ not in {"conj", "xcomp", "advcl", "dep", "aux", "pcomp", "prep"} or verb.head.i == verb.i:
            return None
        verb = verb.head
        seen += 1
    return None


def passive_agent(verb: Token) -> Token | None:
    """The noun after "by"."""
    for each in verb.children:
        if each.dep_ == "agent" or (each.dep_ == "prep" and each.lower_ == "by" and is_passive(verb)):
            return child(each, "pobj", "pcomp")
    return None


def done_by(verb: Token) -> Token | None:
    """Who does what the verb says: the agent of a passive, the subject of an active."""
    return passive_agent(verb) if is_passive(verb) else subject_of(verb)


def done_to(verb: Token) -> Token | None:
    """To whom: the subject of a passive (or the noun that a participle follows), the object of an active."""
    if is_passive(verb):
        own = child(verb, "nsubjpass", "nsubj")
        if own is None and verb.dep_ == "acl":
            return verb.head
        if own is None and verb.dep_ in {"conj", "relcl", "xcomp", "advcl"}:
            own = subject_of(verb)
        return own
    return child(verb, "dobj") or child(verb, *OBJECTS)


def objects_of_prepositions(token: Token, *prepositions: str) -> list[Token]:
    """Nouns that hang on the token by one of the prepositions (any, if none is named)."""
    found = []
    for each in token.children:
        if each.dep_ in {"prep", "agent", "dative"} and (not prepositions or each.lower_ in prepositions):
            found += children(each, "pobj", "pcomp")
            for inner in children(each, "prep"):
                found += children(inner, "pobj", "pcomp")
    return found


def conjuncts(token: Token) -> list[Token]:
    """The token and those joined to it by "and", in text order."""
    found = [token]
    for each in token.children:
        if each.dep_ == "conj":
            found += conjuncts(each)
    return found


def phrase(head: Token) -> Span:
    """The noun phrase less what follows its head: "at least 12 people" of "at least 12 people in the city"."""
    left = head
    for each in reversed(head.lefts):
        if each.dep_ not in PHRASE_LEFT and each.i < head.i - 1:
            break
        left = each.left_edge
    start, tokens = left.i, head.doc.tokens
    while start < head.i and tokens[start].dep_ in {"punct", "cc", "case"} and tokens[start].text not in {"'", '"'}:
        start += 1
    return head.doc[start : head.i + 1]


def governing_verb(token: Token) -> Token | None:
    """The nearest verb above the token, itself left out."""
    while token.head.i != token.i:
        token = token.head
        if is_verb(token):
            return token
    return None
