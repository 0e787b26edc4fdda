from dataclasses import replace
from datetime import date

import pytest
from conflict import ACTORS, ARMY, MINISTRY, OBSERVATORY, RIM, control, on, tell

from marsad.domain.actor import Actor
from marsad.domain.claim import ControlException
from marsad.domain.place import Place
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ActorKind, ControlState, Extent, Modality, PlacePrecision
from marsad.domain.wire import claim_id
from marsad.reconcile import reconcile

HOLDS, GAINED, LOST = ControlState.HOLDS, ControlState.GAINED, ControlState.LOST
ARMY_NAME, HILL = "Northern Army", "Hill Brigades"


def spells(*claims, **options):
    return reconcile(claims, **options).control


def told(*facts):
    """One claim a fact: (day, who says so, state, holder)."""
    return [
        tell(control(state, holder), f"d{at}", by=by, day=day, reported=day)
        for at, (day, by, state, holder) in enumerate(facts)
    ]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([(4, None, GAINED, HILL)], [(HILL, 4, None, 0)]),
        ([(4, None, HOLDS, HILL), (6, MINISTRY, HOLDS, HILL)], [(HILL, 4, None, 0)]),
        # a new holder ends the old one's spell the day before
        ([(4, None, HOLDS, ARMY_NAME), (7, None, GAINED, HILL)], [(ARMY_NAME, 4, 6, 0), (HILL, 7, None, 0)]),
        ([(4, None, HOLDS, ARMY_NAME), (7, MINISTRY, HOLDS, HILL)], [(ARMY_NAME, 4, 6, 0), (HILL, 7, None, 0)]),
        # what the loser held before is known to have ended, not when it began
        ([(7, None, LOST, ARMY_NAME)], [(ARMY_NAME, None, 6, 0)]),
        ([(4, None, GAINED, ARMY_NAME), (7, None, LOST, ARMY_NAME)], [(ARMY_NAME, 4, 6, 0)]),
        ([(4, None, GAINED, ARMY_NAME), (4, None, LOST, ARMY_NAME)], [(ARMY_NAME, 4, 4, 0)]),
        # two reports of one loss are one end
        ([(7, OBSERVATORY, LOST, ARMY_NAME), (8, MINISTRY, LOST, ARMY_NAME)], [(ARMY_NAME, None, 6, 0)]),
        # taken, lost and retaken: three spells
        (
            [(3, None, GAINED, HILL), (5, None, GAINED, ARMY_NAME), (8, None, GAINED, HILL)],
            [(HILL, 3, 4, 0), (ARMY_NAME, 5, 7, 0), (HILL, 8, None, 0)],
        ),
        # two voices, two holders, one day: both stand, each contested by the other
        ([(5, OBSERVATORY, GAINED, HILL), (5, ARMY, HOLDS, ARMY_NAME)], [(ARMY_NAME, 5, None, 1), (HILL, 5, None, 1)]),
        # a voice that did not tell of the end says that it lasts
        (
            [(4, ARMY, HOLDS, ARMY_NAME), (6, OBSERVATORY, GAINED, HILL), (7, ARMY, HOLDS, ARMY_NAME)],
            [(ARMY_NAME, 4, None, 1), (HILL, 6, None, 1)],
        ),
        # the voice that told of it tells of the return: no contradiction
        (
            [(4, ARMY, HOLDS, ARMY_NAME), (6, OBSERVATORY, GAINED, HILL), (8, OBSERVATORY, HOLDS, ARMY_NAME)],
            [(ARMY_NAME, 4, 5, 0), (HILL, 6, 7, 0), (ARMY_NAME, 8, None, 0)],
        ),
    ],
)
def test_who_held_it_from_when_until_when(facts, expected):
    found = [
        (spell.holder[0], spell.from_ and spell.from_.day, spell.until and spell.until.day, len(spell.contested_by))
        for spell in spells(*told(*facts))
    ]
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_valid_time_and_record_time_are_apart():
    (spell,) = spells(tell(control(GAINED, HILL), day=4, reported=9))
    assert (spell.from_, spell.known_from) == (on(4), on(9))
    (spell,) = spells(tell(control(HOLDS, HILL), day=None, reported=9))
    assert (spell.from_, spell.known_from) == (None, on(9))


def test_the_loser_that_a_gain_names_ends_and_is_named():
    claims = [
        tell(control(HOLDS, ARMY_NAME), "d1", day=2, reported=2),
        tell(control(GAINED, HILL, from_=(ARMY_NAME,)), "d2"),
    ]
    army, hill = spells(*claims)
    assert (army.until, hill.from_, hill.taken_from) == (on(3), on(4), (ARMY_NAME,))


