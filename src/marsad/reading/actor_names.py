"""Noun phrase to actor name: "Russian warplanes" → "Russia", "the group" → whom it stands for."""

from collections.abc import Sequence

from marsad.domain.vocabulary import ActorKind, PlacePrecision
from marsad.reading.actor_groups import SUBJECTS, before_brackets, names_a_thing, only_group, taken_for
from marsad.reading.actor_offices import state_behind
from marsad.reading.actor_words import (
    is_against,
    is_armed_stranger,
    is_communal,
    is_compounded,
    is_in_a_compound,
    is_of_a_body,
    is_squad,
    land_of,
    lexicon,
    uncapitalised,
    words_of,
)
from marsad.reading.countries import Country, country_of_demonym, country_of_name, country_of_seat
from marsad.reading.page import ActorSpan, Page
from marsad.reading.parse import Token
from marsad.reading.people import force_nouns, group_of, instrument_nouns
from marsad.reading.phrases import child, children, conjuncts, objects_of_prepositions, phrase

MODIFIERS = ("compound", "amod", "poss", "nmod")
OF_STATES = frozenset({ActorKind.STATE, ActorKind.STATE_FORCES})
ANTECEDENT_REACH = 80
"""Tokens before a sentence in which what its pronoun stands for may be named: two or three sentences."""


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
        names += owners or _sides_joined(page, each) or _members_of_several(page, each) or [actor_name(page, each)]
    return tuple(dict.fromkeys(name for name in names if name))


def actor_name(page: Page, head: Token) -> str | None:
    """The fullest name of the actor that the noun phrase of `head` stands for; None where it names none.

    A pronoun stands for the last actor that was a subject before it.
    """
    if head.tag_ in {"PRP", "WP", "WDT"}:
        return antecedent(page, head)
    span = page.actor_at.get(head.i)
    if span is not None:
        return span.name if not is_against(span, head) else f"anti-{page.doc[span.start : span.end].text}"
    if head.lower_ in lexicon()["belonging"]["things"]:
        named = (*possessors(page, head), *_names_of_owners(page, head))
        return next(iter(named), _owner_meant(page, head) if _has_pronoun(head) else None)
    return _name_of_another(page, head) or _name_by_parts(page, head)


def _names_of_owners(page: Page, thing: Token) -> list[str]:
    """Whose "positions of the Armenian army" and "a truck belonging to the police" are."""
    owners = [*objects_of_prepositions(thing, "of"), *_owner_of(thing)]
    sides = [noun for noun in owners if page.actor_at.get(noun.i) is not None or belongs_to_a_side(noun.lower_)]
    return [name for noun in sides if (name := actor_name(page, noun))]


def _name_of_another(page: Page, head: Token) -> str | None:
    """The name that stands elsewhere: beside the noun in its phrase, or before it for "the group", "its fighters"."""
    if _renames(head):
        return actor_name(page, head.head)
    apposed = _apposed(page, head)
    if apposed is not None or _points_back(head):
        return apposed or _pointed_at(page, head)
    if _has_pronoun(head):
        return _owner_meant(page, head)
    return only_group(page, head) or before_brackets(page, head, belongs_to_a_side(head.lower_))


def _has_pronoun(head: Token) -> bool:
    """True for "its fighters", "whose jets": of a side or of arms, and only the pronoun says whose."""
    owner = child(head, "poss")
    return (
        owner is not None and owner.tag_ in {"PRP$", "WP$"} and (belongs_to_a_side(head.lower_) or _is_instrument(head))
    )


def _owner_meant(page: Page, head: Token) -> str | None:
    """Whom the pronoun before the noun stands for; of an office's arms its state."""
    owner = child(head, "poss")
    whose = antecedent(page, owner) if owner is not None else None
    return state_behind(page, whose, head, instrument=_is_instrument(head)) or whose


