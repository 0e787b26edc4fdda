"""Who did it and to whom: a trigger in, its agents and recipients out, with the nouns that name them."""

from collections.abc import Iterable
from dataclasses import dataclass

from marsad.domain.vocabulary import ActorKind, EventType
from marsad.reading.actor_names import actor_name, actor_names, possessors
from marsad.reading.attribution import cue_verbs
from marsad.reading.countries import country_of_name
from marsad.reading.event_arms import is_armed, is_armed_target, is_crowd, only_unarmed, strikes_people
from marsad.reading.event_beside import (
    FIGHTING,
    aimed_at,
    before_verb,
    behind_verb,
    is_person,
    is_suffered,
    joined_with,
    laid_by,
    names_of_compound,
    owner_of_act,
    parted_by,
    whose_they_are,
)
from marsad.reading.event_doers import (
    answering,
    charged,
    claiming_verb,
    driven_out,
    light_doers,
    taking_part,
    whose_work,
)
from marsad.reading.event_lexicon import nouns, verbs, words
from marsad.reading.event_mines import comes_of_mine, treads_on_mine
from marsad.reading.event_recipients import PLAIN, is_ground, owned_things, recipient_names, things_harmed
from marsad.reading.event_words import Trigger, is_named, is_weapon
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.people import group_of, instrument_nouns
from marsad.reading.phrases import (
    child,
    children,
    conjuncts,
    done_by,
    done_to,
    is_passive,
    is_verb,
    objects_of_prepositions,
    passive_agent,
    phrase,
    subject_of,
)

