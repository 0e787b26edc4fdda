from dataclasses import replace
from datetime import date

import pytest
from conflict import (
    ACTORS,
    ARMY,
    COUNTRY,
    DUN,
    MINISTRY,
    NEAR_RIM,
    OBSERVATORY,
    PROVINCE,
    RIM,
    killed,
    span,
    strike,
    tell,
)

from marsad.domain.claim import Quote
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import EventType, Harm, Modality, TimePrecision
from marsad.reconcile import reconcile

NORTH, HILL = ("Northern Army",), ("Hill Brigades",)
RIM_BY_NAME = Place(name="Tall Rim", text="Tall Rim", country="SY")


@pytest.mark.parametrize(
    ("some", "other", "events"),
    [
        # place, day and kind suffice; no two of them do
        ({}, {}, 1),
        ({}, {"place": DUN}, 2),
        ({}, {"day": 5}, 2),
        ({}, {"said": strike(EventType.ARREST)}, 2),
        # a wider word for the kind, a stated distance, a place with no gazetteer entry
        ({}, {"said": strike(EventType.ATTACK)}, 1),
        ({}, {"place": NEAR_RIM}, 1),
        ({}, {"place": RIM_BY_NAME}, 1),
        # a province or a country holds many strikes a day
        ({"said": strike(agents=NORTH)}, {"said": strike(agents=NORTH), "place": PROVINCE}, 2),
        ({"place": COUNTRY}, {"place": COUNTRY}, 2),
        # an undated report of the days before, with the same doer
        ({"said": strike(agents=NORTH)}, {"said": strike(agents=NORTH), "day": None, "reported": 6}, 1),
        ({"said": strike(agents=NORTH)}, {"said": strike(agents=NORTH), "day": None, "reported": 16}, 2),
        # rival doers do not make two events: that is a contradiction about one
        ({"said": strike(agents=NORTH)}, {"said": strike(agents=HILL), "by": OBSERVATORY}, 1),
    ],
)
def test_when_two_documents_tell_one_event(some, other, events):
    first = tell(**{"said": strike(), "document": "d1"} | some)
    second = tell(**{"said": strike(), "document": "d2", "source": "Wire B"} | other)
    assert len(reconcile([first, second]).events) == events


def test_figures_of_a_sentence_join_its_event():
    claims = [tell(strike(), by=OBSERVATORY), tell(killed(5, cause=None), by=OBSERVATORY, place=None, day=None)]
    (event,) = reconcile(claims).events
    assert len(event.claims) == 2
    assert [toll.best for toll in event.tolls] == [5]


def test_a_document_that_tells_two_strikes_makes_two_events():
    claims = [
        tell(strike(), sentence=0, by=OBSERVATORY),
        tell(killed(5), sentence=0, by=OBSERVATORY),
        tell(strike(), sentence=4, by=OBSERVATORY),
        tell(killed(7), sentence=4, by=OBSERVATORY),
    ]
    assert sorted(toll.best for event in reconcile(claims).events for toll in event.tolls) == [5, 7]


def test_a_telling_without_place_or_day_is_of_the_event_that_its_document_has_told():
    claims = [
        tell(strike(), sentence=0, day=None),
        tell(strike(), sentence=4, place=None),
        tell(strike(), sentence=8, place=DUN),
    ]
    assert sorted(len(event.claims) for event in reconcile(claims).events) == [1, 2]


def test_a_span_of_years_dates_no_strike_of_today():
    since = TimeSpan(start=date(2026, 1, 1), precision=TimePrecision.OPEN, text="the first since 2026")
    claims = [replace(tell(strike()), time=since), tell(strike(), sentence=4, day=None)]
    assert len(reconcile(claims).events) == 2


def test_two_strikes_of_one_document_are_never_chained_by_a_third_telling():
    claims = [
        tell(strike(), "d1", sentence=0),
        tell(killed(5), "d1", sentence=0),
        tell(strike(), "d1", sentence=4),
        tell(killed(7), "d1", sentence=4),
        tell(strike(), "d2", source="Wire B"),
    ]
    assert len(reconcile(claims).events) == 2


def test_a_late_article_that_raises_the_toll_joins_the_old_event():
    claims = [tell(killed(5), "d1", by=OBSERVATORY), tell(killed(9), "d2", by=MINISTRY, reported=8)]
    (event,) = reconcile(claims).events
    assert (event.tolls[0].low, event.tolls[0].high) == (5, 9)


