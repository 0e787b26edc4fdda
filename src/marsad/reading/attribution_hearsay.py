"""Hearsay: a sentence in; the words that it passes on without saying whose they are, out."""

from collections.abc import Iterator

from marsad.domain.claim import Attribution
from marsad.reading.attribution_frames import STANCE, Frame
from marsad.reading.attribution_words import verbs_of, words_of
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import SUBJECTS, child, is_verb

NOBODY = Attribution(speaker="")
"""Hearsay credits nobody, so its frames serve as mentions only."""


def hearsay(number: int, sentence: Span) -> Iterator[Frame]:
    """A frame for each clause that is "expected", "reportedly" so or "seems" so, with no word on who thinks it."""
    for token in sentence:
        if token.lower_ in words_of("hearsay", "adverbs") and token.dep_ == "advmod":
            verb = token.head
        elif token.lower_ in verbs_of("hearsay") and is_verb(token) and _is_hearsay(token):
            verb = token
        else:
            continue
        start, end = _clause(verb)
        if end - start > 1:
            yield Frame(
                sentence=number, start=start, end=end, act=STANCE, attribution=NOBODY, direct=False, cue=token.i
            )


def _is_hearsay(verb: Token) -> bool:
    """True for "is expected to", "was seen as", "seems": with no agent, and with what is held to be so."""
    if child(verb, "agent") is not None:
        return False
    if verb.lower_ in verbs_of("seeming"):
        return child(verb, "xcomp", "oprd", "acomp", "ccomp") is not None and child(verb, *SUBJECTS) is not None
    passive = child(verb, "auxpass") is not None
    held = child(verb, "xcomp", "oprd", "ccomp") is not None
    as_ = any(each.dep_ == "prep" and each.lower_ in {"as", "for"} for each in verb.children)
    return passive and (held or as_)


def _clause(verb: Token) -> tuple[int, int]:
    """The tokens of the clause: from its subject, or what a relative clause hangs on, to its end."""
    subject = child(verb, *SUBJECTS)
    start = subject.left_edge.i if subject is not None else verb.left_edge.i
    return start, verb.right_edge.i + 1
