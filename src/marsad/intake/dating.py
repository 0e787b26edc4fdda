"""What a page says of its day in, the day and which of its sayings gave it out; nothing is guessed."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

from marsad.domain.provenance import DateRule
from marsad.intake.day import parse_day
from marsad.intake.fault import Unreadable
from marsad.intake.furniture import furniture
from marsad.intake.heading import months

HEAD_CHARACTERS = 2_000
"""A page says when it was published before its story, or within its first lines."""
IN_ADDRESS = re.compile(r"(?:^|[/_-])((?:19|20)\d{2})([/_-]?)(\d{2})\2(\d{2})(?![\d])")
NAMED_IN_ADDRESS = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,9})/(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day, and what said so."""

    day: date
    rule: DateRule


def first_day(told: Iterable[tuple[DateRule, date | None]]) -> Dated | None:
    """The first saying that gives a day; the order is that of trust."""
    return next((Dated(day=day, rule=rule) for rule, day in told if day is not None), None)


def written_day(value: str | None, latest: date | None) -> date | None:
    """The day of a time stamp, of a mail's date, or of words: `2024-12-03…`, `Tue, 03 Dec 2024 …`, `December 3, 2024`.

    Days in figures alone whose order is not known (03/12/2024) are none.
    """
    if not value:
        return None
    with suppress(Unreadable):
        return parse_day(value, latest)
    with suppress(ValueError):
        return _admit(parsedate_to_datetime(value).date(), latest)
    found = _day_in_words().match(value.strip())
    return _spell(found, latest) if found else None


def day_of_address(url: str | None, latest: date | None) -> date | None:
    """The day in the path of an address, year first: `/2024/12/03/`, `/2024-12-03-`, `/20241203/`, `/2024/dec/03/`."""
    with suppress(ValueError):
        path = urlsplit(url or "").path.casefold()
        for year, _, month, day in IN_ADDRESS.findall(path):
            with suppress(ValueError):
                return _admit(date(int(year), int(month), int(day)), latest)
        for year, name, day in NAMED_IN_ADDRESS.findall(path):
            if name in months():
                return _admit(date(int(year), months()[name], int(day)), latest)
    return None


def stamped_day(text: str, kind: str, latest: date | None) -> date | None:
    """The day that a line of the text gives as that of publishing, or of updating: by the surest of its words."""
    found = list(_stamps(text[:HEAD_CHARACTERS], kind, latest))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _stamps(text: str, kind: str, latest: date | None) -> Iterator[tuple[int, date]]:
    words = furniture()["stamps"][kind]
    for match in _stamp(kind).finditer(text):
        day = _spell(match, latest)
        if day is not None:
            yield words.index(match["label"].casefold()), day


def _spell(match: re.Match[str], latest: date | None) -> date | None:
    parts = match.groupdict()
    with suppress(ValueError):
        if parts["iso"]:
            return _admit(date.fromisoformat(parts["iso"]), latest)
        name, number = (parts["month"], parts["day"]) if parts["month"] else (parts["month2"], parts["day2"])
        return _admit(date(int(parts["year"] or parts["year2"]), months()[name.casefold()], int(number)), latest)
    return None


def _admit(day: date, latest: date | None) -> date | None:
    with suppress(Unreadable):
        return parse_day(day.isoformat(), latest)
    return None


@cache
def _stamp(kind: str) -> re.Pattern[str]:
    labels = "|".join(re.escape(one) for one in sorted(furniture()["stamps"][kind], key=len, reverse=True))
    return re.compile(
        rf"^[ \t>*-]*(?P<label>{labels})\b[ \t]*(?:on\b|at\b)?[ \t]*[:|–-]?\s*(?:on[ \t]+|- )?"
        rf"{_WEEKDAY}{_day_pattern()}",
        re.IGNORECASE | re.MULTILINE,
    )


_WEEKDAY = r"(?:[^\W\d_]{3,9}\.?,?[ \t]+)?(?=[\d\w])"


@cache
def _day_in_words() -> re.Pattern[str]:
    return re.compile(_WEEKDAY + _day_pattern(), re.IGNORECASE)


@cache
def _day_pattern() -> str:
    names = "|".join(sorted((re.escape(form) for form in months()), key=len, reverse=True))
    return (
        r"(?:(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
        rf"|(?P<month>{names})\.?[ \t]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ \t]+(?P<year>\d{{4}})(?!\d)"
        rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?[ \t]+(?P<month2>{names})\.?,?[ \t]+(?P<year2>\d{{4}})(?!\d))"
    )
