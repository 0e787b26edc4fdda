"""Noun phrase to actor name: "Russian warplanes" → "Russia", "the group" → whom it stands for."""

from spacy.tokens import Token

from marsad.domain.vocabulary import ActorKind, PlacePrecision
from marsad.reading.countries import Country, country_of_demonym, country_of_name, country_of_seat
from marsad.reading.page import ActorSpan, Page
from marsad.reading.people import force_nouns, group_of, instrument_nouns
from marsad.reading.phrases import child, conjuncts, phrase

DROPPED = frozenset(
    {"DT", "PRP$", "CD", "PDT", "WDT", "WP", "RB", "JJS", "JJR", "IN", "``", "''", ",", ":", "-LRB-", "-RRB-", "_SP"}
)
QUANTITIES = frozenset(
    {
        "several",
        "some",
        "many",
        "other",
        "others",
        "dozens",
        "hundreds",
        "thousands",
        "few",
        "own",
        "such",
        "same",
        "latest",
    }
)
GROUPS_THAT_ACT = frozenset({"combatants", "soldiers", "police"})


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
    return _name_by_modifier(page, head) or _name_by_country(page, head) or _name_by_words(page, head)


def antecedent(page: Page, pronoun: Token) -> str | None:
    """The last actor before the pronoun, in its sentence or the two before it."""
    if pronoun.tag_ in {"WP", "WDT"}:
        noun = next((each for each in pronoun.ancestors if each.dep_ in {"relcl", "acl"}), None)
        return actor_name(page, noun.head) if noun is not None and noun.head.tag_ not in {"WP", "WDT", "PRP"} else None
    personal = pronoun.lower_ in {"he", "she", "him", "her"}
    if not personal and pronoun.lower_ not in {"it", "they", "them"}:
        return None
    reach = max(0, pronoun.sent.start - 80)
    before = [
        span for span in page.actors if reach <= span.start < pronoun.i and (span.kind is ActorKind.PERSON) == personal
    ]
    subjects = [span for span in before if page.doc[span.end - 1].dep_ in {"nsubj", "nsubjpass"}]
    chosen = (subjects or before)[-1:]
    return chosen[0].name if chosen else None


def belongs_to_a_side(word: str) -> bool:
    """True for nouns that name a side or its arms ("troops", "warplanes")."""
    group = group_of(word)
    return word.casefold() in force_nouns() or (group is not None and group.value in GROUPS_THAT_ACT)


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
            names.append(_words(each))
    return tuple(dict.fromkeys(names))


def _is_compounded(token: Token) -> bool:
    """As in "Russian" of "Russian-backed" owns nothing."""
    return token.i + 1 < len(token.doc) and token.nbor(1).text in {"-", "–"}


def _name_by_modifier(page: Page, head: Token) -> str | None:
    """As in "Hezbollah fighters", "HTS militants", "members of the group": the actor that the noun belongs to."""
    if not belongs_to_a_side(head.lower_) and head.lower_ not in instrument_nouns() and group_of(head.lower_) is None:
        return None
    owner = _actor_beside(page, head)
    if owner is not None:
        return owner.name
    country = _country_beside(head)
    if country is None:
        return None
    if head.lower_ in instrument_nouns():
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
    return head.dep_ == "pobj" and head.head.lower_ in {
        "in",
        "from",
        "near",
        "to",
        "around",
        "outside",
        "of",
        "at",
        "through",
        "on",
    }


def _name_by_words(page: Page, head: Token) -> str | None:
    if page.place_at.get(head.i) is not None:
        return None
    if not belongs_to_a_side(head.lower_):
        return None
    return _words(head)


def _words(head: Token) -> str:
    """The phrase less articles, numbers and quantities."""
    kept = [each for each in phrase(head) if each.tag_ not in DROPPED and each.lower_ not in QUANTITIES]
    while kept and kept[0].tag_ in {"HYPH", "POS"}:
        kept = kept[1:]
    text = "".join(each.text_with_ws for each in kept).strip()
    return text or head.text
