"""What was recognised on the way to the claims, as mentions: places, times, actors and attributed speech."""

from collections.abc import Iterator

from marsad.domain.claim import Quote
from marsad.domain.mention import ActorMention, Mention, PlaceMention, Speech
from marsad.domain.place import Place
from marsad.domain.vocabulary import ActorKind, PlacePrecision
from marsad.reading.attribution import Frame, find_speeches
from marsad.reading.countries import country_of_name
from marsad.reading.gazetteer import Gazetteer, Quality
from marsad.reading.page import ActorSpan, Page


def find_mentions(page: Page, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Every mention of the page in text order; a country that acts is both an actor and a place."""
    found: list[Mention] = [
        *page.places,
        *_acting_countries(page, gazetteer),
        *page.times,
        *(_actor(page, span) for span in page.actors),
        *(_speech(page, frame) for frame in find_speeches(page)),
    ]
    return tuple(sorted(found, key=lambda each: (each.quote.start, each.quote.end)))


def _acting_countries(page: Page, gazetteer: Gazetteer) -> Iterator[PlaceMention]:
    """Names of countries that are read as parties ("Egypt said"): names of places all the same, though no claim's."""
    for span in page.actors:
        if span.kind is not ActorKind.STATE or any(index in page.place_at for index in range(span.start, span.end)):
            continue
        quote = _slice(page, span.start, span.end)
        place = _country(quote.text, gazetteer)
        if place is not None:
            yield PlaceMention(document=page.document.id, quote=quote, place=place)


def _country(name: str, gazetteer: Gazetteer) -> Place | None:
    country = country_of_name(name)
    if country is None:
        return None
    entries = [
        each
        for each in gazetteer.candidates(country.name)
        if each.kind == "country" and each.quality is Quality.EXACT and each.country == country.iso
    ]
    if not entries:
        return None
    entry = entries[0]
    return Place(
        name=name,
        text=name,
        precision=PlacePrecision.COUNTRY,
        country=country.iso,
        geonames_id=entry.geonames_id,
        lat=entry.lat,
        lon=entry.lon,
    )


def _actor(page: Page, span: ActorSpan) -> ActorMention:
    return ActorMention(document=page.document.id, quote=_slice(page, span.start, span.end), actor=span.name)


def _speech(page: Page, frame: Frame) -> Speech:
    return Speech(
        document=page.document.id,
        quote=_slice(page, frame.start, frame.end),
        speaker=_slice(page, *frame.speaker) if frame.speaker else None,
        cue=_slice(page, frame.cue, frame.cue + 1) if frame.cue is not None else None,
    )


def _slice(page: Page, start: int, end: int) -> Quote:
    piece = page.doc[start:end]
    return page.quote(piece.start_char, piece.end_char)
