"""Who bears arms: a noun in, whether it names a party at war, a thing that one holds, or an unarmed crowd out."""

from marsad.domain.vocabulary import ActorKind, VictimsGroup
from marsad.reading.countries import country_of_name
from marsad.reading.event_lexicon import nouns
from marsad.reading.event_words import is_named
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.people import force_nouns, group_of
from marsad.reading.phrases import done_to, objects_of_prepositions

ARMED_KINDS = frozenset({ActorKind.STATE_FORCES, ActorKind.ARMED_GROUP, ActorKind.MILITIA, ActorKind.ALLIANCE})
UNARMED_KINDS = frozenset({ActorKind.NGO, ActorKind.UN_BODY, ActorKind.MEDIA, ActorKind.MONITOR, ActorKind.PERSON})
ARMED_GROUPS = frozenset({VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS, VictimsGroup.POLICE})


def is_armed(page: Page, noun: Token) -> bool:
    """True for a noun that names soldiers, fighters, police or a party at war."""
    if group_of(noun.lower_) in ARMED_GROUPS:
        return True
    span = page.actor_at.get(noun.i)
    if span is not None:
        return span.kind in ARMED_KINDS or (span.actor is not None and span.actor.inter in {1, 2, 3, 4})
    return (noun.lower_ in force_nouns() and not is_crowd(noun)) or country_of_name(noun.text) is not None


def is_armed_target(page: Page, noun: Token) -> bool:
    """True for people under arms and what they hold; False for "a convoy of the Red Cross"."""
    if not is_named(noun, nouns("sides", "armed_targets")):
        return is_armed(page, noun)
    beside = [*noun.lefts, *objects_of_prepositions(noun, "of")]
    owners = [span for each in beside if (span := page.actor_at.get(each.i)) is not None]
    return not any(span.kind in UNARMED_KINDS for span in owners)


def is_crowd(noun: Token) -> bool:
    """True for a noun that names unarmed people together ("villagers")."""
    return noun.lower_ in nouns("sides", "crowds")


def strikes_people(verb: Token) -> bool:
    """True where the verb has somebody that it is done to: "beat the men", "was lynched"."""
    struck = done_to(verb)
    return struck is not None and (group_of(struck.lower_) is not None or struck.tag_ in {"NNP", "PRP"})


def only_unarmed(page: Page, targets: tuple[Token, ...]) -> bool:
    """True where people are named and none of them bears arms."""
    people = [
        each
        for each in targets
        if group_of(each.lower_) is not None or is_crowd(each) or page.actor_at.get(each.i) is not None
    ]
    return bool(people) and not any(is_armed_target(page, each) for each in targets)
