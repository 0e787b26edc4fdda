"""Who they were and who did it: a figure with its harm in, victims group, side, cause and agents out."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from marsad.domain.vocabulary import EventType, Harm, VictimsGroup
from marsad.reading.actor_names import actor_names, belongs_to_a_side
from marsad.reading.circumstances import distance
from marsad.reading.events import ATTACKS, EventFinding
from marsad.reading.figures import Figure
from marsad.reading.harm_parse import HarmFinding
from marsad.reading.harm_words import forms_of, nouns, spelled
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import ActorSpan, Page
from marsad.reading.parse import Span, Token
from marsad.reading.people import gender_of, group_of, instrument_nouns
from marsad.reading.people_ages import ADULT_YEARS, age_of
from marsad.reading.phrases import child, done_by, is_passive, is_verb, objects_of_prepositions, subject_of

ARMED = frozenset({VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS, VictimsGroup.POLICE, VictimsGroup.OTHER})
AGED = frozenset(
    {VictimsGroup.PEOPLE, VictimsGroup.CIVILIANS, VictimsGroup.CHILDREN, VictimsGroup.WOMEN, VictimsGroup.MEN}
)
"""Groups that an age narrows; a soldier of 17 stays one."""
VAGUE = frozenset({EventType.ATTACK, EventType.ARMED_CLASH, EventType.OFFENSIVE, EventType.SIEGE})
"""Types that give way to the arms of a strike told beside them."""
CAUSES = ATTACKS | VAGUE
CAUSES_OF_CAPTURE = CAUSES | {EventType.ABDUCTION, EventType.ARREST}
VAGUE_STEPS = 3
"""Steps in the parse by which a vague cause stands behind one with arms."""
STORY_REACH = 3
"""Sentences before in which the story's attack may stand."""


@cache
def lexicon() -> dict[str, Any]:
    """The words of casualties: `lexicon/casualties.toml`."""
    return load_lexicon("casualties")


def victims_of_phrase(page: Page, sentence: Span, figure: Figure) -> VictimsGroup | None:
    """The narrowest group that the phrase names, by its noun, the words beside it, or whose members they are."""
    if figure.noun is None:
        return _group_by_source(page, page.doc[figure.number])
    noun = page.doc[figure.noun]
    aged = _group_by_age(noun, figure)
    if aged is not None:
        return aged
    if noun.lower_ in lexicon()["ambiguous"]["police"] and any(each.lower_ == "police" for each in sentence):
        return VictimsGroup.POLICE
    if noun.lower_ in lexicon()["relatives"]["plural_people"]:
        return VictimsGroup.PEOPLE
    if noun.lower_ in lexicon()["membership"]["nouns"]:
        return _group_of_members(page, noun) or figure.group
    return _narrowed(page, sentence, figure, noun) if figure.group is VictimsGroup.PEOPLE else figure.group


def _group_by_age(noun: Token, figure: Figure) -> VictimsGroup | None:
    """The group of one person whose age makes a child of a plain noun, or an adult of "his 30-year-old son"."""
    years = age_of(noun) if figure.bounds.high == 1 and not figure.named else None
    if years is None or figure.group not in AGED:
        return None
    if years < ADULT_YEARS:
        return VictimsGroup.CHILDREN
    if figure.group is not VictimsGroup.CHILDREN:
        return None
    return gender_of(noun.lower_) or VictimsGroup.PEOPLE


def _narrowed(page: Page, sentence: Span, figure: Figure, noun: Token) -> VictimsGroup | None:
    """The group of a plain noun by its adjectives, by "among …", or by who suffered the loss."""
    words = sentence.doc[figure.start : figure.end].text.casefold()
    for name, cues in lexicon()["modifiers"].items():
        if any(re.search(rf"\b{re.escape(cue)}\b", words) for cue in cues):
            return VictimsGroup(name)
    sufferer = sufferer_of(noun)
    owner = _group_of_owner(page, sufferer) if sufferer is not None else None
    return _group_among(noun) or owner or figure.group


