"""The words of a week, month, season or year in, its days and TIMEX value out."""

from datetime import date

from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import TimePrecision
from marsad.reading.lexicon_files import load_lexicon
from marsad.reading.times_calendar import (
    NEAR_AHEAD_DAYS,
    add_months,
    day_near,
    days_between,
    month_of,
    one_day,
    quarter_of,
    season_of,
    shift,
    week_of,
    weekend_of,
    years_between,
)
from marsad.reading.times_lengths import resolve_past_units
from marsad.reading.times_moment import (
    Moment,
    NotATimeError,
    UnresolvedTimeError,
    duration_value,
    meaning_of_unit,
    without_days,
)
from marsad.reading.times_patterns import Words
from marsad.reading.times_words import as_count, as_month, as_weekday, as_year, meaning


def resolve_month(words: Words, moment: Moment) -> TimeSpan:
    """A month: its year as given, else the latest that has begun, or the next where the clause looks ahead."""
    month, year = as_month(words), as_year(words)
    if words.get("whichyear"):
        year = moment.today.year + {"last": -1, "this": 0, "next": 1}[words["whichyear"]]
    if year is None:
        if moment.reference is None:
            raise UnresolvedTimeError(
                f"XXXX-{month:02}", "neither the words nor the document give a year, so give the document its date"
            )
        year = _year_of_month(month, meaning("which", words.get("which")), moment)
    return _edge_of_month(month_of(year, month), meaning("edges", words.get("edge")))


def _year_of_month(month: int, which: str, moment: Moment) -> int:
    today = moment.today
    if which in {"last", "past"}:
        return today.year - (month >= today.month)
    if which == "next":
        return today.year + (month <= today.month)
    if which == "this":
        return today.year
    if which in {"same", "after"}:
        return moment.then.year
    is_near_ahead = moment.ahead is None and 0 < (month - today.month) % 12 <= NEAR_AHEAD_DAYS // 30
    if moment.ahead or is_near_ahead:
        return today.year + (month < today.month)
    return today.year - (month > today.month)


def _edge_of_month(month: TimeSpan, edge: str) -> TimeSpan:
    """UCDP's thirds of a month."""
    if not edge or month.start is None or month.end is None:
        return month
    first, last = load_lexicon("times")["edge_of_month"][edge]
    return days_between(month.start.replace(day=first), month.start.replace(day=min(last, month.end.day)), month.timex)


def resolve_every_month(words: Words, _: Moment) -> TimeSpan:
    return without_days(f"XXXX-{as_month(words):02}")


def resolve_week_of_month(words: Words, moment: Moment) -> TimeSpan:
    """UCDP: the first week of a month is its days 1 to 7, the second 8 to 14; the last is its last seven days."""
    month = resolve_month({name: word for name, word in words.items() if name != "ordinal"}, moment)
    number, last = load_lexicon("times")["ordinals"][words["ordinal"]], month.end
    if month.start is None or last is None or number > 5:
        raise UnresolvedTimeError(month.timex or "", "a month has no such week")
    start = shift(last, -6) if number < 0 else shift(month.start, 7 * (number - 1))
    return TimeSpan(start=start, end=min(shift(start, 6), last), precision=TimePrecision.WEEK, timex=month.timex)


def resolve_unit(words: Words, moment: Moment) -> TimeSpan:
    """A whole week, weekend, month, quarter, year, decade or century, or an edge of it.

    "Last week" is the Monday to Sunday before, "the past week" the seven days with the report's (UCDP).
    """
    unit = words.get("wholeunit") or words["wholeunit2"]
    which = meaning("which", words.get("which")) or "this"
    if which == "past" or (which == "last" and words.get("the") and words["which"] == "last"):
        if unit != "weekend":
            return resolve_past_units({"unit": unit, "which": "past"}, moment)
        which = "last"
    whole = _whole(unit, which, moment)
    phase = meaning("phases", words.get("phase") or words.get("phase2"))
    if phase in {"before", "after"} and which == "this":
        return _part_told_from(whole, phase, moment.today)
    return _edge_of(unit, whole, meaning("edges", words.get("edge")) or phase)