def _name_by_parts(page: Page, head: Token) -> str | None:
    """None for "the group", which only what stands elsewhere can name."""
    if _points_back(head) or _renames(head) or _has_pronoun(head):
        return None
    return (
        _name_by_modifier(page, head)
        or _name_by_country(page, head)
        or _name_of_measured(page, head)
        or _name_by_words(page, head)
    )


def _apposed(page: Page, head: Token) -> str | None:
    """The name that follows a common noun in its phrase: "the armed group Liwa al-Nasr"."""
    if head.lower_ not in lexicon()["points_back"]["nouns"] and head.lower_ not in force_nouns():
        return None
    after = next((each.i for each in children(head, "appos") if each.i > head.i), head.i + 1)
    span = page.actor_at.get(after)
    return span.name if span is not None and span.kind is not ActorKind.PERSON else None


def _name_of_measured(page: Page, head: Token) -> str | None:
    """Whom "a group of farmers", "members of the clan", "fighters from the tribe" are."""
    words = lexicon()["measures"]
    for noun in taken_for(head):
        name = actor_name(page, noun) if noun.i != head.i else None
        if name is not None:
            return name
    sided = belongs_to_a_side(head.lower_) or is_armed_stranger(head)
    if head.lower_ not in (*words["nouns"], *words["counts"]) and not sided:
        return None
    for noun in objects_of_prepositions(head, "of", "from"):
        if page.place_at.get(noun.i) is not None or noun.i < head.i or noun.tag_ in {"PRP", "WP", "WDT"}:
            continue
        if head.lower_ in words["nouns"]:
            name = actor_name(page, noun)
            if name or group_of(noun.lower_) is not None:
                return name or words_of(noun)
        elif head.lower_ in words["counts"]:
            return actor_name(page, noun)
        elif is_communal(noun):
            return words_of(noun)
    return None


def _sides_joined(page: Page, head: Token) -> tuple[str, ...]:
    """The several sides of one noun: "Pakistani and Indian troops", "military forces of Chad and Niger"."""
    if not belongs_to_a_side(head.lower_):
        return ()
    span = page.actor_at.get(head.i)
    owned = [each for each in objects_of_prepositions(head, "of") if country_of_name(each.text)]
    states = [country for each in owned for noun in conjuncts(each) if (country := country_of_name(noun.text))]
    if len(states) > 1 and (span is None or page.doc[span.start : span.end].text.islower()):
        return tuple(f"{words_of(head)} of {country.name}" for country in states)
    first = next((each for each in children(head, *MODIFIERS) if each.i < head.i and len(conjuncts(each)) > 1), None)
    if span is not None and (first is None or first.i >= span.start):
        return ()
    names = [_side_of_modifier(page, each, head) for each in conjuncts(first)] if first is not None else []
    return tuple(name for name in names if name) if all(names) else ()


def _members_of_several(page: Page, head: Token) -> tuple[str, ...]:
    """The several bodies of "members of the army and the police"."""
    if head.lower_ not in lexicon()["measures"]["nouns"] or page.actor_at.get(head.i) is not None:
        return ()
    nouns = [each for noun in objects_of_prepositions(head, "of", "from") for each in conjuncts(noun)]
    names = [actor_name(page, each) for each in nouns if page.place_at.get(each.i) is None]
    return tuple(name for name in names if name) if len(nouns) > 1 and all(names) else ()


def _side_of_modifier(page: Page, modifier: Token, head: Token) -> str | None:
    span = page.actor_at.get(modifier.i)
    if is_compounded(modifier):
        return None
    if span is not None:
        return span.name
    sided = modifier.lower_ in force_nouns() or modifier.lower_ in lexicon()["sides"]["adjectives"]
    country = country_of_demonym(modifier.text)
    if country is not None and _is_instrument(head):
        return country.name
    if not sided and country is None:
        return None
    return uncapitalised(modifier, f"{modifier.text} {head.text}")


