import pytest
from conflict import MINISTRY, OBSERVATORY, RESIDENT, killed, tell

from marsad.domain.claim import EarlierFigure
from marsad.domain.errors import SetupError
from marsad.domain.vocabulary import Modality, ProblemCode, VictimsGroup
from marsad.reconcile import reconcile


def only_event(claims, **options):
    (event,) = reconcile(claims, **options).events
    return event


def told(figures):
    """One claim a figure: (day reported, who says so, figure)."""
    return [
        tell(figure, f"d{at}", by=by, day=4, reported=reported) for at, (reported, by, figure) in enumerate(figures)
    ]


@pytest.mark.parametrize(
    ("figures", "expected", "current"),
    [
        # one voice's later figure replaces its own earlier one, whatever it was
        ([(5, OBSERVATORY, killed(5)), (6, OBSERVATORY, killed(12))], (12, 12, 12), [12]),
        ([(5, OBSERVATORY, killed(12)), (6, OBSERVATORY, killed(5))], (5, 5, 5), [5]),
        # another voice's figure widens the range; the middle of two is the lower
        ([(5, OBSERVATORY, killed(5)), (6, MINISTRY, killed(8))], (5, 5, 8), [5, 8]),
        # bounds stay bounds
        ([(5, OBSERVATORY, killed(low=12))], (12, None, None), [12]),
        ([(5, OBSERVATORY, killed(high=20))], (None, None, 20), [20]),
        ([(5, OBSERVATORY, killed(low=20, high=30))], (20, None, 30), [20]),
        ([(5, OBSERVATORY, killed(low=20, high=20))], (20, 20, 20), [20]),
        ([(5, OBSERVATORY, killed(low=12)), (6, MINISTRY, killed(10))], (10, 10, 12), [12, 10]),
        # zero is a number, and no number is none
        ([(5, OBSERVATORY, killed(0))], (0, 0, 0), [0]),
        ([(5, OBSERVATORY, killed())], (None, None, None), [None]),
        ([(5, OBSERVATORY, killed(4)), (6, OBSERVATORY, killed())], (4, 4, 4), [4]),
    ],
)
def test_the_range_of_the_voices(figures, expected, current):
    (toll,) = only_event(told(figures)).tolls
    assert (toll.low, toll.best, toll.high) == expected
    stands = [one for one in toll.revisions if one.current]
    assert [next((n for n in (one.best, one.low, one.high) if n is not None), None) for one in stands] == current


def test_a_late_arrival_lands_at_its_reported_place():
    first, second = told([(5, OBSERVATORY, killed(5)), (7, OBSERVATORY, killed(12))])
    between = tell(killed(9), "late", by=OBSERVATORY, reported=6)
    (toll,) = only_event([second, first, between]).tolls
    assert [one.best for one in toll.revisions] == [5, 9, 12]
    assert [one.replaces for one in toll.revisions] == [None, toll.revisions[0].claim, toll.revisions[1].claim]


def test_a_figure_replaces_the_one_that_it_says_it_revises_whoever_gave_it():
    claims = told([(5, MINISTRY, killed(5)), (6, OBSERVATORY, killed(12, revises=EarlierFigure(low=5, high=5)))])
    (toll,) = only_event(claims).tolls
    assert (toll.low, toll.best, toll.high) == (12, 12, 12)
    assert [one.current for one in toll.revisions] == [False, True]
    assert toll.revisions[1].replaces == toll.revisions[0].claim


def test_an_earlier_figure_that_only_the_revision_tells_is_kept_from_it():
    claim = tell(killed(low=12, revises=EarlierFigure(low=5, high=5)), by=OBSERVATORY)
    (toll,) = only_event([claim]).tolls
    assert [(one.low, one.high, one.current) for one in toll.revisions] == [(5, 5, False), (12, None, True)]
    assert {one.claim for one in toll.revisions} == set(toll.claims)
    assert toll.revisions[0].words == claim.quote.text


