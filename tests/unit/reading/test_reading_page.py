"""The page: quotes are slices, mentions are found by their tokens, and the country is that of most places."""

import pytest

from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.page import covering, split_sentences


@pytest.mark.parametrize(
    ("text", "start", "end", "quote"),
    [
        ("  Shells fell. ", 0, 15, "Shells fell."),
        ("— Shells fell —", 0, 15, "Shells fell"),
        ("• Shells fell.\n", 0, 15, "Shells fell."),
        ("Shells", 2, 4, "el"),
        ("---", 0, 3, ""),  # nothing is left, and nothing is invented
    ],
)
def test_a_quote_is_the_slice_less_blanks_and_dashes_at_its_ends(page_of, text, start, end, quote):
    page = page_of(text)
    found = page.quote(start, end)
    assert found.text == quote
    assert page.document.text[found.start : found.end] == quote


def test_a_run_of_sentences_is_one_quote(page_of):
    page = page_of("Shells fell. Two died. It rained.")
    first, second, _ = page.sentences
    assert page.quote_of(first, second).text == "Shells fell. Two died."
    assert page.quote_of(second).text == "Two died."


def test_each_sentence_has_its_own_places_and_times(page_of):
    page = page_of("Rebels left Goma on Monday. The army took Bukavu on Tuesday.")
    first, second = page.sentences
    assert [[each.place.name for each in page.places_in(span)] for span in (first, second)] == [["Goma"], ["Bukavu"]]
    assert [len(page.times_in(span)) for span in (first, second)] == [1, 1]


def test_every_token_of_a_mention_leads_to_it(page_of, word):
    page = page_of("Rebels left Wad Madani on Monday.")
    assert page.place_at[word(page, "Wad").i] is page.place_at[word(page, "Madani").i]
    assert word(page, "left").i not in page.place_at


def test_the_last_place_before_a_word_is_never_a_country_nor_the_dateline(page_of, word):
    page = page_of("NAIROBI (Wire) — Sudan was calm. Soldiers from Kassala crossed into Eritrea and stopped.")
    found = page.place_before(word(page, "stopped").i)
    assert found is not None
    assert found.place.name == "Kassala"
    assert page.place_before(word(page, "calm").i) is None
    assert page.place_before(word(page, "stopped").i, [PlacePrecision.PROVINCE]) in {None, found}


@pytest.mark.parametrize(
    ("text", "country"),
    [("Shells fell on Kharkiv and Sumy, Moscow said.", "UA"), ("Nothing was named.", None)],
)
def test_the_country_is_that_of_most_places(page_of, text, country):
    assert page_of(text).country == country


def test_an_actor_covers_its_tokens(page_of):
    page = page_of("The Rapid Support Forces left.")
    (span,) = page.actors
    assert set(covering([span])) == set(range(span.start, span.end))


def test_sentences_of_signs_alone_are_left_out(page_of):
    assert len(split_sentences(page_of("One fell.\n\n* * *\n\nTwo fell.").doc)) == 2