def antecedent(page: Page, pronoun: Token) -> str | None:
    """The last actor before the pronoun, in its sentence or the two before it."""
    if pronoun.tag_ in {"WP", "WDT", "WP$"}:
        noun = next((each for each in pronoun.ancestors if each.dep_ in {"relcl", "acl"}), None)
        return _described(page, noun.head) if noun is not None and noun.head.tag_ not in {"WP", "WDT", "PRP"} else None
    words = lexicon()["pronouns"]
    if pronoun.lower_ in words["personal"]:
        return _last_subject(page, [span for span in _before(page, pronoun) if span.kind is ActorKind.PERSON])
    if pronoun.lower_ in (*words["body"], *words["plural"]):
        return _body_before(page, pronoun, plural=pronoun.lower_ in words["plural"])
    return None


def _described(page: Page, noun: Token) -> str | None:
    """The name of "the Liwa, an armed group that …": of a description the body described."""
    named = page.actor_at.get(noun.head.i) if noun.dep_ == "appos" and noun.head.i < noun.i else None
    return named.name if named is not None and named.kind is not ActorKind.PERSON else actor_name(page, noun)


def _body_before(page: Page, token: Token, *, plural: bool) -> str | None:
    """The body that was a subject last; "they" is never a state."""
    bodies = [span for span in _before(page, token) if span.kind is not ActorKind.PERSON]
    bodies = [span for span in bodies if not names_a_thing(page, span)]
    bodies = [span for span in bodies if not (plural and span.kind is ActorKind.STATE)]
    return _side_before(page, token, bodies) or _last_subject(page, bodies)


def _side_before(page: Page, pronoun: Token, bodies: Sequence[ActorSpan]) -> str | None:
    """The name of a common noun for a side ("the rebels") that is a subject in the pronoun's sentence or the last.

    None where a body was named behind it.
    """
    named = max((span.end for span in bodies if page.doc[span.end - 1].dep_ in SUBJECTS), default=0)
    first = pronoun.sent.start
    first = page.doc[first - 1].sent.start if first > 0 else first
    for index in range(pronoun.i - 1, max(first, named, pronoun.i - ANTECEDENT_REACH) - 1, -1):
        noun = page.doc[index]
        if noun.dep_ in SUBJECTS and noun.tag_ in {"NN", "NNS"} and belongs_to_a_side(noun.lower_):
            return None if noun.lower_ in lexicon()["points_back"]["nouns"] else actor_name(page, noun)
    return None


def _pointed_at(page: Page, head: Token) -> str | None:
    """Whom "the group" stands for; "the gang" is never the police, and names itself where no band was named."""
    if head.lower_ not in lexicon()["points_back"]["bands"]:
        return _body_before(page, head, plural=False)
    bands = [span for span in _before(page, head) if span.kind not in OF_STATES and span.kind is not ActorKind.PERSON]
    return _last_subject(page, [span for span in bands if not names_a_thing(page, span)]) or words_of(head)


def _before(page: Page, token: Token) -> list[ActorSpan]:
    reach = max(0, token.sent.start - ANTECEDENT_REACH)
    return [span for span in page.actors if reach <= span.start < token.i]


def _last_subject(page: Page, spans: Sequence[ActorSpan]) -> str | None:
    subjects = [span for span in spans if page.doc[span.end - 1].dep_ in SUBJECTS]
    chosen = (subjects or spans)[-1:]
    return chosen[0].name if chosen else None


def _renames(head: Token) -> bool:
    """True for "an armed group" after the name that it describes."""
    return head.dep_ == "appos" and head.lower_ in lexicon()["points_back"]["nouns"] and head.head.i < head.i


def _points_back(head: Token) -> bool:
    """True for "the group" with nothing beside it that says which."""
    words = lexicon()["points_back"]
    articles = any(each.lower_ in words["articles"] for each in head.children)
    return (
        head.lower_ in words["nouns"]
        and articles
        and all(each.dep_ in {"det", "punct", "relcl"} for each in head.children)
    )


