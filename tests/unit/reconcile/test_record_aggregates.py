from conflict import COUNTRY, DUN, MINISTRY, OBSERVATORY, PROVINCE, killed, on, tell

from marsad.domain.claim import EarlierFigure
from marsad.domain.place import Place
from marsad.domain.vocabulary import Scope, VictimsGroup
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
