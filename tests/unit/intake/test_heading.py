"""Date and outlet from the head of a text, which itself is not touched."""

import pytest

from marsad.intake import read_input


@pytest.mark.parametrize(
    ("text", "day", "outlet"),
    [
        (" date 2024-12-01 The column left.", "2024-12-01", None),
        ("date 2024-12-01\nThe column left.", "2024-12-01", None),
        ("Date: 2023-04-15\n\nKHARTOUM (AFP) — The column left.", "2023-04-15", "AFP"),
        ("BEIRUT, Dec 1 (AFP) — The column left.", None, "AFP"),  # no year: never guessed
        ("BEIRUT, Dec 1, 2024 (AFP) — The column left.", "2024-12-01", "AFP"),
        ("date 2024\nBEIRUT, Dec 1 (AFP) — The column left.", "2024-12-01", "AFP"),
        ("date 2024-12-02 BEIRUT, Dec 1 (AFP) — The column left.", "2024-12-02", "AFP"),  # the header goes before
        ("KYIV, Ukraine, March 3, 2022 (AP) -- The column left.", "2022-03-03", "AP"),
        ("Column leaves\n\nGOMA, DR Congo (Reuters) - The column left.", None, "Reuters"),
        ("EL FASHER, Sept. 9, 2024 – The column left.", "2024-09-09", None),
        ("The Sudanese army (SAF) - backed by jets - left.", None, None),
        ("Fighters of the group (HTS) said they left in 2016.", None, None),
        ("In May 3 men left - nobody knows where.", None, None),
        ("The date 2024-12-01 is in the middle.", None, None),
    ],
)
def test_heading(text, day, outlet):
    (document,), problems = read_input(text.encode(), "given")
    assert document.text == text
    assert (document.date and document.date.isoformat(), document.source) == (day, outlet)
    assert not problems


def test_a_records_own_fields_go_before_its_texts_head():
    record = b'{"text": "date 2024-12-01 HAMA (AFP) \xe2\x80\x94 x", "date": "2024-12-02", "source": "Le Soir"}'
    (document,), _ = read_input(record, "given")
    assert (document.date.isoformat(), document.source) == ("2024-12-02", "Le Soir")


def test_a_header_that_is_no_day_is_a_problem_and_the_text_is_still_read():
    (document,), (problem,) = read_input(b"date 2024-31-12 The column left.", "given")
    assert document.date is None
    assert problem.code == "bad-date"
