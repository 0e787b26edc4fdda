"""Parties: a noun phrase or pronoun in, the names of those who hold, take or lose ground out."""

from collections.abc import Sequence

from marsad.domain.vocabulary import ActorKind, Role
from marsad.reading.actor_names import ANTECEDENT_REACH, actor_name, actor_names, belongs_to_a_side
from marsad.reading.actor_words import words_of
from marsad.reading.attribution import Frame, credit
from marsad.reading.attribution_words import first_person
from marsad.reading.control_ground import control_lexicon
from marsad.reading.countries import country_of_demonym
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.people import group_of
from marsad.reading.phrases import SUBJECTS, child, conjuncts, is_noun

ARMED = frozenset(
    {ActorKind.STATE, ActorKind.STATE_FORCES, ActorKind.ARMED_GROUP, ActorKind.ALLIANCE, ActorKind.MILITIA}
)
FIGHTING = frozenset({Role.MILITARY, Role.ARMED_GROUP, Role.GOVERNMENT, Role.POLICE})
"""Roles of speakers who may themselves hold a place."""
OWN = frozenset({"our"})
PRONOUNS = frozenset({"PRP", "WP", "WDT"})


def parties(page: Page, noun: Token | None, frames: Sequence[Frame] = ()) -> tuple[str, ...]:
    """The names of the sides that the phrase stands for; a pronoun stands for the side that was a subject last.

    "We" and "our troops" are those of whoever speaks. Empty where the phrase names no side.
    """
    if noun is None:
        return ()
    spoken_of = child(noun, "poss")
    if noun.lower_ in first_person() or (spoken_of is not None and spoken_of.lower_ in OWN):
        frame = credit(frames, noun.i)
        if frame is not None:
            return (frame.attribution.speaker,)
    if noun.tag_ == "PRP":
        name = last_side(page, noun) or _speaking_of_itself(noun, frames) if noun.lower_ not in first_person() else None
        return (name,) if name else ()
    owner = _owner_of_men(noun)
    if owner is not None:
        return parties(page, owner, frames)
    names = actor_names(page, noun) if noun.tag_ not in PRONOUNS or noun.head.i != noun.i else ()
    return names or tuple(name for each in conjuncts(noun) if (name := _unlisted(page, each)))


def is_armed(page: Page, noun: Token | None) -> bool:
    """True for a side that fights; False for a people, a ministry and whoever only lives there."""
    if noun is None:
        return False
    if noun.tag_ in {"WP", "WDT"}:
        clause = next((each for each in noun.ancestors if each.dep_ == "relcl"), None)
        return clause is not None and is_armed(page, clause.head)
    if noun.tag_ == "PRP":
        return bool(last_side(page, noun)) and noun.lower_ not in first_person()
    span = page.actor_at.get(noun.i)
    return (
        belongs_to_a_side(noun.lower_) or (span is not None and span.kind in ARMED) or _owner_of_men(noun) is not None
    )


def is_side(page: Page, noun: Token | None) -> bool:
    """True for a phrase that names a body or fighters; False for a person and for people in general."""
    if noun is None:
        return False
    if noun.tag_ in PRONOUNS:
        return bool(parties(page, noun)) or noun.tag_ in {"WP", "WDT"}
    span = page.actor_at.get(noun.i)
    if span is not None:
        return span.kind not in {ActorKind.MEDIA, ActorKind.NGO, ActorKind.MONITOR}
    return bool(actor_name(page, noun)) or belongs_to_a_side(noun.lower_) or bool(parties(page, noun))


def _speaking_of_itself(pronoun: Token, frames: Sequence[Frame]) -> str | None:
    """Who "they" are in "the rebels said they had taken X", where nothing else tells."""
    frame = credit(frames, pronoun.i) if pronoun.lower_ in {"they", "it"} else None
    return frame.attribution.speaker if frame is not None and frame.attribution.role in FIGHTING else None


def last_side(page: Page, pronoun: Token) -> str | None:
    """The side that was a subject last before the pronoun, in its sentence or the two before it; "they" is no state."""
    plural = pronoun.lower_ in {"they", "them", "their"}
    first = max(0, pronoun.sent.start - ANTECEDENT_REACH)
    others: list[Token] = []
    for index in range(pronoun.i - 1, first - 1, -1):
        token = pronoun.doc[index]
        if not is_noun(token) or token.dep_ == "compound" or not _may_be_meant(page, token, plural=plural):
            continue
        if pronoun.dep_ == "dobj" and token.dep_ in SUBJECTS and token.head.i == pronoun.head.i:
            continue
        if token.dep_ in SUBJECTS:
            return next(iter(actor_names(page, token)), None) or words_of(token)
        others.append(token)
    return next((name for token in others if (name := actor_name(page, token))), None)


def _may_be_meant(page: Page, token: Token, *, plural: bool) -> bool:
    span = page.actor_at.get(token.i)
    if span is not None:
        return span.kind is not ActorKind.PERSON and not (plural and span.kind is ActorKind.STATE)
    return page.place_at.get(token.i) is None and belongs_to_a_side(token.lower_)


def _owner_of_men(noun: Token) -> Token | None:
    """As in "the gang's men", "whose men": whoever they are of."""
    owner = child(noun, "poss")
    if owner is None or owner.tag_ == "PRP$" or group_of(noun.lower_) is None:
        return None
    if owner.tag_ == "WP$":
        clause = next((each for each in noun.ancestors if each.dep_ == "relcl"), None)
        return clause.head if clause is not None else None
    return owner


def _unlisted(page: Page, noun: Token) -> str | None:
    """A people or body that no file knows, in its own words ("the Kurds", "the Third Division"); None for a person."""
    country = country_of_demonym(noun.text) or country_of_demonym(noun.text.removesuffix("s"))
    if country is not None:
        return country.name
    if not is_noun(noun) or page.place_at.get(noun.i) is not None or noun.ent_type_ in {"DATE", "TIME", "CARDINAL"}:
        return None
    if (
        noun.tag_.startswith("NNP")
        and noun.text[:1].isupper()
        and noun.ent_type_ not in {"GPE", "LOC", "FAC", "MONEY", "PERCENT"}
    ):
        return words_of(noun)
    return (
        words_of(noun)
        if noun.lower_ in control_lexicon()["bodies"]["words"] or belongs_to_a_side(noun.lower_)
        else None
    )
