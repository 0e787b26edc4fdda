"""The head of a text in, its date and outlet out; the text itself is not touched."""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from marsad.domain.problem import Problem
from marsad.domain.provenance import DateRule
from marsad.intake.day import parse_day
from marsad.intake.fault import Unreadable

HEADER = re.compile(r"\s*date[ \t]*:?[ \t]+(\d[\w/.-]*)", re.IGNORECASE)
YEAR_HEADER = re.compile(r"\s*(?:date|year)[ \t]*:?[ \t]+(\d{4})(?=\s)", re.IGNORECASE)
HEAD_CHARACTERS = 600
"""A dateline stands within the first lines, after a title at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a text says of itself before its first sentence."""

    date: dt.date | None = None
    rule: DateRule | None = None
    outlet: str | None = None
    problems: tuple[Problem, ...] = ()


def read_heading(text: str, where: str, latest: dt.date | None = None) -> Heading:
    """The `date YYYY-MM-DD` header's day, and the dateline's outlet; a dateline gives a day only with its year.

    The year is the dateline's own or a `date YYYY` header's; it is never taken from the story or from the clock.
    """
    dateline = _dateline().search(text[:HEAD_CHARACTERS])
    outlet = (dateline["outlet"] or dateline["outlet_only"] or "").strip() or None if dateline else None
    try:
        header = _header_day(text, latest)
        day = header or _dateline_day(text, dateline, latest)
        rule = DateRule.HEADER if header else DateRule.DATELINE if day else None
        return Heading(date=day, rule=rule, outlet=outlet)
    except Unreadable as fault:
        return Heading(outlet=outlet, problems=(fault.problem(where),))


def _header_day(text: str, latest: dt.date | None) -> dt.date | None:
    found = HEADER.match(text)
    if found is None or YEAR_HEADER.match(text):
        return None
    return parse_day(found[1], latest)


def _dateline_day(text: str, dateline: re.Match[str] | None, latest: dt.date | None) -> dt.date | None:
    if dateline is None or dateline["month"] is None:
        return None
    header = YEAR_HEADER.match(text)
    year = dateline["year"] or (header[1] if header else None)
    if year is None:
        return None
    month = months()[dateline["month"].rstrip(".").casefold()]
    return parse_day(f"{year}-{month:02d}-{int(dateline['day']):02d}", latest)


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    text = files("marsad.intake").joinpath("dateline.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def months() -> dict[str, int]:
    """The number of each month by each of its forms, in small letters."""
    return {form: number for number, forms in enumerate(_words()["months"].values(), 1) for form in forms}


@cache
def _dateline() -> re.Pattern[str]:
    """PLACE[, Country], [Month day[, year]] [(OUTLET)] — at the head of a line: capitals, then a dash.

    One of month and outlet must stand there, else any line with a dash would be a dateline.
    """
    names = "|".join(sorted((re.escape(form) for form in months()), key=len, reverse=True))
    dashes = "|".join(re.escape(dash) for dash in _words()["dashes"]["forms"])
    return re.compile(
        rf"^[ \t]*(?:date[ \t]+[\d-]+[ \t]+)?(?P<place>[^\W\d_a-z][^a-z\n()\d]{{1,40}}?(?:,[^\n()\d]{{2,40}}?)?)[ \t,]*"
        rf"(?:(?P<month>(?i:{names}))\.?[ \t]+(?P<day>\d{{1,2}})(?:,?[ \t]+(?P<year>\d{{4}}))?[ \t,]*"
        rf"(?:\((?P<outlet>[^()\n]{{2,40}})\))?|\((?P<outlet_only>[^()\n]{{2,40}})\))[ \t]*(?:{dashes})",
        re.MULTILINE,
    )
