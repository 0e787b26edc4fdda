"""Texts made to cost: each pattern and each part of the reader gets more of what it looks for than any text has."""

import datetime as dt
import time

import pytest

from marsad.domain.document import Document

TRAPS = (
    "(", "\u201c", "-", "1,", "1 000 ", "and hundred ", "2024-12-", "December ", "aged 3, ", "al-", "the city of ",
    "a.b.",
    "Ali, son of ", "12:", "killed ", "up from 7 to ", "said ", "'s ", "\n- ",
)  # fmt: skip
LONG = 6_000


def read(reader, text):
    (reading,) = reader.read([Document(id="d", text=text, date=dt.date(2024, 12, 1))])
    return reading


@pytest.mark.parametrize("trap", TRAPS)
def test_no_text_makes_the_reader_take_minutes(reader, trap):
    """Twenty thousand brackets once did; ordinary text of this length takes a third of a second."""
    size = LONG * 3 if not trap.strip("(-\u201c") else LONG
    began = time.process_time()
    reading = read(reader, (trap * size)[:size])
    assert time.process_time() - began < 8
    assert all(len(claim.quote.text) <= size for claim in reading.claims)


def test_what_stands_behind_a_run_of_signs_is_read_and_its_sentence_stands_where_it_stood(reader):
    text = "(" * 900 + "\n\nSeven people were killed in Hama on Sunday.\n\n" + "-" * 900
    claims = [claim for claim in read(reader, text).claims if claim.kind == "casualty"]
    assert [claim.said.best for claim in claims] == [7]
    for claim in claims:
        assert (
            text[claim.quote.start : claim.quote.end]
            == claim.quote.text
            == "Seven people were killed in Hama on Sunday."
        )
