"""Dispatches read by the real reader, kept, reconciled and asked: the whole way from a sentence to an answer."""

import json

import pytest

from marsad.pipeline.ingest import ingest
from marsad.pipeline.settings import Settings
from marsad.store import Store

WATCH = "the Orchard Watch said"
DISPATCHES = (
    ("n1", "2024-03-08", f"At least 370 people have been killed in Idlib province since Wednesday, {WATCH} on Friday."),
    ("n2", "2024-03-09", f"Nine people were killed on Saturday in an air strike on Saraqib, {WATCH}."),
    ("n3", "2024-03-11", f"The death toll has risen to 412, up from 370 announced on Friday, {WATCH} on Monday."),
    ("n4", "2024-03-12", f"The number of dead now stands at 430, {WATCH}, revising its earlier figure of 412."),
    (
        "n6",
        "2024-03-13",
        (
            f"Two people were killed on Wednesday in shelling of Binnish, {WATCH}. "
            f"The fighting has now killed 441 people, up from 430, {WATCH}."
        ),
    ),
    ("n5", "2024-03-12", f"Rebels seized dozens of towns and villages in three days, {WATCH}."),
)


@pytest.fixture(scope="module", params=[True, False], ids=["one by one", "at once"])
def db(request, reader, tmp_path_factory):
    """The dispatches kept one by one, the third before the first, or all at once: the answers are the same."""
    folder = tmp_path_factory.mktemp("answers")
    lines = [
        json.dumps({"id": name, "date": day, "source": "Orchard Post", "text": text}) for name, day, text in DISPATCHES
    ]
    batches = [lines[2:3], lines[:1], lines[1:2], lines[3:]] if request.param else [lines]
    with Store.open(folder / "war.db") as store:
        for number, batch in enumerate(batches):
            path = folder / f"{number}.jsonl"
            path.write_text("\n".join(batch))
            ingest(store, reader, [str(path)], settings=Settings(profile="strict"))
    return str(folder / "war.db")


def ask(run, db, *arguments):
    code, out, err = run(*arguments, "--format", "jsonl", "--db", db)
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def test_a_figure_that_revises_a_total_is_its_revision_and_no_event(run, db):
    assert [event["documents"] for event in ask(run, db, "events", "--kind", "air_strike")] == [["n2"]]
    figures = [one for one in ask(run, db, "tolls", "--history", "--kind", "killed") if one["of"].startswith("a")]
    assert [(one["low"], one["current"]) for one in figures] == [(370, False), (412, False), (430, False), (441, True)]
    assert [one["replaces"] for one in figures] == [None, *(one["claim"] for one in figures[:-1])]


def test_a_total_grown_by_revision_is_in_no_sum_and_is_compared_with_it(run, db):
    sums = ask(run, db, "totals", "--by", "victims", "--kind", "killed")
    assert [(one["low"], one["stated"], one["difference"]) for one in sums] == [(11, False, None), (441, True, 430)]


def test_as_known_on_a_day_the_total_is_what_had_been_told(run, db):
    tolls = ask(run, db, "tolls", "--kind", "killed", "--as-known-on", "2024-03-11")
    assert sorted(one["low"] for one in tolls) == [9, 412]


def test_ground_without_a_name_goes_by_its_words_and_has_no_point(run, db):
    (spell,) = ask(run, db, "control", "--on", "2024-03-12")
    place = spell["place"]
    assert place["name"] == place["text"] == "dozens of towns and villages"
    assert (place["lat"], place["precision"], spell["holder"], spell["state"]) == (None, 5, ["rebels"], "holds")
