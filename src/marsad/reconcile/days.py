"""Time spans in, day windows out: the days on which an event can have been, for comparing and never for showing."""

from dataclasses import dataclass
from datetime import date

from marsad.domain.time import TimeSpan
from marsad.reconcile.tables import feature_table


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Window:
    """Days as ordinals, both inclusive. `stated` is False where the words give none and the day reported stands in."""

    first: int
    last: int
    stated: bool = True

    @property
    def vague(self) -> bool:
        return self.last - self.first > feature_table().threshold.vague_days


def find_window(time: TimeSpan | None, reported: date | None) -> Window | None:
    """The days that the span covers, an open one up to the day reported; None where nothing tells any day."""
    first, last = (time.start, time.end) if time else (None, None)
    if first and last:
        return Window(first=min(first, last).toordinal(), last=max(first, last).toordinal())
    if first:
        return Window(first=first.toordinal(), last=max(first, reported or first).toordinal())
    if last:
        return Window(first=last.toordinal() - feature_table().threshold.vague_days - 1, last=last.toordinal())
    if reported:
        day = reported.toordinal()
        return Window(first=day - feature_table().threshold.undated_days, last=day, stated=False)
    return None


def days_apart(some: Window, other: Window) -> int:
    """Days between the nearest ends; 0 where they share a day."""
    return max(0, some.first - other.last, other.first - some.last)
