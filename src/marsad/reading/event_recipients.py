"""Names of those whom an act hits: a noun phrase in, what the text calls them out."""

from collections.abc import Iterable

from marsad.domain.vocabulary import ActorKind, EventType
from marsad.reading.actor_names import actor_name, possessors
from marsad.reading.actor_words import lexicon
from marsad.reading.event_beside import whose_they_are
from marsad.reading.event_counts import is_number
from marsad.reading.event_lexicon import nouns, verbs
from marsad.reading.event_words import Trigger
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.people import instrument_nouns, victims_of
from marsad.reading.phrases import child, children, conjuncts, objects_of_prepositions, phrase, subject_of

OF_GROUND = frozenset(
    {
        EventType.WITHDRAWAL,
        EventType.TERRITORY_GAIN,
        EventType.TROOP_MOVEMENT,
        EventType.SIEGE,
        EventType.OFFENSIVE,
        EventType.AIR_STRIKE,
        EventType.SHELLING,
        EventType.DISPLACEMENT,
    }
)
"""Types whose verbs have a place as their object."""
PLAIN = frozenset(
    {
        "people",
        "person",
        "persons",
        "others",
        "other",
        "dead",
        "wounded",
        "injured",
        "victims",
        "lives",
        "body",
        "bodies",
        "corpse",
        "corpses",
    }
)
"""Words for the harmed that say nothing of who they were."""
FALLEN = frozenset({"oprd", "acomp", "advmod", "xcomp", "dobj", "amod"})
"""How "dead" hangs on a verb in "shot dead": it names nobody."""


def recipient_names(page: Page, noun: Token) -> tuple[str, ...]:
    """Names of those whom the noun phrase counts or names, its conjuncts among them."""
    named = [each for each in conjuncts(_held(noun)) if each.lower_ not in {"other", "another"} and not _is_state(each)]
    return tuple(dict.fromkeys(name for each in named for name in _names_of(page, each)))


def _held(noun: Token) -> Token:
    """The nuns of "took the nuns hostage"."""
    if noun.lower_ not in nouns("abduction", "states"):
        return noun
    inner = children(noun, "nsubj", "compound", "nmod", "poss", "amod")
    return next((each for each in inner if victims_of(each.lower_) is not None or each.tag_ == "NNP"), noun)


def _is_state(noun: Token) -> bool:
    """True for "dead" of "shot dead"."""
    return noun.lower_ == "dead" and noun.dep_ in FALLEN


def is_ground(page: Page, trigger: Trigger, noun: Token) -> bool:
    """True for a bare name that no file knows as what is left, entered, stormed: a place of no gazetteer."""
    span = page.actor_at.get(noun.i)
    return (
        span is not None
        and span.actor is None
        and span.end - span.start == 1
        and span.kind in {ActorKind.PERSON, ActorKind.OTHER}
        and noun.dep_ in {"dobj", "nsubjpass"}
        and not any(True for _ in noun.lefts)
        and not noun.text.isupper()
        and (trigger.type in OF_GROUND or trigger.word in verbs("sides", "of_ground"))
    )


def _names_of(page: Page, noun: Token) -> tuple[str, ...]:
    if noun.lower_ in instrument_nouns() and page.actor_at.get(noun.i) is None:
        name = actor_name(page, noun) if noun.lower_ in lexicon()["belonging"]["things"] else None
        return possessors(page, noun) or ((name,) if name else ())
    name = actor_name(page, noun)
    owners = whose_they_are(page, noun) if name is None or name.casefold() == noun.lower_ else ()
    if owners or name:
        return owners or ((name,) if name else ())
    ship = _name_of_ship(noun)
    return (ship,) if ship is not None else _people_of(page, noun)


def _people_of(page: Page, noun: Token) -> tuple[str, ...]:
    """What unnamed people are called: "farmers", the elders of "a gathering of elders"."""
    if noun.lower_ in lexicon()["measures"]["gatherings"]:
        return tuple(name for each in objects_of_prepositions(noun, "of") for name in recipient_names(page, each))
    if victims_of(noun.lower_) is None:
        return ()
    return (_plain(noun) if children(noun, "amod", "compound") else noun.lower_,)


def things_harmed(trigger: Trigger, targets: Iterable[Token]) -> tuple[str, ...]:
    """The plain names of what is burnt, looted or wrecked: "cars", "the hospital"."""
    if trigger.type is not EventType.DESTRUCTION:
        return ()
    wrecked = [thing for target in targets for each in conjuncts(target) for thing in _wrecked(trigger, each)]
    common = [each for each in wrecked if each.tag_ in {"NN", "NNS"} and each.lower_ not in instrument_nouns()]
    return tuple(_plain(each) for each in common)


def _wrecked(trigger: Trigger, noun: Token) -> list[Token]:
    """What a loss is a loss of: the houses of "damage to the houses", the car that "suffered damage"."""
    if noun.lower_ not in nouns("destruction", "nouns") | nouns("destruction", "losses"):
        return [noun]
    if trigger.is_verb and trigger.token.lower_ in verbs("light_verbs", "suffered"):
        bearer = subject_of(trigger.token)
        return [] if bearer is None else conjuncts(bearer)
    return [each for struck in objects_of_prepositions(noun, "to", "of") for each in conjuncts(struck)]


def owned_things(verb: Token) -> list[Token]:
    """What a blast goes through or wrecks: "tore through an army pickup"."""
    found = objects_of_prepositions(verb, "through", "into", "under", "beneath", "beside", "over")
    struck = child(verb, "dobj")
    found += [struck] if struck is not None else []
    return [each for each in found if each.lower_ in lexicon()["belonging"]["things"]]


def _name_of_ship(noun: Token) -> str | None:
    """The name of "the tanker Blue Dawn"."""
    ships = nouns("sides", "ships")
    if noun.tag_ not in {"NNP", "NNPS"} or not any(each.lower_ in ships for each in noun.lefts):
        named = [each for each in children(noun, "appos") if each.tag_ == "NNP"] if noun.lower_ in ships else []
        return " ".join(each.text for each in phrase(named[0]) if each.tag_ == "NNP") if named else None
    return " ".join(
        each.text for each in phrase(noun) if each.tag_ in {"NNP", "NNPS", "CD"} and each.lower_ not in ships
    )


def _plain(noun: Token) -> str:
    """The phrase less its article, its number and the words that hedge it."""
    kept = [
        each
        for each in phrase(noun)
        if each.dep_ in {"amod", "compound", "nmod"}
        and each.i < noun.i
        and each.tag_ not in {"CD", "JJS", "JJR"}
        and each.lower_ not in lexicon()["quantities"]["words"]
        and not is_number(each.lower_)
    ]
    return " ".join([*(each.text for each in kept), noun.text])
