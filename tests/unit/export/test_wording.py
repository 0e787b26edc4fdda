import pytest
from war import on, place

from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Harm, PlacePrecision, TimePrecision, VictimsGroup
from marsad.export.wording import (
    event_family,
    event_name,
    figure_words,
    fill,
    name,
    place_words,
    quoted,
    say,
    text_of,
    time_words,
    toll_words,
    words_file,
)


@pytest.mark.parametrize(
    ("low", "best", "high", "said"),
    [
        (12, 12, 12, "12"),
        (12, None, None, "at least 12"),
        (12, 12, None, "at least 12"),
        (12, 15, None, "at least 12, about 15"),
        (None, None, 20, "up to 20"),
        (5, None, 12, "5 to 12"),
        (5, 5, 12, "5 to 12"),
        (None, 50, None, "about 50"),
        (0, 0, 0, "0"),
        (None, None, None, "not known"),
        (1200, 1200, 1200, "1,200"),
    ],
)
def test_a_figure_says_its_bounds_and_unknown_is_never_zero(low, best, high, said):
    assert figure_words(low, best, high) == said


@pytest.mark.parametrize(
    ("victims", "side", "bounds", "said"),
    [
        (VictimsGroup.PEOPLE, None, (1, 1, 1), "1 person killed"),
        (VictimsGroup.PEOPLE, None, (12, None, None), "at least 12 people killed"),
        (VictimsGroup.CHILDREN, None, (None, None, 1), "up to 1 child killed"),
        (VictimsGroup.POLICE, None, (1, 1, 2), "1 to 2 police officers killed"),
        (VictimsGroup.SOLDIERS, "Army {x}", (3, 3, 3), "3 soldiers of Army {x} killed"),
        (VictimsGroup.COMBATANTS, "soldiers", (41, 41, 41), "41 combatants killed"),
        (VictimsGroup.COMBATANTS, "rebels", (4, 4, 4), "4 rebels killed"),
        (VictimsGroup.COMBATANTS, "rebels", (1, 1, 1), "1 combatant of the rebels killed"),
        (VictimsGroup.SOLDIERS, "army", (2, 2, 2), "2 soldiers of the army killed"),
        (VictimsGroup.CHILDREN, "rebels", (2, 2, 2), "2 children of the rebels killed"),
        (VictimsGroup.PEOPLE, None, (0, 0, 0), "0 people killed"),
        (VictimsGroup.WOMEN, None, (None, None, None), "women killed, number not known"),
    ],
)
def test_a_toll_agrees_in_number_and_keeps_its_side(victims, side, bounds, said):
    assert text_of(toll_words(Harm.KILLED, victims, side, bounds)) == said


@pytest.mark.parametrize(
    ("title", "precision", "said"),
    [
        ("Saraqib", 1, "in Saraqib"),
        ("Saraqib", 2, "near Saraqib"),
        ("Idlib", 4, "in Idlib province"),
        ("Idlib Province", 4, "in Idlib Province"),
        ("Hawran", 5, "around Hawran"),
    ],
)
def test_a_place_is_said_as_precisely_as_it_is_known(title, precision, said):
    assert text_of(place_words(place(title, None, None, None, precision))) == said


def test_no_place_is_said_to_be_not_known():
    assert text_of(place_words(None)) == "place not known"


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (TimeSpan(start=on(4), end=on(4)), "4 March 2031"),
        (TimeSpan(start=on(3), end=on(5), precision=TimePrecision.DAYS), "from 3 March 2031 to 5 March 2031"),
        (TimeSpan(start=on(3), end=None, precision=TimePrecision.OPEN), "since 3 March 2031, still going on"),
        (TimeSpan(start=None, end=on(3)), "before 3 March 2031"),
        (None, "date not known"),
    ],
)
def test_a_time_is_said_in_days(time, said):
    assert time_words(time) == said


def test_a_filling_is_never_read_as_a_template():
    assert text_of(fill("at {place}", place=name("{0.__class__}"))) == "at {0.__class__}"


def test_a_sentence_with_quotation_marks_of_its_own_gets_no_second_pair():
    assert text_of(quoted('"Never," he said.')) == '"Never," he said.'
    assert text_of(quoted("Shells fell.")) == "“Shells fell.”"


@pytest.mark.parametrize("kind", list(EventType))
def test_every_event_type_has_a_name_and_a_family(kind):
    assert event_name(kind)
    assert event_family(kind) in words_file()["family"]


@pytest.mark.parametrize(
    ("section", "vocabulary"), [("harm", Harm), ("victims", VictimsGroup), ("place", [int(p) for p in PlacePrecision])]
)
def test_every_coded_value_has_its_words(section, vocabulary):
    assert all(say(section, str(value)) for value in vocabulary)
