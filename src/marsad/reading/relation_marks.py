"""Marks of a relation: "formerly", "loyal to", "allegiance to", "at war with" and brackets in, ties out."""

from collections.abc import Iterator
from functools import cache

from marsad.domain.vocabulary import ActorKind, RelationKind
from marsad.reading.actor_names import actor_names
from marsad.reading.page import Page
from marsad.reading.parse import Span, Token
from marsad.reading.phrases import is_verb, objects_of_prepositions, subject_of
from marsad.reading.relation_tie import Tie, relation_lexicon

TWO_SIDES = 2
GROUPS = frozenset({ActorKind.ARMED_GROUP, ActorKind.ALLIANCE, ActorKind.MILITIA})


@cache
def mark_words() -> frozenset[str]:
    """Every word and sign by which a mark may begin: most tokens are none, and cost nothing."""
    lexicon = relation_lexicon()
    listed = (lexicon["renaming"]["words"], lexicon["allegiance"]["nouns"], lexicon["at_war"]["nouns"])
    return frozenset({"loyal", "("}.union(*listed))


def by_mark(page: Page, sentence: Span, token: Token) -> Iterator[Tie]:
    """As in "X, formerly Y", "forces loyal to Y", "pledged allegiance to Y", "at war with Y", "Katiba X (Y)"."""
    if token.lower_ in relation_lexicon()["renaming"]["words"]:
        yield from _renamed(page, token)
    elif token.lower_ == "loyal":
        yield from _loyal(page, token)
    elif token.lower_ in relation_lexicon()["allegiance"]["nouns"]:
        yield from _sworn(page, token)
    elif token.lower_ in relation_lexicon()["at_war"]["nouns"]:
        yield from _at_war(page, token)
    elif token.text == "(" and token.i > sentence.start:
        yield from _in_brackets(page, token)


def _renamed(page: Page, token: Token) -> Iterator[Tie]:
    before = page.actor_at.get(token.i - 2) if token.i >= 2 and token.nbor(-1).text in {",", "("} else None
    behind = next(
        (page.actor_at[each.i] for each in token.doc[token.i + 1 : token.i + 5] if each.i in page.actor_at), None
    )
    if before is not None and behind is not None:
        yield Tie(token, before.name, RelationKind.SUCCESSOR_OF, behind.name, "relation-renamed")


def _loyal(page: Page, token: Token) -> Iterator[Tie]:
    holder = token.head if token.dep_ in {"amod", "relcl", "acl"} else None
    if holder is None and token.dep_ == "acomp":
        holder = subject_of(token.head)
    if holder is None:
        return
    subject = next(iter(actor_names(page, holder)), None)
    for noun in objects_of_prepositions(token, "to"):
        for name in actor_names(page, noun):
            if subject and subject != name:
                yield Tie(token, subject, RelationKind.ALLIED_WITH, name, "relation-loyal")


def _sworn(page: Page, token: Token) -> Iterator[Tie]:
    verb = token.head
    if token.dep_ != "dobj" or not is_verb(verb):
        return
    others = [each for noun in (token, verb) for each in objects_of_prepositions(noun, "to")]
    for subject in actor_names(page, subject_of(verb)):
        for name in (name for noun in others for name in actor_names(page, noun)):
            yield Tie(token, subject, RelationKind.PART_OF, name, "relation-allegiance")


def _at_war(page: Page, token: Token) -> Iterator[Tie]:
    if token.dep_ == "pobj" and token.head.lower_ == "at":
        others = [each for noun in (token, token.head.head) for each in objects_of_prepositions(noun, "with")]
        subjects = actor_names(page, subject_of(token.head.head)) if is_verb(token.head.head) else ()
        pairs = [(one, other) for one in subjects for noun in others for other in actor_names(page, noun)]
    else:
        sides = [name for noun in objects_of_prepositions(token, "between") for name in actor_names(page, noun)]
        pairs = [(sides[0], sides[1])] if len(sides) == TWO_SIDES else []
    for one, other in pairs:
        yield Tie(token, one, RelationKind.OPPOSES, other, "relation-war")


def _in_brackets(page: Page, token: Token) -> Iterator[Tie]:
    """As in "Katiba Serma (JNIM)": the body in brackets is another that the first belongs to, not its acronym."""
    before, inside = page.actor_at.get(token.i - 1), page.actor_at.get(token.i + 1)
    if before is None or inside is None or inside.end >= len(token.doc) or token.doc[inside.end].text != ")":
        return
    bodies = ActorKind.PERSON not in {before.kind, inside.kind} and inside.actor is not None
    if (
        bodies
        and before.name != inside.name
        and inside.kind in GROUPS
        and before.kind not in {ActorKind.STATE, ActorKind.MEDIA}
    ):
        yield Tie(token, before.name, RelationKind.PART_OF, inside.name, "relation-brackets")
