"""The questions of the record, asked of the shipped sample: what its README says is in it comes out."""

import json

import pytest

from sample_store import make_sample_store


@pytest.fixture(scope="module")
def db(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    make_sample_store(path)
    return str(path)


def ask(run, db, *arguments):
    code, out, err = run(*arguments, "--format", "jsonl", "--db", db)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture
def strike(run, db):
    """The market of Ariha, 2 December."""
    (event,) = ask(run, db, "events", "--place", "Ariha", "--since", "2024-12-02", "--grade", "contested")
    return event


def test_a_toll_that_grows_keeps_every_figure_of_its_voice(run, db, strike):
    told = ask(run, db, "tolls", strike["id"], "--history", "--kind", "killed")
    civilians = [one for one in told if one["group"] == "civilians"]
    grown = list(dict.fromkeys(one["low"] for one in civilians))
    assert grown == [5, 12, 16, 19]
    assert [one["current"] for one in civilians] == [False] * (len(civilians) - 1) + [True]
    assert {one["voice"] for one in civilians} == {"Syrian Observatory for Human Rights"}


@pytest.mark.parametrize(
    ("day", "low"), [("2024-12-02", 5), ("2024-12-03", 12), ("2024-12-04", 16), ("2024-12-05", 19)]
)
def test_the_toll_as_known_on_each_day(run, db, strike, day, low):
    tolls = ask(run, db, "tolls", strike["id"], "--as-known-on", day)
    assert [one["low"] for one in tolls if one["harm"] == "killed" and one["victims"] == "civilians"] == [low]


@pytest.mark.parametrize(("profile", "best"), [("strict", 19), ("ucdp", 19), ("acled", 19), ("airwars", None)])
def test_the_toll_by_each_profile(run, db, strike, profile, best):
    tolls = ask(run, db, "tolls", strike["id"], "--profile", profile)
    assert [one["best"] for one in tolls if one["harm"] == "killed" and one["victims"] == "civilians"] == [best]


def test_a_later_figure_of_another_voice_is_a_contradiction_with_both_sentences(run, db, strike):
    found = ask(run, db, "contradictions", "--place", "Ariha", "--kind", "toll")
    mine = [one for one in found if one["of"] == strike["id"]]
    assert mine
    assert all(len(set(one["sentences"])) == 2 for one in mine)


def test_who_held_hama_as_it_was_known_then_and_now(run, db):
    asked = ("control", "--on", "2024-12-05", "--place", "Hama")
    now = {(one["place"]["name"], one["state"]) for one in ask(run, db, *asked)}
    then = {(one["place"]["name"], one["state"]) for one in ask(run, db, *asked, "--as-known-on", "2024-12-04")}
    assert ("Hama", "holds") in now - then
    assert ("Hama", "besieged") in then


def test_an_exception_is_told_with_the_place(run, db):
    held = ask(run, db, "control", "--on", "2024-11-30", "--place", "Aleppo")
    (city,) = [one for one in held if one["place"]["name"] == "Aleppo" and one["except"]]
    assert "Sheikh Maqsoud" in city["except"][0]["place"]
    assert city["extent"] == "most"


def test_sums_by_day_and_by_place_are_one_sum_and_no_stated_total_is_in_it(run, db):
    by_day, by_place = (ask(run, db, "totals", "--by", by, "--kind", "killed") for by in ("day", "place"))
    sums = [sum(one["low"] for one in rows if not one["stated"]) for rows in (by_day, by_place)]
    assert sums[0] == sums[1]
    assert max(one["low"] for one in by_day if one["stated"]) > sums[0]
    assert all(one["claims"] for one in by_day)


def test_a_total_of_the_campaign_grows_by_revision_and_is_no_event(run, db):
    tolls = ask(run, db, "tolls", "--kind", "killed")
    totals = [one for one in tolls if one["of"].startswith("a")]
    assert {371, 910} <= {one["low"] for one in totals}
    assert not [one for one in tolls if one["of"].startswith("e") and (one["low"] or 0) > 100]


def test_what_the_record_lacks_is_listed(run, db):
    kinds = {one["gap"] for one in ask(run, db, "gaps", "--lapse", "5")}
    assert kinds == {"event-without-place", "total-above-events", "lapsed-control"}


def test_why_tells_reasons_grade_and_judgements_in_words(run, db, strike):
    code, out, _ = run("why", strike["id"], "--db", db)
    assert code == 0
    assert strike["grade_reason"] in out
    assert "is of the event by" in out