def is_plain(noun: Token) -> bool:
    """True for nouns that say nothing of who they are: "others", "injured"."""
    if noun.lower_ in lexicon()["parts"]["plain"]:
        return True
    return spelled(noun) in nouns() and not any(each.dep_ in {"amod", "compound", "nmod"} for each in noun.lefts)


FORCE = ATTACKS | {EventType.ARMED_CLASH, EventType.OFFENSIVE}
"""What "the attack" may point back to; the arrest for it is none."""


def agents_of(
    page: Page,
    figure: Figure,
    harm: HarmFinding,
    event: EventFinding | None,
    events: Sequence[EventFinding],
    victims: VictimsGroup,
    side: str | None,
) -> tuple[str, ...]:
    """Who did the harm: the harm verb's own doer, else the agents of the event that caused it."""
    doer = _doer(harm.token)
    if doer is not None and doer.i != figure.head and not figure.start <= doer.i < figure.end:
        names = _without_things(actor_names(page, doer))
        if names:
            return names
    if event is None:
        return ()
    victim = page.doc[figure.head].lower_
    names = _without_things(event.event.agents) or _agents_before(event, events)
    names = tuple(name for name in names if name.casefold() != victim and name != side)
    return _of_the_other_side(page, names, side, victims) if event.event.type is EventType.ARMED_CLASH else names


def _of_the_other_side(page: Page, names: Sequence[str], side: str | None, victims: VictimsGroup) -> tuple[str, ...]:
    """Of both sides of a fight the one that the dead were not of; nobody where the words do not say which that is."""
    others = [name for name in names if name != side]
    if side not in names and victims in ARMED:
        others = [name for name in others if group_of_party(page, name) is not victims]
    return tuple(others) if len(others) == 1 else ()


def group_of_party(page: Page, name: str) -> VictimsGroup | None:
    """Soldiers, police or combatants: whom a party named so has in its ranks."""
    span = next((each for each in page.actors if each.name == name and each.actor is not None), None)
    return _group_of_kind(span) if span is not None else group_of(name.rsplit(" ", 1)[-1]) or _group_of_name((name,))


def _without_things(names: Sequence[str]) -> tuple[str, ...]:
    """The names less those that are only arms or doings ("a drone", "the fighting"): they say nobody."""
    things = instrument_nouns() | set(lexicon()["aggregate"]["doings"])
    return tuple(name for name in names if name.casefold() not in things)


def sufferer_of(harm: Token) -> Token | None:
    """Whose loss it is: the subject of "lost 15 fighters", "suffered four deaths", "has taken heavy losses"."""
    verb = harm if is_verb(harm) else harm.head
    if is_verb(verb) and verb.lower_ in forms_of("idioms", "bear_losses") and not is_passive(verb):
        return subject_of(verb)
    return None


def cause_event(number: int, harm: HarmFinding, events: Sequence[EventFinding]) -> EventFinding | None:
    """The event that did the harm: the nearest in its sentence's parse, else the last one told in the few before."""
    causes = CAUSES_OF_CAPTURE if harm.harm is Harm.CAPTURED else CAUSES
    here = [each for each in events if each.sentence == number and each.event.type in causes]
    before = [each for each in events if number - STORY_REACH <= each.sentence < number and each.event.type in causes]
    if not here:
        news = [each for each in before if not each.background and each.sentence >= number - 2]
        return news[-1] if news else None
    nearest = min(here, key=lambda each: (_steps(harm.token, each), each.token.i))
    if nearest.event.type is EventType.ATTACK and _only_tells_the_harm(nearest, harm):
        armed = [each for each in before if each.event.type in ATTACKS - VAGUE and not each.background]
        return armed[-1] if armed else nearest
    return nearest


def _steps(harm: Token, event: EventFinding) -> int:
    return distance(harm, event.token) + (VAGUE_STEPS if event.event.type in VAGUE else 0)


