"""A release holds what two people let out, as of its day, in the same bytes each time, and tells nothing else."""

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from marsad.domain.errors import InputError, StoreError
from marsad.domain.person import SiteRole
from marsad.domain.publication import Step
from marsad.pipeline.publishing import take_step
from marsad.pipeline.releasing import gather, last_ends, make_files, open_released, sign_files, write_release
from marsad.pipeline.verify_release import check_release
from marsad.store import Store
from marsad.store.heads import signing_key
from marsad.store.publishing import public_ends
from marsad.store.releases import Kept, list_releases, note_release

sys.path.insert(0, str(Path(__file__).parents[2] / "web"))
from sites import CANARY, CODE_NAME, HIDDEN_VILLAGE, make_store, planted_readings, publish_all

KEY = SigningKey(bytes(range(32)))
FORMATS = ("csv", "geojson", "atom")


def today():
    """As it is now, for a run of all tests may go on over midnight."""
    return dt.datetime.now(dt.UTC).date()


@pytest.fixture(scope="module", params=["file", "postgres"])
def settings(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("released")
    where = request.getfixturevalue("new_database")() if request.param == "postgres" else folder / "war.db"
    made = make_store(where, planted_readings(), data=folder / "data")
    publish_all(made)
    return made


@pytest.fixture
def store(settings):
    with Store.open(settings.db) as opened:
        yield opened


@pytest.fixture
def kept(tmp_path):
    """A store on the disk that a test may change."""
    made = make_store(tmp_path / "war.db", planted_readings(), data=tmp_path / "data")
    publish_all(made)
    with Store.open(made.db) as opened:
        yield opened, made


def files_of(store, settings, day=None, formats=FORMATS):
    return sign_files(make_files(store, gather(store, day or today()), formats, settings), KEY)


def lines(files, name):
    return [json.loads(line) for line in files[name].splitlines()]


def test_it_is_whole_signed_and_holds_what_was_let_out(store, settings, tmp_path):
    files = files_of(store, settings)
    write_release(files, tmp_path / "out.zip", note=lambda: None)
    write_release(files, tmp_path / "out", note=lambda: None)
    for place in (tmp_path / "out.zip", tmp_path / "out"):
        report = check_release(place, bytes(KEY.verify_key).hex())
        assert report.findings == ()
        assert report.files == len(files) - 2
    ids = {line["id"] for line in lines(files, "data/published.jsonl")}
    assert ids == set(public_ends(store))
    assert {"METHOD.md", "README.md", "verify_release.py", "data/events.csv", "data/record.geojson"} <= files.keys()


def test_what_nobody_let_out_is_in_no_file(tmp_path):
    made = make_store(tmp_path / "war.db", planted_readings())
    let_out = publish_all(made, most=1)
    with Store.open(made.db) as store:
        files = files_of(store, made)
        record = store.record()
    others = {one.id for one in (*record.events, *record.control)} - set(let_out)
    assert len(others) > 3
    assert not [name for name, content in files.items() if any(other.encode() in content for other in others)]
    assert [line["id"] for line in lines(files, "data/published.jsonl")] == let_out


def test_it_tells_nothing_of_a_protected_source(store, settings):
    for name, content in files_of(store, settings).items():
        for word in (CANARY, CODE_NAME, HIDDEN_VILLAGE):
            assert word.encode() not in content, name
            assert word not in name


@pytest.mark.parametrize("settings", ["postgres"], indirect=True)
def test_the_same_store_gives_the_same_bytes_on_every_engine(store, settings, tmp_path):
    other = make_store(tmp_path / "other.db", planted_readings(), data=tmp_path)
    publish_all(other)
    with Store.open(other.db) as again:
        theirs = make_files(again, gather(again, today()), FORMATS, other)
    ours = make_files(store, gather(store, today()), FORMATS, settings)
    heads = [json.loads(files.pop("release.json")) for files in (ours, theirs)]
    assert ours == theirs
    for told in heads:  # each log has its own acts, at its own seconds
        assert len(told.pop("head")["hash"]) == 64
    assert heads[0] == heads[1]


def test_a_process_of_another_hash_seed_and_time_zone_writes_the_same_zip(kept, tmp_path):
    store, settings = kept
    key = signing_key(settings.data)
    ours = sign_files(make_files(store, gather(store, today()), FORMATS, settings), key)
    write_release(ours, tmp_path / "ours.zip", note=lambda: None)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "MARSAD_DATA": str(settings.data)}
    theirs = ("-o", str(tmp_path / "theirs.zip"), "--formats", ",".join(FORMATS), "--db", settings.db)
    command = [sys.executable, "-m", "marsad", "release", today().isoformat(), *theirs]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ours.zip").read_bytes() == (tmp_path / "theirs.zip").read_bytes()


