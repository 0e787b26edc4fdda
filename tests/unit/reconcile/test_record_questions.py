"""What is asked of a whole record: sums, who held what, contradictions, gaps, reasons."""

from dataclasses import replace

import pytest
from conflict import (
    ACTORS,
    ARMY,
    COUNTRY,
    DUN,
    MINISTRY,
    OBSERVATORY,
    PROVINCE,
    RIM,
    control,
    killed,
    on,
    strike,
    tell,
)

from marsad.domain.vocabulary import ControlState, EventType, Extent, Grade, Harm, Modality, Scope, VictimsGroup
from marsad.reconcile import reconcile
from marsad.reconcile.contradictions import list_contradictions
from marsad.reconcile.gaps import list_gaps
from marsad.reconcile.holding import diff_control, held_around, held_on
from marsad.reconcile.reasons import Reasons
from marsad.reconcile.totals import compare_aggregates, sum_events

NORTH, HILL = ("Northern Army",), ("Hill Brigades",)
CIVILIANS, CHILDREN, SOLDIERS = VictimsGroup.CIVILIANS, VictimsGroup.CHILDREN, VictimsGroup.SOLDIERS


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ([killed(5)], (5, 5, 5)),
        # groups that share nobody are added; a group that others hold is not
        ([killed(5, victims=CIVILIANS), killed(3, victims=SOLDIERS)], (8, 8, 8)),
        ([killed(5, victims=CIVILIANS), killed(3, victims=CHILDREN)], (5, 5, 5)),
        ([killed(9), killed(5, victims=CIVILIANS), killed(3, victims=SOLDIERS)], (9, 9, 9)),
        # a part is never added
        ([killed(5), killed(2, victims=CHILDREN, includes_in="5 people")], (5, 5, 5)),
        # a bound alone counts with its low, and the sum has no ceiling
        ([killed(low=4)], (4, 4, None)),
        ([killed(0)], (0, 0, 0)),
    ],
)
def test_an_event_is_counted_once(figures, expected):
    claims = [tell(one, sentence=0, by=OBSERVATORY) for one in figures]
    (total,) = sum_events(reconcile(claims).events, "day")
    assert (total.low, total.best, total.high) == expected


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("day", ["2031-03-04", "2031-03-08"]),
        ("place", ["Qasr Dun", "Tall Rim"]),
        ("actor", ["Northern Army", "not given"]),
    ],
)
def test_sums_by_day_place_and_actor(by, keys):
    claims = [tell(killed(5, agents=NORTH)), tell(killed(7), "d2", place=DUN, day=8, reported=9)]
    totals = sum_events(reconcile(claims, actors=ACTORS).events, by)
    assert [total.by for total in totals] == keys
    assert sum(total.low for total in totals) == 12


def test_history_is_in_no_sum():
    assert sum_events(reconcile([tell(killed(5), background=True)]).events, "day") == []


def test_a_stated_total_stands_beside_with_its_difference():
    total = killed(low=20, scope=Scope.AGGREGATE, since=on(1), cause=None)
    record = reconcile([tell(killed(5)), tell(total, "d2", place=None, day=None, reported=6)])
    (stated,) = compare_aggregates(record.aggregates, {event.id: event for event in record.events})
    assert (stated.stated, stated.low, stated.difference, len(stated.events)) == (True, 20, None, 0)
    record = reconcile([tell(killed(5)), tell(strike(), "d2"), tell(total, "d2", place=None, day=None, reported=6)])
    (stated,) = compare_aggregates(record.aggregates, {event.id: event for event in record.events})
    assert (stated.low, stated.difference) == (20, 15)


def told(day, holder, state=ControlState.GAINED, **more):
    return tell(control(state, holder), f"d{day}", day=day, reported=day, **more)


