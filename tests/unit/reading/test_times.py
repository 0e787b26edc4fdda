"""Expressions of time: what is found, which days it means, and what is left unresolved."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.domain.mention import TimeMention
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ProblemCode
from marsad.reading.times import find_times

THURSDAY = date(2024, 12, 5)


def only(text: str, reference: date | None = THURSDAY, **options: object) -> TimeMention:
    """The only time of the text; of a range, whose ends are two mentions of the same days, the first."""
    mentions, _ = find_times(text, reference, **options)
    assert len({mention.time.text for mention in mentions}) == 1, [mention.quote.text for mention in mentions]
    return mentions[0]


def days(span: TimeSpan) -> tuple[str | None, str | None]:
    return tuple(day.isoformat() if day else None for day in (span.start, span.end))


UCDP = [  # Source: UCDP GED codebook, appendix 2; the report is of Thursday 5 December 2024
    ("Two men died today.", "2024-12-05", "2024-12-05", "day"),
    ("Two men died yesterday.", "2024-12-04", "2024-12-04", "day"),
    ("Two men died last Tuesday.", "2024-12-03", "2024-12-03", "day"),
    ("The town was shelled last night.", "2024-12-04", "2024-12-04", "day"),
    ("The town was shelled the other day.", "2024-12-04", "2024-12-04", "day"),
    ("The town was shelled on Monday night.", "2024-12-02", "2024-12-02", "day"),
    ("It fell in the night between Sunday and Monday.", "2024-12-01", "2024-12-02", "days"),
    ("It fell around 2 July.", "2024-07-01", "2024-07-03", "days"),
    ("Three were hurt recently.", "2024-12-02", "2024-12-04", "days"),
    ("Three were hurt in the past few days.", "2024-12-02", "2024-12-04", "days"),
    ("Three were hurt over the weekend.", "2024-11-30", "2024-12-01", "days"),
    ("Three were hurt this week.", "2024-12-02", "2024-12-05", "week"),
    ("Three were hurt in the past 24 hours.", "2024-12-04", "2024-12-05", "days"),
    ("Three were hurt in the past 48 hours.", "2024-12-03", "2024-12-05", "days"),
    ("Three were hurt in the last 72 hours.", "2024-12-03", "2024-12-05", "days"),
    ("Three were hurt in the past two days.", "2024-12-03", "2024-12-04", "days"),
    ("Nine have died since Tuesday.", "2024-12-03", None, "open"),
    ("Nine died in a five-day offensive.", "2024-12-01", "2024-12-05", "days"),
    ("Nine died late last week.", "2024-11-29", "2024-12-01", "days"),
    ("Nine died last week.", "2024-11-25", "2024-12-01", "week"),
    ("Nine died in the past week.", "2024-11-29", "2024-12-05", "days"),
    ("Nine died a fortnight ago.", "2024-11-21", "2024-12-04", "days"),
    ("Nine died in the first week of August.", "2024-08-01", "2024-08-07", "week"),
    ("Nine died in early March.", "2024-03-01", "2024-03-10", "days"),
    ("Nine died in the middle of March.", "2024-03-10", "2024-03-20", "days"),
    ("Nine died in late March.", "2024-03-15", "2024-03-31", "days"),
    ("Nine died in recent weeks.", "2024-11-14", "2024-12-05", "days"),
    ("Nine died earlier this month.", "2024-12-01", "2024-12-04", "days"),
    ("Nine died last month.", "2024-11-01", "2024-11-30", "month"),
    ("It began in early 1999.", "1999-01-01", "1999-04-30", "season"),
    ("It began in mid-1999.", "1999-05-01", "1999-08-31", "season"),
    ("It began in late 1999.", "1999-09-01", "1999-12-31", "season"),
    ("Many fled in the past few months.", "2024-09-05", "2024-12-05", "season"),
]

DAYS = [
    ("It fell on 1 December 2024.", "2024-12-01", "2024-12-01", "day"),
    ("It fell on December 1, 2024.", "2024-12-01", "2024-12-01", "day"),
    ("It fell on Dec. 1, 2024.", "2024-12-01", "2024-12-01", "day"),
    ("It fell on Sunday, Dec. 1.", "2024-12-01", "2024-12-01", "day"),
    ("It fell on the 3rd of May.", "2024-05-03", "2024-05-03", "day"),
    ("It fell on 2024-11-30.", "2024-11-30", "2024-11-30", "day"),
    ("It fell on 30/11/2024.", "2024-11-30", "2024-11-30", "day"),
    ("It fell on 11/30/2024.", "2024-11-30", "2024-11-30", "day"),
    ("Raids were carried out on May 3-5.", "2024-05-03", "2024-05-05", "days"),
    ("Raids between May 3 and May 7, 2016.", "2016-05-03", "2016-05-07", "days"),
    ("Raids from Monday to Thursday.", "2024-12-02", "2024-12-05", "days"),
    ("Raids on the night of 3-4 May.", "2024-05-03", "2024-05-04", "days"),
    ("Raids overnight Saturday to Sunday.", "2024-11-30", "2024-12-01", "days"),
    ("Raids on Friday and Saturday.", "2024-11-29", "2024-11-30", "days"),
    ("The march took place from March 2011 to June 2016.", "2011-03-01", "2016-06-30", "month"),
    ("Shells fell early Sunday.", "2024-12-01", "2024-12-01", "day"),
    ("Shells fell on Saturday evening.", "2024-11-30", "2024-11-30", "day"),
    ("Shells fell on Thursday.", "2024-12-05", "2024-12-05", "day"),  # the report's own weekday is the report's day
    ("Shells fell last Thursday.", "2024-11-28", "2024-11-28", "day"),
    ("Talks open next Wednesday.", "2024-12-11", "2024-12-11", "day"),
    ("Shells fell tonight.", "2024-12-05", "2024-12-05", "day"),
    ("Shells fell overnight.", "2024-12-04", "2024-12-05", "days"),
    ("Shells fell at dawn yesterday.", "2024-12-04", "2024-12-04", "day"),
    ("Shells fell at 1625 on Monday.", "2024-12-02", "2024-12-02", "day"),
    ("Shells fell two days ago.", "2024-12-03", "2024-12-03", "day"),
    ("They left two months ago.", "2024-10-01", "2024-10-31", "month"),
    ("They left three weeks ago.", "2024-11-11", "2024-11-17", "week"),
    ("They left more than a decade ago.", None, "2014-12-31", "year"),
    ("It was theirs until Friday.", None, "2024-11-29", "day"),
    ("It was theirs before 2016.", None, "2015-12-31", "year"),
    ("It has been theirs since 2011.", "2011-01-01", None, "open"),
    ("It has been theirs since the start of the year.", "2024-01-01", None, "open"),
    ("It has been theirs for two weeks.", "2024-11-21", None, "open"),
    ("Shelling went on from Monday onwards.", "2024-12-02", None, "open"),
    ("It fell in 2016.", "2016-01-01", "2016-12-31", "year"),
    ("It fell late last year.", "2023-09-01", "2023-12-31", "season"),
    ("It fell last summer.", "2024-06-01", "2024-08-31", "season"),
    ("It fell in summer 2016.", "2016-06-01", "2016-08-31", "season"),
    ("It fell in the 1990s.", "1990-01-01", "1999-12-31", "year"),
    ("It fell in November.", "2024-11-01", "2024-11-30", "month"),
    ("It fell last December.", "2023-12-01", "2023-12-31", "month"),
    ("It fell in June last year.", "2023-06-01", "2023-06-30", "month"),
    ("Many died in the first three months of 2024.", "2024-01-01", "2024-03-31", "season"),
    ("Many died in the last two weeks of November.", "2024-11-17", "2024-11-30", "days"),
    ("It was hit after Friday prayers.", "2024-11-29", "2024-11-29", "day"),
    ("It was hit again after Friday.", "2024-11-29", None, "open"),
    ("Elections are due on 20 December.", "2024-12-20", "2024-12-20", "day"),
    ("A bomb went off a few minutes ago.", "2024-12-05", "2024-12-05", "day"),
    ("A bomb went off an hour ago.", "2024-12-05", "2024-12-05", "day"),
    ("Two months ago today troops fired on a crowd.", "2024-10-05", "2024-10-05", "day"),
    ("A week ago today troops fired on a crowd.", "2024-11-28", "2024-11-28", "day"),
    ("Seven raids were flown in the past day.", "2024-12-04", "2024-12-05", "days"),
    ("A bus was burnt at night (03/12).", "2024-12-03", "2024-12-03", "day"),
]


@pytest.mark.parametrize(("text", "start", "end", "precision"), [*UCDP, *DAYS])
def test_words_mean_these_days(text, start, end, precision):
    time = only(text).time
    assert (*days(time), time.precision.value) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "quote", "written", "timex"),
    [
        ("Clashes broke out on Sunday.", "Sunday", "on Sunday", "2024-12-01"),
        ("Clashes since Wednesday afternoon.", "Wednesday afternoon", "since Wednesday afternoon", "2024-12-04TAF"),
        ("Clashes over the weekend.", "the weekend", "over the weekend", "2024-W48-WE"),
        ("Clashes last week.", "last week", "last week", "2024-W48"),
        ("Clashes in November 2024.", "November 2024", "in November 2024", "2024-11"),
        ("Clashes in the 2010s.", "the 2010s", "in the 2010s", "201"),
        (
            "Clashes in the third quarter of 2024.",
            "the third quarter of 2024",
            "in the third quarter of 2024",
            "2024-Q3",
        ),
        ("Clashes in spring 2024.", "spring 2024", "in spring 2024", "2024-SP"),
        ("Clashes at 8:30 am.", "8:30 am", "at 8:30 am", "2024-12-05T08:30"),
        ("Clashes at 8 pm on Sunday.", "8 pm on Sunday", "at 8 pm on Sunday", "2024-12-01T20:00"),
        ("Clashes for two months.", "two months", "for two months", "P2M"),
        ("A four-day truce was agreed.", "four-day", "four-day", "P4D"),
        ("Clashes every Monday.", "every Monday", "every Monday", "XXXX-WXX-1"),
        ("Clashes on Fridays.", "Fridays", "on Fridays", "XXXX-WXX-5"),
        ("It is now besieged.", "now", "now", "PRESENT_REF"),
        ("It is besieged daily.", "daily", "daily", "P1D"),
        ("Some fled years ago.", "years ago", "years ago", "PAST_REF"),
        ("It will be hard in the future.", "the future", "in the future", "FUTURE_REF"),
    ],
)
def test_quote_leaves_the_preposition_to_the_text(text, quote, written, timex):
    mention = only(text)
    assert (mention.quote.text, mention.time.text, mention.time.timex) == (quote, written, timex)


@pytest.mark.parametrize(
    "text",
    [
        "They may march on the capital.",
        "A 9-year-old boy was hurt.",
        "A force of 2000 soldiers crossed the river.",
        "Some 1,500 families and $2015 went missing.",
        "The sun sat high over the second village.",
        "The quarter was sealed off by police.",
        "Jan fled with friends.",
        "The council adopted resolution 1701.",
        "Three quarters of the houses burned.",
        "The 19 July Movement bombed a pylon.",
        "A judge was shot on 9 December Avenue.",
        "Rebels clashed with troops near Point 2031.",
    ],
)
def test_these_words_are_no_time(text):
    assert find_times(text, THURSDAY) == ((), ())


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("It fell on Sunday. A day later it was retaken.", [("2024-12-01",) * 2, ("2024-12-02",) * 2]),
        ("It fell on Sunday. The next day it was retaken.", [("2024-12-01",) * 2, ("2024-12-02",) * 2]),
        ("It fell on 3 May 2016 and that night it burned.", [("2016-05-03",) * 2, ("2016-05-03",) * 2]),
        ("War began in 2011. Since then many have fled.", [("2011-01-01", "2011-12-31"), ("2011-01-01", None)]),
    ],
)
def test_later_words_count_from_the_day_named_before(text, spans):
    mentions, problems = find_times(text, THURSDAY)
    assert [days(mention.time) for mention in mentions] == spans
    assert not problems


def test_a_stretch_ends_with_the_day_of_saying():
    mentions, _ = find_times("A monitor said on Tuesday that ten died in the past 24 hours.", THURSDAY)
    assert days(mentions[-1].time) == ("2024-12-02", "2024-12-03")


@pytest.mark.parametrize(
    ("is_ahead", "start"),
    [(lambda _s, _e: True, "2024-12-11"), (lambda _s, _e: False, "2024-12-04"), (None, "2024-12-04")],
)
def test_a_weekday_lies_behind_unless_its_clause_looks_ahead(is_ahead, start):
    assert days(only("Talks on Wednesday.", is_ahead=is_ahead).time)[0] == start


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("The vote is due on 7 October.", "2024-10-07"),
        ("The vote on 7 October matters.", "2024-10-07"),  # near ahead, and nothing speaks against it
        ("They have been held since 7 October.", "2023-10-07"),
        ("He recalled the 7 October attack.", "2023-10-07"),
        ("The group attacked on 7 October.", "2023-10-07"),
        ("The group attacked on 7 March.", "2024-03-07"),
        ("The truce was extended to 7 October.", "2024-10-07"),
        ("Curfew from today to 7 October.", "2024-08-20"),
    ],
)
def test_a_day_without_a_year_is_read_by_its_clause(text, start):
    assert days(only(text, date(2024, 8, 20)).time)[0] == start


def test_a_day_in_a_past_clause_is_never_ahead():
    past = only("They died on 7 January.", is_ahead=lambda _s, _e: False)
    assert days(past.time)[0] == "2024-01-07"


@pytest.mark.parametrize(
    "text", ["It fell on Wednesday.", "It fell last week.", "It fell on 3 May.", "It fell in May.", "It fell today."]
)
def test_without_a_date_relative_words_stay_unresolved(text):
    mentions, problems = find_times(text, None)
    assert [days(mention.time) for mention in mentions] == [(None, None)]
    assert [problem.code for problem in problems] == [ProblemCode.UNRESOLVED_TIME]
    assert problems[0].quote == mentions[0].quote


@pytest.mark.parametrize(
    "text", ["It fell on 3 May 2016.", "It fell in 2016.", "It fell in May 2016.", "It fell in the 1990s."]
)
def test_without_a_date_absolute_words_still_resolve(text):
    mentions, problems = find_times(text, None)
    assert mentions[0].time.start is not None
    assert not problems


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It fell on 03/04/2024.", "day and month cannot be told apart"),
        ("It fell on 31 February 2024.", "there is no such day"),
        ("A day later it fell.", "the text names no day before it"),
    ],
)
def test_days_that_cannot_be_known_are_a_problem_and_no_guess(text, reason):
    mentions, problems = find_times(text, THURSDAY)
    assert days(mentions[0].time) == (None, None)
    assert reason in problems[0].message


PIECES = """
    on since Monday May 3 31 2016 night the last next this two weeks years year winter century decade quarter ago later
    for has - to and Ünal 99/99/9999 0000-00-00 9999-12-31 1,000,000,000 early late weekend day earlier past
"""


@given(st.lists(st.sampled_from(PIECES.split()), max_size=12), st.one_of(st.none(), st.dates()))
def test_quotes_are_slices_in_order_and_spans_run_forward(pieces, reference):
    text = " ".join(pieces)
    mentions, problems = find_times(text, reference)
    ends = [0]
    for mention in mentions:
        assert text[mention.quote.start : mention.quote.end] == mention.quote.text
        assert mention.quote.start >= ends[-1]
        ends.append(mention.quote.end)
        assert not (mention.time.start and mention.time.end) or mention.time.start <= mention.time.end
    assert all(problem.quote in {mention.quote for mention in mentions} for problem in problems)