@pytest.mark.parametrize("modality", [Modality.PLANNED, Modality.HYPOTHETICAL, Modality.POSSIBLE, Modality.DENIED])
def test_what_nobody_asserts_founds_no_event(modality):
    assert reconcile([tell(strike(), modality=modality), tell(killed(3), modality=modality)]).events == ()


def test_a_denial_stands_with_the_event_that_it_denies():
    claims = [tell(strike(agents=NORTH), "d1"), tell(strike(agents=NORTH), "d2", by=ARMY, modality=Modality.DENIED)]
    (event,) = reconcile(claims).events
    assert len(event.claims) == 2
    assert event.documents == ("d1", "d2")


@pytest.mark.parametrize(
    ("harm", "kind"),
    [(Harm.KILLED, EventType.ATTACK), (Harm.DISPLACED, EventType.DISPLACEMENT), (Harm.CAPTURED, EventType.ARREST)],
)
def test_a_figure_alone_founds_an_event_of_the_kind_that_its_harm_has(harm, kind):
    (event,) = reconcile([tell(killed(5, cause=None, harm=harm))]).events
    assert event.type is kind


def test_history_is_an_old_event_and_joins_no_news():
    old = TimeSpan(start=span(1).start.replace(year=2026), end=span(1).start.replace(year=2026), text="in 2026")
    claims = [tell(strike(), "d1"), tell(strike(), "d1", sentence=5, background=True, day=None)]
    claims.append(tell(strike(), "d2", background=True, day=None))
    claims.append(replace(tell(strike(), "d3", background=True), time=old))
    events = reconcile(claims).events
    assert [event.background for event in events] == [True, False, True, True]
    assert [event.time is None for event in events] == [False, False, True, True]


def test_values_are_the_narrowest_that_the_claims_give():
    week = TimeSpan(start=span(3).start, end=span(9).end, precision=TimePrecision.WEEK, text="this week")
    claims = [
        tell(strike(EventType.ATTACK, recipients=("civilians",)), "d1", place=NEAR_RIM),
        tell(strike(EventType.SHELLING, agents=NORTH, recipients=("civilians",)), "d2", source="Wire B"),
        replace(
            tell(strike(EventType.SHELLING, agents=NORTH, recipients=("civilians",)), "d3", source="Wire C"), time=week
        ),
    ]
    (event,) = reconcile(claims).events
    assert event.type is EventType.SHELLING
    assert event.time == span(4)
    assert event.place == RIM
    assert event.agents == NORTH


def test_names_are_the_actor_files():
    claims = [tell(strike(agents=("HB",)), "d1"), tell(strike(agents=("the Hill Brigades",)), "d2", source="Wire B")]
    (event,) = reconcile(claims, actors=ACTORS).events
    assert event.agents == HILL


def test_the_id_stays_as_later_claims_join():
    first = tell(strike(), "d1", reported=5)
    (alone,) = reconcile([first]).events
    (joined,) = reconcile([tell(strike(), "d2", reported=6, source="Wire B"), first]).events
    assert joined.id == alone.id


def test_events_stand_in_order_of_time():
    claims = [tell(strike(), f"d{day}", day=day) for day in (9, 3, 6)]
    assert [event.time.start.day for event in reconcile(claims).events] == [3, 6, 9]


def test_a_long_quote_that_two_documents_share_joins_what_neither_places():
    words = "Shells struck the old market at dawn while stalls were being opened."
    claims = [
        replace(tell(strike(EventType.SHELLING), f"d{n}", place=None), quote=Quote(start=0, end=len(words), text=words))
        for n in (1, 2)
    ]
    assert len(reconcile(claims).events) == 1


def test_a_bombing_that_any_voice_calls_an_air_strike_is_one():
    said = [tell(strike(EventType.BOMBING), f"b{n}", by=MINISTRY) for n in range(2)]
    (event,) = reconcile([*said, tell(strike(EventType.AIR_STRIKE), "a1", by=OBSERVATORY)]).events
    assert event.type is EventType.AIR_STRIKE


def test_of_kinds_with_as_many_voices_the_one_with_more_claims_is_given():
    clashes = [tell(strike(EventType.ARMED_CLASH), f"c{n}", by=MINISTRY) for n in range(2)]
    (event,) = reconcile([*clashes, tell(strike(EventType.OFFENSIVE), "o1", by=OBSERVATORY)]).events
    assert event.type is EventType.ARMED_CLASH
