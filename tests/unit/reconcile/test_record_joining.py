"""What joins tellings beyond place, day and kind: names, a document's own place, what it goes on to tell."""

from dataclasses import replace

import pytest
from conflict import ACTORS, ARMY, DUN, OBSERVATORY, RIM, killed, on, strike, tell

from marsad.domain.claim import EarlierFigure, Quote
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Modality, PlacePrecision, VictimsGroup
from marsad.reconcile import reconcile

RESCUERS = replace(OBSERVATORY, speaker="Rim Rescuers")
SCHOOL = Place(name="Lindqvist school", text="the Lindqvist school", country="SY")
OTHER_RIM = Place(name="Tall Rim", text="Tall Rim", country="SY", geonames_id=99, lat=36.9, lon=40.0, admin1="Far")


def words(claim, text):
    return replace(claim, quote=Quote(start=claim.quote.start, end=claim.quote.start + len(text), text=text))


def count(*claims, **options):
    return len(reconcile(claims, **options).events)


@pytest.mark.parametrize(
    ("some", "other", "events"),
    [
        # two rare names in both: a place that one lacks, a day that one gives weeks later
        ("A raid killed Odin Varga and Mira Solt.", "The school mourns Odin Varga and Mira Solt.", 1),
        ("A raid killed Odin Varga and Mira Solt.", "The school mourns its dead.", 2),
        # names of the actor file and days of the week are no rare names
        ("A raid of the Hill Brigades on Monday.", "Another raid of the Hill Brigades on Monday.", 2),
    ],
)
def test_rare_names_join_what_lacks_a_place(some, other, events):
    first = words(tell(strike(), "d1"), some)
    second = words(tell(strike(), "d2", place=None, day=None, reported=6, source="Wire B"), other)
    assert count(first, second, actors=ACTORS) == events


def test_a_name_in_many_documents_is_not_rare():
    claims = [
        words(tell(strike(), f"d{at}", place=None, day=None, reported=at + 1, source=f"W{at}"), f"{at} hit Odin Varga.")
        for at in range(14)
    ]
    assert count(*claims) > 1


@pytest.mark.parametrize(
    ("some", "other", "events"),
    [
        ("A raid on Friday killed a baker.", "A raid on Friday killed a teacher.", 1),
        ("A raid on Friday killed a cousin of Varga.", "A raid on Friday killed a teacher.", 1),  # one tells no name
        ("A raid on Friday killed a cousin of Varga.", "A raid on Friday killed an aunt of Solt.", 2),
    ],
)
def test_other_names_speak_against_two_tellings_that_have_little_else_in_common(some, other, events):
    first = words(tell(strike(), "d1"), some)
    second = words(tell(strike(), "d2", day=None, reported=4, source="Wire B"), other)
    assert count(first, second) == events


@pytest.mark.parametrize(
    ("hit", "events"),
    [("the Varga family", 1), ("Hill Brigades", 1), ("others", 2)],
)
def test_who_was_hit_joins_by_a_name_and_not_by_words_that_every_strike_has(hit, events):
    first = tell(strike(agents=("Northern Army",), recipients=(hit,)), "d1")
    second = tell(strike(agents=("Northern Army",), recipients=(hit,)), "d2", day=5, source="Wire B")
    assert count(first, second, actors=ACTORS) == events


@pytest.mark.parametrize(("documents", "joined"), [(3, True), (14, False)])
def test_a_sentence_that_many_documents_have_is_a_formula_and_no_copy(documents, joined):
    text = "At least three neighbours were pulled out alive, as every text of this list has it."
    claims = [
        words(tell(killed(3), f"d{at}", place=None, day=None, reported=4, source=f"W{at}"), text)
        for at in range(documents)
    ]
    assert (count(*claims) == 1) is joined


def test_a_telling_without_a_place_is_where_the_rest_of_its_document_is():
    placeless = tell(strike(), "d2", place=None, source="Wire B")
    assert count(tell(strike(), "d1"), placeless) == 2
    assert count(tell(strike(), "d1"), placeless, tell(killed(3, cause=None), "d2", sentence=9, source="Wire B")) == 1


def test_what_a_document_goes_on_to_tell_is_of_its_event():
    later = tell(killed(5, cause=None), sentence=7, place=None, day=None, by=OBSERVATORY)
    assert count(tell(strike()), later) == 1
    assert count(tell(strike()), tell(strike(EventType.PROTEST), sentence=7, place=None, day=None)) == 2
    assert count(tell(strike()), tell(strike(), sentence=7, place=DUN, day=None)) == 2


@pytest.mark.parametrize(
    ("place", "events"),
    [
        (RIM, 1),
        (SCHOOL, 2),  # nobody knows where it is
        (OTHER_RIM, 2),  # a namesake weighs little by itself
    ],
)
def test_places_that_no_gazetteer_tells_apart(place, events):
    assert count(tell(strike(), "d1"), tell(strike(), "d2", place=place, source="Wire B")) == events


def test_a_namesake_joins_where_one_revises_the_other():
    first = tell(killed(5), "d1", by=OBSERVATORY)
    second = tell(killed(9, revises=EarlierFigure(low=5, high=5)), "d2", place=OTHER_RIM, by=OBSERVATORY, reported=6)
    (event,) = reconcile([first, second]).events
    assert [toll.best for toll in event.tolls] == [9]


def test_a_revision_goes_on_with_the_group_that_it_revises():
    first = tell(killed(low=12, victims=VictimsGroup.CIVILIANS), "d1", by=OBSERVATORY)
    second = tell(killed(16, revises=EarlierFigure(low=12, high=12)), "d2", by=OBSERVATORY, reported=6)
    (event,) = reconcile([first, second]).events
    (toll,) = event.tolls
    assert (toll.victims, toll.low, toll.high, len(toll.revisions)) == (VictimsGroup.CIVILIANS, 16, 16, 2)


