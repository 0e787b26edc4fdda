"""Which places a phrase names as ground, and how much of each."""

import pytest

from marsad.domain.vocabulary import PlacePrecision
from marsad.reading.control_ground import grounds_of, territory_nouns


@pytest.mark.parametrize(
    ("text", "noun", "grounds"),
    [
        ("They hold Kharkiv and Sumy.", "Kharkiv", [("Kharkiv", None), ("Sumy", None)]),
        ("They hold parts of Kharkiv.", "parts", [("Kharkiv", "part")]),
        ("They hold most of Darfur.", "most", [("Darfur", "most")]),
        ("They hold the outskirts of Sumy.", "outskirts", [("Sumy", "outskirts")]),
        ("They hold the city of Bamako.", "city", [("Bamako", None)]),
        ("They hold all of Bamako.", "all", [("Bamako", "whole")]),
        ("They hold three towns, including Kutum and Bara.", "towns", [("Kutum", None), ("Bara", None)]),
        ("They hold regular meetings.", "meetings", []),
        ("They took most of the blame.", "most", []),
    ],
)
def test_the_ground_that_a_phrase_names(page_of, word, text, noun, grounds):
    page = page_of(text)
    (sentence,) = page.sentences
    found = grounds_of(page, sentence, word(page, noun))
    named = [(ground.place.name, ground.extent) for ground in found if ground.place.lat is not None]
    assert named == grounds


@pytest.mark.parametrize(
    ("text", "noun", "place"),
    [
        ("Soldiers reached Bukavu at noon. By night they held the town.", "town", "Bukavu"),
        ("Soldiers reached Bukavu at noon. By night they held it.", "it", "Bukavu"),
        ("They held the town.", "town", None),  # no place named before
    ],
)
def test_the_town_is_the_one_named_last(page_of, word, text, noun, place):
    page = page_of(text)
    found = grounds_of(page, page.sentences[-1], word(page, noun))
    assert [ground.place.name for ground in found if ground.place.lat is not None] == ([place] if place else [])


def test_ground_without_a_name_keeps_its_words_and_no_point(page_of, word):
    page = page_of("Rebels captured dozens of villages.")
    (ground,) = grounds_of(page, page.sentences[0], word(page, "villages"))
    assert ground.place.lat is None
    assert ground.place.precision is PlacePrecision.AREA
    assert "villages" in ground.place.text


@pytest.mark.parametrize(
    ("text", "noun", "words"),
    [
        ("Rebels captured dozens of villages.", "dozens", "dozens of villages"),
        ("Rebels captured dozens of towns and villages.", "dozens", "dozens of towns and villages"),
        ("Rebels captured dozens of towns across the north.", "dozens", "dozens of towns across the north"),
        ("Rebels captured towns and villages.", "towns", "towns and villages"),
    ],
)
def test_ground_without_a_name_goes_by_all_its_words(page_of, word, text, noun, words):
    page = page_of(text)
    ground = grounds_of(page, page.sentences[0], word(page, noun))[0]
    assert (ground.place.name, ground.place.text) == (words, words)


@pytest.mark.parametrize(("kind", "form"), [("part", "villages"), ("outskirts", "fringes"), ("most", "majority")])
def test_nouns_of_ground_in_singular_and_plural(kind, form):
    assert form in territory_nouns(kind)