def test_a_release_of_a_past_day_is_of_that_day_and_lets_nothing_out_again(kept):
    store, _ = kept
    out = gather(store, today()).what
    event = next(iter(out.things))
    take_step(store, Step.WITHDRAW, event, author="Omar", role=SiteRole.EDITOR, reason="the place is wrong")
    now = gather(store, today()).what
    assert event not in now.things
    assert now.gone[event].reason == "the place is wrong"
    with pytest.raises(InputError, match="nothing was published by"):
        gather(store, today() - dt.timedelta(days=1))
    with pytest.raises(InputError, match="is to come"):
        gather(store, today() + dt.timedelta(days=2))


def test_the_last_release_is_made_anew_of_the_log(kept):
    store, _ = kept
    before = gather(store, today())
    assert last_ends(store) is None
    told = Kept(at="", by="", day=today().isoformat(), digest="d" * 64, formats=("csv",), steps=before.last)
    note_release(store, "omar", told)
    take_step(store, Step.WITHDRAW, next(iter(before.what.things)), author="Omar", role=SiteRole.EDITOR, reason="x")
    assert last_ends(store) == (today(), before.ends)
    assert [(one.by, one.digest) for one in list_releases(store)] == [("omar", "d" * 64)]
    head = gather(store, today()).head
    assert head != before.head
    assert gather(store, today()).head == head  # a release is an act itself, and its head is none the later for it


@pytest.mark.parametrize("settings", ["file"], indirect=True)
def test_what_is_read_back_is_what_was_written(store, settings, tmp_path):
    write_release(files_of(store, settings, formats=()), tmp_path / "out", note=lambda: None)
    assert open_released(tmp_path / "out") == gather(store, today()).what


@pytest.mark.parametrize("settings", ["file"], indirect=True)
def test_without_its_act_there_is_no_release_and_nothing_is_left(store, settings, tmp_path):
    def fail():
        raise StoreError("read-only")

    files = files_of(store, settings, formats=())
    with pytest.raises(StoreError, match="read-only"):
        write_release(files, tmp_path / "out.zip", note=fail)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out.zip").write_bytes(b"another's")
    with pytest.raises(StoreError, match="is there already"):
        write_release(files, tmp_path / "out.zip", note=lambda: None)
    assert (tmp_path / "out.zip").read_bytes() == b"another's"


def test_killed_before_it_has_its_name_it_leaves_none_and_the_next_sweeps(tmp_path):
    killed = (
        "import os, sys; from pathlib import Path; from marsad.pipeline.releasing import write_release\n"
        "write_release({'a': b'x'}, Path(sys.argv[1]), note=lambda: os.kill(os.getpid(), 9))"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(tmp_path / "out.zip")], check=False)
    assert done.returncode == -9
    assert [one.name[:13] for one in tmp_path.iterdir()] == [".marsad-work-"]
    write_release({"a": b"x"}, tmp_path / "out.zip", note=lambda: None)
    assert [one.name for one in tmp_path.iterdir()] == ["out.zip"]


def test_what_happened_unseen_is_in_no_journal(kept):
    """The record's own journal would tell on which day a protected report changed a public event."""
    store, settings = kept
    store.replace_record(replace(store.record(), events=()))  # each of them goes, which is nobody's business
    rows = make_files(store, gather(store, today()), ("csv",), settings)["data/changes.csv"].decode().splitlines()
    assert len(rows) == 1 + 5
    assert all(",added," in row for row in rows[1:])
