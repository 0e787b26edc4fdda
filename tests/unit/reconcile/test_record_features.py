import pytest
from conflict import ACTORS, COUNTRY, DUN, NEAR_RIM, OBSERVATORY, PROVINCE, RIM, killed, on, strike, tell

from marsad.domain.place import Place
from marsad.domain.vocabulary import EventType
from marsad.reconcile import testimony
from marsad.reconcile.features import explain_pair, score_pair
from marsad.reconcile.names import index_actors
from marsad.reconcile.places import compare_places, distance_km
from marsad.reconcile.spelling import fold
from marsad.reconcile.tables import FEATURES, feature_table
from marsad.reconcile.telling import describe_telling

NAMES = index_actors(ACTORS)


def telling(claim):
    speaker = claim.attribution.speaker if claim.attribution else claim.source
    voice = testimony.Voice(name=speaker, key=speaker)
    return describe_telling([testimony.Testimony(id="c1", claim=claim, voice=voice)], NAMES)


def outcomes(some, other):
    return {mark.feature: mark.outcome for mark in explain_pair(telling(some), telling(other), NAMES)}


@pytest.mark.parametrize(
    ("some", "other", "feature", "outcome"),
    [
        ({}, {}, "place", "same"),
        ({}, {"place": None}, "place", "unknown"),
        ({}, {"day": 5}, "time", "next"),
        ({}, {"day": 6}, "time", "far"),
        ({}, {"day": None, "reported": 6}, "time", "undated"),
        ({"day": None, "reported": 5}, {"day": None, "reported": 6}, "time", "untold"),
        ({}, {"day": None, "background": True}, "time", "history"),
        ({}, {"day": None, "reported": None}, "time", "unknown"),
        ({}, {"said": strike(EventType.SHELLING)}, "type", "compatible"),
        ({}, {"said": strike(EventType.PROTEST)}, "type", "different"),
        ({}, {"said": killed(3, cause=None)}, "type", "unknown"),
        ({"said": strike(EventType.DIPLOMACY)}, {"said": killed(3, cause=None)}, "type", "different"),
        ({"said": strike(agents=("HB",))}, {"said": strike(agents=("River Front",))}, "agents", "shared"),
        ({"said": strike(agents=("HB",))}, {"said": strike(agents=("Northern Army",))}, "agents", "differ"),
        ({"said": strike(weapon="Barrel bomb")}, {"said": strike(weapon="barrel-bomb")}, "weapon", "same"),
        ({"said": killed(5)}, {"said": killed(5)}, "figures", "equal"),
        ({"said": killed(5)}, {"said": killed(low=4)}, "figures", "compatible"),
        ({"said": killed(5)}, {"said": killed(9), "reported": 6}, "figures", "grown"),
        ({"said": killed(9)}, {"said": killed(5), "reported": 6}, "figures", "differ"),
    ],
)
def test_each_feature_of_two_documents(some, other, feature, outcome):
    first = tell(**{"said": strike(), "document": "d1"} | some)
    second = tell(**{"said": strike(), "document": "d2"} | other)
    assert outcomes(first, second)[feature] == outcome
    assert outcomes(second, first)[feature] == outcome


@pytest.mark.parametrize(
    ("some", "other", "feature", "outcome"),
    [
        ({}, {}, "told", "sentence"),
        ({}, {"sentence": 5}, "told", "document"),
        ({"said": strike(agents=("HB",))}, {"said": strike(agents=("Northern Army",))}, "agents", "one_voice"),
        ({"said": killed(5)}, {"said": killed(7)}, "figures", "one_voice"),
        ({"said": killed(5), "by": OBSERVATORY}, {"said": killed(7)}, "figures", "grown"),
    ],
)
def test_each_feature_of_one_document(some, other, feature, outcome):
    assert outcomes(tell(**{"said": strike()} | some), tell(**{"said": strike()} | other)).get(feature) == outcome


def test_the_score_is_the_sum_of_the_reasons_and_a_veto_has_none():
    one, same, far = telling(tell(strike())), telling(tell(strike(), "d2")), telling(tell(strike(), "d2", place=DUN))
    assert score_pair(one, same, NAMES) == sum(mark.score for mark in explain_pair(one, same, NAMES))
    assert score_pair(one, far, NAMES) is None
    assert all(mark.reason for mark in explain_pair(one, far, NAMES))


def test_every_feature_has_outcomes_with_reasons():
    table = feature_table()
    assert tuple(table.outcomes) == FEATURES
    assert all(outcome.reason for rows in table.outcomes.values() for outcome in rows.values())


@pytest.mark.parametrize(
    ("some", "other", "outcome"),
    [
        (RIM, RIM, "same"),
        (RIM, NEAR_RIM, "same"),
        (RIM, DUN, "far"),
        (RIM, PROVINCE, "inside"),
        (RIM, COUNTRY, "inside"),
        (PROVINCE, PROVINCE, "area"),
        (PROVINCE, COUNTRY, "inside"),
        (RIM, Place(name="Tall Rim market", text="the market of Tall Rim"), "near"),
        (RIM, Place(name="Tall Rim", text="Tall Rim", country="IQ"), "far"),
        (DUN, Place(name="Qasr-Dūn", text="Qasr-Dūn", country="SY"), "same"),
    ],
)
def test_how_two_places_stand(some, other, outcome):
    assert compare_places(some, other) == outcome
    assert compare_places(other, some) == outcome


def test_distance_is_along_the_great_circle():
    assert distance_km(0, 0, 0, 1) == pytest.approx(111.2, abs=0.1)
    assert distance_km(51.5, -0.1, 48.9, 2.4) == pytest.approx(341, abs=3)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The Hill  Brigades", "hill brigades"),
        ("Ḥamāh", "hamah"),
        ("al-Bab", "al bab"),
        ("The", "the"),
        ("حماة", "حماة"),
    ],
)
def test_names_fold_by_letters(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("name", "day", "usual"),
    [
        ("HB", None, "Hill Brigades"),
        ("the guard", on(5), "Old Guard of Syria"),  # two bore the name: the day tells which
        ("The Guard", on(9), "New Guard of Syria"),
        ("the guard", None, "the guard"),
        ("Old Guard of Syria", on(9), "Old Guard of Syria"),
        ("Unheard-of Column", on(9), "Unheard-of Column"),
    ],
)
def test_a_name_is_the_actors_that_bore_it_on_the_day(name, day, usual):
    assert NAMES.resolve(name, day) == usual


@pytest.mark.parametrize(
    ("some", "other", "agree"),
    [
        ("Hill River Column", "River Front", True),  # part of a member
        ("River Front", "HB", True),
        ("Hill Brigades", "Northern Army", False),
        ("New Guard of Syria", "Old Guard of Syria", False),  # a successor is another holder
    ],
)
def test_who_is_within_whom(some, other, agree):
    assert NAMES.agree(NAMES.keys([some]), NAMES.keys([other])) is agree
