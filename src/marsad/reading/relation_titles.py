"""Titles: a person's name in its sentence in, the title beside it and the body that the title is of out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.reading.actor_names import actor_name, antecedent, belongs_to_a_side
from marsad.reading.actor_words import words_of
from marsad.reading.countries import country_of_demonym, country_of_name
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import ActorSpan, Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import children, is_verb, phrase

REACH_BEFORE = 12
"""Tokens before a name that may be its title ("the former deputy prime minister of the northern region")."""
REACH_BEHIND = 10
"""Tokens behind a name that may be its apposition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """What a person is to a body, by the title at `token`."""

    token: Token
    relation: RelationKind
    body: str
    former: bool


@cache
def _lexicon() -> dict[str, Any]:
    return load_lexicon("relations")


def find_title(page: Page, sentence: Span, person: ActorSpan) -> Title | None:
    """As in "Syrian President X", "X, head of the Observatory", "UN envoy X", "the Turkish prime minister, X"."""
    for words in _title_words(page, sentence, person):
        text = f" {words.text.casefold()} "
        kind = _rank(text)
        body = (_body_in(page, words, person) or _body_by_file(person, kind)) if kind is not None else None
        if kind is not None and body and body != person.name:
            former = any(f" {word} " in text for word in _lexicon()["nouns"]["former"])
            return Title(token=words[0], relation=kind, body=body, former=former)
    return _untitled(page, sentence, person)


def _untitled(page: Page, sentence: Span, person: ActorSpan) -> Title | None:
    """As in "NAME, of the bishops' conference": the person belongs to the body, whatever the title."""
    at = person.end + 1
    if at >= sentence.end or page.doc[at].lower_ not in {"of", "from", "with"} or page.doc[at - 1].text != ",":
        return None
    words = page.doc[at : min(page.doc[at].right_edge.i + 1, at + REACH_BEHIND, sentence.end)]
    spans = (each for each in page.actors_in(words) if each.kind not in {ActorKind.PERSON, ActorKind.STATE})
    named = next((each.name for each in spans), None)
    lives_there = any(token.i in page.place_at or token.ent_type_ == "GPE" for token in words)
    body = named or (None if lives_there else _unlisted_body(words))
    if body is None or body == person.name:
        return None
    return Title(token=words[0], relation=RelationKind.MEMBER_OF, body=body, former=False)


def _title_words(page: Page, sentence: Span, person: ActorSpan) -> Iterator[Span]:
    """The words before the name in its phrase, its apposition, and the words behind its comma."""
    start = _start_of_title(page, sentence, person)
    if start < person.start:
        yield page.doc[start : person.start]
    yield from _appositions(page, sentence, person)
    if start < person.start and person.end < sentence.end and page.doc[person.end].lower_ == "of":
        yield page.doc[start : min(page.doc[person.end].right_edge.i + 1, sentence.end)]
    end = person.end
    if end + 1 < sentence.end and page.doc[end].lower_ in _lexicon()["titles"]["lead_behind"]:
        behind = page.doc[end : min(end + REACH_BEHIND, sentence.end)]
        stop = next((each.i for each in behind if is_verb(each)), behind.end)
        yield page.doc[end:stop]


def _start_of_title(page: Page, sentence: Span, person: ActorSpan) -> int:
    """Where the run of nouns, adjectives and "of" before the name begins."""
    doc, start = page.doc, person.start
    stops = _lexicon()["titles"]["stops"]
    while start > max(sentence.start, person.start - REACH_BEFORE):
        before = doc[start - 1]
        if before.lower_ in stops or not before.tag_.startswith(("NN", "JJ", "POS", "IN", "HYPH", "DT", "VBN")):
            break
        start -= 1
    return start


def _appositions(page: Page, sentence: Span, person: ActorSpan) -> Iterator[Span]:
    head = page.doc[person.end - 1]
    if head.dep_ == "appos" and head.head.sent.start == head.sent.start:
        start = phrase(head.head).start
        yield page.doc[start : person.start if start < person.start else min(head.head.i + 1, sentence.end)]
    for each in children(head, "appos"):
        yield page.doc[each.left_edge.i : min(each.right_edge.i + 1, sentence.end)]


def _rank(text: str) -> RelationKind | None:
    titles = _lexicon()["titles"]
    best: tuple[int, str] | None = None
    for name in ("leads", "member_of"):
        for title in titles[name]:
            if f" {title} " in text.replace(",", " ") and (best is None or len(title) > best[0]):
                best = (len(title), name)
    if best is None:
        return None
    lesser = any(f" {word} " in text for word in titles["lesser"]) or _is_one_of_several(text)
    return RelationKind.MEMBER_OF if lesser else RelationKind(best[1])


def _is_one_of_several(text: str) -> bool:
    """As in "a field commander of X": one of those who command there, not the one who does."""
    words = text.replace(",", " ").split()
    return bool(words) and words[0] in {"a", "an"} and bool(set(words) & set(_lexicon()["titles"]["one_of_several"]))


def _body_in(page: Page, words: Span, person: ActorSpan) -> str | None:
    bodies = [span for span in page.actors_in(words) if span.kind is not ActorKind.PERSON and span.name != person.name]
    if bodies:
        return bodies[0].name
    for token in words:
        if token.lower_ in {"its", "their"} and (name := antecedent(page, token)):
            return name
        if token.dep_ == "poss" and token.lower_ in _lexicon()["titles"]["owners"]:
            return actor_name(page, token) or token.text
        country = country_of_demonym(token.text) or country_of_name(token.text)
        if country is not None:
            return country.name
        if token.lower_ in {"un", "u.n."}:
            return "United Nations"
    place = next((page.place_at[token.i] for token in words if token.i in page.place_at), None)
    return place.place.name if place is not None else _unlisted_body(words)


def _unlisted_body(words: Span) -> str | None:
    """A body that no file knows, in its words: "the head of the provincial council"; a person or trade is none."""
    for token in words:
        body = token.dep_ == "pobj" and token.head.lower_ == "of" and token.tag_.startswith("NN")
        if body and (belongs_to_a_side(token.lower_) or token.lower_ in _lexicon()["titles"]["bodies"]):
            return words_of(token)
        if body and token.tag_.startswith("NNP") and token.ent_type_ in {"ORG", "GPE", "FAC", "NORP"}:
            return words_of(token)
    return None


def _body_by_file(person: ActorSpan, kind: RelationKind) -> str | None:
    """Whom the actor file says that the person leads, where the text gives the title and not the body."""
    return person.leads if kind is RelationKind.LEADS else None
