from dataclasses import replace

import pytest
from conflict import COUNTRY, DUN, MINISTRY, OBSERVATORY, PROVINCE, RIM, killed, on, tell

from marsad.domain.claim import EarlierFigure
from marsad.domain.place import Place
from marsad.domain.vocabulary import EventType, Harm, Modality, Scope, VictimsGroup
from marsad.reconcile import reconcile

ABROAD = Place(name="Far Town", text="Far Town", country="IQ")


def total(figure, since=1, **more):
    return killed(figure, scope=Scope.AGGREGATE, since=since and on(since), cause=None, **more)


def test_a_total_is_kept_apart_and_linked_to_what_it_covers():
    claims = [
        tell(killed(5), "d1"),
        tell(killed(7), "d2", place=DUN),
        tell(killed(90), "d3", day=20, reported=20),
        tell(killed(30), "d4", place=ABROAD),
        tell(total(40), "d5", place=COUNTRY, day=None, reported=6),
    ]
    record = reconcile(claims)
    (whole,) = record.aggregates
    by_id = {event.id: event.tolls[0].best for event in record.events}
    assert sorted(by_id[event] for event in whole.covers) == [5, 7]
    assert whole.tolls[0].best == 40
    assert sorted(by_id.values()) == [5, 7, 30, 90]
    assert (whole.since, whole.until) == (on(1), on(6))


def test_a_total_grows_by_revision_whatever_document_tells_it():
    claims = [
        tell(total(40), "d1", by=OBSERVATORY, place=PROVINCE, reported=6),
        tell(total(55, revises=EarlierFigure(low=40, high=40)), "d2", by=OBSERVATORY, place=PROVINCE, reported=8),
        tell(total(50), "d3", by=MINISTRY, place=PROVINCE, reported=7),
    ]
    (whole,) = reconcile(claims).aggregates
    assert (whole.tolls[0].low, whole.tolls[0].high) == (50, 55)
    assert [one.current for one in whole.tolls[0].revisions] == [False, True, True]


def test_totals_since_other_days_or_of_other_places_stay_apart():
    claims = [
        tell(total(40), "d1", place=PROVINCE),
        tell(total(41, since=2), "d2", place=PROVINCE),
        tell(total(42), "d3", place=COUNTRY),
    ]
    assert len(reconcile(claims).aggregates) == 3


def test_totals_with_no_stated_start_are_one_voices_own():
    claims = [
        tell(total(40, since=None), "d1", day=None, by=OBSERVATORY),
        tell(total(60, since=None), "d2", day=None, by=MINISTRY),
    ]
    record = reconcile(claims)
    assert len(record.aggregates) == 2
    assert all(whole.since is None and whole.covers == () for whole in record.aggregates)


def test_a_part_goes_with_its_total_even_where_it_does_not_say_that_it_is_one():
    part = killed(48, victims=VictimsGroup.CIVILIANS, words="48 civilians", includes_in="370 people")
    claims = [tell(total(370, words="370 people")), tell(part)]
    record = reconcile(claims)
    assert record.events == ()
    (whole,) = record.aggregates
    assert [(toll.victims, toll.part_of) for toll in whole.tolls] == [
        (VictimsGroup.PEOPLE, None),
        (VictimsGroup.CIVILIANS, VictimsGroup.PEOPLE),
    ]


def test_a_total_never_starts_an_event():
    assert reconcile([tell(total(40))]).events == ()


def later(said, *, place=None, by=OBSERVATORY, day=None, reported=8, **more):
    return tell(said, "d2", place=place, by=by, day=day, reported=reported, **more)


def risen(figure=55, earlier=40, **more):
    return killed(figure, revises=EarlierFigure(low=earlier, high=earlier), **({"cause": None} | more))


FOUNDING = tell(total(40), "d1", by=OBSERVATORY, place=PROVINCE, day=None, reported=6)
THERE = tell(killed(3), "d2", sentence=1, day=8, reported=8)
"""What tells where the second document is: a strike on a town of the province."""


@pytest.mark.parametrize(
    "taken",
    [
        later(risen()),
        later(risen(), place=PROVINCE),
        later(risen(), place=COUNTRY),  # no narrower than the total's
        later(risen(), by=None),  # the outlet that printed the total takes it up
        later(risen(scope=Scope.AGGREGATE)),
        later(risen(scope=Scope.AGGREGATE, cause=EventType.AIR_STRIKE)),
        later(total(55)),  # the same start, no less, and all that its document tells lies in the total's place
    ],
)
def test_a_figure_that_takes_up_a_total_is_its_revision(taken):
    record = reconcile([FOUNDING, taken, THERE])
    (whole,) = record.aggregates
    assert [(one.low, one.current) for one in whole.tolls[0].revisions] == [(40, False), (55, True)]
    assert (whole.since, whole.until, whole.place) == (on(1), on(8), PROVINCE)
    assert [event.tolls[0].best for event in record.events] == [3]


@pytest.mark.parametrize(
    "other",
    [
        later(risen(), by=MINISTRY, source="Wire B"),  # another voice's number
        later(risen(earlier=41)),
        later(risen(harm=Harm.INJURED)),
        later(risen(), place=RIM),  # of a narrower place
        later(risen(), day=7),  # of a day of its own
        later(risen(cause=EventType.SHELLING)),  # an event of a kind
        later(risen(side="Hill Brigades")),
        later(risen(), modality=Modality.POSSIBLE),
        later(risen(), reported=4),  # told before it
        later(total(55, since=2)),
        later(total(30)),  # less than before
    ],
)
def test_a_figure_that_says_otherwise_takes_up_no_total(other):
    whole = next(one for one in reconcile([FOUNDING, other, THERE]).aggregates if one.place == PROVINCE)
    assert [one.low for one in whole.tolls[0].revisions] == [40]


def test_a_total_without_a_place_is_of_none_where_its_document_tells_of_elsewhere():
    assert len(reconcile([FOUNDING, later(total(55)), replace(THERE, place=ABROAD)]).aggregates) == 2


def test_a_number_that_two_totals_or_an_event_had_is_followed_to_neither():
    twin = tell(total(40, since=2), "d3", by=OBSERVATORY, place=COUNTRY, day=None, reported=6)
    event = tell(killed(40), "d4", by=OBSERVATORY, reported=6)
    for rival in (twin, event):
        tolls = [whole.tolls[0] for whole in reconcile([FOUNDING, rival, later(risen())]).aggregates]
        assert all(toll.best == 40 for toll in tolls)


def test_a_figure_is_followed_through_what_it_took_up():
    claims = [
        FOUNDING,
        later(risen()),
        tell(risen(70, 55), "d3", by=OBSERVATORY, place=None, day=None, reported=9),
        tell(killed(9, words="9 women", includes_in="70 people", cause=None), "d3", place=None, day=None, reported=9),
    ]
    record = reconcile(claims)
    (whole,) = record.aggregates
    assert record.events == ()
    assert [one.low for one in whole.tolls[0].revisions] == [40, 55, 70]
    assert (whole.tolls[1].best, whole.tolls[1].part_of) == (9, VictimsGroup.PEOPLE)


def test_what_was_more_than_a_number_is_called_by_the_number():
    more = tell(killed(low=41, scope=Scope.AGGREGATE, since=on(1), cause=None), "d1", by=OBSERVATORY, place=PROVINCE)
    (whole,) = reconcile([more, later(risen(55, 40))]).aggregates
    assert [(one.low, one.current) for one in whole.tolls[0].revisions] == [(41, False), (55, True)]
