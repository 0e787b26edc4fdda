"""Points for places without their own: a mention in, its place with the point that the text around it gives."""

import re
from dataclasses import replace

from marsad.domain.mention import PlaceMention
from marsad.domain.place import Place
from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.event_lexicon import words
from marsad.reading.page import Page
from marsad.reading.places_words import PlaceWords, place_words

JOINT = 40
"""Characters at most between a place and the place that it is said to be in."""
NEAR_DEGREES = 3.0
"""Degrees of latitude or longitude by which a place may lie from the middle of the region that it is said to be in."""
TOWN_DEGREES = 0.4
"""Degrees by which a quarter may lie from its town."""
BORDER_DEGREES = 0.6
"""Degrees from a province's middle within which no other province's town of the name is taken for another."""
TOKENS = re.compile(r"[\w'’-]+|[^\w\s]")


def with_point(page: Page, mention: PlaceMention) -> Place:
    """The mention's place with a point.

    Without a point of its own, or with one that is not where the text puts it, it has that of the place that the text
    puts it in ("Tahab (Pulwama district)"), and is no more precise than that one.
    """
    place = mention.place
    if place.precision >= PlacePrecision.PROVINCE and place.lat is not None:
        return place
    around = _places_around(page, mention)
    town = None if around else _town_before(page, mention)
    within = around[0] if around else town
    if within is None or (place.lat is not None and _agrees(place, around or [within], quarter=town is not None)):
        return place
    return _moved(place, within, quarter=town is not None)


def _moved(place: Place, within: Place, *, quarter: bool) -> Place:
    """The place at the point of the one around it; a quarter is as exact as its town."""
    least = PlacePrecision.EXACT if quarter else PlacePrecision.DISTRICT
    return replace(
        place,
        country=within.country,
        admin1=within.admin1,
        geonames_id=None,
        lat=within.lat,
        lon=within.lon,
        precision=max(within.precision, least, place.precision),
    )


def innermost(page: Page, mention: PlaceMention) -> PlaceMention:
    """The narrowest of the places that the words string together up to this one: Hub of "in Hub, Balochistan"."""
    ordered = page.places
    at = next((i for i, each in enumerate(ordered) if each is mention), 0)
    while at > 0 and _is_inside(page, ordered[at - 1], ordered[at]):
        at -= 1
    return ordered[at]


def _is_inside(page: Page, inner: PlaceMention, outer: PlaceMention) -> bool:
    """Whether the words put the one in the other; towns after a comma are a list."""
    between = page.document.text[inner.quote.end : outer.quote.start]
    told = _told_between(between)
    if told is None or inner.place.precision >= PlacePrecision.AREA:
        return False
    region = PlacePrecision.DISTRICT <= outer.place.precision <= PlacePrecision.COUNTRY
    if told == {","}:
        wider = outer.place.precision > inner.place.precision or outer.place.precision is PlacePrecision.DISTRICT
        return region and wider and _may_hold(outer.place, inner.place)
    return bool(told) and (region or inner.place.lat is None or outer.place.precision is PlacePrecision.EXACT)


def _may_hold(outer: Place, inner: Place) -> bool:
    return inner.lat is None or (
        inner.country == outer.country and (outer.admin1 is None or inner.admin1 in {None, outer.admin1})
    )


def _places_around(page: Page, mention: PlaceMention) -> list[Place]:
    """The places with points that follow the mention in brackets or after "of" or "in", the nearest first.

    After a comma alone only regions, "Goma, Bukavu" being a list of towns, save after a quarter or a hamlet.
    """
    text, end, found, inside = page.document.text, mention.quote.end, [], _is_part_of_town(mention)
    for each in page.places:
        if each.quote.start < end:
            continue
        told = _told_between(text[end : each.quote.start], beside=mention.place.lat is None)
        if told is None:
            break
        inside = inside or bool(told - {","})
        region = PlacePrecision.DISTRICT <= each.place.precision < PlacePrecision.COUNTRY
        if each.place.lat is not None and (region or (inside and each.place.precision <= PlacePrecision.NEAR)):
            found.append(each.place)
        end = each.quote.end
    return found


def _told_between(between: str, *, beside: bool = False) -> set[str] | None:
    """What stands between a place and the place that it is in, less nouns of type and directions; None for more.

    With `beside` also what stands between a place and the place that it is near.
    """
    if len(between) > JOINT or "\n" in between:
        return None
    lexicon, joints = place_words(), words("setting", "within")
    told: set[str] = set()
    bracket = False
    for word in TOKENS.findall(between):
        low = word.casefold()
        bracket = bracket or word == "("
        if low in joints or word in {"(", ","} or (beside and low in lexicon.near):
            told.add(low)
        elif not (_is_filler(low, lexicon) or (bracket and word[:1].isupper())):
            return None
    return told


def _is_filler(low: str, lexicon: PlaceWords) -> bool:
    return low in lexicon.types or low in lexicon.compass or low in lexicon.middle or low == "the"


def _town_before(page: Page, mention: PlaceMention) -> Place | None:
    """The town that the sentence names before one of its quarters or buildings, the nearest first."""
    if not _is_part_of_town(mention):
        return None
    start = mention.quote.start
    sentence = next((each for each in page.sentences if each.start_char <= start < each.end_char), None)
    before = [each.place for each in page.places_in(sentence) if each.quote.start < start] if sentence else []
    towns = [each for each in before if each.lat is not None and each.precision <= PlacePrecision.NEAR]
    return towns[-1] if towns else None


def _is_part_of_town(mention: PlaceMention) -> bool:
    types = place_words().types
    nouns = [types[word] for word in mention.place.name.casefold().split() if word in types]
    return any(noun.building or "neighbourhood" in noun.kinds for noun in nouns)


def _agrees(place: Place, around: list[Place], *, quarter: bool) -> bool:
    """Whether the place lies where the places around it are."""
    if quarter:
        return _near(place, around[0], TOWN_DEGREES)
    if len(around) < 2 and around[0].precision <= PlacePrecision.NEAR:
        return True
    return any(_lies_in(place, each) for each in around)


def _lies_in(place: Place, region: Place) -> bool:
    if place.admin1 and region.admin1 and region.precision in {PlacePrecision.DISTRICT, PlacePrecision.PROVINCE}:
        same = (place.country, place.admin1) == (region.country, region.admin1)
        return same or _near(place, region, BORDER_DEGREES)
    return _near(place, region, NEAR_DEGREES)


def _near(one: Place, other: Place, degrees: float) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return True
    return abs(one.lat - other.lat) <= degrees and abs(one.lon - other.lon) <= degrees