def test_a_market_strike_is_one_event_with_its_history_and_its_denial():
    claims = [
        tell(killed(5), "d1", by=OBSERVATORY, day=4, reported=4),
        tell(strike(agents=("Northern Army",)), "d1", by=OBSERVATORY, day=4, reported=4),
        tell(killed(low=12, revises=EarlierFigure(low=5, high=5)), "d2", by=OBSERVATORY, reported=5),
        tell(killed(19), "d3", by=OBSERVATORY, reported=7),
        tell(killed(21), "d4", by=RESCUERS, reported=7),
        tell(
            killed(18, revises=EarlierFigure(low=21, high=21)),
            "d5",
            by=RESCUERS,
            reported=9,
        ),
        tell(strike(agents=("Northern Army",)), "d6", by=ARMY, modality=Modality.DENIED, reported=5),
    ]
    (event,) = reconcile(claims, actors=ACTORS).events
    (toll,) = event.tolls
    assert (toll.low, toll.best, toll.high) == (18, 18, 19)
    assert [one.low for one in toll.revisions] == [5, 12, 19, 21, 18]
    assert [one.low for one in toll.revisions if one.current] == [19, 18]
    assert event.grade_reason == "Northern Army denied it."


@pytest.mark.parametrize(
    ("place", "timex", "aggregate"),
    [(RIM, "PT24H", True), (None, "PT24H", True), (RIM, "2031-03-04", False), (RIM, None, False)],
)
def test_a_figure_over_a_length_of_time_is_a_total(place, timex, aggregate):
    claim = replace(
        tell(killed(320), place=place),
        time=TimeSpan(start=on(4), end=on(4), timex=timex),
    )
    record = reconcile([claim])
    assert (len(record.aggregates), len(record.events)) == ((1, 0) if aggregate else (0, 1))


NEAR_HILL = Place(name="Hill", text="Hill", country="SY", geonames_id=21, lat=35.0, lon=36.0, admin1="Rim")
NEAR_MILL = Place(name="Mill", text="near Mill", country="SY", precision=PlacePrecision.NEAR, lat=35.05, lon=36.0)
NORTH = ("Northern Army",)
NAMED = "Shells killed Odin Varga, Mira Solt, Pavel Orlik and Jana Bree."
OTHERS = "Shells killed Tomas Hale, Vera Lund, Igor Mast and Nina Quist."


@pytest.mark.parametrize(
    ("some", "other", "events"),
    [
        # two villages in reach of each other are two, whoever shelled both; a like figure of several dead says more
        ({}, {}, 2),
        ({"said": killed(7)}, {"said": killed(7)}, 1),
        ({"said": killed(1)}, {"said": killed(1)}, 2),
    ],
)
def test_two_named_places_near_each_other(some, other, events):
    told = {"said": strike(agents=NORTH)}
    first = tell(**told | some, document="d1", place=NEAR_HILL)
    second = tell(**told | other, document="d2", place=NEAR_MILL, source="Wire B")
    assert count(first, second, actors=ACTORS) == events


@pytest.mark.parametrize(("words_of_other", "events"), [(NAMED.replace("Shells", "Rockets"), 1), (OTHERS, 2)])
def test_two_lists_of_names_that_share_none_are_of_two_events(words_of_other, events):
    first = words(tell(strike(), "d1"), NAMED)
    second = words(tell(strike(), "d2", source="Wire B"), words_of_other)
    assert count(first, second) == events


def test_what_joins_late_keeps_no_telling_of_the_day_away():
    """The mourners' article has the names of one report; the other report has the day and no names."""
    plain = tell(strike(), "d1", reported=4)
    named = words(tell(strike(), "d2", reported=6, source="Wire B"), NAMED)
    mourning = words(tell(strike(), "d3", day=None, reported=20, source="Wire C"), NAMED.replace("Shells", "A raid"))
    (event,) = reconcile([plain, named, mourning]).events
    assert event.documents == ("d1", "d2", "d3")
    assert event.time.start == on(4)


CHARGED = "A man was charged in the killing of a 9-year-old boy."


@pytest.mark.parametrize(
    ("other", "events"),
    [
        ("A 9-year-old boy was shot dead.", 1),  # the age, and the place and day that the first report goes on to give
        ("A 14-year-old girl was shot dead.", 2),
    ],
)
def test_what_a_document_opens_with_has_its_places_days_and_ages_beside_it(other, events):
    opening = words(tell(strike(EventType.ATTACK), "d1", place=None, day=None, reported=7), CHARGED)
    dated = tell(strike(EventType.ARREST), "d1", sentence=4, day=4, reported=7)
    report = words(tell(strike(EventType.ATTACK), "d2", day=4, source="Wire B"), other)
    joined = reconcile([opening, dated, report]).events
    assert len([event for event in joined if event.type is EventType.ATTACK]) == events


def test_the_town_of_a_dateline_and_of_its_police_is_a_rare_name():
    some, other = "KIDRON, Ohio (Wire) — A boy was shot.", "Kidron police say that a boy was shot."
    first = words(tell(strike(), "d1", place=None), some)
    assert count(first, words(tell(strike(), "d2", place=None, source="Wire B"), other)) == 1
    elsewhere = words(tell(strike(), "d2", place=None, source="Wire B"), other.replace("Kidron", "Lingle"))
    assert count(first, elsewhere) == 2
