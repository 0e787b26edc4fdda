"""Where, when, how surely, and as news or history: what a sentence gives one of its words."""

from collections.abc import Callable
from datetime import date

import pytest

from marsad.domain.vocabulary import Modality, PlacePrecision
from marsad.reading.attribution import credit, find_frames
from marsad.reading.circumstances import distance, is_background, modality_of, place_for, time_for
from marsad.reading.page import Page
from marsad.reading.parse import Token
from marsad.reading.time_tense import verb_is_ahead

PageOf = Callable[..., Page]
Word = Callable[[Page, str], Token]

PLACES = [
    ("The junta opened its offensive the same week that a truce took effect in Colombia.", "offensive", None),
    ("The junta opened its offensive the same week that a truce took effect in Colombia.", "truce", "Colombia"),
    ("Shelling killed two people in Kharkiv.", "Shelling", "Kharkiv"),
    ("Rebels attacked Goma after leaving Bukavu.", "attacked", "Goma"),
    ("GENEVA (Agency) -- Gunmen attacked a village near Bangui.", "attacked", "Bangui"),
    ("A spokesman in Ankara said strikes hit Sinjar.", "strikes", "Sinjar"),
    ("A deal brokered by Qatar was signed.", "deal", None),
    ("Aleppo residents protested.", "protested", None),
    ("Troops shelled Bakhmut. Two people died in the city.", "died", "Bakhmut"),
    ("Rebels hold Kidal. Militants attacked a school there.", "attacked", "Kidal"),
    ("Thousands have died in the Yemeni war.", "died", "Yemen"),
    ("Shells hit Orikhiv. Nine men were hurt and taken to hospital in Dnipro.", "hurt", None),
    ("Shells hit Orikhiv. Two of the wounded died in a clinic in Dnipro.", "died", None),
    ("Shells hit Orikhiv. Doctors at a hospital in Dnipro treated 14 wounded.", "treated", None),
    ("Bodies of 12 herders were brought to the morgue in Maiduguri.", "brought", None),
    ("Shells hit a hospital in Dnipro.", "hit", "Dnipro"),
    ("Two nurses were killed in a hospital in Kabul.", "killed", "Kabul"),
    ("Gunmen in Chad fled. Protests broke out across the country.", "Protests", "Chad"),
    ("A bomb hurt two guards in the Malian capital.", "hurt", "Bamako"),
    ("Gunmen attacked a bus in Tame, Arauca department, Colombia.", "attacked", "Tame"),
    ("Late news BAMAKO Rebels shelled a village near Kidal.", "shelled", "Kidal"),
    ("The armed forces of Artsakh shelled a farm near Horadiz.", "shelled", "Horadiz"),
]


@pytest.mark.parametrize(("text", "at", "expected"), PLACES)
def test_place(page_of: PageOf, word: Word, text: str, at: str, expected: str | None) -> None:
    page = page_of(text)
    token = word(page, at)
    sentence = next(each for each in page.sentences if each.start <= token.i < each.end)
    place = place_for(page, sentence, token, find_frames(page))
    assert (place.name if place else None) == expected


TIMES = [
    ("The priest protested on Monday the murder of a pupil.", "murder", None),
    ("On Monday the army claimed to have shelled Goma.", "shelled", date(2024, 3, 11)),
    ("Gunmen raided the camp on Tuesday.", "raided", date(2024, 3, 12)),
    ("The army said on Wednesday that rebels raided the camp on Monday.", "raided", date(2024, 3, 11)),
    ("The army said on Wednesday that rebels raided the camp.", "raided", None),
    ("It was the first strike since 2016.", "strike", None),
    # Of another clause: who somebody is, what came before.
    ("A teacher who was arrested on Monday said police had beaten him.", "beaten", None),
    ("Police shot a man wanted over a 2019 bombing.", "shot", None),
    ("The army retook the town that rebels had seized in January.", "retook", None),
    ("Two days after gunmen killed a mayor, soldiers clashed with rebels on Wednesday.", "killed", None),
    # Of the act itself, whatever the time hangs on.
    ("A blast that killed ten people hit Goma on Sunday.", "killed", date(2024, 3, 10)),
    ("Ten people died in clashes with rebels that began on Friday.", "clashes", date(2024, 3, 8)),
    ("The raid left five people wounded on Tuesday.", "wounded", date(2024, 3, 12)),
    ("Shells killed a farmer in Goma on Monday, a doctor said.", "killed", date(2024, 3, 11)),
    ("The party - in power since 1963 - crushed the protests.", "crushed", None),
    # Set off in front.
    ("On 3 March 2024, gunmen believed to be deserters shot dead a trader.", "shot", date(2024, 3, 3)),
    ("Around 9 March (as reported), herders burned a farm.", "burned", date(2024, 3, 8)),
    ("On Monday, the army said that rebels raided the camp.", "raided", None),
]


