"""`marsad release` and `marsad verify --release` as a user runs them."""

import datetime as dt
import json
import shutil
import sys
from pathlib import Path

import pytest

from marsad.domain.person import SiteRole
from marsad.domain.publication import Step
from marsad.pipeline.publishing import take_step
from marsad.store import Store
from marsad.store.publishing import public_ends
from past_marsad import alter

sys.path.insert(0, str(Path(__file__).parents[2] / "web"))
from sites import make_store, planted_readings, publish_all


def today():
    """As it is now, for a run of all tests may go on over midnight."""
    return dt.datetime.now(dt.UTC).date().isoformat()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A store with all of it let out."""
    folder = tmp_path_factory.mktemp("released")
    settings = make_store(folder / "war.db", planted_readings())
    publish_all(settings)
    return folder


@pytest.fixture
def war(made, tmp_path):
    for one in made.glob("war.db-*"):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    shutil.copy(made / "war.db", tmp_path / "war.db")
    return str(tmp_path / "war.db")


@pytest.fixture
def release(run, war, tmp_path):
    def call(name, *more):
        return run("release", today(), "-o", str(tmp_path / name), "--formats", "geojson", "--author", "omar",
                   "--db", war, *more)  # fmt: skip

    return call


def protected_event(war):
    with Store.open(war) as store:
        return next(name for name, end in public_ends(store).items() if end.pinned and not end.pinned.sentences)


def withdraw(war, thing):
    with Store.open(war) as store:
        take_step(store, Step.WITHDRAW, thing, author="Omar", role=SiteRole.EDITOR, reason="the family asks for it")


def test_it_is_made_listed_and_verified_against_the_record_it_came_from(run, release, war, tmp_path):
    code, out, err = release("one.zip")
    assert (code, out.split()[1]) == (0, str(tmp_path / "one.zip")), err
    key = err.partition("signed by ")[2][:64]
    listed = [json.loads(line) for line in run("release", "list", "--format", "jsonl", "--db", war)[1].splitlines()]
    assert [(one["digest"], one["by"], one["day"]) for one in listed] == [(out.split()[0], "omar", today())]
    code, out, _ = run("verify", "--release", str(tmp_path / "one.zip"), "--signed-by", key, "--db", war)
    assert (code, [line[:2] for line in out.splitlines()]) == (0, ["ok", "ok"])
    assert run("verify", "--release", str(tmp_path / "one.zip"))[0] == 0  # by the key of this installation
    assert run("verify", "--release", str(tmp_path / "one.zip"), "--signed-by", "ab" * 32)[0] == 1
    assert run("verify", "--release", str(tmp_path / "nothing.zip"))[0] == 2


def test_a_record_altered_since_is_found_by_its_release(run, release, war, tmp_path):
    assert release("one.zip")[0] == 0
    alter(war, "UPDATE audit SET actor = 'nobody' WHERE seq = 3")
    code, out, _ = run("verify", "--release", str(tmp_path / "one.zip"), "--db", war)
    assert code == 1
    assert "LOOK  act 3" in out


def test_a_release_of_another_record_is_told_apart(run, release, war, tmp_path):
    assert release("one.zip")[0] == 0
    with Store.open(tmp_path / "other.db") as other:
        other.begin_writing()
    code, out, _ = run("verify", "--release", str(tmp_path / "one.zip"), "--db", str(tmp_path / "other.db"))
    assert (code, "no act of this log has it" in out) == (1, True)


def test_one_that_gives_a_source_away_is_refused_until_somebody_says_why(run, release, war, tmp_path):
    assert release("one.zip")[0] == 0
    withdraw(war, protected_event(war))
    code, out, err = release("two.zip")
    assert code == 1
    assert "protected sources tell of Idlib, 2024-12 came, went or changed" in out
    assert "nothing was written" in err
    assert not (tmp_path / "two.zip").exists()
    code, _, _ = release("two.zip", "--despite", "the family asks for it")
    assert code == 1
    assert (tmp_path / "two.zip").exists()
    told = json.loads(run("release", "list", "--format", "json", "--db", war)[1])
    assert [one["despite"] for one in told] == [None, "the family asks for it"]
    code, out, _ = run("release", "check", str(tmp_path / "two.zip"), str(tmp_path / "one.zip"), "--format", "json")
    assert (code, [one["kind"] for one in json.loads(out)]) == (1, ["few"])
    assert release("three.zip")[0] == 0  # beside the last there is no difference
    assert release("four.zip", "--last", str(tmp_path / "one.zip"))[0] == 1


def test_what_was_tampered_with_is_compared_with_nothing(run, release, tmp_path):
    assert release("one")[0] == 0
    assert release("two")[0] == 0
    (tmp_path / "one" / "data" / "published.jsonl").write_text("{}")
    code, _, err = run("release", "check", str(tmp_path / "two"), str(tmp_path / "one"))
    assert code == 2
    assert "data/published.jsonl: altered" in err


@pytest.mark.parametrize(("more", "said"), [
    (["--formats", "cvs"], "is no export format"), (["--timestamp", "http://tsa.example/"], "the network is off"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_and_leaves_nothing(run, release, war, tmp_path, more, said):
    code, _, err = release("one.zip", *more)
    assert (code, said in err) == (2, True)
    assert not (tmp_path / "one.zip").exists()
    assert run("release", "list", "--format", "jsonl", "--db", war)[1] == ""


@pytest.mark.parametrize("day", ["2019-01-01", "2099-01-01", "yesterday", "2024-13-01"])
def test_a_day_that_has_none_is_said(run, war, tmp_path, day):
    assert run("release", "make", day, "-o", str(tmp_path / "one.zip"), "--db", war)[0] == 2
