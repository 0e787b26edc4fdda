"""An event in, how much a look at it matters out: contested before uncertain, many dead before few."""

from marsad.domain.counting import deaths_to_draw
from marsad.domain.record import EventRecord
from marsad.domain.vocabulary import Grade, PlacePrecision

CONTESTED = 400
"""Points; ours. Voices disagree, so that somebody is wrong and a reader may be misled today."""
ONE_VOICE = 80
UNKNOWN_PLACE = 60
"""A place that no gazetteer knows is new, or misread."""
NO_PLACE = 40
NO_TIME = 40
TOLD_AS_HISTORY = -150
MOST_FOR_DEAD = 300
FOR_TENFOLD = 100
"""Points for each tenfold of dead: 100 for ten, 200 for a hundred, 300 for a thousand and more."""


def review_weight(event: EventRecord) -> int:
    """Points by which the review queue is ordered, highest first; no event is left out of it."""
    points = CONTESTED if event.grade is Grade.CONTESTED else 0
    points += ONE_VOICE if event.grade is Grade.WEAK else 0
    points += _points_for_dead(deaths_to_draw(event) or 0) + _points_for_place(event)
    points += NO_TIME if event.time is None else 0
    return points + (TOLD_AS_HISTORY if event.background else 0)


def _points_for_dead(deaths: int) -> int:
    tenfolds = len(str(deaths)) - 1 + int(str(deaths)[0]) / 10 if deaths else 0
    return min(MOST_FOR_DEAD, round(FOR_TENFOLD * tenfolds))


def _points_for_place(event: EventRecord) -> int:
    if event.place is None:
        return NO_PLACE
    is_known = event.place.lat is not None or event.place.precision >= PlacePrecision.COUNTRY
    return 0 if is_known else UNKNOWN_PLACE
