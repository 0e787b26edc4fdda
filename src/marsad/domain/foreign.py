"""An event of somebody else's data set, to be laid beside the record: no claim, and never part of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEvent:
    """One row of another's file, by what all such files have; None is what the file does not give.

    `kind` is the file's own code (ACLED's sub-event type, UCDP's type of violence), `family` the wider one that it
    belongs to. `actors` are all that are named on any side. `low`, `best` and `high` are persons killed. `id` is the
    file's own; where the file was written from a record, the record's.
    """

    dataset: str
    id: str
    kind: str | None = None
    family: str | None = None
    start: date | None = None
    end: date | None = None
    date_precision: int | None = None
    place: str | None = None
    admin1: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    place_precision: int | None = None
    actors: tuple[str, ...] = ()
    low: int | None = None
    best: int | None = None
    high: int | None = None
    sources: tuple[str, ...] = ()
    notes: str | None = None
