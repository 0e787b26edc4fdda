"""Places where the hurt are treated and the dead are laid out, which are not where they were hurt.

"Nine people were taken to hospital in Zaporizhzhia" is told of a bomb elsewhere, "a bomb hit a hospital in
Zaporizhzhia" is not. What tells them apart is whether the hospital takes somebody in.
"""

from marsad.reading.event_lexicon import nouns, verbs
from marsad.reading.parse import Token
from marsad.reading.phrases import SUBJECTS, governing_verb, is_verb, objects_of_prepositions

STEPS = 4
"""Steps up the parse in which the hospital that a place belongs to is looked for."""
BESIDE = 3
"""Tokens from the hospital to a place that the parse hung on their verb."""
GOALS = frozenset({"to", "into"})
SEATS = frozenset({"in", "at", "of", "from", "inside"})


def is_of_care(token: Token) -> bool:
    """True for a place that only says where a hospital or a morgue is that takes in the hurt or the dead."""
    house = _house_over(token)
    if house is None:
        return False
    if house.dep_ in SUBJECTS:
        return house.head.lower_ in verbs("care", "takes_in")
    if house.dep_ != "pobj":
        return False
    if house.head.lower_ in GOALS:
        return True
    return house.head.lower_ in SEATS and (_stays_there(house) or _works_there(house))


def _house_over(token: Token) -> Token | None:
    """The hospital that the place stands beside or that it is the place of."""
    at = token
    for _ in range(STEPS):
        if at.head is at:
            return None
        at = at.head
        if at.lower_ in _houses():
            return at
        if is_verb(at):
            return _house_before(at, token)
        if at.dep_ in SUBJECTS:
            return None
    return None


def _house_before(verb: Token, place: Token) -> Token | None:
    """The hospital just before the place, where both hang on the verb ("taken to hospital in Dnipro")."""
    near = objects_of_prepositions(verb, *GOALS, *SEATS)
    return next((each for each in near if 0 < place.i - each.i <= BESIDE and each.lower_ in _houses()), None)


def _houses() -> frozenset[str]:
    return nouns("care", "houses")


def _stays_there(house: Token) -> bool:
    """As in "died in hospital in Dnipro", "is being treated at a clinic"."""
    verb = governing_verb(house)
    return verb is not None and verb.lower_ in verbs("care", "stays")


def _works_there(house: Token) -> bool:
    """As in "doctors at a hospital in Dnipro", "the morgue director"."""
    return house.head.head.lower_ in nouns("care", "staff")