MUTUAL = frozenset(
    {EventType.ARMED_CLASH, EventType.CEASEFIRE, EventType.AGREEMENT, EventType.DIPLOMACY, EventType.RIOT}
)
"""Types whose sides are all agents."""
STRIKING = frozenset(
    {EventType.BOMBING, EventType.SUICIDE_BOMBING, EventType.SHELLING, EventType.AIR_STRIKE, EventType.ATTACK}
)
"""Types that strike a thing, and go through it."""
AIMED = ("against", "with", "from", "on", "at", "upon")
"""Prepositions after a verb before those whom it is done to."""
LOSING = frozenset({"lost", "lose", "loses", "losing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Names of those who did it and of those it was done to; `doers` and `targets` are the nouns themselves."""

    agents: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    doers: tuple[Token, ...] = ()
    targets: tuple[Token, ...] = ()
    things: tuple[str, ...] = ()
    """What was burnt or wrecked, where no party is named."""
    charged: bool = False
    """True where the words put the act down to the agents ("claimed responsibility for", "blamed on")."""


def find_sides(page: Page, trigger: Trigger) -> Sides:
    """The sides that the trigger's own clause names, doer and done-to apart."""
    return _verb_sides(page, trigger) if trigger.is_verb else _noun_sides(page, trigger)


def settled_type(page: Page, trigger: Trigger, kind: EventType, sides: Sides) -> EventType:
    """The type that the sides make of a vague act: armed against armed is a clash, a crowd's clash is a riot.

    A state's bombs fall from aircraft; trying to take a place is an offensive.
    """
    crowd = any(is_crowd(each) for each in sides.doers)
    meets_arms = any(is_armed_target(page, each) for each in sides.targets)
    settled = kind
    if kind in {EventType.TERRITORY_GAIN, EventType.SIEGE} and trigger.is_verb and _is_attempted(trigger.token):
        settled = EventType.OFFENSIVE
    elif kind is EventType.ATTACK and trigger.word in words("sides", "by_sides") and crowd:
        settled = EventType.RIOT
    elif kind is EventType.ATTACK and trigger.word in words("sides", "by_sides") and meets_arms:
        settled = EventType.ARMED_CLASH if any(is_armed(page, each) for each in sides.doers) else kind
    elif kind is EventType.SHELLING and trigger.is_verb and meets_arms and _fires_small_arms(trigger.token):
        settled = EventType.ARMED_CLASH
    elif kind is EventType.PROTEST and any(each.lower_ in nouns("sides", "rioters") for each in sides.doers):
        settled = EventType.RIOT
    elif trigger.word in words("sides", "one_sided") and only_unarmed(page, sides.targets):
        settled = EventType.ATTACK
    elif kind is EventType.ARMED_CLASH and any(is_crowd(each) for each in (*sides.doers, *sides.targets)):
        settled = EventType.RIOT
    elif kind is EventType.BOMBING and trigger.vague and _bombs_from_the_air(page, sides):
        settled = EventType.AIR_STRIKE
    return settled


def assigned(kind: EventType, trigger: Trigger, sides: Sides) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Agents and recipients as the type has them: both sides of a clash or an agreement are agents."""
    if kind is EventType.RIOT and trigger.is_verb and strikes_people(trigger.token):
        return sides.agents, tuple(each for each in sides.recipients if each not in sides.agents)
    if kind in MUTUAL:
        return tuple(dict.fromkeys((*sides.agents, *sides.recipients))), ()
    if kind is EventType.TERRITORY_GAIN and trigger.is_verb and trigger.token.lower_ in LOSING:
        return sides.recipients, sides.agents
    return sides.agents, tuple(each for each in sides.recipients if each not in sides.agents) or sides.things


def _fires_small_arms(verb: Token) -> bool:
    """As in "fired mortars, machine guns and small arms at": a fight, not a bombardment alone."""
    arms = done_to(verb)
    return arms is not None and any(is_named(each, nouns("sides", "small_arms")) for each in conjuncts(arms))


def _is_attempted(verb: Token) -> bool:
    """As in "has been trying for months to surround the town"."""
    return verb.dep_ == "xcomp" and verb.head.lower_ in verbs("attempt", "verbs")


def _bombs_from_the_air(page: Page, sides: Sides) -> bool:
    for each in sides.doers:
        if each.lower_ in nouns("sides", "with_aircraft") or country_of_name(each.text) is not None:
            return True
        span = page.actor_at.get(each.i)
        if span is not None and (
            span.kind in {ActorKind.STATE, ActorKind.STATE_FORCES} or (span.actor is not None and span.actor.inter == 1)
        ):
            return True
    return False


def _verb_sides(page: Page, trigger: Trigger) -> Sides:
    verb = trigger.token
    if comes_of_mine(verb):
        return Sides(targets=_spread(_targets(verb, None)))
    owner = owner_of_act(page, verb)
    suffered = is_suffered(verb) or treads_on_mine(trigger)
    doer = passive_agent(verb) if suffered else (_doer(verb) if not owner else None)
    targets = [*_targets(verb, doer), *(owned_things(verb) if trigger.type in STRIKING else ())]
    if suffered and (victim := subject_of(verb)) is not None:
        targets.append(victim)
    agents = owner or _without_arms(actor_names(page, doer)) or _agents_beside(page, trigger, doer)
    if agents and doer is not None:
        helpers = (name for each in joined_with(doer, verb) for name in actor_names(page, each))
        agents = tuple(dict.fromkeys((*agents, *helpers)))
    sides = [noun for noun in targets if not is_ground(page, trigger, noun)]
    recipients = [name for noun in sides for name in recipient_names(page, noun) if name not in agents]
    if not targets and not is_passive(verb) and not suffered:
        recipients += [name for name in behind_verb(page, verb) if name not in agents]
    return Sides(
        agents=agents,
        recipients=tuple(dict.fromkeys(recipients)),
        doers=_spread([doer] if doer is not None else []),
        targets=_spread(targets),
        things=things_harmed(trigger, targets),
    )


def _agents_beside(page: Page, trigger: Trigger, doer: Token | None) -> tuple[str, ...]:
    """Names for an act whose verb has none: whose people its subject are, who laid the arms, who stands before it."""
    if doer is not None:
        if doer.lower_ in instrument_nouns() or not is_person(doer):
            return tuple(name for each in laid_by(trigger.token) for name in names_of_compound(page, each))
        return whose_they_are(page, doer) or _crowd(page, trigger, doer)
    laid = tuple(name for each in laid_by(trigger.token) for name in names_of_compound(page, each))
    if laid or is_passive(trigger.token) or is_suffered(trigger.token) or treads_on_mine(trigger):
        return laid
    return before_verb(page, trigger.token)


def _crowd(page: Page, trigger: Trigger, doer: Token) -> tuple[str, ...]:
    """People named by what they are: a crowd, and whoever protests or riots."""
    marching = trigger.type in {EventType.PROTEST, EventType.RIOT} and doer.lower_ not in PLAIN
    return recipient_names(page, doer) if marching or is_crowd(doer) else ()


def _without_arms(names: Iterable[str]) -> tuple[str, ...]:
    """The names less those that are only arms or acts ("artillery", "gunfire"): they say nobody."""
    return tuple(name for name in names if name.casefold() not in instrument_nouns() and not is_weapon(name))


def _targets(verb: Token, doer: Token | None) -> list[Token]:
    """Nouns that the act is done to or aimed at; of "each other" they are the doers themselves."""
    struck = done_to(verb)
    found = [struck, *objects_of_prepositions(verb, *AIMED)]
    if struck is not None and not is_passive(verb):
        found += [each for arm in conjuncts(struck) for each in objects_of_prepositions(arm, "on", "at", "upon")]
    mutual = struck is not None and struck.lower_ in {"other", "another"} and doer is not None
    return [each for each in (*found, doer if mutual else None) if each is not None]


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


def _spread(heads: Iterable[Token]) -> tuple[Token, ...]:
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
    owners = possessors(page, noun)
    doers = _named_doers(page, noun) or (() if owners else _other_doers(noun))
    agents = _without_arms(
        dict.fromkeys(name for each in doers for name in actor_names(page, each) or _whose(page, trigger, each))
    )
    agents = (
        agents
        or owners
        or _owners_of_act_above(page, noun)
        or _claiming(page, noun)
        or owner_of_act(page, noun)
        or tuple(name for each in laid_by(noun) for name in names_of_compound(page, each))
    )
    aims = ("against", "of", "with") if trigger.type in FIGHTING else ("on", "against", "of", "at", "with", "targeting")
    targets = [*objects_of_prepositions(noun, *aims), *driven_out(noun), *aimed_at(noun)]
    if trigger.type not in MUTUAL:
        targets += _harmed_by(noun)
    if trigger.type in STRIKING and noun.dep_ == "nsubj" and is_verb(noun.head):
        targets += owned_things(noun.head)
    targets = [each for each in targets if all(each.i != doer.i for doer in doers)]
    recipients = [name for each in targets for name in recipient_names(page, each)]
    if not agents:
        agents, doers = _agents_of_the_harm(page, trigger) if not objects_of_prepositions(noun, "by") else ((), ())
    return Sides(
        agents=agents,
        recipients=tuple(each for each in dict.fromkeys(recipients) if each not in agents),
        doers=(*_spread(doers), *(each for each in phrase(noun) if owners and each.i != noun.i)),
        targets=_spread(targets),
        things=things_harmed(trigger, targets),
        charged=bool(charged(noun)),
    )


def _claiming(page: Page, noun: Token) -> tuple[str, ...]:
    """The body named right before "claimed responsibility for", where the parse gives that no subject."""
    verb = claiming_verb(noun)
    return before_verb(page, verb) if verb is not None and subject_of(verb) is None else ()


def _owners_of_act_above(page: Page, noun: Token) -> tuple[str, ...]:
    """Whose the act is of which this is the means: "militant attacks with rockets"."""
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"with", "by", "using"}:
        return ()
    over = noun.head.head
    return possessors(page, over) if over.lower_ in instrument_nouns() and not is_verb(over) else ()


def _whose(page: Page, trigger: Trigger, noun: Token) -> tuple[str, ...]:
    if not is_person(noun):
        return _crowd(page, trigger, noun) if is_crowd(noun) else ()
    return whose_they_are(page, noun) or _crowd(page, trigger, noun)


def _named_doers(page: Page, noun: Token) -> tuple[Token, ...]:
    """Nouns after "by" or "between", and the agents of passives under the act ("launched by rebels").

    Who denies it is none of them: "the strike, denied by the army".
    """
    found = objects_of_prepositions(noun, "by", "between", "from", "among") or parted_by(noun)
    for clause in children(noun, "acl", "relcl"):
        passives = [each for each in (clause, *children(clause, "xcomp", "ccomp")) if is_verb(each)]
        done = [each for each in passives if each.lower_ not in verbs("modality.over_verb", "denied")]
        found += [agent for verb in done if (agent := passive_agent(verb)) is not None]
    return tuple(each for each in found if page.place_at.get(each.i) is None or actor_name(page, each) is not None)


def _other_doers(noun: Token) -> tuple[Token, ...]:
    """Those charged with it; the subject of "that rebels launched" or of a light verb over the act; who took part."""
    found = [doer for clause in children(noun, "acl", "relcl") if (doer := _subject_of_relative(clause, noun))]
    doers = charged(noun) or found or light_doers(noun) or whose_work(noun) or taking_part(noun) or answering(noun)
    return tuple(each for each in doers if not any(inner.lower_ == "no" for inner in each.children))


def _subject_of_relative(clause: Token, noun: Token) -> Token | None:
    """Who did the act in the clause under it; nobody for "an attack from which he escaped"."""
    if not is_verb(clause) or is_passive(clause) or clause.lower_ in cue_verbs():
        return None
    if any(each.tag_ == "WDT" for each in objects_of_prepositions(clause)):
        return None
    doer = subject_of(clause)
    return doer if doer is not None and doer.i != noun.i and doer.tag_ not in {"WDT", "WP"} else None


def _harm_verb_over(noun: Token) -> Token | None:
    """The verb of harm that the act explains: "killed" in "killed 12 people in a strike"."""
    if (
        noun.dep_ == "pobj"
        and noun.head.dep_ in {"prep", "agent"}
        and noun.head.lower_ in words("light_verbs", "harm_by")
    ):
        over = noun.head.head
        return over if over.lower_ in verbs("light_verbs", "harm") and is_verb(over) and not _goes_away(over) else None
    return None


def _goes_away(verb: Token) -> bool:
    """True for "left the country after the murder", which harms nobody as "left six dead" does."""
    left = done_to(verb) if verb.lower_ in verbs("light_verbs", "leaving") else None
    return left is not None and group_of(left.lower_) is None and left.tag_ != "CD" and not children(left, "nummod")


def _harmed_by(noun: Token) -> list[Token]:
    """Those whom the act is said to have harmed: "strikes killed eight civilians", "killed in a strike"."""
    verb = noun.head if noun.dep_ == "nsubj" else _harm_verb_over(noun)
    if verb is None or not is_verb(verb) or verb.lower_ not in verbs("light_verbs", "harm"):
        return []
    harmed = subject_of(verb) if verb.lower_ in {"died", "die", "dies"} else done_to(verb)
    if harmed is not None and harmed.tag_ == "CD" and verb.dep_ == "conj" and is_verb(verb.head):
        harmed = done_to(verb.head) or harmed
    return [harmed] if harmed is not None and harmed.i != noun.i else []


def _agents_of_the_harm(page: Page, trigger: Trigger) -> tuple[tuple[str, ...], tuple[Token, ...]]:
    """Who harmed somebody by the act ("ISIS killed 12 in an attack"); of a clash, those who were harmed."""
    verb = _harm_verb_over(trigger.token)
    if verb is None:
        return (), ()
    if is_passive(verb) or verb.lower_ in verbs("light_verbs", "harmed"):
        if trigger.type is not EventType.ARMED_CLASH:
            return (), ()
        if (loser := subject_of(verb)) is not None and not is_passive(verb) and verb.lower_ in LOSING:
            return actor_names(page, loser), (loser,)
        harmed = [each for noun in _harmed_by(trigger.token) for each in conjuncts(noun) if is_armed(page, each)]
        return tuple(name for each in harmed if (name := actor_name(page, each))), tuple(harmed)
    doer = subject_of(verb)
    if doer is None or doer.lower_ in instrument_nouns():
        return (), ()
    return actor_names(page, doer), (doer,)
