"""From where a phrase of time is told, and what its resolvers share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import TimePrecision
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.times_patterns import Words

HALVES = {"Y": "6M", "H": "30M", "D": "T12H"}
"""Half a unit, as ISO 8601 writes it after the whole ones."""


class UnresolvedTimeError(Exception):
    """The words are a time, but their days cannot be known; caught by `find_times`, which reports a problem."""

    def __init__(self, timex: str, reason: str) -> None:
        super().__init__(reason)
        self.timex = timex


class NotATimeError(Exception):
    """The words are no time here: "the quarter" of a town; caught by `find_times`, which passes them over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """From where a phrase is told.

    `reference` is the document's day; `look` answers `ahead`; `anchor` is the span that the text named last, for "the
    next day"; `given` holds the rule's parameters; `precedes` and `follows` are the words beside the phrase; `quarter`
    is the quarter that the text named last, for accounts.
    """

    reference: date | None
    look: Callable[[], bool | None]
    anchor: TimeSpan | None = None
    given: Mapping[str, Any]
    precedes: str = ""
    follows: str = ""
    quarter: TimeSpan | None = None

    @property
    def ahead(self) -> bool | None:
        """Whether the phrase's clause is in the future; None: not known. Asked only where it matters."""
        return self.look()

    @property
    def today(self) -> date:
        if self.reference is None:
            raise UnresolvedTimeError(
                self.given.get("timex", "XXXX-XX-XX"), "the document has no date to count from, so give it one"
            )
        return self.reference

    @property
    def then(self) -> date:
        """The day named last, else the document's."""
        return (self.anchor and (self.anchor.start or self.anchor.end)) or self.today


def without_days(timex: str) -> TimeSpan:
    """A time whose days the words do not give."""
    return TimeSpan(precision=TimePrecision.OPEN, timex=timex)


def duration_value(count: float, unit: str) -> str:
    """TIMEX3: P2M is two months, PT2M two minutes, PXD days that are not counted; a fortnight is two weeks."""
    if unit == "F":
        count, unit = 2 * count, "W"
    if unit in {"E", "C"} and count:
        count, unit = count * (10 if unit == "E" else 100), "Y"
    if count % 1 == 0.5 and unit in HALVES:
        return f"P{'T' if unit == 'H' else ''}{int(count)}{unit}{HALVES[unit]}"
    number = f"{count:g}" if count else "X"
    code = {"MO": "M", "WE": "WE"}.get(unit, unit)
    return f"PT{number}{unit}" if unit in {"S", "M", "H"} else f"P{number}{code}"


def meaning_of_unit(words: Words) -> str:
    """The unit's code; a month is "MO" here, since "M" is the minute's."""
    word = words.get("unit") or words["unit2"]
    lexicon = load_lexicon("times")
    adverbs: Mapping[str, str] = lexicon["adverbs"]
    units: Mapping[str, str] = lexicon["units"]
    singular = next((one for one, many in lexicon["unit_plurals"].items() if many == word), word)
    return str(adverbs.get(word) or units.get(singular) or units[singular.removesuffix("s")])
