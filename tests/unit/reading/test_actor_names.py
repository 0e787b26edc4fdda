"""Whom a noun phrase stands for: names, demonyms, possessors, pronouns and words that point back."""

import pytest
from known_faults import not_yet

from marsad.reading.actor_names import actor_name, actor_names, antecedent, belongs_to_a_side, possessors

EARNED_BY_NONE = '"group" is taken for a short name of the one actor of no country that has it'


@pytest.mark.parametrize(
    ("text", "head", "names"),
    [
        ("Kenyan warplanes bombed the town.", "warplanes", ("Kenya",)),  # a country's arms are the country
        ("Syrian and Russian jets bombed the town.", "jets", ("Syria", "Russia")),
        ("Saudi-led coalition jets hit a bus in Saada.", "jets", None),  # anything but "Saudi Arabia" alone
        ("Hezbollah fighters crossed the valley.", "fighters", ("Hezbollah",)),
        ("Boko Haram militants raided a village.", "militants", ("Boko Haram",)),
        ("Ethiopian soldiers entered Mekelle.", "soldiers", ("Ethiopian soldiers",)),
        ("Some 40 rebel fighters fled.", "fighters", ("rebel fighters",)),  # less numbers and quantities
        ("Gunmen attacked the convoy.", "Gunmen", ("Gunmen",)),
        ("Houthi rebels and pro-government troops clashed.", "rebels", ("Houthi rebels", "troops")),
        ("The harvest failed.", "harvest", ()),
        ("Rain fell on Kadugli.", "Kadugli", ()),  # a town does nothing
        ("France sent envoys.", "France", ("France",)),
        ("Moscow denied the report.", "Moscow", ("Moscow",)),  # as a subject a capital is its government
        ("They met in Moscow.", "Moscow", ()),  # and after "in" the town
    ],
)
def test_a_phrase_names_its_actors(page_of, word, text, head, names):
    found = actor_names(page_of(text), word(page_of(text), head))
    if names is None:
        assert "Saudi Arabia" not in found
        return
    assert len(found) == len(names)
    for name, wanted in zip(found, names, strict=True):
        assert set(name.casefold().split()) & set(wanted.casefold().split()), (found, names)


def test_of_no_phrase_there_is_no_name(page_of):
    assert actor_names(page_of("Nothing happened."), None) == ()


@pytest.mark.parametrize(
    ("text", "head", "owners"),
    [
        ("Ukraine's artillery answered.", "artillery", ("Ukraine",)),
        ("Turkish and Israeli drones circled above.", "drones", ("Turkey", "Israel")),
        ("Russian-backed militias moved in.", "militias", ()),  # "Russian" of "Russian-backed" owns nothing
        ("Rebel shelling killed a teacher.", "shelling", ("rebels",)),
        ("Heavy shelling killed a teacher.", "shelling", ()),
    ],
)
def test_possessors_are_whose_the_thing_is(page_of, word, text, head, owners):
    page = page_of(text)
    assert possessors(page, word(page, head)) == owners


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Hezbollah attacked a post. It said the fighters returned.", "It", "Hezbollah"),
        ("Boko Haram raided Bama. They burned the market.", "They", "Boko Haram"),
        ("Boko Haram, which raided Bama, denied it.", "which", "Boko Haram"),
        ("It rained.", "It", None),  # nothing named before it
        ("Israel bombed the camp. They were asleep.", "They", None),  # "they" is never a state
    ],
)
def test_a_pronoun_stands_for_the_body_that_was_subject_last(page_of, word, text, pronoun, name):
    page = page_of(text)
    assert antecedent(page, word(page, pronoun)) == name


@pytest.mark.parametrize(
    ("text", "head", "name"),
    [
        not_yet("Al-Shabaab stormed a hotel. The group denied it.", "group", "Al-Shabaab", because=EARNED_BY_NONE),
        not_yet("A group of tourists fled.", "group", None, because=EARNED_BY_NONE),
        not_yet("The group said nothing.", "group", None, because=EARNED_BY_NONE),
        ("The cartel said nothing.", "cartel", None),
        ("Hezbollah said its fighters had left.", "fighters", "Hezbollah"),
    ],
)
def test_words_that_point_back_stand_for_the_body_named_before(page_of, word, text, head, name):
    page = page_of(text)
    assert actor_name(page, word(page, head)) == name


@pytest.mark.parametrize(
    ("noun", "belongs"),
    [("troops", True), ("warplanes", True), ("rebels", True), ("police", True), ("farmers", False), ("rain", False)],
)
def test_nouns_of_a_side(noun, belongs):
    assert belongs_to_a_side(noun) is belongs
