"""Names of those whom an act hits: a noun phrase in, what the text calls them out."""

from spacy.tokens import Token

from marsad.domain.vocabulary import ActorKind, EventType
from marsad.reading.actor_names import actor_name, possessors
from marsad.reading.actor_words import lexicon
from marsad.reading.event_beside import whose_they_are
from marsad.reading.event_lexicon import verbs
from marsad.reading.event_words import Trigger
from marsad.reading.page import Page
from marsad.reading.people import group_of, instrument_nouns
from marsad.reading.phrases import children, conjuncts, phrase

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
FALLEN = frozenset({"oprd", "acomp", "advmod", "xcomp", "dobj", "amod"})
"""How "dead" hangs on a verb in "shot dead": it names nobody."""


def recipient_names(page: Page, noun: Token) -> tuple[str, ...]:
    """Names of those whom the noun phrase counts or names, its conjuncts among them."""
    named = [each for each in conjuncts(noun) if each.lower_ not in {"other", "another"}]
    return tuple(dict.fromkeys(name for each in named for name in _names_of(page, each)))


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
    if noun.lower_ == "dead" and noun.dep_ in FALLEN:
        return ()
    if noun.lower_ in instrument_nouns() and page.actor_at.get(noun.i) is None:
        name = actor_name(page, noun) if noun.lower_ in lexicon()["belonging"]["things"] else None
        return possessors(page, noun) or ((name,) if name else ())
    name = actor_name(page, noun)
    owners = whose_they_are(page, noun) if name is None or name.casefold() == noun.lower_ else ()
    if owners or name:
        return owners or ((name,) if name else ())
    if group_of(noun.lower_) is None:
        return ()
    return (_plain(noun) if children(noun, "amod", "compound") else noun.lower_,)


def _plain(noun: Token) -> str:
    """The phrase less its article, its number and the words that hedge it."""
    kept = [
        each
        for each in phrase(noun)
        if each.dep_ in {"amod", "compound", "nmod"}
        and each.i < noun.i
        and each.tag_ not in {"CD", "JJS", "JJR"}
        and each.lower_ not in lexicon()["quantities"]["words"]
    ]
    return " ".join([*(each.text for each in kept), noun.text])
