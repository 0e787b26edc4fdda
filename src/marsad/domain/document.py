"""A dispatch as it came: immutable text, its original bytes' hash, outlet and date."""

import datetime as dt
from dataclasses import dataclass
from hashlib import sha256

from marsad.domain.source import PlaceGrain, TimeGrain


def text_digest(text: str) -> str:
    """SHA-256 of the UTF-8 text, in lower-case hexadecimal."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text, never altered: every offset of every claim points into `text`.

    `id` is the giver's own id, else the text's SHA-256. `date` is the day of publication; None where nothing says it.
    `source` is the outlet that published it, not whom its words credit. `original_sha256` is of the bytes as handed in.
    """

    id: str
    text: str
    date: dt.date | None = None
    source: str | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    original_sha256: str | None = None
    protected: bool = False
    """True where its source must not be named: nothing published may carry the outlet or the id of the giver."""
    time_grain: TimeGrain | None = None
    """The finest time that is published of a protected one; None: the day."""
    place_grain: PlaceGrain | None = None
    """The finest place that is published of a protected one; None: the province."""

    @property
    def sha256(self) -> str:
        return text_digest(self.text)