def test_exceptions_and_extent_are_kept_and_a_part_ends_nothing():
    east = ControlException(place="the eastern quarter", holder=("Dun Militia",))
    claims = [
        tell(control(HOLDS, HILL, extent=Extent.MOST, except_=(east,)), by=OBSERVATORY),
        tell(control(HOLDS, "Dun Militia", extent=Extent.PART), "d2", by=MINISTRY),
    ]
    found = {spell.holder: spell for spell in spells(*claims)}
    assert found[(HILL,)].except_ == (east,)
    assert found[(HILL,)].extent is Extent.MOST
    assert all(spell.until is None and not spell.contested_by for spell in found.values())


def test_a_denial_stands_beside_the_claim():
    claim = tell(control(GAINED, HILL), by=OBSERVATORY)
    denial = tell(control(GAINED, HILL), "d2", by=ARMY, modality=Modality.DENIED)
    (spell,) = spells(claim, denial)
    assert len(spell.contested_by) == 1
    assert not set(spell.contested_by) & set(spell.claims)


def test_a_denied_loss_contests_the_end_and_the_new_holder():
    lost = tell(control(GAINED, HILL, from_=(ARMY_NAME,)), by=OBSERVATORY)
    denial = tell(control(LOST, ARMY_NAME), "d2", by=ARMY, modality=Modality.DENIED)
    assert [len(spell.contested_by) for spell in spells(lost, denial)] == [1, 1]


@pytest.mark.parametrize("modality", [Modality.PLANNED, Modality.POSSIBLE, Modality.HYPOTHETICAL])
def test_what_nobody_asserts_opens_no_spell(modality):
    assert spells(tell(control(GAINED, HILL), modality=modality)) == ()


def test_a_province_does_not_overwrite_its_town():
    province = Place(name="Tall Rim", text="Tall Rim province", country="SY", precision=PlacePrecision.PROVINCE)
    claims = [tell(control(HOLDS, HILL)), tell(control(GAINED, ARMY_NAME), "d2", place=province, day=8, reported=8)]
    assert [spell.until for spell in spells(*claims)] == [None, None]


def test_vague_areas_of_two_documents_stay_two():
    towns = Place(name="northern Rim", text="dozens of villages", country="SY", precision=PlacePrecision.AREA)
    claims = [
        tell(control(GAINED, HILL), "d1", place=towns),
        tell(control(GAINED, ARMY_NAME), "d2", place=towns, day=8),
    ]
    assert [spell.until for spell in spells(*claims)] == [None, None]


def test_a_name_without_its_gazetteer_entry_is_the_same_place():
    bare = Place(name="Tall Rim", text="Tall Rim", country="SY")
    (spell,) = spells(tell(control(HOLDS, HILL), place=bare), tell(control(HOLDS, HILL), "d2", source="Wire B"))
    assert spell.place == RIM
    assert len(spell.claims) == 2


def test_history_gives_earlier_spells_and_ends_with_its_own_time():
    ago = TimeSpan(start=date(2016, 1, 1), end=date(2019, 12, 31), text="from 2016 to 2019")
    old = tell(control(HOLDS, ARMY_NAME), background=True, day=None)
    claims = [replace(old, time=ago), tell(control(GAINED, HILL), "d2")]
    assert [(spell.from_, spell.until) for spell in spells(*claims)] == [(ago.start, ago.end), (on(4), None)]


def test_a_siege_ends_no_holding_and_a_gain_ends_the_siege():
    claims = told((3, None, HOLDS, ARMY_NAME), (5, None, ControlState.BESIEGED, ARMY_NAME), (8, None, GAINED, HILL))
    found = [(spell.state, spell.until and spell.until.day) for spell in spells(*claims)]
    assert found == [(HOLDS, 7), (ControlState.BESIEGED, 7), (HOLDS, None)]


def test_an_alliance_and_its_member_are_one_holder():
    claims = told((4, None, HOLDS, "River Front"), (6, MINISTRY, HOLDS, "HB"))
    (spell,) = spells(*claims, actors=ACTORS)
    assert spell.until is None


def test_a_successor_under_the_same_name_is_a_new_holder():
    old, new = spells(*told((4, None, HOLDS, "the guard"), (8, None, HOLDS, "the guard")), actors=ACTORS)
    assert (old.holder, old.until) == (("Old Guard of Syria",), on(7))
    assert (new.holder, new.until) == (("New Guard of Syria",), None)


