"""Pages in the manner of many kinds of sites, all invented: their story, day, outlet and writer, and what said so."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from marsad.intake.arrival import read_given
from marsad.intake.dating import day_of_address, stamped_day, written_day
from marsad.intake.furniture import strip_furniture
from marsad.intake.given import Asked, given_bytes

SITES = Path(__file__).parent / "sites"
EXPECTED = tomllib.loads((SITES / "expected.toml").read_text(encoding="utf-8"))
DAY = date(2024, 12, 3)


@pytest.fixture(scope="module")
def read():
    def run(name):
        data = (SITES / f"{name}.html").read_bytes()
        (arrival,) = read_given(replace(given_bytes(data, name), url=EXPECTED[name].get("address")), Asked())
        return arrival

    return run


def test_every_page_is_in_the_list():
    assert {path.stem for path in SITES.glob("*.html")} == set(EXPECTED)
    assert len(EXPECTED) >= 15


@pytest.mark.parametrize("name", EXPECTED)
def test_the_story_is_told_apart_from_the_page_around_it(read, name):
    text, expected = read(name).document.text, EXPECTED[name]
    assert [words for words in expected["keep"] if words not in text] == []
    assert [words for words in expected["drop"] if words in text] == []
    assert [words for words in expected.get("once", ()) if text.count(words) != 1] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_page_states_and_what_said_its_day(read, name):
    arrival, expected = read(name), EXPECTED[name]
    assert (str(arrival.document.date), arrival.dated_by) == (expected["day"], expected["rule"])
    stated = {field: getattr(arrival.document, field) for field in ("title", "source", "url", "language")}
    stated["author"] = arrival.author
    assert {field: value for field, value in stated.items() if field in expected} == {
        field: value for field, value in expected.items() if field in stated
    }


@pytest.mark.parametrize(
    "line",
    [
        "Also, seven-year-old twins were killed in the strike.",
        "Also on Sunday - the third day - two men died.",
        "Updated figures for 2024 put the number of the dead at 12.",
        "Posted at the gate, two guards were shot.",
        "Published reports of 12 dead were denied.",
        "Watch towers burned along the road.",
        "Related deaths are not counted.",
        "Share of the harvest burned: a third.",
        "Photographers were beaten, three cameras broken.",
        "- Karim Saleh, 41",
        "- Two killed - one of them a child - in Ordal",
        "X-ray rooms of two hospitals were hit.",
        "Date palms burned near the village.",
        "All rights groups left the town.",
        "Telegram channels said that nine had died.",
    ],
)
def test_a_line_of_the_story_stays(line):
    assert strip_furniture(f"First.\n{line}\nLast.", "Title") == f"First.\n{line}\nLast."


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/12/03/story", DAY),
        ("https://a.example/2024-12-03-story", DAY),
        ("https://a.example/news/20241203/story", DAY),
        ("https://a.example/world/2024/dec/03/story", DAY),
        ("https://a.example/story_2024_12_03.html", DAY),
        ("https://a.example/2024/13/03/", None),
        ("https://a.example/2024/12/", None),
        ("https://a.example/id/202412031234", None),
        ("https://a.example/12/03/2024/", None),
        ("https://a.example/story?d=2024-12-03", None),
        ("https://a.example/2031/12/03/", None),
        ("https://[broken/2024/12/03/", None),
        (None, None),
    ],
)
def test_the_day_of_an_address(url, day):
    assert day_of_address(url, date(2024, 12, 31)) == day


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-12-03T10:00:00Z", DAY),
        ("Tue, 03 Dec 2024 10:00:00 GMT", DAY),
        ("December 3, 2024", DAY),
        ("Tuesday, December 3, 2024 10:00", DAY),
        ("3 Dec 2024", DAY),
        ("03/12/2024", None),  # in some countries the twelfth of March
        ("Dec 3", None),
        ("yesterday", None),
        ("2024-12-33", None),
        ("", None),
        (None, None),
    ],
)
def test_a_written_day(value, day):
    assert written_day(value, date(2024, 12, 31)) == day


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("Published: 3 December 2024, 18:20\nStory.", "published", DAY),
        ("Title\nPosted on Tuesday, December 3, 2024\nStory.", "published", DAY),
        ("- Posted\n- 4 Dec 2024\n- Originally published\n- 3 Dec 2024", "published", DAY),
        ("Last updated on 3 Dec 2024 at 11.30pm", "updated", DAY),
        ("Last updated on 3 Dec 2024 at 11.30pm", "published", None),
        ("The list was published 3 December 2024 by the ministry.", "published", None),
        ("Published: 03/12/2024", "published", None),
    ],
)
def test_the_day_of_a_line(text, kind, day):
    assert stamped_day(text, kind, date(2024, 12, 31)) == day
