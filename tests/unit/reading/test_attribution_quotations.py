"""Quoted words that run over sentences and paragraphs: whose they are."""

from collections.abc import Callable

import pytest

from marsad.reading.attribution import credit, find_frames, find_speeches
from marsad.reading.attribution_quotations import find_quotations
from marsad.reading.page import Page

PageOf = Callable[[str], Page]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        # The speaker stands in the first, in the middle, in the last of the sentences.
        ('"We have no bread," said Fatima Adam. "The children cry. We wait."', [0, 1, 2]),
        ('"They came at dawn. They burned the barn," said Fatima Adam.', [0, 1]),
        ('Fatima Adam said: "They came at dawn. They burned the barn. We ran."', [0, 1, 2]),
        # A quotation left open at its paragraph's end is opened again by the next.
        ("Fatima Adam said: “They came at dawn.\n\n“They burned the barn.”", [0, 1]),
        # The closing mark of a paragraph stands alone in the parse.
        ('"They came," said Fatima Adam, a trader. "They shot us."\n\n"We ran," she added. "It rained."', [0, 1, 2, 3]),
        # The first person goes on without marks.
        ("We were asleep, Fatima Adam said. We heard a blast. Shops were shut on Tuesday.", [0, 1]),
        # Another's words between.
        ('"We ran," said Fatima Adam. The road was cut on Tuesday.', [0]),
    ],
)
def test_a_quotation_keeps_its_speaker(page_of: PageOf, text: str, sentences: list[int]) -> None:
    frames = find_frames(page_of(text))
    assert {frame.attribution.speaker for frame in frames} == {"Fatima Adam"}
    assert sorted({frame.sentence for frame in frames}) == sentences


@pytest.mark.parametrize(
    ("text", "word", "speaker"),
    [
        # "I" within another's marks carries nobody's words on.
        (
            "“We ran to the well,” said Fatima Adam. Marta Ruiz took up the tale: “I hid in the barn.”",
            "barn",
            None,
        ),
        # A quotation opened by one mark and closed by another ends there.
        (
            'Ana Silva said flatly: “It is over.”\n\n"They shelled the mill. They took the cattle,” Juan Rojas said.',
            "mill",
            "Juan Rojas",
        ),
        # Quotation marks make a speaker of whatever noun "wrote" has.
        (
            '"The bridge is down," wrote one subscriber. "The ferry burns."',
            "bridge",
            "one subscriber",
        ),
        # A name alone is a person, whom "she" can mean.
        ('Okello says the dam held. "The camp is full," she said.', "camp", "Okello"),
    ],
)
def test_a_quotation_is_not_the_neighbours(page_of: PageOf, text: str, word: str, speaker: str | None) -> None:
    page = page_of(text)
    token = next(token for token in page.doc if token.text == word)
    frame = credit(find_frames(page), token.i)
    assert (frame.attribution.speaker if frame is not None else None) == speaker


def test_a_speech_is_one_however_many_sentences_it_runs_over(page_of: PageOf) -> None:
    page = page_of('"We have no bread," said Fatima Adam. "The children cry. We wait."')
    (speech,) = find_speeches(page)
    assert page.doc[speech.start : speech.end].text.endswith('We wait."')


def test_quoted_words_within_a_sentence_do_not_make_a_speaker(page_of: PageOf) -> None:
    assert find_frames(page_of('The "free zone" was bombed on Monday.')) == ()


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said "no" twice.', ["no"]),
        ("She said “we’ll stay” and left.", ["we’ll stay"]),
        ("He wrote «jamais» on it.", ["jamais"]),
        ("Nothing is quoted here.", []),
    ],
)
def test_marks_of_many_kinds(page_of: PageOf, text: str, quoted: list[str]) -> None:
    page = page_of(text)
    marks = "\"“”«»'"
    assert [page.doc[each.start : each.end].text.strip(marks) for each in find_quotations(page)] == quoted
