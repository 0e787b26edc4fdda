"""Points for places without their own: a mention in, its place with the point that the text around it gives."""

from dataclasses import replace

from marsad.domain.mention import PlaceMention
from marsad.domain.place import Place
from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.event_lexicon import words
from marsad.reading.page import Page

JOINT = 30
"""Characters at most between a place and the place that it is said to be in."""
NEAR_DEGREES = 3.0
"""Degrees of latitude or longitude by which a place may lie from the middle of the region that it is said to be in."""


def with_point(page: Page, mention: PlaceMention) -> Place:
    """The mention's place; without a point of its own, or with one far from where the text puts it, that of the place
    that the text puts it in ("Tahab (Pulwama district)"), and no more precise than that one.
    """
    place = mention.place
    if place.precision > PlacePrecision.NEAR:
        return place
    around = _places_around(page, mention)
    if not around:
        return place
    alone = len(around) < 2 and around[0].precision <= PlacePrecision.NEAR
    if place.lat is not None and (alone or any(_near(place, each) for each in around)):
        return place
    within = around[0]
    return replace(
        place,
        country=within.country,
        admin1=within.admin1,
        geonames_id=None,
        lat=within.lat,
        lon=within.lon,
        precision=max(within.precision, PlacePrecision.DISTRICT),
    )


def _places_around(page: Page, mention: PlaceMention) -> list[Place]:
    """The places with points that follow the mention in brackets or after "of" or "in", the nearest first.

    After a comma alone only regions: "Goma, Bukavu" is a list of towns.
    """
    text, end, found, inside = page.document.text, mention.quote.end, [], False
    for each in sorted(page.places, key=lambda one: one.quote.start):
        if each.quote.start < end:
            continue
        between = text[end : each.quote.start]
        if not _joins(between):
            break
        inside = inside or between.strip(" ") != ","
        region = PlacePrecision.DISTRICT <= each.place.precision < PlacePrecision.COUNTRY
        if each.place.lat is not None and (region or (inside and each.place.precision <= PlacePrecision.NEAR)):
            found.append(each.place)
        end = each.quote.end
    return found


def _joins(between: str) -> bool:
    """True for what may stand between a place and the place that it is in."""
    return len(between) <= JOINT and not set(between.casefold().replace("(", ",").strip(" ,").split()) - words(
        "setting", "within"
    )


def _near(one: Place, other: Place) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return True
    return abs(one.lat - other.lat) <= NEAR_DEGREES and abs(one.lon - other.lon) <= NEAR_DEGREES
