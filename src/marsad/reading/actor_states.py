"""A state's bodies by their country: "police" in a story of Nairobi in, "Kenyan police" out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from marsad.domain.place import Place
from marsad.domain.vocabulary import ActorKind, PlacePrecision
from marsad.reading.actor_words import lexicon
from marsad.reading.countries import Country, countries, country_of_demonym, country_of_name
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.people import force_nouns, group_of, instrument_nouns

OF_STATES = frozenset({ActorKind.STATE_FORCES, ActorKind.ALLIANCE})
TELLERS = frozenset({ActorKind.PERSON, ActorKind.MONITOR, ActorKind.MEDIA, ActorKind.NGO, ActorKind.UN_BODY})
"""Kinds that speak of countries not their own."""
PLACE_VOTE, PROVINCE_VOTE, COUNTRY_VOTE = 1.0, 1.5, 2.0
ENOUGH = 1.5
"""Votes that settle a country: more than one small place, which may be a namesake's."""
AHEAD = 2.0
"""How many times the votes of the next country it must have."""
ANY = "*"
"""Stands for a force of many countries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNames:
    """What the page says of whose soldiers act in it: its own country's, and those of others."""

    page: Page
    home: str | None = None
    acting: frozenset[str] = field(default_factory=frozenset)

    def qualified(self, names: Iterable[str], place: Place | None) -> tuple[str, ...]:
        """The names, those of a state's bodies with the country whose they can only be."""
        return tuple(dict.fromkeys(self.of_country(name, place) for name in names))

    def of_country(self, name: str, place: Place | None) -> str:
        """The name with its country before it, or as it is where it is no state's body or may be another's."""
        if not is_bare_body(name):
            return name
        iso = self.home
        elsewhere = place is not None and place.country not in {None, iso}
        if iso is None or elsewhere or (is_vague(name) and self.acting - {iso}) or self._is_held_by_another(iso, name):
            return name
        adjective = _adjectives().get(iso)
        return f"{adjective} {name}" if adjective else name

    def _is_held_by_another(self, iso: str, name: str) -> bool:
        """True where on the page's day foreign forces stood in the country: its soldiers may be theirs."""
        day = self.page.document.date
        for row in load_lexicon("foreign_forces")["stay"]:
            if row["country"] != iso or (not row.get("rules", False) and not is_vague(name)):
                continue
            if day is None or (row["since"] <= day and (row.get("until") is None or day <= row["until"])):
                return True
        return False


def state_names(page: Page, sides: Iterable[str]) -> StateNames:
    """Whose soldiers act on the page; `sides` are the names that its events have."""
    acting = {iso for name in sides if (iso := _country_of_side(name)) is not None}
    for span in page.actors:
        if span.kind in OF_STATES and span.actor is not None and not is_bare_body(page.doc[span.start : span.end].text):
            acting.add(span.actor.country or ANY)
    return StateNames(page=page, home=_home(page), acting=frozenset(acting | _with_arms(page)))


def _home(page: Page) -> str | None:
    """The one country that the text is about, by its places, its words for countries and the bodies it names.

    None where too little speaks for it, or much for another too.
    """
    votes = _votes(page)
    ranked = sorted(votes, key=lambda iso: (-votes[iso], iso))
    if not ranked or votes[ranked[0]] < ENOUGH:
        return None
    second = votes[ranked[1]] if len(ranked) > 1 else 0.0
    placed = _placed(page)
    unplaced = bool(placed) and ranked[0] not in placed
    return None if unplaced or votes[ranked[0]] < AHEAD * second else ranked[0]


def _placed(page: Page) -> set[str]:
    """The countries whose places or bodies the text names: a word like "French" stands against none of them."""
    places = {each.place.country for each in page.places if each.quote.start >= page.body_start}
    bodies = {span.actor.country for span in page.actors if span.actor is not None and span.kind not in TELLERS}
    return {iso for iso in places | bodies if iso is not None}


def _votes(page: Page) -> dict[str, float]:
    votes: dict[str, float] = {}
    for mention in {each.place.name: each for each in page.places if each.quote.start >= page.body_start}.values():
        place = mention.place
        if place.country is not None:
            vote = COUNTRY_VOTE if place.precision is PlacePrecision.COUNTRY else PLACE_VOTE
            vote = PROVINCE_VOTE if place.precision is PlacePrecision.PROVINCE else vote
            votes[place.country] = votes.get(place.country, 0.0) + vote
    named = {country.iso for token in page.doc if (country := _country_told(token)) is not None}
    bodies = {span.actor.country for span in page.actors if span.actor is not None and span.kind not in TELLERS}
    for iso in (*named, *(each for each in bodies if each is not None)):
        votes[iso] = votes.get(iso, 0.0) + COUNTRY_VOTE
    return votes


def _country_told(token: Token) -> Country | None:
    """The country that a capitalised adjective tells, less that of money ("US dollars") and of whom an act is done to.

    "The French ambassador" who is thrown out says nothing of whose junta did it.
    """
    if not token.text[0].isupper() or token.head.lower_ in lexicon()["state_bodies"]["money"]:
        return None
    country = country_of_demonym(token.text)
    return country if country is not None and not _is_done_to(token) else None


def _is_done_to(word: Token) -> bool:
    """True where the word, or the noun that it describes, is the object of a verb or a state's envoy."""
    noun = word.head if word.dep_ in {"amod", "compound", "nmod"} else word
    while noun.dep_ in {"compound", "conj"} and noun.head.i != noun.i:
        noun = noun.head
    return noun.dep_ in {"dobj", "nsubjpass", "dative"} or noun.lower_ in lexicon()["state_bodies"]["envoys"]


def _with_arms(page: Page) -> set[str]:
    """Countries whose soldiers or arms the words name ("Turkish artillery")."""
    found = set()
    for token in page.doc:
        if token.text[0].isupper() and (country := country_of_demonym(token.text)) is not None:
            noun = token.head.lower_
            if noun in force_nouns() or noun in instrument_nouns() or group_of(noun) is not None:
                found.add(country.iso)
    return found


def _country_of_side(name: str) -> str | None:
    country = country_of_name(name) or country_of_demonym(name.split(" ", 1)[0])
    return country.iso if country is not None else None


def is_bare_body(name: str) -> bool:
    """True for "the army", "riot police": a body that every state has, and nothing that says whose it is."""
    words = {word.casefold() for word in name.split()}
    return not words.isdisjoint(_body_words("own", "vague")) and words <= _body_words("own", "vague", "beside")


@cache
def _body_words(*lists: str) -> frozenset[str]:
    return frozenset(word for name in lists for word in lexicon()["state_bodies"][name])


def is_vague(name: str) -> bool:
    """True for "soldiers", who may be anybody's; False for "police" or "government forces", who are at home."""
    return not any(word in lexicon()["state_bodies"]["own"] for word in name.casefold().split())


@cache
def _adjectives() -> dict[str, str]:
    """ISO code → the country's usual adjective."""
    return {country.iso: country.demonyms[0] for country in countries() if country.demonyms}