def test_looser_words_of_one_document_replace_nothing():
    lead = tell(killed(23), by=OBSERVATORY)
    later = tell(killed(low=2, words="several people"), by=OBSERVATORY, sentence=1)
    (toll,) = only_event([lead, later]).tolls
    assert (toll.low, toll.best, toll.high) == (23, 23, 23)


def test_a_part_is_nested_and_never_added():
    whole = tell(killed(8, victims=VictimsGroup.CIVILIANS, words="eight civilians"), by=OBSERVATORY)
    part = tell(
        killed(2, victims=VictimsGroup.CHILDREN, words="two children", includes_in="eight civilians"), by=OBSERVATORY
    )
    tolls = {toll.victims: toll for toll in only_event([whole, part]).tolls}
    assert (tolls[VictimsGroup.CIVILIANS].best, tolls[VictimsGroup.CIVILIANS].part_of) == (8, None)
    assert (tolls[VictimsGroup.CHILDREN].best, tolls[VictimsGroup.CHILDREN].part_of) == (2, VictimsGroup.CIVILIANS)


def test_a_part_of_its_own_group_is_no_revision_of_the_whole():
    whole = tell(killed(12, words="twelve people"), by=OBSERVATORY)
    part = tell(killed(3, words="three of one family", includes_in="twelve people"), by=OBSERVATORY)
    tolls = only_event([whole, part]).tolls
    assert [(toll.best, toll.part_of) for toll in tolls] == [(12, None), (3, VictimsGroup.PEOPLE)]


def test_a_part_above_its_whole_is_a_problem_and_stays():
    whole = tell(killed(4, words="four people"), by=OBSERVATORY)
    part = tell(
        killed(6, victims=VictimsGroup.CHILDREN, words="six children", includes_in="four people"), by=OBSERVATORY
    )
    record = reconcile([whole, part])
    (problem,) = record.problems
    assert problem.code is ProblemCode.PART_ABOVE_WHOLE
    assert len(problem.claims) == 2
    assert len(record.events[0].tolls) == 2


@pytest.mark.parametrize(
    ("profile", "figure", "expected"),
    [
        ("strict", killed(low=24, words="dozens of people"), (24, None, None)),
        ("acled", killed(low=24, words="dozens of people"), (12, 12, 12)),
        ("ucdp", killed(low=24, words="dozens of people"), (24, 24, None)),
        ("airwars", killed(low=24, words="dozens of people"), (12, None, 24)),
        ("airwars", killed(low=2, words="several people"), (2, None, 2)),
        ("airwars", killed(low=30, words="at least some 30 people"), (30, None, 30)),  # "some 30" is no bare plural
        ("acled", killed(words="people"), (3, 3, 3)),
        ("strict", killed(words="people"), (None, None, None)),
        ("acled", killed(0, words="no one"), (0, 0, 0)),
    ],
)
def test_profiles_turn_words_into_numbers(profile, figure, expected):
    (toll,) = only_event([tell(figure)], profile=profile).tolls
    assert (toll.low, toll.best, toll.high) == expected
    assert toll.rule.startswith(profile)


def test_acled_takes_the_most_conservative_voice():
    claims = told([(5, OBSERVATORY, killed(9)), (5, MINISTRY, killed(4)), (5, RESIDENT, killed(7))])
    (toll,) = only_event(claims, profile="acled").tolls
    assert (toll.low, toll.best, toll.high) == (4, 4, 4)


def test_an_unknown_profile_is_named_with_those_there_are():
    with pytest.raises(SetupError, match=r"'gtd'.*strict, acled, ucdp, airwars"):
        reconcile([], profile="gtd")


def test_figures_that_are_denied_or_possible_count_for_nothing():
    claims = [tell(killed(5)), tell(killed(90), "d2", by=MINISTRY, modality=Modality.DENIED)]
    (toll,) = only_event(claims).tolls
    assert (toll.low, toll.high) == (5, 5)
