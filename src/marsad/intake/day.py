"""A written day in, a date out; nothing is guessed."""

import re
from datetime import date

from marsad.domain.vocabulary import ProblemCode
from marsad.intake.fault import Unreadable

WRITTEN_DAY = re.compile(r"\s*(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?\s*\Z", re.DOTALL)
FIRST_YEAR = 1800
"""The telegraph is from 1837: no dispatch is older, and a smaller year is a slip of the pen."""


def parse_day(value: object, latest: date | None = None) -> date:
    """The day that `YYYY-MM-DD` spells, alone or at the head of a time stamp, as written: no zone is converted.

    Raises:
        Unreadable: not such a day, before 1800, or after `latest`.
    """
    match = WRITTEN_DAY.match(value) if isinstance(value, str) else None
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None or day.year < FIRST_YEAR:
        raise _bad(value, "expected a day such as 2024-12-01")
    if latest is not None and day > latest:
        raise _bad(value, f"expected a day up to {latest}")
    return day


def _bad(value: object, expected: str) -> Unreadable:
    shown = repr(value)
    shown = shown if len(shown) <= 40 else shown[:39] + "…"
    mend = "write YYYY-MM-DD, or leave it out; the text is read without a date"
    return Unreadable(f"`date` is {shown}; {expected}", mend, code=ProblemCode.BAD_DATE)
