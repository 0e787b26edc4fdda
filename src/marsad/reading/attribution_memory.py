"""The speakers of a page so far: noun phrases as they stand, and whom they were found to be."""

from dataclasses import dataclass, field, replace

from marsad.domain.claim import Attribution
from marsad.domain.vocabulary import Role
from marsad.reading.parse import Token
from marsad.reading.phrases import is_noun, phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerPhrase:
    """The speaker's noun with its tokens `start` to `end` (exclusive): titles, names and appositions."""

    head: Token
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A speaker that the text has had: what it was called, and by which words it may come back."""

    token: int
    attribution: Attribution
    words: frozenset[str]
    personal: bool


@dataclass(slots=True, kw_only=True)
class Memory:
    """The speakers of the page so far, in text order."""

    heard: list[Heard] = field(default_factory=list)

    def add(self, heard: Heard) -> None:
        self.heard.append(heard)

    @property
    def last(self) -> Attribution | None:
        return self.heard[-1].attribution if self.heard else None

    def by_surname(self, name: str) -> Attribution | None:
        """The speaker heard before who has the name's last word: the body, where that person speaks for one."""
        surname = _last_word(name)
        for each in reversed(self.heard):
            person = each.attribution.spokesperson or each.attribution.speaker
            if each.personal and _last_word(person) == surname:
                return each.attribution
        return None

    def by_role(self, role: Role) -> Attribution | None:
        """The last body heard that has the role ("Human Rights Watch" … "the rights group")."""
        return next(
            (body_alone(each.attribution) for each in reversed(self.heard) if each.attribution.role is role), None
        )

    def by_noun(self, noun: str) -> Attribution | None:
        """The last speaker whom the text called by the noun ("a Turkish official" … "the official")."""
        return next((each.attribution for each in reversed(self.heard) if noun in each.words), None)


def speaker_phrase(head: Token) -> SpeakerPhrase:
    """The speaker's tokens with appositions and "of", less relative clauses."""
    start, end = phrase(head).start, head.i + 1
    for each in head.children:
        if each.dep_ in {"appos", "prep", "nmod", "flat", "compound", "acl", "poss"} and not _is_clause(each):
            if each.i > head.i:
                end = max(end, _clause_free_edge(each))
            elif each.dep_ != "prep":
                start = min(start, each.left_edge.i)
    if head.dep_ == "appos" and head.tag_ in {"NNP", "NNPS"} and head.head.i < head.i and is_noun(head.head):
        start = min(start, phrase(head.head).start)
    return SpeakerPhrase(head=head, start=max(start, head.sent.start), end=min(end, head.sent.end))


def _is_clause(token: Token) -> bool:
    return token.dep_ in {"relcl", "acl"} and token.tag_ != "VBN"


def _clause_free_edge(token: Token) -> int:
    """One past the token's last word that is in no relative clause."""
    edges = [
        each.i
        for each in token.subtree
        if not any(_is_clause(above) for above in (each, *each.ancestors) if above.i >= token.i)
    ]
    return max(edges, default=token.i) + 1


def body_alone(attribution: Attribution) -> Attribution:
    return replace(attribution, spokesperson=None)


def _last_word(name: str) -> str:
    return name.rsplit(maxsplit=1)[-1].casefold()