def _only_tells_the_harm(event: EventFinding, harm: HarmFinding) -> bool:
    """True where the event is no more than "were killed": what did it was told before."""
    if event.event.agents:
        return False
    return event.token.i == harm.token.i or not event.told or any(each.lower_ == "the" for each in event.token.children)


def _agents_before(event: EventFinding, events: Sequence[EventFinding]) -> tuple[str, ...]:
    """The agents of the same kind of event told just before, where this one only points back to it."""
    pointing = not event.told or any(each.lower_ in {"the", "this", "these"} for each in event.token.children)
    if not pointing or is_verb(event.token):
        return ()
    earlier = [
        each
        for each in events
        if event.sentence - STORY_REACH <= each.sentence <= event.sentence
        and each.token.i < event.token.i
        and each.event.agents
        and (each.event.type is event.event.type or (event.event.type is EventType.ATTACK and each.event.type in FORCE))
    ]
    return earlier[-1].event.agents if earlier else ()


def _doer(harm: Token) -> Token | None:
    verb = harm if is_verb(harm) else harm.head
    if spelled(harm) in nouns() and harm.tag_.startswith("NN") and verb.lower_ not in forms_of("idioms", "cause"):
        return None
    if (
        sufferer_of(harm) is not None
        or not is_verb(verb)
        or (not is_passive(verb) and child(verb, "dobj", "dep", "oprd") is None and verb is not harm)
    ):
        return None
    return done_by(verb)


def _group_of_members(page: Page, noun: Token) -> VictimsGroup | None:
    """Soldiers or combatants by whose members, men or heroes they are; None where that is no armed body."""
    owners = [*(each for each in noun.lefts), *objects_of_prepositions(noun, "of", "from", "in")]
    verb = noun.head
    if is_verb(verb) and verb.lower_ in forms_of("idioms", "lose"):
        owners += [each for each in [subject_of(verb)] if each is not None]
    for owner in owners:
        group = _group_of_owner(page, owner)
        if group is not None:
            return group
    return None


def _group_of_owner(page: Page, owner: Token) -> VictimsGroup | None:
    if owner.tag_ == "PRP":
        return _group_of_name(actor_names(page, owner))
    span = page.actor_at.get(owner.i)
    word = owner.lower_
    for name in ("soldiers", "police"):
        if word in lexicon()["membership"][name]:
            return VictimsGroup(name) if name == "police" or not _is_of_group(span) else VictimsGroup.COMBATANTS
    if span is not None:
        return _group_of_kind(span)
    own = group_of(word)
    if own in ARMED:
        return own
    return (
        VictimsGroup.COMBATANTS if belongs_to_a_side(word) and own is None and word not in {"family", "group"} else None
    )


def _group_of_name(names: Sequence[str]) -> VictimsGroup | None:
    words = {word for name in names for word in name.casefold().split()}
    for group in ("soldiers", "police"):
        if words & set(lexicon()["membership"][group]):
            return VictimsGroup(group)
    return VictimsGroup.COMBATANTS if names else None


def _is_of_group(span: ActorSpan | None) -> bool:
    return span is not None and span.kind.value in lexicon()["kinds"]["combatants"]


def _group_of_kind(span: ActorSpan) -> VictimsGroup | None:
    kinds = lexicon()["kinds"]
    if span.kind.value in kinds["soldiers"]:
        return VictimsGroup.SOLDIERS
    return VictimsGroup.COMBATANTS if span.kind.value in kinds["combatants"] else None


def _group_by_source(page: Page, number: Token) -> VictimsGroup | None:
    """As in "65 from the Syrian army"."""
    for noun in objects_of_prepositions(number, "from"):
        group = _group_of_owner(page, noun)
        if group is not None:
            return group
    return None


def _group_among(noun: Token) -> VictimsGroup | None:
    """As in "no deaths among aid workers"."""
    for each in objects_of_prepositions(noun, "among"):
        group = (group_of(f"{each.nbor(-1).lower_} {each.lower_}") if each.i else None) or group_of(each.lower_)
        if group is not None:
            return group
    return None