@pytest.mark.parametrize(("text", "at", "expected"), TIMES)
def test_time(page_of: PageOf, word: Word, text: str, at: str, expected: date | None) -> None:
    page = page_of(text)
    (sentence,) = page.sentences
    time = time_for(page, sentence, word(page, at), find_frames(page))
    assert (time.start if time else None) == expected


MODALITIES = [
    ("Rebels attacked the town.", "attacked", Modality.ASSERTED),
    ("Rebels did not attack the town.", "attack", Modality.DENIED),
    ("No vessel was attacked.", "attacked", Modality.DENIED),
    ("The army failed to capture the hill.", "capture", Modality.DENIED),
    ("The mayor forbade his guards to fire at the crowd.", "fire", Modality.DENIED),
    ("Reports that rebels had entered the town are false.", "entered", Modality.DENIED),
    ("Rebels may attack the town.", "attack", Modality.POSSIBLE),
    ("The blast is believed to have killed two guards.", "blast", Modality.POSSIBLE),
    ("Officials warned of the risk of an attack.", "attack", Modality.POSSIBLE),
    ("A suspected attack hit the port.", "attack", Modality.POSSIBLE),
    ("Troops will attack the town.", "attack", Modality.PLANNED),
    ("Troops are preparing to storm the town.", "storm", Modality.PLANNED),
    ("The army is preparing for an offensive.", "offensive", Modality.PLANNED),
    ("The threat of an invasion grew.", "invasion", Modality.PLANNED),
    ("If rebels attack the town, people will flee.", "attack", Modality.HYPOTHETICAL),
    ("Were the army to strike the plant, they would answer.", "strike", Modality.HYPOTHETICAL),
]


@pytest.mark.parametrize(("text", "at", "expected"), MODALITIES)
def test_modality(page_of: PageOf, word: Word, text: str, at: str, expected: Modality) -> None:
    page = page_of(text)
    token = word(page, at)
    assert modality_of(token, credit(find_frames(page), token.i)) is expected


BACKGROUND = [
    ("Rebels captured the town on Tuesday.", "captured", False),
    ("Rebels captured the town in 2016.", "captured", True),
    ("The army had captured the town.", "captured", True),
    ("A monitor said that the army had captured the town.", "captured", False),
    ("Militants previously attacked the base.", "attacked", True),
    ("Jets bombed the port in retaliation for a raid.", "raid", True),
    ("Jets bombed the port in retaliation for a raid.", "bombed", False),
]


@pytest.mark.parametrize(("text", "at", "expected"), BACKGROUND)
def test_background(page_of: PageOf, word: Word, text: str, at: str, expected: bool) -> None:
    page = page_of(text)
    (sentence,) = page.sentences
    token = word(page, at)
    assert is_background(page, sentence, time_for(page, sentence, token, find_frames(page)), token) is expected


def test_without_a_date_of_publication_only_words_and_tense_tell_history(page_of: PageOf, word: Word) -> None:
    page = page_of("Rebels captured the town in 2016.", None)
    token = word(page, "captured")
    assert is_background(page, page.sentences[0], time_for(page, page.sentences[0], token), token) is False


def test_distance_counts_steps_and_ends_at_the_sentence(page_of: PageOf, word: Word) -> None:
    page = page_of("Rebels attacked. Troops fled.")
    assert distance(word(page, "Rebels"), word(page, "attacked")) == 1
    assert distance(word(page, "Rebels"), word(page, "fled")) > 50


AHEAD = [
    ("They will meet on Sunday.", True),
    ("They planned to meet on Sunday.", True),
    ("The union said it would strike on Sunday.", True),
    ("They had scheduled a rally on Sunday.", True),
    ("They met on Sunday.", False),
    ("The camp was raided on Sunday.", False),
    ("They meet on Sunday.", None),
]


@pytest.mark.parametrize(("text", "expected"), AHEAD)
def test_verb_is_ahead(page_of: PageOf, text: str, expected: bool | None) -> None:
    page = page_of(text)
    start = text.index("Sunday")
    assert verb_is_ahead(page.doc, start, start + 6) is expected


POINTS = [
    # text, the place as named, whether it has a point, whether it is as exact as a town
    ("Rebels shelled the village of Qarrumat (Homs province).", "Qarrumat", True, False),
    ("Rebels shelled Goma, Bukavu and Beni.", "Goma", True, True),
]


@pytest.mark.parametrize(("text", "name", "pointed", "exact"), POINTS)
def test_a_place_without_a_point_takes_that_of_the_place_that_it_is_in(
    page_of: PageOf, word: Word, text: str, name: str, pointed: bool, exact: bool
) -> None:
    page = page_of(text)
    place = place_for(page, page.sentences[0], word(page, "shelled"))
    assert place is not None
    assert place.name == name
    assert (place.lat is not None) is pointed
    assert (place.precision <= PlacePrecision.NEAR) is exact
