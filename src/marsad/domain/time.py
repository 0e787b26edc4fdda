"""When: days resolved against a document's date, with the words that gave them."""

from dataclasses import dataclass
from datetime import date

from marsad.domain.vocabulary import TimePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeSpan:
    """ISO days, both inclusive; `end` is None for precision `open`, `start` is None for "until" and "before".

    `text` is the phrase as written. `timex` is its TIMEX3 value ("2024-12-01", "2024-W48", "P2M", "PRESENT_REF").
    """

    start: date | None = None
    end: date | None = None
    precision: TimePrecision = TimePrecision.DAY
    text: str = ""
    timex: str | None = None
