"""Offices that speak for a state's arms: "its air force" said by a ministry in, the state that has it out."""

from marsad.domain.vocabulary import ActorKind
from marsad.reading.actor_words import lexicon, words_of
from marsad.reading.countries import Country, country_of_demonym, country_of_name
from marsad.reading.page import ActorSpan, Page
from marsad.reading.parse import Token

OFFICES = frozenset({ActorKind.MINISTRY, ActorKind.AGENCY})
"""Kinds that speak of arms and have none."""


def state_behind(page: Page, name: str | None, arms: Token, *, instrument: bool) -> str | None:
    """The state, or the force of it, whose the arms are that the named office calls its own ("its jets" → "Russia").

    None where the name is no office's or tells no state: a rebel group's jets are its own.
    """
    office = next((span for span in page.actors if span.name == name and span.kind in OFFICES), None)
    if office is None or arms.lower_ not in lexicon()["offices"]["arms_of_states"]:
        return None
    country = _state_named(office)
    if country is None:
        return None
    return country.name if instrument else f"{country.demonyms[0]} {words_of(arms)}"


def _state_named(office: ActorSpan) -> Country | None:
    """The state in the office's name, as the text writes it or in full; where it sits says nothing."""
    words = [*office.name.split(), *(office.actor.name.split() if office.actor is not None else ())]
    named = (country_of_demonym(word) or country_of_name(word) for word in words)
    return next((country for country in named if country is not None and country.demonyms), None)
