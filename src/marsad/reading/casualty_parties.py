"""Whose dead they were: a figure with its harm and its act in, the party that they belonged to out."""

from marsad.domain.vocabulary import EventType, VictimsGroup
from marsad.reading.actor_names import actor_name, actor_names
from marsad.reading.casualty_sides import ARMED, group_of_party, lexicon, sufferer_of
from marsad.reading.countries import country_of_demonym, country_of_name
from marsad.reading.event_findings import EventFinding
from marsad.reading.figures import Figure
from marsad.reading.harm_parse import HarmFinding
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.people import group_of
from marsad.reading.phrases import governing_verb, is_verb, objects_of_prepositions, phrase


def side_of(
    page: Page, figure: Figure, harm: HarmFinding, victims: VictimsGroup, event: EventFinding | None
) -> str | None:
    """The party that they belong to: whose they are said to be, else who "lost" them, else who was struck."""
    if victims not in ARMED:
        return None
    return (
        _named_side(page, figure)
        or _loser(page, harm)
        or _side_told(page, harm)
        or (_side_struck(page, figure, victims, event) if event is not None else None)
    )


def _named_side(page: Page, figure: Figure) -> str | None:
    """As in "14 fighters of the Front", "three of its men"."""
    head = page.doc[figure.head]
    for owner in (head, *objects_of_prepositions(head, "from", "of")):
        names = [name for name in actor_names(page, owner) if _is_party(page, figure, name, owner)]
        if names:
            return names[0]
    words = lexicon()["parties"]
    if head.lower_ in words["by_noun"]:
        return head.lower_ if head.lower_.endswith("s") else f"{head.lower_}s"
    units = [each for each in objects_of_prepositions(head, "of", "from", "with") if each.lower_ in words["units"]]
    return next((name for each in units if (name := _owner(page, each)) is not None), None)


def _loser(page: Page, harm: HarmFinding) -> str | None:
    """Who "lost" them."""
    loser = sufferer_of(harm.token)
    names = actor_names(page, loser) if loser is not None else ()
    return names[0] if names else None


def _side_told(page: Page, harm: HarmFinding) -> str | None:
    """As in "on the Sudanese side", "in the army's ranks", "among the rebels"."""
    verb = harm.token if is_verb(harm.token) else governing_verb(harm.token)
    words = lexicon()["parties"]
    for holder in (harm.token, *((verb,) if verb is not None and verb.i != harm.token.i else ())):
        for noun in objects_of_prepositions(holder, "on", "from", "in", "within", "among"):
            if noun.lower_ in words["sides"] and (name := _owner(page, noun)) is not None:
                return name
            if noun.head.lower_ == "among" and (name := actor_name(page, noun)) is not None:
                return name
    return None


def _owner(page: Page, noun: Token) -> str | None:
    """Whose "the Sudanese side" and "the ranks of the army" are."""
    beside = [each for each in phrase(noun) if each.i != noun.i]
    for each in (*beside, *objects_of_prepositions(noun, "of")):
        country = country_of_demonym(each.text) or country_of_name(each.text)
        name = actor_name(page, each) or (country.name if country is not None else None)
        if name is not None:
            return name
    return None


def _side_struck(page: Page, figure: Figure, victims: VictimsGroup, event: EventFinding) -> str | None:
    """The one party to the act whose men they can be: the army whose lorry was hit, or the raiders who fell."""
    noun = page.doc[figure.head]
    if noun.lower_ in lexicon()["parties"]["doers"]:
        fought = event.event.type is EventType.ARMED_CLASH
        doers = event.event.agents[:1] if fought and is_verb(event.token) else event.event.agents
        return doers[0] if len(doers) == 1 and not doers[0].islower() else None
    struck = event.event.agents if event.event.type is EventType.ARMED_CLASH else event.event.recipients
    alike = [name for name in struck if group_of_party(page, name) is victims and group_of(name) is None]
    return alike[0] if len(alike) == 1 else None


def _is_party(page: Page, figure: Figure, name: str, noun: Token) -> bool:
    """False where the name is no more than the noun counted ("fighters"), or words that the phrase does not hold."""
    if name.casefold() == noun.lower_ and noun.tag_ in {"NN", "NNS"}:
        return False
    if noun.i != figure.head or any(span.name == name for span in page.actors):
        return True
    if any(each.tag_ == "PRP$" for each in noun.children):
        return True
    return (
        set(name.casefold().split()) <= {each.lower_ for each in page.doc[figure.start : figure.end]}
        or country_of_name(name) is not None
    )
