"""Noun phrase to actor name: "Russian warplanes" → "Russia", "the group" → whom it stands for."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from spacy.tokens import Token

from marsad.domain.vocabulary import ActorKind, PlacePrecision
from marsad.reading.countries import Country, country_of_demonym, country_of_name, country_of_seat
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import ActorSpan, Page
from marsad.reading.people import force_nouns, group_of, instrument_nouns
from marsad.reading.phrases import child, conjuncts, objects_of_prepositions, phrase

DROPPED_TAGS = frozenset(
    {"DT", "PRP$", "CD", "PDT", "WDT", "WP", "RB", "JJS", "JJR", "IN", "``", "''", ",", ":", "-LRB-", "-RRB-", "_SP"}
)
"""Penn tags of words that are no part of a name."""
DROPPED_ENTITIES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
"""Spans of the pipeline that count or date ("For a week regime troops …")."""
ANTECEDENT_REACH = 80
"""Tokens before a sentence in which what its pronoun stands for may be named: two or three sentences."""


@cache
def _lexicon() -> dict[str, Any]:
    return load_lexicon("naming")


def actor_names(page: Page, head: Token | None) -> tuple[str, ...]:
    """Names of the actors that the noun phrase and those joined to it stand for, in text order, each once.

    "Syrian and Russian aircraft" names two.
    """
    if head is None:
        return ()
    names: list[str | None] = []
    for each in conjuncts(head):
        owners = (
            possessors(page, each) if each.lower_ in instrument_nouns() and page.actor_at.get(each.i) is None else ()
        )
        names += owners or [actor_name(page, each)]
    return tuple(dict.fromkeys(name for name in names if name))


def actor_name(page: Page, head: Token) -> str | None:
    """The fullest name of the actor that the noun phrase of `head` stands for; None where it names none.

    A pronoun stands for the last actor that was a subject before it.
    """
    if head.tag_ in {"PRP", "WP", "WDT"}:
        return antecedent(page, head)
    span = page.actor_at.get(head.i)
    if span is not None:
        return span.name
    if head.dep_ == "appos" and head.lower_ in _lexicon()["points_back"]["nouns"] and head.head.i < head.i:
        return actor_name(page, head.head)
    if _points_back(head):
        return _body_before(page, head, plural=False)
    owner = child(head, "poss")
    if owner is not None and owner.tag_ == "PRP$" and belongs_to_a_side(head.lower_):
        return antecedent(page, owner)
    return _name_by_modifier(page, head) or _name_by_country(page, head) or _name_by_words(page, head)


def antecedent(page: Page, pronoun: Token) -> str | None:
    """The last actor before the pronoun, in its sentence or the two before it."""
    if pronoun.tag_ in {"WP", "WDT"}:
        noun = next((each for each in pronoun.ancestors if each.dep_ in {"relcl", "acl"}), None)
        return actor_name(page, noun.head) if noun is not None and noun.head.tag_ not in {"WP", "WDT", "PRP"} else None
    words = _lexicon()["pronouns"]
    if pronoun.lower_ in words["personal"]:
        return _last_subject(page, [span for span in _before(page, pronoun) if span.kind is ActorKind.PERSON])
    if pronoun.lower_ in (*words["body"], *words["plural"]):
        return _body_before(page, pronoun, plural=pronoun.lower_ in words["plural"])
    return None


def _body_before(page: Page, token: Token, *, plural: bool) -> str | None:
    """The body that was a subject last; "they" is never a state."""
    bodies = [span for span in _before(page, token) if span.kind is not ActorKind.PERSON]
    return _last_subject(page, [span for span in bodies if not (plural and span.kind is ActorKind.STATE)])


def _before(page: Page, token: Token) -> list[ActorSpan]:
    reach = max(0, token.sent.start - ANTECEDENT_REACH)
    return [span for span in page.actors if reach <= span.start < token.i]


def _last_subject(page: Page, spans: Sequence[ActorSpan]) -> str | None:
    subjects = [span for span in spans if page.doc[span.end - 1].dep_ in {"nsubj", "nsubjpass"}]
    chosen = (subjects or spans)[-1:]
    return chosen[0].name if chosen else None


def _points_back(head: Token) -> bool:
    """True for "the group" with nothing beside it that says which."""
    words = _lexicon()["points_back"]
    articles = any(each.lower_ in words["articles"] for each in head.children)
    return (
        head.lower_ in words["nouns"]
        and articles
        and all(each.dep_ in {"det", "punct", "relcl"} for each in head.children)
    )


def belongs_to_a_side(word: str) -> bool:
    """True for nouns that name a side or its arms ("troops", "warplanes")."""
    group = group_of(word)
    return word.casefold() in force_nouns() or (group is not None and group.value in _lexicon()["acting"]["groups"])


def possessors(page: Page, head: Token) -> tuple[str, ...]:
    """Whose the thing is: "Syria's army", "HTS fighters", "Syrian and Russian drones", "rebel shelling"."""
    names = []
    for each in phrase(head):
        if each.i == head.i:
            continue
        span = page.actor_at.get(each.i)
        country = country_of_demonym(each.text) or country_of_name(each.text)
        if span is not None and span.kind is not ActorKind.PERSON:
            names.append(span.name)
        elif country is not None and not _is_compounded(each):
            names.append(country.name)
        elif (
            each.lower_ in force_nouns()
            and each.lower_ not in instrument_nouns()
            and each.dep_ in {"compound", "amod", "poss", "nmod"}
        ):
            names.append(side_of_word(_words(each)))
    return tuple(dict.fromkeys(names))


def _is_instrument(head: Token) -> bool:
    """Arms and acts of one word or two ("warplanes", "air power")."""
    pair = f"{head.nbor(-1).lower_} {head.lower_}" if head.i > 0 else head.lower_
    return head.lower_ in instrument_nouns() or pair in instrument_nouns()


def side_of_word(word: str) -> str:
    """The side of a modifier: "rebel" → "rebels", "Kurdish" → "Kurdish forces"; "government" stays."""
    sides = _lexicon()["sides"]
    if word.casefold() in sides["singular"] or word.endswith("s") or " " in word:
        return word
    return f"{word} forces" if word[0].isupper() or word.casefold() in sides["adjectives"] else f"{word}s"


def _is_compounded(token: Token) -> bool:
    """As in "Russian" of "Russian-backed" owns nothing."""
    return token.i + 1 < len(token.doc) and token.nbor(1).text in {"-", "–"}


def _name_by_modifier(page: Page, head: Token) -> str | None:
    """As in "Hezbollah fighters", "HTS militants", "members of the group": the actor that the noun belongs to."""
    if not (belongs_to_a_side(head.lower_) or _is_instrument(head) or group_of(head.lower_) is not None):
        return None
    owner = _actor_beside(page, head)
    if owner is not None:
        return owner.name
    country = _country_beside(head)
    if country is None:
        return None
    if _is_instrument(head):
        return country.name
    return _words(head) if belongs_to_a_side(head.lower_) else None


def _actor_beside(page: Page, head: Token) -> ActorSpan | None:
    for each in phrase(head):
        span = page.actor_at.get(each.i)
        if span is not None and span.kind is not ActorKind.PERSON:
            return span
    of = next((each for each in head.children if each.lower_ in {"of", "from"}), None)
    noun = child(of, "pobj") if of is not None else None
    return page.actor_at.get(noun.i) if noun is not None else None


def _country_beside(head: Token) -> Country | None:
    for each in phrase(head):
        if each.i == head.i or _is_compounded(each):
            continue
        country = country_of_demonym(each.text) or country_of_name(each.text)
        if country:
            return country
    return None


def _name_by_country(page: Page, head: Token) -> str | None:
    mention = page.place_at.get(head.i)
    if mention is not None and mention.place.precision == PlacePrecision.COUNTRY:
        country = country_of_name(mention.place.name)
        return country.name if country else mention.place.name
    country = country_of_name(head.text)
    if country:
        return country.name
    seat = country_of_seat(head.text)
    return (
        head.text
        if seat
        and mention is not None
        and head.dep_ in {"nsubj", "pobj", "dobj", "conj"}
        and not _stands_for_the_town(head)
        else None
    )


def _stands_for_the_town(head: Token) -> bool:
    """A capital after "in" or "from" is the town, as a subject its government."""
    return head.dep_ == "pobj" and head.head.lower_ in _lexicon()["seats"]["prepositions"]


def _name_by_words(page: Page, head: Token) -> str | None:
    if page.place_at.get(head.i) is not None:
        return None
    if not belongs_to_a_side(head.lower_):
        return None
    country = next((each for noun in objects_of_prepositions(head, "of") if (each := country_of_name(noun.text))), None)
    return f"{_words(head)} of {country.name}" if country is not None else _words(head)


def _words(head: Token) -> str:
    """The phrase less articles, numbers and quantities; a sentence's first common noun loses its capital."""
    kept = [
        each
        for each in phrase(head)
        if each.tag_ not in DROPPED_TAGS
        and each.ent_type_ not in DROPPED_ENTITIES
        and each.lower_ not in _lexicon()["quantities"]["words"]
    ]
    while kept and kept[0].tag_ in {"HYPH", "POS"}:
        kept = kept[1:]
    text = "".join(each.text_with_ws for each in kept).strip() or head.text
    first = kept[0] if kept else head
    opens = first.is_sent_start and not first.tag_.startswith("NNP") and first.text[1:].islower()
    return text[0].lower() + text[1:] if opens and country_of_demonym(first.text) is None else text
