"""The words of a length of time in ("two weeks ago", "the past 24 hours"), its days and TIMEX value out."""

from datetime import date

from marsad.domain.time import TimeSpan
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.times_calendar import (
    add_months,
    days_between,
    month_of,
    one_day,
    quarter_of,
    shift,
    week_of,
    weekend_of,
    years_between,
)
from marsad.reading.times_moment import (
    Moment,
    NotATimeError,
    UnresolvedTimeError,
    duration_value,
    meaning_of_unit,
    without_days,
)
from marsad.reading.times_patterns import Words
from marsad.reading.times_words import as_count, meaning

DAYS_IN = {"S": 0, "M": 0, "H": 0, "D": 1, "W": 7, "WE": 7, "F": 14}
"""Days in a unit; those shorter than a day count for none."""


def resolve_ago(words: Words, moment: Moment) -> TimeSpan:
    """So many units before the report, or before and after the day named last for "earlier" and "later".

    A unit counted off is known to the unit: "two months ago" is that month, "three weeks ago" that week.
    """
    count, unit, way = as_count(words), meaning_of_unit(words), words["way"]
    if not count:
        return without_days("PAST_REF" if way != "later" else "FUTURE_REF")
    if unit == "Y" and moment.quarter and way != "later":
        return _quarter_years_on(moment.quarter, -int(count))
    is_later, is_of_report = load_lexicon("times")["steps"][way] > 0, way in load_lexicon("times")["told_from_report"]
    base = moment.today if is_of_report else moment.then
    if is_later and moment.anchor is None and not is_of_report:
        raise UnresolvedTimeError(duration_value(count, unit), "the text names no day before it")
    span = _counted_off(base, count if is_later else -count, unit)
    bound = meaning("approx", words.get("approx"))
    if bound == "above" and not is_later:
        return TimeSpan(end=span.end, precision=span.precision, timex=span.timex)
    if bound == "below" and not is_later:
        return TimeSpan(start=span.start, end=base, precision=span.precision, timex=span.timex)
    return span


def resolve_ago_to_the_day(words: Words, moment: Moment) -> TimeSpan:
    """As in "two years ago today": that very day."""
    count, unit = int(as_count(words)), meaning_of_unit(words)
    months = {"MO": 1, "Y": 12, "E": 120}.get(unit)
    if not count:
        return without_days("PAST_REF")
    if months is not None:
        return one_day(add_months(moment.today, -months * count))
    return one_day(shift(moment.today, -DAYS_IN[unit] * count))


def _quarter_years_on(quarter: TimeSpan, years: int) -> TimeSpan:
    """Of a quarter's figures, "a year earlier" is the same quarter."""
    start = quarter.start or date.min
    return quarter_of(start.year + years, (start.month + 2) // 3)


def _counted_off(base: date, count: float, unit: str) -> TimeSpan:
    number = int(count)
    if unit in DAYS_IN:
        return _days_off(base, number, unit)
    if unit in {"MO", "Q"}:
        month = add_months(base, number * (3 if unit == "Q" else 1))
        return month_of(month.year, month.month)
    year = base.year + number * {"Y": 1, "E": 10, "C": 100}[unit]
    return years_between(year, year)


def _days_off(base: date, number: int, unit: str) -> TimeSpan:
    day = shift(base, DAYS_IN[unit] * number)
    if unit in {"W", "WE"}:
        return week_of(day) if unit == "W" else weekend_of(day)
    if unit == "D":
        return one_day(day)
    return _from_either(day if unit == "F" else base, shift(base, -1 if number < 0 else 1))


def _from_either(one: date, other: date) -> TimeSpan:
    return days_between(min(one, other), max(one, other))


def resolve_past_units(words: Words, moment: Moment) -> TimeSpan:
    """A stretch that ends with the report.

    UCDP: 24 hours (and so a day) are the report's day and the one before, 48 and 72 hours two days before; up to six
    days leave the report's day out, "a few" are three; a week is seven days with the report's, recent weeks are three,
    as are recent months.
    """
    count = as_count(words) if words.get("count") else float(not words["unit"].endswith(("s", "ies")))
    unit = meaning_of_unit(words)
    if moment.ahead and words.get("which") is None:
        return without_days(duration_value(count, unit))
    start, end = _past_stretch(moment.today, int(count), unit)
    timex = duration_value(count, unit) if count or words.get("which") != "recent" else "PAST_REF"
    return days_between(start, end, timex) if start else without_days(timex)


def _past_stretch(today: date, count: int, unit: str) -> tuple[date | None, date]:
    if unit in {"S", "M", "H"}:
        hours = count if unit == "H" else 1
        return shift(today, -(1 if hours <= 24 else max(2, -(-hours // 24) - 1))), today
    if unit == "D":
        few = count or 3
        if few == 1:
            return shift(today, -1), today
        return (shift(today, -few), shift(today, -1)) if few <= 6 else (shift(today, -few), today)
    if unit in {"W", "F", "WE"}:
        weeks = (count or 3) * (2 if unit == "F" else 1)
        return shift(today, -7 * weeks + (1 if count else 0)), today
    if unit in {"MO", "Q"}:
        return add_months(today, -(count or 3) * (3 if unit == "Q" else 1)), today
    years = count * {"Y": 1, "E": 10, "C": 100}[unit]
    return (add_months(today, -12 * years) if years and years < today.year else None), today


def resolve_next_units(words: Words, moment: Moment) -> TimeSpan:
    """A stretch that begins after the report."""
    count = as_count(words) if words.get("count") else float(not words["unit"].endswith(("s", "ies")))
    unit = meaning_of_unit(words)
    timex = duration_value(count, unit)
    if not count and words["which"] == "coming":
        return without_days("FUTURE_REF")
    if not count or words["which"] == "following":
        return without_days(timex)
    today, number = moment.today, int(count)
    length = -(-number // 24) if unit == "H" else number * (DAYS_IN.get(unit) or 1)
    months = {"MO": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}
    end = shift(today, length) if unit in DAYS_IN else add_months(today, months[unit] * number)
    return days_between(today if unit in {"S", "M", "H"} else shift(today, 1), end, timex)


def resolve_duration(words: Words, moment: Moment) -> TimeSpan:
    """A length of time, which is no day; UCDP: "a five-day offensive" has lasted until the report.

    "A quarter" and "three quarters" are shares.
    """
    unit, plural = meaning_of_unit(words), words["unit"].endswith(("s", "ies"))
    count = as_count(words) if words.get("count") else float(not plural)
    if unit == "Q" and 0 < count < 4:
        raise NotATimeError
    timex = duration_value(count, unit)
    if count and unit in {"D", "W"} and moment.follows in load_lexicon("times")["violence"]["words"]:
        days = int(count) * (7 if unit == "W" else 1)
        return days_between(shift(moment.today, 1 - days), moment.today, timex)
    return without_days(timex)


def resolve_vague_duration(words: Words, _: Moment) -> TimeSpan:
    if words.get("way"):
        return without_days("FUTURE_REF" if words["way"] == "later" else "PAST_REF")
    return without_days(duration_value(0, meaning_of_unit(words)))


def resolve_every_unit(words: Words, _: Moment) -> TimeSpan:
    count = as_count(words) if words.get("count") else 1
    return without_days(duration_value(count, meaning_of_unit(words)))
