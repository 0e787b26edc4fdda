"""Own sentences in several languages: what is surely not English is a problem, and is kept."""

import pytest

from marsad.intake import read_input


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Government troops pulled out of the northern town after two days of shelling, residents said.", "en"),
        ("Drone strike on Mykolaiv grain port wounds three dock workers near the quay.", "en"),
        ("RSF shelling of El Fasher market kills nine, medics say; Zamzam camp also hit.", "en"),
        ("HTS seized Khan Sheikhun.", None),  # too short to tell
        ("Kyiv: 3 dead", None),
    ],
)
def test_english_and_the_short_are_read(text, language):
    (document,), problems = read_input(text.encode(), "given")
    assert document.language == language
    assert not problems


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les troupes gouvernementales ont quitté la ville du nord après deux jours de bombardements.", "fr"),
        ("Die Regierungstruppen haben nach zwei Tagen Beschuss die Stadt im Norden verlassen.", "de"),
        ("Las tropas del gobierno abandonaron la ciudad del norte tras dos días de bombardeos.", "es"),
        ("Hükümet güçleri iki günlük bombardımanın ardından kuzeydeki kasabadan çekildi.", "tr"),
        ("انسحبت القوات الحكومية من البلدة الشمالية بعد يومين من القصف", "ar"),
        ("Урядові війська залишили північне місто після двох днів обстрілів.", "uk"),
    ],
)
def test_other_languages_are_kept_with_a_problem(text, language):
    (document,), (problem,) = read_input(text.encode(), "given")
    assert document.text == text
    assert document.language == language
    assert problem.code == "not-english"
    assert problem.document == document.id


def test_what_the_giver_says_stands():
    (document,), problems = read_input(
        '{"text": "Les troupes ont quitté la ville.", "language": "en-GB"}'.encode(), "x"
    )
    assert document.language == "en"
    assert not problems
