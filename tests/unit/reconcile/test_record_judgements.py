from datetime import UTC, datetime, timedelta

import pytest
from conflict import ACTORS, DUN, MINISTRY, OBSERVATORY, control, killed, strike, tell

from marsad.domain import wire
from marsad.domain.claim import Relation
from marsad.domain.judgement import Judgement
from marsad.domain.vocabulary import ControlState, JudgementKind, ProblemCode, RelationKind
from marsad.reconcile import reconcile

AT = datetime(2031, 4, 1, tzinfo=UTC)
ONE, TWO = tell(killed(5), "d1", by=OBSERVATORY), tell(killed(7), "d2", by=MINISTRY)
ELSEWHERE = tell(strike(), "d3", place=DUN)


def judge(kind, *claims, name="j1", after=0, correction=(), **more):
    return Judgement(
        id=name,
        kind=kind,
        claims=tuple(claim if isinstance(claim, str) else wire.claim_id(claim) for claim in claims),
        author="an editor",
        at=AT + timedelta(hours=after),
        correction=correction,
        **more,
    )


@pytest.mark.parametrize(
    ("claims", "judgements", "events"),
    [
        ((ONE, TWO), (), 1),
        ((ONE, TWO), (judge(JudgementKind.DIFFERENT, ONE, TWO),), 2),
        ((ONE, TWO), (judge(JudgementKind.DIFFERENT, ONE, TWO, undone=True),), 1),
        ((ONE, ELSEWHERE), (), 2),
        ((ONE, ELSEWHERE), (judge(JudgementKind.SAME, ONE, ELSEWHERE),), 1),
        # "different" holds against a later "same", and against a chain of them
        (
            (ONE, TWO),
            (judge(JudgementKind.DIFFERENT, ONE, TWO), judge(JudgementKind.SAME, ONE, TWO, name="j2", after=1)),
            2,
        ),
        (
            (ONE, TWO, ELSEWHERE),
            (
                judge(JudgementKind.DIFFERENT, ONE, TWO),
                judge(JudgementKind.SAME, ONE, ELSEWHERE, name="j2"),
                judge(JudgementKind.SAME, TWO, ELSEWHERE, name="j3"),
            ),
            2,
        ),
    ],
)
def test_same_and_different(claims, judgements, events):
    assert len(reconcile(claims, judgements).events) == events


def test_different_holds_within_one_sentence():
    event, toll = tell(strike(), "d1"), tell(killed(5), "d1")
    assert len(reconcile([event, toll]).events) == 1
    assert len(reconcile([event, toll], [judge(JudgementKind.DIFFERENT, event, toll)]).events) == 2


def test_a_withdrawn_claim_weighs_nothing_and_the_event_keeps_its_id():
    before = reconcile([ONE, TWO]).events[0]
    for withdrawn, left in ((ONE, 7), (TWO, 5)):
        (after,) = reconcile([ONE, TWO], [judge(JudgementKind.WITHDRAW, withdrawn)]).events
        assert after.id == before.id
        assert wire.claim_id(withdrawn) not in after.claims
        assert (after.tolls[0].low, after.tolls[0].high) == (left, left)


def test_a_withdrawn_control_claim_opens_no_spell():
    claim = tell(control(ControlState.HOLDS, "Hill Brigades"))
    assert reconcile([claim], [judge(JudgementKind.WITHDRAW, claim)]).control == ()


def test_a_correction_holds_under_the_id_of_the_claim_as_read():
    fix = judge(
        JudgementKind.CORRECT, ONE, correction=(("casualty.low", "8"), ("casualty.best", ""), ("casualty.high", "null"))
    )
    record = reconcile([ONE], [fix])
    (toll,) = record.events[0].tolls
    assert (toll.low, toll.best, toll.high) == (8, None, None)
    assert toll.claims == (wire.claim_id(ONE),)
    assert record.problems == ()


def test_of_two_corrections_the_later_holds():
    early = judge(
        JudgementKind.CORRECT, ONE, correction=(("casualty.best", "8"), ("casualty.high", "8"), ("casualty.low", "8"))
    )
    late = judge(JudgementKind.CORRECT, ONE, name="j0", after=1, correction=(("casualty.high", "9"),))
    (toll,) = reconcile([ONE], [late, early]).events[0].tolls
    assert (toll.low, toll.best, toll.high) == (8, 8, 9)


@pytest.mark.parametrize("correction", [("casualty.low", "many"), ("casualty.toll", "8"), ("modality", "certain")])
def test_a_correction_that_cannot_be_is_a_problem_and_changes_nothing(correction):
    record = reconcile([ONE], [judge(JudgementKind.CORRECT, ONE, correction=(correction,))])
    assert record.events == reconcile([ONE]).events
    assert [problem.code for problem in record.problems] == [ProblemCode.BAD_CLAIM]


def test_a_judgement_whose_claim_is_gone_is_listed_and_the_rest_of_it_holds():
    record = reconcile([ONE, TWO], [judge(JudgementKind.DIFFERENT, ONE, TWO, "cgone")])
    assert len(record.events) == 2
    (problem,) = record.problems
    assert problem.code is ProblemCode.JUDGEMENT_WITHOUT_CLAIM
    assert problem.claims == ("cgone",)
    assert "cgone" in problem.message


def test_actors_are_those_that_claims_name_with_the_ties_that_they_state():
    claims = [
        tell(Relation(subject="HB", relation=RelationKind.MEMBER_OF, object="River Front"), "d1"),
        tell(Relation(subject="Nadim Aql", relation=RelationKind.LEADS, object="Hill Brigades"), "d2"),
    ]
    actors = {actor.name: actor for actor in reconcile(claims, actors=ACTORS).actors}
    assert set(actors) == {"Hill Brigades", "River Front", "Nadim Aql"}
    assert [(tie.relation, tie.other) for tie in actors["Hill Brigades"].relations] == [
        (RelationKind.MEMBER_OF, "front")
    ]
    assert [tie.other for tie in actors["Nadim Aql"].relations] == ["hill"]
    assert actors["Hill Brigades"].aliases == ("HB",)
