"""The questions that a record answers: what was known when, who held what, what disagrees, what is missing."""

import json
import shutil

import pytest


def rows(run, db, *arguments):
    code, out, err = run(*arguments, "--format", "jsonl", "--db", db)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def own(db, tmp_path):
    """A copy of the store, to judge in."""
    shutil.copy(db, tmp_path / "own.db")
    return str(tmp_path / "own.db")


def event_id(run, db):
    return rows(run, db, "events")[0]["id"]


def test_the_history_of_a_toll(run, db):
    found = rows(run, db, "tolls", event_id(run, db), "--history")
    assert [(one["low"], one["voice"], one["current"]) for one in found] == [
        (7, "Ministry of Health", False),
        (9, "Ministry of Health", True),
    ]
    assert found[1]["replaces"] == found[0]["claim"]


@pytest.mark.parametrize(("day", "best"), [("2024-12-01", 7), ("2024-12-02", 9)])
def test_a_toll_as_known_on_a_day(run, db, day, best):
    (toll,) = rows(run, db, "tolls", event_id(run, db), "--as-known-on", day)
    assert toll["best"] == best


def test_what_nobody_knew_yet_is_said(run, db):
    code, _, err = run("tolls", event_id(run, db), "--as-known-on", "2024-11-30", "--db", db)
    assert code == 2
    assert "nothing was known" in err


def test_a_toll_by_another_profile(run, db):
    (toll,) = rows(run, db, "tolls", "--profile", "acled")
    assert toll["rule"].startswith("acled")


@pytest.mark.parametrize(("day", "state"), [("2024-12-09", "holds"), ("2024-12-20", "unknown")])
def test_control_lapses_where_that_is_asked_for(run, db, day, state):
    (spell,) = rows(run, db, "control", "Homs", "--on", day, "--lapse", "7")
    assert spell["state"] == state
    if state == "unknown":
        assert spell["holder"] == []
        assert "no claim for more than 7 days; last told of on 2024-12-0" in spell["lapsed"]["rule"]
        (kept,) = rows(run, db, "control", "Homs", "--on", day)
        assert kept["state"] == "holds"
        assert kept["holder"]


def test_a_lapse_is_of_a_day(run, db):
    assert run("control", "--lapse", "7", "--db", db)[0] == 2


@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        (["--on", "2024-12-02"], []),
        (["--on", "2024-12-03"], ["Homs"]),
        (["--on", "2024-12-09", "--as-known-on", "2024-12-02"], []),
        (["--on", "2024-12-09", "--place", "Hama"], []),
        (["Homs", "--history"], ["Homs"]),
        (["Hama", "--history"], []),
    ],
)
def test_who_held_what(run, db, arguments, places):
    assert [spell["place"]["name"] for spell in rows(run, db, "control", *arguments)] == places


@pytest.mark.parametrize(
    ("days", "changes"),
    [
        (("2024-12-01", "2024-12-05"), [("gained", "Army of the North")]),
        (("2024-12-05", "2024-12-01"), [("lost", "Army of the North")]),
        (("2024-12-04", "2024-12-05"), []),
    ],
)
def test_what_changed_between_two_days(run, db, days, changes):
    assert [(one["what"], one["holder"]) for one in rows(run, db, "control", "--diff", *days)] == changes


def test_a_wrong_day_is_wrong_use(run, db):
    assert run("control", "--diff", "2024-12-04", "soon", "--db", db)[0] == 2


@pytest.mark.parametrize(("grade", "count"), [("weak", 1), ("contested", 0)])
def test_events_of_a_grade(run, db, grade, count):
    assert len(rows(run, db, "events", "--grade", grade)) == count


@pytest.mark.parametrize(
    ("by", "key"), [("day", "2024-12-01"), ("place", "Hama"), ("actor", "not given"), ("victims", "people")]
)
def test_totals(run, db, by, key):
    (total,) = rows(run, db, "totals", "--by", by)
    assert (total["by"], total["harm"], total["low"], total["best"], total["high"]) == (key, "killed", 9, 9, 9)
    assert total["claims"]


def test_control_that_nobody_tells_of_any_more_is_a_gap(run, db):
    assert rows(run, db, "gaps") == []


