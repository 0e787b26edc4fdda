"""Who did it and to whom: a trigger in, its agents and recipients out, with the nouns that name them."""

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from marsad.domain.vocabulary import ActorKind, EventType, VictimsGroup
from marsad.reading.actor_names import actor_name, actor_names, possessors
from marsad.reading.countries import country_of_name
from marsad.reading.event_lexicon import nouns, verbs, words
from marsad.reading.event_words import Trigger, is_named
from marsad.reading.page import Page
from marsad.reading.people import force_nouns, group_of, instrument_nouns
from marsad.reading.phrases import child, children, conjuncts, done_by, done_to, governing_verb, is_passive, is_verb
from marsad.reading.phrases import objects_of_prepositions, phrase, subject_of

MUTUAL = frozenset({EventType.ARMED_CLASH, EventType.CEASEFIRE, EventType.AGREEMENT, EventType.DIPLOMACY, EventType.RIOT})
"""Types whose sides are all agents."""
ARMED_KINDS = frozenset({ActorKind.STATE_FORCES, ActorKind.ARMED_GROUP, ActorKind.MILITIA, ActorKind.ALLIANCE})
ARMED_GROUPS = frozenset({VictimsGroup.COMBATANTS, VictimsGroup.SOLDIERS, VictimsGroup.POLICE})
LOSING = frozenset({"lost", "lose", "loses", "losing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Names of those who did it and of those it was done to; `doers` and `targets` are the nouns themselves."""

    agents: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    doers: tuple[Token, ...] = ()
    targets: tuple[Token, ...] = ()
    charged: bool = False
    """True where the words put the act down to the agents ("claimed responsibility for", "blamed on")."""


def find_sides(page: Page, trigger: Trigger) -> Sides:
    """The sides that the trigger's own clause names, doer and done-to apart."""
    return _verb_sides(page, trigger) if trigger.is_verb else _noun_sides(page, trigger)


def settled_type(page: Page, trigger: Trigger, kind: EventType, sides: Sides) -> EventType:
    """The type that the sides make of a vague act: armed against armed is a clash, a crowd's clash is a riot.

    A state's bombs fall from aircraft.
    """
    if kind in {EventType.TERRITORY_GAIN, EventType.SIEGE} and trigger.is_verb and _is_attempted(trigger.token):
        return EventType.OFFENSIVE
    if kind is EventType.ATTACK and trigger.word in words("sides", "by_sides"):
        if any(_is_crowd(each) for each in sides.doers):
            return EventType.RIOT
        if any(is_armed(page, each) for each in sides.doers) and any(_is_armed_target(page, each) for each in sides.targets):
            return EventType.ARMED_CLASH
    if kind is EventType.SHELLING and trigger.is_verb and _fires_small_arms(trigger.token) and any(_is_armed_target(page, each) for each in sides.targets):
        return EventType.ARMED_CLASH
    if kind is EventType.ARMED_CLASH and any(_is_crowd(each) for each in (*sides.doers, *sides.targets)):
        return EventType.RIOT
    if kind is EventType.BOMBING and trigger.token.lower_ in nouns("vague", "words") and _bombs_from_the_air(page, sides):
        return EventType.AIR_STRIKE
    return kind


def assigned(kind: EventType, trigger: Trigger, sides: Sides) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Agents and recipients as the type has them: both sides of a clash or an agreement are agents."""
    if kind in MUTUAL:
        return tuple(dict.fromkeys((*sides.agents, *sides.recipients))), ()
    if kind is EventType.TERRITORY_GAIN and trigger.is_verb and trigger.token.lower_ in LOSING:
        return sides.recipients, sides.agents
    return sides.agents, tuple(each for each in sides.recipients if each not in sides.agents)


def is_armed(page: Page, noun: Token) -> bool:
    """True for a noun that names soldiers, fighters, police or a party at war."""
    if group_of(noun.lower_) in ARMED_GROUPS:
        return True
    span = page.actor_at.get(noun.i)
    if span is not None:
        return span.kind in ARMED_KINDS or (span.actor is not None and span.actor.inter in {1, 2, 3, 4})
    return noun.lower_ in force_nouns() and not _is_crowd(noun) or country_of_name(noun.text) is not None


def _fires_small_arms(verb: Token) -> bool:
    """"fired mortars, machine guns and small arms at": a fight, not a bombardment alone."""
    arms = done_to(verb)
    return arms is not None and any(is_named(each, nouns("sides", "small_arms")) for each in conjuncts(arms))


def _is_attempted(verb: Token) -> bool:
    """"has been trying for months to surround the town"."""
    return verb.dep_ == "xcomp" and verb.head.lower_ in verbs("attempt", "verbs")


def _is_armed_target(page: Page, noun: Token) -> bool:
    return noun.lower_ in nouns("sides", "armed_targets") or is_armed(page, noun)


def _is_crowd(noun: Token) -> bool:
    return noun.lower_ in nouns("sides", "crowds")


def _bombs_from_the_air(page: Page, sides: Sides) -> bool:
    for each in sides.doers:
        if each.lower_ in nouns("sides", "with_aircraft") or country_of_name(each.text) is not None:
            return True
        span = page.actor_at.get(each.i)
        if span is not None and (span.kind in {ActorKind.STATE, ActorKind.STATE_FORCES} or (span.actor is not None and span.actor.inter == 1)):
            return True
    return False


def _verb_sides(page: Page, trigger: Trigger) -> Sides:
    verb = trigger.token
    doer = _doer(verb)
    targets = [each for each in (done_to(verb), *objects_of_prepositions(verb, "against", "with", "from", "on", "at", "upon")) if each is not None]
    agents = actor_names(page, doer)
    recipients = [name for noun in targets for name in recipient_names(page, noun) if name not in agents]
    return Sides(
        agents=agents,
        recipients=tuple(dict.fromkeys(recipients)),
        doers=_spread(page, [doer] if doer is not None else []),
        targets=_spread(page, targets),
    )


def _doer(verb: Token) -> Token | None:
    """Who does it; of "accused X of bombing" it is the accused."""
    if verb.dep_ == "pcomp" and verb.head.dep_ == "prep" and verb.head.head.lower_ in verbs("blame", "charges"):
        return done_to(verb.head.head)
    doer = done_by(verb)
    if doer is not None and verb.lower_ == "dead" and doer.i == verb.i - 1:
        return child(doer, "compound", "nmod")
    if doer is None or is_passive(verb):
        return doer
    return None if doer.i == verb.i else doer


def _spread(page: Page, heads: Iterable[Token]) -> tuple[Token, ...]:
    """The nouns, those joined to them, and whose an instrument or act among them is ("rebel rockets")."""
    found: list[Token] = []
    for head in heads:
        for each in conjuncts(head):
            found.append(each)
            if each.lower_ in instrument_nouns():
                found += [inner for inner in phrase(each) if inner.i != each.i]
    return tuple(found)


def _noun_sides(page: Page, trigger: Trigger) -> Sides:
    noun = trigger.token
    doers = _noun_doers(page, noun)
    agents = tuple(dict.fromkeys(name for each in doers for name in actor_names(page, each)))
    owners = possessors(page, noun)
    agents = agents or owners
    targets = [*objects_of_prepositions(noun, "on", "against", "of", "at", "with", "targeting"), *_harmed_by(noun)]
    recipients = [name for each in targets for name in recipient_names(page, each)]
    if not agents:
        agents, doers = _agents_of_the_harm(page, trigger)
    return Sides(
        agents=agents,
        recipients=tuple(each for each in dict.fromkeys(recipients) if each not in agents),
        doers=(*_spread(page, doers), *(each for each in phrase(noun) if owners and each.i != noun.i)),
        targets=_spread(page, targets),
        charged=bool(_charged(noun)),
    )


def _noun_doers(page: Page, noun: Token) -> tuple[Token, ...]:
    """Nouns of those who do the act: after "by" or "between", in a clause under it, of a light verb, charged with it."""
    found = objects_of_prepositions(noun, "by", "between", "from", "among")
    for clause in children(noun, "acl", "relcl"):
        found += [doer for verb in (clause, *children(clause, "xcomp", "ccomp")) if (doer := _clause_doer(verb, noun)) is not None]
    found = [each for each in found if page.place_at.get(each.i) is None or actor_name(page, each) is not None]
    return tuple(found) or tuple(_light_doers(noun)) or tuple(_charged(noun))


def _clause_doer(verb: Token, noun: Token) -> Token | None:
    """The doer of "launched by rebels" and "that rebels launched", never the act itself."""
    if not is_verb(verb):
        return None
    doer = done_by(verb)
    return doer if doer is not None and doer.i != noun.i and doer.tag_ not in {"WDT", "WP"} else None


def _light_doers(noun: Token) -> list[Token]:
    """The subject of "launched" in "launched an offensive"; nobody for "suffered an attack"."""
    head = noun.head
    while noun.dep_ == "conj":
        noun, head = head, head.head
    if noun.dep_ == "pobj" and head.dep_ == "prep" and head.lower_ == "of" and head.head.lower_ in nouns("light_verbs", "measures"):
        noun, head = head.head, head.head.head
    if noun.dep_ not in {"dobj", "nsubjpass"} or head.lower_ not in verbs("light_verbs", "verbs"):
        return []
    if head.lower_ in verbs("light_verbs", "suffered"):
        return []
    doer = done_by(head) if noun.dep_ == "nsubjpass" or is_passive(head) else subject_of(head)
    return [doer] if doer is not None and doer.i != noun.i else []


def _charged(noun: Token) -> list[Token]:
    """Whom the words charge: "claimed responsibility for", "responsible for", "blamed X for", "blamed on X"."""
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lower_ in verbs("blame", "charges"):
        return objects_of_prepositions(noun.head, "on")
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"for", "of", "behind"}:
        return []
    over = noun.head.head
    if over.lower_ in words("blame", "responsibility") and over.dep_ == "dobj" and is_verb(over.head):
        doer = subject_of(over.head)
        return [doer] if doer is not None else []
    if over.lower_ in words("blame", "responsible") or noun.head.lower_ == "behind":
        verb = over if is_verb(over) else governing_verb(over)
        doer = subject_of(verb) if verb is not None else None
        return [doer] if doer is not None else []
    if over.lower_ in verbs("blame", "charges"):
        charged = done_to(over)
        return [charged] if charged is not None else []
    return []


def _harm_verb_over(noun: Token) -> Token | None:
    """The verb of harm that the act explains: "killed" in "killed 12 people in a strike"."""
    if noun.dep_ == "pobj" and noun.head.dep_ in {"prep", "agent"} and noun.head.lower_ in words("light_verbs", "harm_by"):
        over = noun.head.head
        return over if over.lower_ in verbs("light_verbs", "harm") and is_verb(over) else None
    return None


def _harmed_by(noun: Token) -> list[Token]:
    """Those whom the act is said to have harmed: "strikes killed eight civilians", "killed in a strike"."""
    verb = noun.head if noun.dep_ == "nsubj" else _harm_verb_over(noun)
    if verb is None or not is_verb(verb) or verb.lower_ not in verbs("light_verbs", "harm"):
        return []
    harmed = subject_of(verb) if verb.lower_ in {"died", "die", "dies"} else done_to(verb)
    return [harmed] if harmed is not None and harmed.i != noun.i else []


def _agents_of_the_harm(page: Page, trigger: Trigger) -> tuple[tuple[str, ...], tuple[Token, ...]]:
    """Who harmed somebody by the act ("ISIS killed 12 in an attack"); of a clash, those who were harmed."""
    verb = _harm_verb_over(trigger.token)
    if verb is None:
        return (), ()
    if is_passive(verb) or verb.lower_ in {"died", "die", "dies"}:
        if trigger.type is not EventType.ARMED_CLASH:
            return (), ()
        harmed = [each for noun in _harmed_by(trigger.token) for each in conjuncts(noun) if is_armed(page, each)]
        return tuple(name for each in harmed if (name := actor_name(page, each))), tuple(harmed)
    doer = subject_of(verb)
    if doer is None or doer.lower_ in instrument_nouns():
        return (), ()
    return actor_names(page, doer), (doer,)


def recipient_names(page: Page, noun: Token) -> tuple[str, ...]:
    """Names of those whom the noun phrase counts or names, its conjuncts among them."""
    names = []
    for each in conjuncts(noun):
        name = actor_name(page, each)
        if name is None and group_of(each.lower_) is not None:
            name = each.lower_ if not children(each, "amod", "compound") else _plain(each)
        if name:
            names.append(name)
    return tuple(dict.fromkeys(names))


def _plain(noun: Token) -> str:
    """The phrase less its article, its number and the words that hedge it."""
    kept = [each for each in phrase(noun) if each.dep_ in {"amod", "compound", "nmod"} and each.i < noun.i and each.tag_ not in {"CD", "JJS", "JJR"}]
    return " ".join([*(each.text for each in kept), noun.text])
