"""Where: a place as the text names it and, where a gazetteer knows it, a point on the map."""

from dataclasses import dataclass

from marsad.domain.vocabulary import PlacePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place with its stated precision; `lat` and `lon` are WGS 84 degrees, absent where no gazetteer knows it.

    `text` is the phrase as written ("the rebel bastion of Idlib"), `name` the place it names ("Idlib").
    `country` is ISO 3166-1 alpha-2; `admin1` is the province's usual English name.
    """

    name: str
    text: str
    country: str | None = None
    precision: PlacePrecision = PlacePrecision.EXACT
    geonames_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    admin1: str | None = None