@pytest.mark.parametrize(("day", "holders"), [(2, []), (3, NORTH), (5, NORTH), (6, HILL), (30, HILL)])
def test_who_held_it_on_a_day(day, holders):
    spells = reconcile([told(3, *NORTH), told(6, *HILL)]).control
    assert [name for spell in held_on(spells, on(day)) for name in spell.holder] == list(holders)


def test_a_holder_of_whom_only_the_end_is_told_held_it_before():
    spells = reconcile([told(6, *NORTH, state=ControlState.LOST)]).control
    assert len(held_on(spells, on(1))) == 1
    assert held_on(spells, on(6)) == []


def test_a_place_of_which_nothing_is_told_is_held_with_the_narrowest_place_around_it():
    spells = reconcile(
        [told(3, *NORTH, place=PROVINCE), told(4, *HILL, place=COUNTRY), told(6, *HILL, place=RIM)]
    ).control
    assert [spell.holder for spell in held_around(spells, DUN, on(7))] == [NORTH]
    assert [spell.place.name for spell in held_around(spells, DUN, on(7))] == ["Rim"]
    assert held_around(spells, DUN, on(2)) == []


def test_a_provinces_holder_overwrites_no_towns():
    spells = reconcile([told(3, *HILL, place=RIM), told(6, *NORTH, place=PROVINCE)]).control
    assert {spell.place.name: spell.holder for spell in held_on(spells, on(7))} == {"Tall Rim": HILL, "Rim": NORTH}


def test_a_part_of_a_province_says_nothing_of_its_towns():
    part = tell(control(ControlState.HOLDS, *NORTH, extent=Extent.PART), "d3", day=3, reported=3, place=PROVINCE)
    assert held_around(reconcile([part]).control, DUN, on(7)) == []


def test_what_changed():
    denial = tell(control(ControlState.GAINED, *HILL), "d9", day=6, by=ARMY, modality=Modality.DENIED, reported=6)
    spells = reconcile([told(3, *NORTH), told(6, *HILL), denial]).control
    found = [(one.what, one.holder) for one in diff_control(spells, on(4), on(7))]
    assert found == [("gained, contested", *HILL), ("lost", *NORTH)]


@pytest.mark.parametrize(
    ("some", "other", "about"),
    [
        ({"said": killed(5)}, {"said": killed(9)}, "toll"),
        ({"said": strike(agents=NORTH)}, {"said": strike(agents=HILL)}, "perpetrator"),
        ({"said": strike()}, {"said": strike(), "modality": Modality.DENIED}, "whether"),
        (
            {"said": control(ControlState.HOLDS, *NORTH)},
            {"said": control(ControlState.HOLDS, *HILL)},
            "holder",
        ),
    ],
)
def test_two_voices_that_disagree(some, other, about):
    claims = [tell(document="d1", by=OBSERVATORY, **some), tell(document="d2", by=MINISTRY, **other)]
    found = list_contradictions(reconcile(claims, actors=ACTORS), claims, ACTORS)
    assert {one.about for one in found} == {about}
    assert set(found[0].voices) == {"Rights Observatory", "Health Ministry"}
    assert set(found[0].sentences) == {claim.quote.text for claim in claims}
    assert len(found) == 1, "one disagreement is told twice"


def test_voices_that_agree_contradict_nothing():
    claims = [tell(killed(low=5), "d1", by=OBSERVATORY), tell(killed(9), "d2", by=MINISTRY)]
    assert list_contradictions(reconcile(claims), claims) == []


@pytest.mark.parametrize(
    ("claims", "kinds"),
    [
        ([told(3, *NORTH), tell(strike(), "d9", day=29, reported=30)], ["lapsed-control"]),
        ([told(3, *NORTH), tell(strike(), "d9", day=9, reported=9)], []),
        ([tell(killed(5), place=None)], ["event-without-place"]),
        ([tell(killed(low=8, scope=Scope.AGGREGATE, since=on(1)), "d2")], ["total-above-events"]),
        ([tell(killed(7)), tell(killed(low=8, scope=Scope.AGGREGATE, since=on(1)), "d2")], []),
    ],
)
def test_gaps(claims, kinds):
    assert [gap.kind for gap in list_gaps(reconcile(claims), claims, 14)] == kinds


