"""Whom a noun phrase stands for: names, demonyms, possessors, pronouns and words that point back."""

import pytest

from marsad.reading.actor_names import actor_name, actor_names, antecedent, belongs_to_a_side, possessors


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
        ("Libyan and Chadian troops clashed.", "troops", ("Libyan troops", "Chadian troops")),
        ("Military forces of Chad and Niger met.", "forces", ("military forces of Chad", "military forces of Niger")),
        ("Armed men stormed the bank.", "men", ("armed men",)),
        ("Some men stormed the bank.", "men", ()),  # who they are nothing says
        ("Death squads took him away.", "squads", ("death squads",)),
        ("A group of armed farmers blocked the road.", "group", ("armed farmers",)),
        ("Hundreds of protesters filled the square.", "Hundreds", ("protesters",)),
        ("Hundreds of houses burned.", "Hundreds", ()),
        ("Gunmen from the Zaghawa clan opened fire.", "Gunmen", ("Zaghawa clan",)),
        ("Militants belonging to Boko Haram fled.", "Militants", ("Boko Haram",)),
        ("Troops shelled rebel positions.", "positions", ("rebels",)),  # what is struck is theirs
        ("Troops shelled empty houses.", "houses", ()),
        ("Jets bombed a base of the Kenyan army.", "base", ("Kenyan army",)),
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


@pytest.mark.parametrize(
    ("text", "head", "name"),
    [
        ("On 7 May pro-Hadi forces crossed the wadi.", "forces", "pro-Hadi forces"),
        ("Houthi-aligned fighters crossed the wadi.", "fighters", "Houthi-aligned fighters"),  # not the Houthis
        ("At least 30 rebel fighters died.", "fighters", "rebel fighters"),
        ("For a week government troops held out.", "troops", "government troops"),
        ("The 35th Armoured Brigade held out.", "Brigade", "35th Armoured Brigade"),
        ("Honduran security\nforces closed the road.", "forces", "Honduran security forces"),
    ],
)
def test_a_name_keeps_its_own_words_and_no_others(page_of, word, text, head, name):
    page = page_of(text)
    found = actor_name(page, word(page, head))
    assert found == name


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
        ("Al-Shabaab stormed a hotel. The group denied it.", "group", "Al-Shabaab"),
        ("A group of tourists fled.", "group", "tourists"),  # they, not the group
        ("The group said nothing.", "group", None),
        ("The cartel said nothing.", "cartel", None),
        ("Hezbollah said its fighters had left.", "fighters", "Hezbollah"),
        ("The armed group Boko Haram denied it.", "group", "Boko Haram"),
        ("Boko Haram raided Bama. The militants burned the market.", "militants", "Boko Haram"),
        ("Boko Haram fought ISWAP. The militants burned the market.", "militants", "militants"),  # whose, nothing says
        ("Boko Haram raided Bama. Rebels burned the market.", "Rebels", "rebels"),
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
