"""A place or a time in, the same no finer than a grain out; and the cells of place and time that grains make."""

import csv
import datetime as dt
from calendar import monthrange
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from marsad.domain.place import Place
from marsad.domain.source import PlaceGrain, TimeGrain
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import PlacePrecision, TimePrecision
from marsad.export.basemap import province_around
from marsad.export.wording import say

PRECISIONS = {
    TimeGrain.DAY: TimePrecision.DAYS,
    TimeGrain.WEEK: TimePrecision.WEEK,
    TimeGrain.MONTH: TimePrecision.MONTH,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grain:
    """How finely time and place are told."""

    time: TimeGrain = TimeGrain.DAY
    place: PlaceGrain = PlaceGrain.PROVINCE

    def or_coarser(self, other: "Grain") -> "Grain":
        """The coarser of each."""
        times, places = list(TimeGrain), list(PlaceGrain)
        return Grain(
            time=max(self.time, other.time, key=times.index), place=max(self.place, other.place, key=places.index)
        )


def coarse_place(place: Place | None, grain: PlaceGrain) -> Place | None:
    """The place no finer than the grain, with no name at all where none of that grain is known."""
    return to_province(place) if grain is PlaceGrain.PROVINCE else to_country(place)


def to_province(place: Place | None) -> Place | None:
    """The province that the place lies in, drawn at its middle; no name at all where none is known."""
    if place is None:
        return None
    province = province_around((place.lon, place.lat)) if place.lat is not None and place.lon is not None else None
    name = place.admin1 or (province.name if province else None)
    if name:
        middle = province.label if province else None
        lon, lat = middle or (None, None)
        vague = _vague(name, place, PlacePrecision.PROVINCE)
        return replace(vague, admin1=name, lat=lat, lon=lon)
    if place.country and place.precision == PlacePrecision.COUNTRY:
        return _vague(place.name, place, PlacePrecision.COUNTRY)
    return _vague(say("protected", "place"), place, PlacePrecision.AREA)


def to_country(place: Place | None) -> Place | None:
    """The country that the place lies in, without a point."""
    if place is None:
        return None
    name = _countries().get(place.country or "")
    if name is None:
        return Place(name=say("protected", "place"), text=say("protected", "place"), precision=PlacePrecision.AREA)
    return Place(name=name, text=name, country=place.country, precision=PlacePrecision.COUNTRY)


def coarse_time(time: TimeSpan | None, grain: TimeGrain) -> TimeSpan | None:
    """The span in whole days, weeks (Monday to Sunday) or months, without the words that gave it."""
    if time is None:
        return None
    if grain is TimeGrain.DAY:
        return replace(time, text="", timex=None)
    precision = time.precision if time.precision is TimePrecision.OPEN else PRECISIONS[grain]
    start, end = first_day(time.start, grain), last_day(time.end, grain)
    return TimeSpan(start=start, end=end, precision=precision)


def first_day(day: dt.date | None, grain: TimeGrain) -> dt.date | None:
    """The first day of the week or the month that the day is in."""
    if day is None or grain is TimeGrain.DAY:
        return day
    return day - dt.timedelta(days=day.weekday()) if grain is TimeGrain.WEEK else day.replace(day=1)


def last_day(day: dt.date | None, grain: TimeGrain) -> dt.date | None:
    """The last day of the week or the month that the day is in."""
    if day is None or grain is TimeGrain.DAY:
        return day
    if grain is TimeGrain.WEEK:
        return day + dt.timedelta(days=6 - day.weekday())
    return day.replace(day=monthrange(day.year, day.month)[1])


def _vague(name: str, place: Place, precision: PlacePrecision) -> Place:
    return Place(name=name, text=name, country=place.country, precision=precision, admin1=place.admin1)


@cache
def _countries() -> dict[str, str]:
    rows = files("marsad.export").joinpath("acled_countries.csv").read_text("utf-8").splitlines()
    return {row["code"]: row["country"] for row in csv.DictReader(rows)}