def test_no_contradiction_where_one_voice_revises_itself(run, db):
    assert rows(run, db, "contradictions") == []


def test_why_tells_the_features_and_what_nearly_joined(run, db):
    code, out, _ = run("why", event_id(run, db), "--db", db)
    assert code == 0
    for words in ("d2 is of the event by d1", "place: both are at the same place", "nearly joined it: nothing"):
        assert words in out


def test_a_judgement_is_kept_listed_and_undone(run, own):
    before = rows(run, own, "events")
    one, other = before[0]["claims"]
    code, _, err = run("judge", "different", one, other, "--because", "two raids", "--author", "N.", "--db", own)
    assert (code, "judgement 1" in err) == (0, True)
    assert len(rows(run, own, "events")) == 2
    (made,) = rows(run, own, "judgements")
    assert (made["n"], made["judgement"], made["author"], made["because"]) == (1, "different", "N.", "two raids")
    first, second = (event["id"] for event in rows(run, own, "events"))
    assert "judgement 1: different, by N., two raids" in run("why", first, second, "--db", own)[1]
    assert run("judge", "undo", "1", "--db", own)[0] == 0
    assert rows(run, own, "events") == before
    assert rows(run, own, "judgements")[0]["undone"] is True


def test_correcting_accepting_and_withdrawing(run, own):
    last = next(claim for claim in rows(run, own, "claims", "--kind", "casualty") if claim["casualty"]["best"] == 9)
    because = ("--because", "misread", "--db", own)
    assert run("judge", "accept", last["id"], *because)[0] == 0
    assert run("judge", "correct", last["id"], "casualty.low=8", "casualty.best=8", "casualty.high=8", *because)[0] == 0
    assert rows(run, own, "tolls")[0]["best"] == 8
    assert run("judge", "withdraw", last["id"], *because)[0] == 0
    assert rows(run, own, "tolls")[0]["best"] == 7
    assert [one["judgement"] for one in rows(run, own, "judgements")] == ["accept", "correct", "withdraw"]


def test_two_events_become_one_by_their_ids(run, own):
    first, second = (claim["id"] for claim in rows(run, own, "claims", "--kind", "casualty"))
    run("judge", "correct", second, "time.start=2024-12-09", "time.end=2024-12-09", "--because", "a slip", "--db", own)
    apart = [event["id"] for event in rows(run, own, "events")]
    assert len(apart) == 2
    assert run("judge", "same", *apart, "--because", "one raid", "--db", own)[0] == 0
    (event,) = rows(run, own, "events")
    assert sorted(event["claims"]) == sorted((first, second))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["undo", "7"], "no judgement 7"),
        (["withdraw", "zz", "--because", "x"], "no id begins with"),
        (["correct", "CLAIM", "casualty.low", "--because", "x"], "expected field=value"),
        (["correct", "CLAIM", "casualty.lowest=3", "--because", "x"], "no field"),
        (["correct", "CLAIM", "casualty.low=many", "--because", "x"], "not a"),
        (["same", "CLAIM", "CLAIM", "--because", "x"], "are one"),
    ],
)
def test_wrong_use_is_one_line_and_changes_nothing(run, own, arguments, words):
    claim = rows(run, own, "claims", "--kind", "casualty")[0]["id"]
    code, _, err = run("judge", *(claim if word == "CLAIM" else word for word in arguments), "--db", own)
    assert code == 2
    assert words in err
    assert rows(run, own, "judgements") == []


def test_areas_of_a_day_are_drawn_and_say_that_they_are_derived(run, db):
    code, out, err = run("control", "--on", "2024-12-03", "--areas", "--db", db)
    assert code == 0, err
    (feature,) = json.loads(out)["features"]
    assert feature["properties"]["derived"] is True
    assert feature["properties"]["places"] == ["Homs"]


def test_areas_without_a_day_are_refused_with_the_mend(run, db):
    code, _, err = run("control", "--areas", "--db", db)
    assert code == 2
    assert "--on DAY" in err


def test_the_places_around_are_asked_only_where_nothing_is_told_of_the_place_itself(run, db):
    (row,) = rows(run, db, "control", "Homs", "--on", "2024-12-03")
    assert row["holds_within"] is None
