"""Ways between two words of a sentence in the parse: how far apart they are, and whether a clause shuts one off."""

from marsad.reading.parse import Doc, Token
from marsad.reading.phrases import SUBJECTS, is_verb

FAR = 99
CLAUSE_PENALTY = 3
"""Steps for each clause with a verb of its own that stands between a word and its place or time."""
CLAUSES = frozenset({"relcl", "advcl", "ccomp", "parataxis", "acl", "csubj"})


def distance(one: Token, other: Token) -> int:
    """Steps between two tokens in the parse; `FAR` in different sentences."""
    ups = {one.i: 0}
    token, steps = one, 0
    while token.head.i != token.i:
        token, steps = token.head, steps + 1
        ups[token.i] = steps
    token, steps = other, 0
    while True:
        if token.i in ups:
            return ups[token.i] + steps
        if token.head.i == token.i:
            return FAR
        token, steps = token.head, steps + 1


def way_cost(at: Token, other: Token) -> int:
    """Steps in the parse, and a penalty for each clause that must be entered or left on the way."""
    ups = {at.i: 0}
    token, steps = at, 0
    while token.head.i != token.i:
        steps += 1 + (CLAUSE_PENALTY if token.dep_ == "relcl" and token.i != at.i else 0)
        token = token.head
        ups[token.i] = steps
    token, steps = other, 0
    while token.i not in ups:
        if token.head.i == token.i:
            return FAR
        steps += 1 + (CLAUSE_PENALTY if opens_a_clause(token) else 0)
        token = token.head
    return ups[token.i] + steps


def opens_a_clause(token: Token) -> bool:
    if token.dep_ in CLAUSES:
        return True
    return token.dep_ == "conj" and is_verb(token) and any(each.dep_ in SUBJECTS for each in token.children)


def word_at(doc: Doc, start: int, end: int) -> Token | None:
    """The word that heads the characters from `start` to `end`; None where no token lies there."""
    if (start, end) not in doc.words_at:
        doc.words_at[start, end] = _find_word(doc, start, end)
    return doc.words_at[start, end]


def _find_word(doc: Doc, start: int, end: int) -> Token | None:
    if not doc.tokens or not 0 <= start < end <= len(doc.text):
        return None
    return doc[doc.token_at(start).i : doc.token_at(end - 1).i + 1].root