def test_a_part_of_it_and_the_whole_are_spells_apart():
    part = tell(control(GAINED, HILL, extent=Extent.PART), "d1", day=2, reported=2)
    whole = tell(control(GAINED, HILL), "d2", day=6, reported=6)
    later = tell(control(HOLDS, HILL, extent=Extent.PART), "d3", day=7, reported=7)
    found = [(spell.extent, spell.from_, spell.until) for spell in spells(part, whole, later)]
    assert found == [(Extent.PART, on(2), on(5)), (None, on(6), None)]


def test_a_part_that_became_the_whole_contests_whoever_held_the_whole_meanwhile():
    part = tell(control(GAINED, HILL, extent=Extent.PART), "d1", day=2, reported=2)
    others = tell(control(HOLDS, ARMY_NAME), "d2", day=4, reported=4)
    still = tell(control(HOLDS, HILL, extent=Extent.PART), "d3", day=6, reported=6)
    whole = tell(control(HOLDS, HILL, extent=Extent.WHOLE), "d4", day=6, reported=6)
    hill, army = sorted(spells(part, others, still, whole), key=lambda spell: spell.from_)
    assert (hill.holder, hill.extent, army.until) == ((HILL,), Extent.WHOLE, on(5))
    assert (hill.contested_by, army.contested_by) == (
        (claim_id(others),),
        tuple(sorted(map(claim_id, (part, still, whole)))),
    )


def test_losing_the_whole_ends_the_part_that_was_told_of_too():
    part = tell(control(GAINED, HILL, extent=Extent.PART), "d1", day=2, reported=2)
    lost = tell(control(LOST, HILL), "d2", day=6, reported=6)
    found = [(spell.extent, spell.from_, spell.until) for spell in spells(part, lost)]
    assert found == [(None, None, on(5)), (Extent.PART, on(2), on(5))]


def test_a_denial_that_its_own_voice_takes_back_contests_no_longer():
    told_of = tell(control(GAINED, HILL), by=OBSERVATORY)
    denial = tell(control(GAINED, HILL), "d2", by=ARMY, modality=Modality.DENIED)
    admitted = tell(control(LOST, ARMY_NAME), "d3", by=ARMY, day=6, reported=7)
    gained = tell(control(HOLDS, HILL), "d3", by=ARMY, day=6, reported=7)
    assert [len(spell.contested_by) for spell in spells(told_of, denial) if spell.holder == (HILL,)] == [1]
    assert [len(spell.contested_by) for spell in spells(told_of, denial, admitted) if spell.holder == (HILL,)] == [0]
    assert [len(spell.contested_by) for spell in spells(told_of, denial, gained)] == [0]


SIDES = (
    Actor(id="hill", name="Hill Brigades", kind=ActorKind.ARMED_GROUP, country="SY", side=("rebel", "insurgent")),
    Actor(id="river", name="River Front", kind=ActorKind.ARMED_GROUP, country="SY", side=("rebel", "insurgent")),
    Actor(
        id="north",
        name="Northern Army",
        aliases=("Rimmish army",),
        short=("the army",),
        kind=ActorKind.STATE_FORCES,
        country="SY",
        side=("government",),
    ),
    Actor(id="far", name="Far Army", short=("the army",), kind=ActorKind.STATE_FORCES, country="IQ"),
)


@pytest.mark.parametrize(
    ("first", "second", "holders"),
    [
        ("Rebels", "rebels", ["rebels"]),
        ("rebels", "Rimmish rebels", ["rebels"]),
        ("rebels", "Insurgents", ["rebels"]),
        ("rebels", HILL, [HILL]),  # the name is the narrower one
        (HILL, "rebel fighters", [HILL]),
        ("army units", ARMY_NAME, [ARMY_NAME]),
        ("government forces", "the army", ["government forces"]),
        ("rebels", ARMY_NAME, ["rebels", ARMY_NAME]),
        ("rebels", "army", ["rebels", "army"]),
        ("army", "Far Army", ["army", "Far Army"]),  # another country's army
        (HILL, "River Front", [HILL, "River Front"]),  # two of one side are two
        ("the group", HILL, ["the group", HILL]),
    ],
)
def test_a_side_and_an_actor_of_it_are_one_holder(first, second, holders):
    claims = told((4, OBSERVATORY, HOLDS, first), (4, MINISTRY, HOLDS, second))
    found = spells(*claims, actors=SIDES)
    assert sorted(spell.holder[0] for spell in found) == sorted(holders)
    assert all(bool(spell.contested_by) == (len(holders) > 1) for spell in found)
