"""The reader as a whole: quotes are slices, batches change nothing, and no text stops it."""

from datetime import date
from typing import Any

import pytest

from marsad.domain.document import Document
from marsad.domain.mention import ActorMention, PlaceMention, Speech, TimeMention
from marsad.domain.wire import to_line
from marsad.reading.language import BATCH_SIZE

DAY = date(2024, 3, 14)
SENTENCE = "Rebels shelled Bukavu and killed three civilians, the army said on Monday. "


def read(reader: Any, text: str, *, day: date | None = DAY) -> Any:
    (reading,) = reader.read([Document(id="d1", text=text, date=day)], mentions=True)
    return reading


def quotes_of(reading: Any) -> list[Any]:
    spoken = [each for each in reading.mentions if isinstance(each, Speech)]
    return [
        *(claim.quote for claim in reading.claims),
        *(mention.quote for mention in reading.mentions),
        *(each for speech in spoken for each in (speech.speaker, speech.cue) if each is not None),
    ]


# Texts that are strange, each with whether anything is to be claimed of it.
STRANGE = [
    ("", False),
    (" \n\t\n ", False),
    ("\x00" * 300, False),
    ("Rebels\x00 killed three\x00 people in Bukavu.", True),
    ("\u202eRebels killed three people\u202c in \u2066Bukavu\u2069.", True),
    ("Rebels killed three people in Bukavu.\r\n\r\nThey left.\r\n", True),
    ("…?! --- *** (((", False),
    ("💥" * 200, False),
    ("e\u0301" * 500, False),
    ("a" * 50_000, False),
    ("قُتل ثلاثة أشخاص في قصف على المدينة.", False),
    ("| 3 | 4 |\n| killed | wounded |", None),
    ("https://example.org/3-killed-in-bukavu?x=1", None),
    ("<p>Three people were killed.</p>", None),
    ("{{ 7 * 7 }} ${x} %s %(killed)d", None),
]


@pytest.mark.parametrize(("text", "claimed"), STRANGE, ids=range(len(STRANGE)))
def test_strange_texts_are_read_and_each_quote_is_its_slice(reader, text, claimed):
    reading = read(reader, text)
    assert claimed is None or bool(reading.claims) is claimed
    for quote in quotes_of(reading):
        assert text[quote.start : quote.end] == quote.text
        assert quote.text


@pytest.mark.parametrize(
    "text",
    [
        '.,;:!?-"' * 50,
        "Three died \ud800 in Bukavu.",
        SENTENCE * 1_400,
    ],
    ids=["quotation marks alone", "lone surrogate", "longer than one piece"],
)
def test_no_text_stops_the_reader(reader, text):
    read(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "Rebels killed three people on Monday.",
        "Floods have struck the town for a decade.",
        "Three people were killed yesterday, three days after the truce.",
    ],
)
def test_a_text_without_a_day_is_read_and_its_relative_days_stay_unknown(reader, text):
    reading = read(reader, text, day=None)
    assert all(claim.time is None or claim.time.start is None for claim in reading.claims)


def test_a_long_text_of_one_sentence_is_read(reader):
    text = "rebels and soldiers and villages and three people killed " * 60
    reading = read(reader, text)
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes_of(reading))


def test_readings_come_in_the_order_of_the_documents_and_batches_change_nothing(reader):
    texts = [f"{SENTENCE}The army lost {number} soldiers near Goma." for number in range(2, BATCH_SIZE + 6)]
    documents = [Document(id=f"d{number}", text=text, date=DAY) for number, text in enumerate(texts)]
    together = list(reader.read(documents, mentions=True))
    alone = [reading for document in documents for reading in reader.read([document], mentions=True)]
    assert [reading.document.id for reading in together] == [document.id for document in documents]
    assert [_lines(reading) for reading in together] == [_lines(reading) for reading in alone]


def test_reading_twice_gives_the_same(reader):
    assert _lines(read(reader, SENTENCE * 3)) == _lines(read(reader, SENTENCE * 3))


def test_no_documents_give_no_readings(reader):
    assert list(reader.read([])) == []


def test_documents_are_pulled_as_they_are_needed(reader):
    pulled: list[int] = []

    def documents() -> Any:
        for number in range(20 * BATCH_SIZE):
            pulled.append(number)
            yield Document(id=f"d{number}", text="Rain fell.")

    assert next(iter(reader.read(documents()))).document.id == "d0"
    assert len(pulled) < 20 * BATCH_SIZE


def test_mentions_are_given_where_asked_for_in_text_order(reader):
    document = Document(id="d1", text=f"{SENTENCE}The RSF left Bukavu.", date=DAY)
    (without,) = reader.read([document])
    (reading,) = reader.read([document], mentions=True)
    assert without.mentions == ()
    assert {type(each) for each in reading.mentions} == {PlaceMention, TimeMention, ActorMention, Speech}
    assert [each.quote.start for each in reading.mentions] == sorted(each.quote.start for each in reading.mentions)


def test_a_place_that_no_gazetteer_knows_is_a_problem_with_its_words(reader):
    reading = read(reader, "Shells fell on the village of Qurmazabad. Two people died there.")
    (problem,) = [each for each in reading.problems if each.code == "unknown-place"]
    assert problem.quote is not None
    assert "Qurmazabad" in problem.quote.text
    assert problem.document == "d1"


def _lines(reading: Any) -> list[Any]:
    return [{**to_line(each), "document": "any"} | {"id": None} for each in (*reading.claims, *reading.mentions)]


def test_a_long_text_is_read_in_pieces_with_its_offsets(reader):
    text = "An opening line.\n\n" + SENTENCE * 1_400
    (reading,) = reader.read([Document(id="long", text=text)])
    assert {claim.quote.text for claim in reading.claims} == {
        text[claim.quote.start : claim.quote.end] for claim in reading.claims
    }
    assert max(claim.quote.end for claim in reading.claims) > 50_000
