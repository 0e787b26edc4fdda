"""What an address asks of days in, a period of days out: the one asked for, or the last week that was reported."""

from dataclasses import dataclass, replace
from datetime import date

from marsad.store import Store
from marsad.store.sums import last_day
from marsad.web.asked import Asked

DEFAULT_DAYS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, both inclusive."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    @property
    def former(self) -> "Period":
        """The period of the same length that ends where this begins."""
        end = _before(self.since, 1)
        return Period(since=_before(end, self.days - 1), until=end)


def has_no_days(asked: Asked, store: Store) -> bool:
    """True where no day is asked for and none was ever reported: there is nothing to begin from."""
    return asked.since is None and asked.until is None and last_day(store) is None


def period_of(asked: Asked, store: Store, days: int = DEFAULT_DAYS) -> Period:
    """The period asked for; a bound that is not asked for is the last day that was reported, or `days` before."""
    until = asked.until or last_day(store) or asked.since or date(1970, 1, 1)
    since = asked.since or _before(until, days - 1)
    return Period(since=min(since, until), until=until)


def _before(day: date, days: int) -> date:
    """The day so many days before; the calendar's first where there is none."""
    return date.fromordinal(max(1, day.toordinal() - days))


def within(asked: Asked, period: Period) -> Asked:
    """The question with the period's days in it."""
    return replace(asked, since=period.since, until=period.until)