def belongs_to_a_side(word: str) -> bool:
    """True for nouns that name a side or its arms ("troops", "warplanes")."""
    group = group_of(word)
    return word.casefold() in force_nouns() or (group is not None and group.value in lexicon()["acting"]["groups"])


def possessors(page: Page, head: Token) -> tuple[str, ...]:
    """Whose the thing is: "Syria's army", "HTS fighters", "Syrian and Russian drones", "rebel shelling"."""
    names = []
    for each in phrase(head):
        if each.i == head.i:
            continue
        span = page.actor_at.get(each.i)
        country = country_of_demonym(each.text) or country_of_name(each.text)
        if span is not None and span.kind is not ActorKind.PERSON:
            names += [] if is_in_a_compound(span, each) else [span.name]
        elif country is not None and not is_compounded(each):
            names.append(country.name)
        elif (
            each.lower_ in force_nouns()
            and each.lower_ not in instrument_nouns()
            and each.lower_ not in lexicon()["belonging"]["kinds"]
            and not _names_arms(each)
            and (each.dep_ in MODIFIERS or (each.dep_ == "conj" and each.head.dep_ in MODIFIERS))
            and not is_compounded(each)
        ):
            names.append(side_of_word(words_of(each) if each.dep_ != "conj" else each.text))
    return tuple(dict.fromkeys(names))


def side_of_word(word: str) -> str:
    """The side of a modifier: "rebel" → "rebels", "Kurdish" → "Kurdish forces"; "government" stays."""
    sides = lexicon()["sides"]
    if word.casefold() in sides["singular"] or word.endswith("s") or " " in word:
        return word
    return f"{word} forces" if word[0].isupper() or word.casefold() in sides["adjectives"] else f"{word}s"


def _is_instrument(head: Token) -> bool:
    """Arms and acts of one word or two ("warplanes", "air power")."""
    pair = f"{head.nbor(-1).lower_} {head.lower_}" if head.i > 0 else head.lower_
    return head.lower_ in instrument_nouns() or pair in instrument_nouns()


def _names_arms(modifier: Token) -> bool:
    """True for "fighter" of "a fighter jet": with the word behind it it names arms, not a side."""
    following = modifier.nbor(1).lower_ if modifier.i + 1 < len(modifier.doc) else ""
    return f"{modifier.lower_} {following}" in instrument_nouns()


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
    return words_of(head) if belongs_to_a_side(head.lower_) else None


def _actor_beside(page: Page, head: Token) -> ActorSpan | None:
    for each in phrase(head):
        span = page.actor_at.get(each.i)
        if span is not None and span.kind is not ActorKind.PERSON and not is_in_a_compound(span, each):
            return span
    for noun in (*objects_of_prepositions(head, "of", "from"), *_owner_of(head)):
        span = page.actor_at.get(noun.i)
        if span is not None:
            return span
    return None


def _owner_of(head: Token) -> list[Token]:
    """The body after "belonging to", "fighting for"."""
    return [
        noun
        for clause in children(head, "acl")
        if clause.lower_ in lexicon()["belonging"]["participles"]
        for noun in objects_of_prepositions(clause, "to", "for", "with")
    ]


def _country_beside(head: Token) -> Country | None:
    for each in phrase(head):
        if each.i == head.i or is_compounded(each):
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
    return head.dep_ == "pobj" and head.head.lower_ in lexicon()["seats"]["prepositions"]


def _name_by_words(page: Page, head: Token) -> str | None:
    if page.place_at.get(head.i) is not None:
        return None
    if not (
        belongs_to_a_side(head.lower_)
        or is_of_a_body(head)
        or is_communal(head)
        or is_armed_stranger(head)
        or is_squad(head)
    ):
        return None
    whose = next((name for noun in objects_of_prepositions(head, "of") if (name := land_of(noun))), None)
    return f"{words_of(head)} of {whose}" if whose is not None else words_of(head)