def _whole(unit: str, which: str, moment: Moment) -> TimeSpan:
    steps = {"last": -1, "next": 1, "after": 1}.get(which, 0)
    base = moment.then if which in {"same", "after"} else moment.today
    if unit == "week":
        return _this_week(base, moment) if which == "this" else week_of(shift(base, 7 * steps))
    if unit == "weekend":
        return _weekend(base, which, moment)
    if unit == "month":
        month = add_months(base, steps)
        return month_of(month.year, month.month)
    if unit == "quarter":
        month = add_months(base, 3 * steps)
        return quarter_of(month.year, (month.month + 2) // 3)
    length = {"year": 1, "decade": 10, "century": 100}[unit]
    first = base.year + steps if length == 1 else base.year // length * length + steps * length
    return years_between(first, first + length - 1, f"{first:04}"[: 4 - len(str(length)) + 1])


def _this_week(today: date, moment: Moment) -> TimeSpan:
    """UCDP: Monday to the report's day; from it to Sunday where the clause looks ahead."""
    week = week_of(today)
    start, end = (today, week.end) if moment.ahead else (week.start, today)
    return TimeSpan(start=start, end=end, precision=TimePrecision.WEEK, timex=week.timex)


def _weekend(today: date, which: str, moment: Moment) -> TimeSpan:
    """The weekend under way or just past; "next" and a clause that looks ahead take the coming one."""
    is_weekend = today.isoweekday() >= 6
    weeks = {"last": -1, "next": int(is_weekend), "after": int(is_weekend)}.get(which)
    if weeks is None:
        weeks = 0 if is_weekend or moment.ahead else -1
    return weekend_of(shift(today, 7 * weeks))


def _part_told_from(whole: TimeSpan, phase: str, today: date) -> TimeSpan:
    """UCDP: "earlier this month" is its first day to the day before the report; "later" what comes after."""
    if whole.start is None or whole.end is None:
        return whole
    if phase == "before":
        return days_between(whole.start, max(whole.start, shift(today, -1)), whole.timex)
    last = week_of(today).end if whole.precision == TimePrecision.WEEK else whole.end
    return days_between(min(shift(today, 1), last or today), last or today, whole.timex)


def _edge_of(unit: str, whole: TimeSpan, edge: str) -> TimeSpan:
    edge = {"before": "start", "after": "end"}.get(edge, edge)
    if not edge or whole.start is None:
        return whole
    table = load_lexicon("times")
    if unit == "week":
        monday = week_of(whole.start).start or whole.start
        first, last = table["edge_of_week"][edge]
        return days_between(shift(monday, first - 1), shift(monday, last - 1), whole.timex)
    if unit == "month":
        return _edge_of_month(whole, edge)
    if unit in {"year", "decade"}:
        return _edge_of_years(unit, whole.start.year, edge, whole.timex)
    return whole


def _edge_of_years(unit: str, year: int, edge: str, timex: str | None) -> TimeSpan:
    first, last = load_lexicon("times")[f"edge_of_{unit}"][edge]
    if unit == "decade":
        return years_between(year + first, year + last, timex)
    start, end = month_of(year, first).start, month_of(year, last).end
    return TimeSpan(start=start, end=end, precision=TimePrecision.SEASON, timex=timex)


def resolve_weekday_of_week(words: Words, moment: Moment) -> TimeSpan:
    week = resolve_unit({"wholeunit": "week", "which": words["which"]}, moment)
    return one_day(shift(week.start or moment.today, (as_weekday(words) or 1) - 1))


def resolve_half(words: Words, moment: Moment) -> TimeSpan:
    """The first or the second half of a year."""
    year, is_last = as_year(words) or moment.today.year, words["half"] != "first"
    start, end = month_of(year, 7 if is_last else 1).start, month_of(year, 12 if is_last else 6).end
    return TimeSpan(start=start, end=end, precision=TimePrecision.SEASON, timex=f"{year:04}-H{2 if is_last else 1}")


def resolve_holiday(words: Words, moment: Moment) -> TimeSpan:
    """A feast of fixed day; its year given or the nearest that the writer can mean."""
    month, day = load_lexicon("times")["holidays"][words["holiday"]]
    year = as_year(words)
    if year is None:
        near = day_near(moment.today, month, day, ahead=moment.ahead)
        year = near.year if near else moment.today.year
    return one_day(date(year, month, day))


def resolve_first_units(words: Words, moment: Moment) -> TimeSpan:
    """The first or the last so many units of a month or a year ("the first three months of 2024")."""
    whole, timex = _year_or_month(words, moment), duration_value(as_count(words), meaning_of_unit(words))
    days, months = {"D": 1, "W": 7}.get(meaning_of_unit(words)), meaning_of_unit(words) == "MO"
    count = int(as_count(words))
    if whole.start is None or whole.end is None or not count or not (days or months):
        return without_days(timex)
    if words["ordinalspan"] == "first":
        end = add_months(whole.start, count) if months else shift(whole.start, (days or 1) * count)
        return days_between(whole.start, min(shift(end, -1), whole.end), timex)
    after = shift(whole.end, 1)
    start = add_months(after, -count) if months else shift(after, -(days or 1) * count)
    return days_between(max(start, whole.start), whole.end, timex)


def _year_or_month(words: Words, moment: Moment) -> TimeSpan:
    if words.get("month"):
        return resolve_month({name: words[name] for name in ("month", "year") if name in words}, moment)
    if words.get("year2"):
        return years_between(int(words["year2"]), int(words["year2"]))
    return _whole(words["wholeunit"], "this", moment)


def resolve_year_end(_: Words, moment: Moment) -> TimeSpan:
    return one_day(date(moment.today.year, 12, 31))


def resolve_year(words: Words, moment: Moment) -> TimeSpan:
    """UCDP: early, mid and late are the thirds of the year. "2000 soldiers" is no year."""
    if not words.get("edge") and _is_number(moment):
        raise NotATimeError
    year, edge = as_year(words) or 0, meaning("edges", words.get("edge"))
    return _edge_of_years("year", year, edge, f"{year:04}") if edge else years_between(year, year)


def _is_number(moment: Moment) -> bool:
    figures = load_lexicon("times")["figures"]
    counts = moment.follows in figures["units"] or (moment.follows.endswith("s") and len(moment.follows) > 3)
    named = moment.precedes in figures["bounds"] or moment.precedes in figures["names"]
    return named or (counts and moment.precedes not in figures["openers"])


def resolve_years(words: Words, _: Moment) -> TimeSpan:
    first, last = words["year"], words["year2"]
    full = last if len(last) == 4 else first[:2] + last
    if int(full) <= int(first):
        raise UnresolvedTimeError(first, "the first year comes after the last")
    return years_between(int(first), int(full))


def resolve_decade(words: Words, _: Moment) -> TimeSpan:
    """Ten years; "the nineties" are the twentieth century's, as no other has had them yet."""
    digits = "".join(filter(str.isdigit, words["decade"])) or str(load_lexicon("times")["decades"][words["decade"]])
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    edge = meaning("edges", words.get("edge"))
    timex = f"{year:04}"[:3]
    return _edge_of_years("decade", year, edge, timex) if edge else years_between(year, year + 9, timex)


def resolve_season(words: Words, moment: Moment) -> TimeSpan:
    """A northern season; "last" is the latest that had ended, "this" the report's year's."""
    season, year = meaning("seasons", words["season"]), as_year(words)
    if year is None:
        which, today = meaning("which", words["which"]), moment.today
        past = [y for y in (today.year - 2, today.year - 1, today.year) if (season_of(y, season).end or today) < today]
        latest = past[-1] if past else today.year - 1
        year = {"last": latest, "past": latest, "same": moment.then.year}.get(which, today.year)
        year += which == "next" and latest == today.year
    return season_of(year, season)


def resolve_named_quarter(words: Words, moment: Moment) -> TimeSpan:
    """The quarter that the text named last; the rule gives the years between.

    Where no quarter was named before, "the quarter" is a part of a town.
    """
    quarter, years = moment.quarter, moment.given.get("years", 0)
    if quarter is None and not years:
        raise NotATimeError
    start = (quarter and quarter.start) or add_months(moment.today, -3)
    number = load_lexicon("times")["ordinals"][words["quarter"]] if words.get("quarter") else (start.month + 2) // 3
    return quarter_of(start.year + years, number)


def resolve_quarter(words: Words, moment: Moment) -> TimeSpan:
    """A quarter of the calendar year: the latest that has begun, unless a year is given."""
    number = load_lexicon("times")["ordinals"][words["quarter"]]
    year = as_year(words) or as_year({"year": words.get("year2", "")})
    if words.get("whichyear"):
        year = moment.today.year + {"last": -1, "this": 0, "next": 1}[words["whichyear"]]
    if year is None:
        today = moment.today
        year = today.year - (3 * number - 2 > today.month and not moment.ahead)
    return quarter_of(year, number)
