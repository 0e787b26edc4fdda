"""The words of a day or an hour in, its days and TIMEX value out."""

from calendar import monthrange
from datetime import date

from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import TimePrecision
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.times_calendar import day_near, days_between, one_day, shift, week_of, weekday_near
from marsad.reading.times_moment import Moment, UnresolvedTimeError, without_days
from marsad.reading.times_patterns import Words
from marsad.reading.times_words import as_day_number, as_month, as_weekday, as_year, meaning

NOTE_DAYS = 31
"""Days behind the report within which a date without a year in brackets is read."""


def resolve_date(words: Words, moment: Moment) -> TimeSpan:
    """A day of a month, its year given or the nearest that the writer can mean."""
    month, number = as_month(words), as_day_number(words)
    year, weekday = as_year(words), as_weekday(words)
    part = meaning("parts", words.get("part") or words.get("part2"))
    if year is not None:
        return one_day(_real_day(year, month, number), part)
    if moment.reference is None:
        raise UnresolvedTimeError(
            f"XXXX-{month:02}-{number:02}",
            "neither the words nor the document give a year, so give the document its date",
        )
    day = day_near(moment.reference, month, number, ahead=moment.ahead, weekday=weekday)
    if day is None:
        raise UnresolvedTimeError(f"XXXX-{month:02}-{number:02}", "there is no such day")
    return one_day(day, part)


def resolve_days(words: Words, moment: Moment) -> TimeSpan:
    """Two days of one month and those between."""
    last = resolve_date({**words, "day": words["day2"]}, moment).end
    first = int("".join(filter(str.isdigit, words["day"])))
    if last is None or first > last.day:
        raise UnresolvedTimeError("XXXX-XX-XX", "the first day comes after the last")
    return days_between(last.replace(day=first), last)


def resolve_week_of_date(words: Words, moment: Moment) -> TimeSpan:
    return week_of(resolve_date(words, moment).start or moment.today)


def resolve_weekday(words: Words, moment: Moment) -> TimeSpan:
    """The day of that name behind, ahead where the words or the clause look ahead; the report's own day is that day.

    "Last Tuesday" is never the report's day, "next Tuesday" neither; "this Tuesday" lies in the report's week.
    """
    weekday, which = as_weekday(words) or 1, meaning("which", words.get("which"))
    part = meaning("parts", words.get("part"))
    if moment.reference is None:
        raise UnresolvedTimeError(f"XXXX-WXX-{weekday}", "the document has no date to count from, so give it one")
    today = moment.reference
    if which == "this":
        return one_day(shift(today, weekday - today.isoweekday()), part)
    if which in {"after", "same"}:
        return one_day(weekday_near(moment.then, weekday, ahead=True, same_day=which == "same"), part)
    ahead = which == "next" or (moment.ahead is True and which not in {"last", "past"})
    return one_day(weekday_near(today, weekday, ahead=ahead, same_day=not which), part)


def resolve_weekday_week_ago(words: Words, moment: Moment) -> TimeSpan:
    return one_day(shift(weekday_near(moment.today, as_weekday(words) or 1, ahead=False, same_day=False), -7))


def resolve_every_weekday(words: Words, _: Moment) -> TimeSpan:
    weekday = as_weekday({"weekday": words.get("weekday") or words["weekday2"]})
    part = meaning("parts", words.get("part") or words.get("part2"))
    return without_days(f"XXXX-WXX-{weekday}{'T' + part if part else ''}")


def resolve_night_between(words: Words, moment: Moment) -> TimeSpan:
    """UCDP: the night between two days is both."""
    last = resolve_weekday({"weekday": words["weekday2"]}, moment).start or moment.today
    first = weekday_near(last, as_weekday(words) or 1, ahead=False)
    return days_between(first, last, f"{first.isoformat()}TNI")


def resolve_deictic(words: Words, moment: Moment) -> TimeSpan:
    """Today, yesterday and tomorrow are those days of the report."""
    word = words["deictic"]
    part = meaning("parts", words.get("part")) or ("NI" if word == "tonight" else "")
    return one_day(shift(moment.today, load_lexicon("times")["deictic"][word]), part)


def resolve_part_of_day(words: Words, moment: Moment) -> TimeSpan:
    """A night or morning: "last" is the day before the report, "this" the report's, "that" of the day named last."""
    part, which = meaning("parts", words["part"]), meaning("which", words["which"])
    if which in {"same", "after"}:
        return one_day(shift(moment.then, int(which == "after")), part)
    return one_day(shift(moment.today, {"last": -1, "past": -1, "next": 1}.get(which, 0)), part)


def resolve_overnight(_: Words, moment: Moment) -> TimeSpan:
    """The night before the report and its own day, as a night between two days is both."""
    return days_between(shift(moment.today, -1), moment.today, f"{moment.today.isoformat()}TNI")


