from dataclasses import replace
from datetime import UTC, datetime

import pytest
from conflict import ACTORS, ARMY, MINISTRY, OBSERVATORY, RESIDENT, killed, strike, tell

from marsad.domain import wire
from marsad.domain.claim import Attribution
from marsad.domain.judgement import Judgement
from marsad.domain.vocabulary import EventType, Grade, JudgementKind, Modality, Role, VictimsGroup
from marsad.reconcile import reconcile

NORTH, HILL = ("Northern Army",), ("Hill Brigades",)
DEFENCE = Attribution(speaker="Northern Ministry of Defence", role=Role.GOVERNMENT)


def grade(*claims, **options):
    claims = [
        replace(claim, document=f"d{at}", quote=replace(claim.quote, text=f"What document {at} says."))
        for at, claim in enumerate(claims)
    ]
    (event,) = reconcile(claims, **options).events
    return event.grade, event.grade_reason


@pytest.mark.parametrize(
    ("claims", "expected", "reason"),
    [
        ([tell(strike())], Grade.WEAK, "One voice tells it: Wire A."),
        # two outlets that credit one body are one voice
        ([tell(strike(), by=OBSERVATORY), tell(strike(), by=OBSERVATORY, source="Wire B")], Grade.WEAK, "One voice"),
        (
            [tell(strike(), by=OBSERVATORY), tell(strike(), by=MINISTRY)],
            Grade.FAIR,
            "2 independent voices tell it: Health Ministry and Rights Observatory.",
        ),
        ([tell(strike(), by=RESIDENT), tell(strike(), by=RESIDENT)], Grade.FAIR, "2 independent voices"),
        # the doer owns it, or a body of its own state does; a rebel body of the same country is not one
        ([tell(strike(agents=NORTH), by=ARMY)], Grade.CONFIRMED, "Northern Army answered for it"),
        ([tell(strike(agents=NORTH), by=DEFENCE)], Grade.CONFIRMED, "Northern Ministry of Defence answered"),
        ([tell(strike(agents=HILL), by=DEFENCE)], Grade.WEAK, "One voice"),
        (
            [tell(strike(agents=("River Front",)), by=replace(ARMY, speaker="HB"))],
            Grade.CONFIRMED,
            "Hill Brigades answered",
        ),
        # a success of one's own and an accusation are one voice: ground taken, enemy fighters hit, another's deed
        ([tell(strike(EventType.TERRITORY_GAIN, agents=NORTH), by=ARMY)], Grade.WEAK, "One voice"),
        ([tell(strike(EventType.OFFENSIVE, agents=NORTH), by=ARMY)], Grade.WEAK, "One voice"),
        ([tell(strike(agents=NORTH, recipients=HILL), by=ARMY)], Grade.WEAK, "One voice"),
        ([tell(killed(320, agents=NORTH, victims=VictimsGroup.COMBATANTS), by=ARMY)], Grade.WEAK, "One voice"),
        ([tell(killed(9, agents=NORTH, side="Hill Brigades"), by=ARMY)], Grade.WEAK, "One voice"),
        ([tell(strike(agents=HILL), by=ARMY)], Grade.WEAK, "One voice"),
        # what is against its interest is accepted: civilians hit, its own dead, ground lost, a retreat
        ([tell(strike(agents=NORTH, recipients=("civilians",)), by=ARMY)], Grade.CONFIRMED, "Northern Army answered"),
        ([tell(killed(3, side="Northern Army"), by=DEFENCE)], Grade.CONFIRMED, "Northern Ministry of Defence answered"),
        (
            [tell(strike(EventType.TERRITORY_GAIN, agents=HILL, recipients=NORTH), by=ARMY)],
            Grade.CONFIRMED,
            "Northern Army answered",
        ),
        ([tell(strike(EventType.WITHDRAWAL, agents=NORTH), by=ARMY)], Grade.CONFIRMED, "Northern Army answered"),
        # whoever later says the contrary of a denial denies no longer; another's word does not take it back
        (
            [
                tell(strike(agents=NORTH), by=ARMY, modality=Modality.DENIED),
                tell(strike(agents=NORTH), by=ARMY, reported=7),
            ],
            Grade.CONFIRMED,
            "Northern Army answered",
        ),
        (
            [
                tell(strike(agents=NORTH), by=ARMY, modality=Modality.DENIED),
                tell(strike(agents=NORTH), by=OBSERVATORY, reported=7),
            ],
            Grade.CONTESTED,
            "Northern Army denied it.",
        ),
        # contradiction on whether, who, what and how many
        (
            [tell(strike(agents=NORTH), by=OBSERVATORY), tell(strike(agents=NORTH), by=ARMY, modality=Modality.DENIED)],
            Grade.CONTESTED,
            "Northern Army denied it.",
        ),
        (
            [tell(strike(agents=NORTH), by=OBSERVATORY), tell(strike(agents=HILL), by=MINISTRY)],
            Grade.CONTESTED,
            "Health Ministry and Rights Observatory name different doers.",
        ),
        (
            [tell(killed(5), by=OBSERVATORY), tell(killed(9), by=MINISTRY)],
            Grade.CONTESTED,
            "Health Ministry and Rights Observatory give figures that cannot both be so.",
        ),
        ([tell(killed(low=5), by=OBSERVATORY), tell(killed(9), by=MINISTRY)], Grade.FAIR, "2 independent voices"),
        # rival figures do not undo an acceptance
        (
            [tell(killed(5, agents=NORTH), by=OBSERVATORY), tell(killed(9, agents=NORTH), by=ARMY)],
            Grade.CONFIRMED,
            "Northern",
        ),
        # both sides of a clash are its doers
        (
            [
                tell(strike(EventType.ARMED_CLASH, agents=NORTH), by=OBSERVATORY),
                tell(strike(EventType.ARMED_CLASH, agents=HILL), by=MINISTRY),
            ],
            Grade.FAIR,
            "2 independent voices",
        ),
    ],
)
def test_each_grade_with_its_reason(claims, expected, reason):
    found, words = grade(*claims, actors=ACTORS)
    assert found is expected
    assert words.startswith(reason)
    assert words.endswith(".")


def test_an_event_whose_claims_are_all_withdrawn_stays_as_discounted():
    claim = tell(killed(5))
    withdrawn = Judgement(
        id="j1",
        kind=JudgementKind.WITHDRAW,
        claims=(wire.claim_id(claim),),
        author="one",
        at=datetime(2031, 4, 1, tzinfo=UTC),
    )
    (event,) = reconcile([claim], [withdrawn]).events
    assert event.grade is Grade.DISCOUNTED
    assert event.tolls == ()
    assert event.claims == (wire.claim_id(claim),)