def test_the_reasons_of_one_event_and_of_two():
    claims = [tell(strike(), "d1"), tell(strike(), "d2", source="Wire B"), tell(strike(), "d3", day=5, source="Wire C")]
    record = reconcile(claims)
    joined, alone = sorted(record.events, key=lambda event: -len(event.claims))
    reasons = Reasons(claims)
    (pair,) = reasons.explain(joined)
    assert (pair.one, pair.other, pair.score) == ("d2", "d1", sum(mark.score for mark in pair.marks))
    assert pair.score >= pair.threshold
    apart = reasons.compare(joined, alone)
    assert apart.score < apart.threshold
    assert [near.other for near in reasons.find_near(joined, record.events)] == [alone.id]
    far = replace(claims[2], place=DUN)
    two = reconcile([*claims[:2], far]).events
    assert Reasons([*claims[:2], far]).compare(*two).score is None


def test_harms_are_summed_apart():
    claims = [tell(killed(5)), tell(killed(9, harm=Harm.INJURED)), tell(strike(EventType.AIR_STRIKE))]
    assert [total.harm for total in sum_events(reconcile(claims).events, "place")] == [Harm.KILLED, Harm.INJURED]


def test_what_is_held_since_nobody_says_when_was_first_told_of_and_not_gained():
    claims = [
        tell(control(ControlState.GAINED, *HILL), day=None, reported=4),
        tell(control(ControlState.GAINED, *HILL), "d2", place=DUN, day=4, reported=4),
    ]
    changes = diff_control(reconcile(claims).control, on(2), on(6))
    assert [(one.place, one.what, one.since) for one in changes] == [
        ("Qasr Dun", "gained", on(4)),
        ("Tall Rim", "first told of", on(4)),
    ]


@pytest.mark.parametrize(
    ("told", "rivals"),
    [
        (strike(EventType.WITHDRAWAL, NORTH), []),  # who left is no rival of who came
        (strike(EventType.TERRITORY_GAIN, ("gunmen from the hills",)), []),  # words that name nobody
        (strike(EventType.TERRITORY_GAIN, NORTH), ["perpetrator"]),
    ],
)
def test_who_is_a_rival_doer(told, rivals):
    claims = [
        tell(strike(EventType.TERRITORY_GAIN, HILL), "d1", by=OBSERVATORY),
        tell(told, "d2", by=ARMY),
    ]
    record = reconcile(claims, actors=ACTORS)
    (event,) = record.events
    assert [one.about for one in list_contradictions(record, claims, ACTORS)] == rivals
    assert (event.grade is Grade.CONTESTED) == bool(rivals)


def test_beside_a_denial_stands_the_sentence_of_its_own_place():
    wide = tell(strike(), "d1", by=OBSERVATORY, place=replace(RIM, name="Tall Rim university", geonames_id=None))
    there = tell(strike(), "d2", by=MINISTRY)
    denial = tell(strike(), "d3", by=ARMY, modality=Modality.DENIED)
    record = reconcile([wide, there, denial], actors=ACTORS)
    (one,) = [one for one in list_contradictions(record, [wide, there, denial], ACTORS) if one.about == "whether"]
    assert one.sentences == (there.quote.text, denial.quote.text)


def test_of_a_total_whose_start_nobody_gives_no_event_is_said_to_be_missing():
    open_total = killed(90, scope=Scope.AGGREGATE, cause=None)
    dated = replace(open_total, since=on(1))
    gaps = [list_gaps(reconcile([claim]), [claim], 14) for claim in (tell(open_total, day=None), tell(dated, day=None))]
    assert [[gap.kind for gap in found] for found in gaps] == [[], ["total-above-events"]]
