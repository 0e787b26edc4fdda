"""Membership: "under NAME", "joined", "renamed", "a coalition of A and B" in; who leads, joins or follows whom out."""

from collections.abc import Iterator
from functools import cache

from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.reading.actor_names import actor_name, actor_names
from marsad.reading.inflection import lemma_table
from marsad.reading.page import ActorSpan, Page
from marsad.reading.parse import Token
from marsad.reading.phrases import child, is_verb, objects_of_prepositions, phrase, subject_of
from marsad.reading.relation_tie import Tie, relation_lexicon

FEWEST_MEMBERS = 2
FORCES = frozenset({ActorKind.ARMED_GROUP, ActorKind.ALLIANCE, ActorKind.MILITIA})


@cache
def membership_words() -> frozenset[str]:
    """Every written form at which `by_membership` looks closer."""
    return frozenset({"under", "of"}) | _forms("joining") | _forms("naming") | _coalitions()


@cache
def _forms(table: str) -> frozenset[str]:
    return frozenset(lemma_table(relation_lexicon()[table]["verbs"]))


@cache
def _coalitions() -> frozenset[str]:
    return frozenset(relation_lexicon()["coalitions"]["nouns"])


def by_membership(page: Page, token: Token) -> Iterator[Tie]:
    """As in "the Front under NAME", "the Forces of General NAME", "X joined Y", "X, renamed Y", "a bloc of A, B"."""
    if token.lower_ in {"under", "of"}:
        yield from _led(page, token)
    elif token.lower_ in _coalitions():
        yield from _united(page, token)
    elif is_verb(token) and token.lower_ in _forms("joining"):
        yield from _joined(page, token)
    elif is_verb(token) and token.lower_ in _forms("naming"):
        yield from _renamed(page, token)


def _led(page: Page, preposition: Token) -> Iterator[Tie]:
    """The person after "under" or "of" leads the force before it."""
    noun = child(preposition, "pobj")
    person = page.actor_at.get(noun.i) if noun is not None else None
    if person is None or person.kind is not ActorKind.PERSON:
        return
    body = _force_before(page, preposition)
    if body is not None and body != person.name:
        yield Tie(preposition, person.name, RelationKind.LEADS, body, "relation-under")


def _force_before(page: Page, preposition: Token) -> str | None:
    """The force that the preposition hangs on, or the subject of the verb that ", under NAME," stands before."""
    head = preposition.head
    force = page.actor_at.get(head.i)
    inserted = preposition.lower_ == "under" and preposition.i > 0 and preposition.nbor(-1).text == ","
    if force is None and inserted and is_verb(head):
        before = page.actor_at.get(preposition.i - 2)
        return before.name if before is not None and before.kind in FORCES else None
    return force.name if force is not None and force.kind in FORCES else None


def _joined(page: Page, verb: Token) -> Iterator[Tie]:
    """A person who joins a force is its member, a group a part of it; who joins others in doing a thing is neither."""
    target, subject = child(verb, "dobj"), subject_of(verb)
    body = page.actor_at.get(target.i) if target is not None else None
    one = page.actor_at.get(subject.i) if subject is not None else None
    if body is None or one is None or body.kind not in FORCES or body.name == one.name or child(verb, "neg", "aux"):
        return
    if any(each.lower_ == "in" and child(each, "pcomp") is not None for each in verb.children):
        return
    kind = _kind_of_joining(one)
    if kind is not None:
        yield Tie(verb, one.name, kind, body.name, "relation-joined")


def _kind_of_joining(one: ActorSpan) -> RelationKind | None:
    if one.kind is ActorKind.PERSON:
        return RelationKind.MEMBER_OF
    return RelationKind.PART_OF if one.kind in FORCES else None


def _renamed(page: Page, verb: Token) -> Iterator[Tie]:
    """The later name comes after the earlier: "X renamed itself Y", "X, since renamed Y"."""
    as_ = next(iter(objects_of_prepositions(verb, "as", "to")), None)
    later = child(verb, "oprd") or as_
    earlier = subject_of(verb) or (verb.head if verb.dep_ in {"acl", "advcl", "relcl"} else None)
    old = actor_name(page, earlier) if earlier is not None else None
    if later is None or later.tag_ != "NNP" or not old:
        return
    new = actor_name(page, later) or phrase(later).text
    if new != old:
        yield Tie(verb, new, RelationKind.SUCCESSOR_OF, old, "relation-renamed")


def _united(page: Page, noun: Token) -> Iterator[Tie]:
    """The members of "a coalition of A, B and C"."""
    members = [name for each in objects_of_prepositions(noun, "of", "between") for name in actor_names(page, each)]
    whole = actor_name(page, noun) or noun.text
    if len(members) >= FEWEST_MEMBERS:
        yield from (
            Tie(noun, name, RelationKind.PART_OF, whole, "relation-coalition") for name in members if name != whole
        )