def resolve_offset(_: Words, moment: Moment) -> TimeSpan:
    """Days counted from the report's; the rule gives the first and the last."""
    first, last = (shift(moment.today, days) for days in moment.given["days"])
    return days_between(first, last, moment.given.get("timex") or (first.isoformat() if first == last else None))


def resolve_reference_only(_: Words, moment: Moment) -> TimeSpan:
    return without_days(moment.given["timex"])


def resolve_since_then(_: Words, moment: Moment) -> TimeSpan:
    if moment.anchor is None or moment.anchor.start is None:
        raise UnresolvedTimeError("PAST_REF", "the text names no day before it")
    return TimeSpan(start=moment.anchor.start, precision=TimePrecision.OPEN, timex="PAST_REF")


def resolve_next_day(words: Words, moment: Moment) -> TimeSpan:
    """The day before, after or itself of the day that the text named last ("the next day", "that day")."""
    step = load_lexicon("times")["steps"].get(words["which"], 0)
    if moment.anchor is None and step >= 0:
        raise UnresolvedTimeError("PAST_REF", "the text names no day before it")
    return one_day(shift(moment.then, step), "NI" if words["wholeunit"] == "night" else "")


def resolve_iso(words: Words, _: Moment) -> TimeSpan:
    year, month, day = map(int, words["iso"].split("-"))
    return one_day(_real_day(year, month, day), words.get("time", ""))


def resolve_figures(words: Words, _: Moment) -> TimeSpan:
    """A date in figures; day and month are told apart by size alone, and not at all where both could be the month."""
    first, second, third = words["a"], words["b"], words["c"]
    if len(first) == 4:
        return one_day(_real_day(int(first), int(second), int(third)))
    year = int(third) if len(third) == 4 else 2000 + int(third) - (100 if int(third) > 60 else 0)
    a, b = int(first), int(second)
    if a <= 12 and b <= 12 and a != b:
        raise UnresolvedTimeError(f"{year:04}-XX-XX", "day and month cannot be told apart")
    return one_day(_real_day(year, b, a) if b <= 12 else _real_day(year, a, b))


def resolve_bracketed(words: Words, moment: Moment) -> TimeSpan:
    """A note's own date, "(14/06)": the day and month that lie nearest behind the report, where only one order does."""
    first, second = int(words["bracketday"]), int(words["bracketmonth"])
    orders = {(first, second), (second, first)}
    days = {day_near(moment.today, month, day, ahead=False) for day, month in orders if 1 <= month <= 12 and day <= 31}
    near = [day for day in days if day is not None and 0 <= (moment.today - day).days <= NOTE_DAYS]
    if len(near) != 1:
        raise UnresolvedTimeError("XXXX-XX-XX", "day and month cannot be told apart")
    return one_day(near[0])


def resolve_clock(words: Words, moment: Moment) -> TimeSpan:
    """An hour, as a TIMEX value of the day beside it, else of the one named last; only a day beside it gives days."""
    day, clock = _day_beside(words, moment), clock_value(words)
    if day is not None:
        return one_day(day, clock)
    beside = moment.anchor.start if moment.anchor and moment.anchor.precision == TimePrecision.DAY else moment.reference
    return without_days(f"{beside.isoformat()}T{clock}" if beside else f"T{clock}")


def _day_beside(words: Words, moment: Moment) -> date | None:
    if words.get("weekday"):
        return resolve_weekday({"weekday": words["weekday"]}, moment).start
    if words.get("deictic"):
        return resolve_deictic({"deictic": words["deictic"]}, moment).start
    return resolve_date(words, moment).start if words.get("anymonth") else None


def clock_value(words: Words) -> str:
    """Hours and minutes of 24: "8 pm" is 20:00."""
    if not words.get("clock"):
        return meaning("parts", words.get("part"))
    digits = "".join(c if c.isdigit() else " " for c in words["clock"]).split()
    if len(digits[0]) == 4:
        return f"{digits[0][:2]}:{digits[0][2:]}"
    hour, minute = int(digits[0]), digits[1] if len(digits) > 1 else "00"
    is_evening = "p" in words["clock"] or (words.get("part") in {"evening", "night"} and hour < 12)
    hour = hour % 12 + 12 if is_evening else (0 if hour == 12 and "a" in words["clock"] else hour)
    return f"{hour:02}:{minute}"


def _real_day(year: int, month: int, number: int) -> date:
    if year < 1 or not 1 <= month <= 12 or not 1 <= number <= monthrange(year, month)[1]:
        raise UnresolvedTimeError(f"{year:04}-XX-XX", "there is no such day")
    return date(year, month, number)
