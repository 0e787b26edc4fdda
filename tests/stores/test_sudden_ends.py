"""An ingest that is killed, runs out of disk or meets another: each document whole or not there, and said plainly."""

import json
import random
import re
import subprocess
import sys

import pytest

from marsad.store import Store

RUNS = """
# One process that has loaded all there is to load, and a child of it for each ingest.
import json, os, resource, signal, sys, time
from marsad.domain.errors import MarsadError
from marsad.domain.reading import Reading
from marsad.pipeline.ingest import ingest
from marsad.pipeline.settings import Settings
from marsad.store import Store

class Silent:
    def read(self, documents, *, mentions=False):
        for document in documents:
            yield Reading(document=document)

def take(out, most_bytes):
    if most_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    def tell(fate):
        os.write(out, (fate.document.id + "\\n").encode())
    try:
        with Store.open(sys.argv[1]) as store:
            ingest(store, Silent(), [sys.argv[2]], settings=Settings(), heed=tell)
        os.write(out, b"done\\n")
    except MarsadError as error:
        os.write(out, f"marsad: {error}\\n".encode())

def begin(plan):
    out, into = os.pipe()
    child = os.fork()
    if not child:
        os.close(out)
        take(into, plan.get("most_bytes"))
        os._exit(0)
    os.close(into)
    return child, open(out)

def end(plan, child, out):
    said = []
    if plan.get("kill_after"):
        said = [out.readline() for _ in range(plan["kill_after"])]
        time.sleep(plan["then_wait"])
        os.kill(child, signal.SIGKILL)
    said += out.readlines()
    os.waitpid(child, 0)
    print(json.dumps([line.strip() for line in said if line.endswith("\\n")]), flush=True)

for together in json.loads(sys.argv[3]):
    running = [(plan, *begin(plan)) for plan in together]
    for one in running:
        end(*one)
"""
COUNT = 60
TO_THE_END = {}
ALL = {f"d{number}" for number in range(COUNT)}


@pytest.fixture
def feed(tmp_path):
    chance, path = random.Random(7), tmp_path / "feed.jsonl"
    words = [f"word{number}" for number in range(2_000)]
    with path.open("w") as file:
        for number in range(COUNT):
            text = f"House {number} of the lane was hit. {' '.join(chance.sample(words, 300))}."
            file.write(json.dumps({"id": f"d{number}", "text": text}) + "\n")
    return path


def run(path, feed, *plans):
    """What each ingest of the plans acknowledged or said; a list in a list runs at once."""
    given = json.dumps([plan if isinstance(plan, list) else [plan] for plan in plans])
    done = subprocess.run(
        [sys.executable, "-c", RUNS, str(path), str(feed), given],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def whole(path):
    """The ids that are kept, each with its original, its provenance and its words, in a file without a fault."""
    with Store.open(path) as store:
        assert store.check() == "ok"
        documents = list(store.documents())
        for document in documents:
            record = json.loads(store.original(document.original_sha256))
            assert (record["id"], record["text"]) == (document.id, document.text)
        with store._connect() as connection:
            for table in ("provenance", "document_words"):
                assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == len(documents)
    ids = [document.id for document in documents]
    assert len(ids) == len(set(ids))
    return set(ids)


def test_ten_kills_at_chance_moments_lose_and_double_nothing(tmp_path, feed):
    chance, path = random.Random(20), tmp_path / "kept.db"
    kills = [{"kill_after": chance.randrange(1, 8), "then_wait": chance.random() / 50} for _ in range(10)]
    *killed, last = run(path, feed, *kills, TO_THE_END)
    acknowledged = [line for said in killed for line in said if line in ALL]
    assert sum("done" not in said for said in killed) >= 5  # most were cut off, so that this tries something
    assert last[-1] == "done"
    kept = [line for line in last if line in ALL]
    assert set(acknowledged) <= set(kept) == ALL  # `heed` tells of the known too
    assert whole(path) == ALL


def test_what_was_acknowledged_before_a_kill_is_there_whole(tmp_path, feed):
    path = tmp_path / "kept.db"
    (said,) = run(path, feed, {"kill_after": 25, "then_wait": 0.01})
    assert len(said) >= 25
    assert set(said) <= whole(path)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on the size of files")
def test_a_disk_that_fills_up_is_said_and_what_was_acknowledged_stays(tmp_path, feed):
    for most_bytes in (20_000, 400_000):  # within the making of it, then ever later
        path = tmp_path / f"kept-{most_bytes}.db"
        (said,) = run(path, feed, {"most_bytes": most_bytes})
        assert re.fullmatch(
            rf"marsad: {re.escape(str(path))}: .*\. Mend: .*space.*nothing acknowledged is lost", said[-1]
        ), said[-1]
        assert len(said) <= COUNT
        if len(said) > 1:
            assert ALL.intersection(said) <= whole(path)
        assert run(path, feed, TO_THE_END)[0][-1] == "done"
        assert whole(path) == ALL


def test_of_two_importers_at_once_one_does_all_and_the_other_says_so(tmp_path, feed):
    path = tmp_path / "kept.db"
    ends = [said[-1] for said in run(path, feed, [TO_THE_END, TO_THE_END])]
    assert "done" in ends
    assert all(end == "done" or "one writer at a time. Mend: wait until it ends" in end for end in ends), ends
    assert whole(path) == ALL
