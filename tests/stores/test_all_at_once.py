"""Two commands ingest, a third watches a folder and two reviewers decide, all at once on a server: nothing is lost."""

import gc
import json
import re
import subprocess
import sys
import time
import warnings
from pathlib import Path

import psycopg
import pytest

from marsad.domain.vocabulary import JudgementKind
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.reading.actor_file import load_actors
from marsad.reconcile import reconcile
from marsad.store import Store
from marsad.store.audit_check import check_log, head_of

TESTS = Path(__file__).parents[1]
EACH, SHARED, LANDED = 10, 6, 4
PLACES = ("Tallan", "Qasr", "Amun")
COMMAND = """
import sys
sys.path[:0] = sys.argv[1].split(":")
from pathlib import Path
from stub_reader import Stub
from marsad.cli import ingesting, standing
from marsad.intake import Asked
from marsad.pipeline.settings import Settings
what, where, author, *names = sys.argv[2:]
settings = Settings(db=where, author=author, data=Path(names[0]).parent / "data")
if what == "watch":
    standing.LazyReader = Stub
    sys.exit(standing.ingest_what_lands(Path(names[0]), settings, every_s=0.2, once=True))
for name in names:
    ingesting.ingest_files([name], settings, Asked(), reader=Stub(settings))
"""


def write(path, names):
    """One dispatch a name; those of the same name are the same one, whoever brings it."""
    lines = []
    for name in names:
        number = sum(name.encode())
        text = f"Dispatch {name}. {number % 7 + 1} killed in {PLACES[number % 3]}."
        day = f"2024-12-{number % 28 + 1:02d}"
        lines.append({"id": name, "text": text, "date": day, "source": f"Paper {number % 4}"})
    path.write_text("".join(json.dumps(one) + "\n" for one in lines))
    return str(path)


@pytest.fixture
def commands(tmp_path):
    """What each command is given: its own dispatches, and some that the other two have as well."""
    shared = [f"shared{number}" for number in range(SHARED)]
    given = {}
    for who in ("first", "second"):
        files = [write(tmp_path / f"{who}{n}.jsonl", [f"{who}{n}-{at}" for at in range(EACH // 2)]) for n in (1, 2)]
        given[who] = ("ingest", [*files[:1], write(tmp_path / f"{who}-shared.jsonl", shared), *files[1:]])
    landing = tmp_path / "landing"
    landing.mkdir()
    write(landing / "landed.jsonl", [f"landed{number}" for number in range(LANDED)] + shared)
    given["watcher"] = ("watch", [str(landing)])
    return given


def decide(desk):
    """One reviewer accepts what is first in the queue; the event's claims come back where it was taken."""
    queue = desk.get("/api/v1/review").json()["queue"]
    if not queue:
        return set()
    claims = {one["id"] for one in desk.get(f"/api/v1/events/{queue[0]}").json().get("told_by", ())}
    page = desk.get(f"/review/{queue[0]}").text
    fields = dict(re.findall(r'name="(csrf|version)" value="([0-9a-f]+)"', page))
    answer = desk.post(f"/review/{queue[0]}", data={**fields, "act": "accept_all"})
    assert answer.status_code in {303, 409, 404}, answer.text[:300]  # 409: it changed meanwhile, and is looked at again
    return claims if answer.status_code == 303 else set()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of what a refusal's trace held on to
def test_nothing_is_lost_and_the_record_is_that_of_all_of_it(new_database, commands, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(TESTS / "web")
    from sites import make_store, open_site, planted_readings

    where = new_database()
    settings = make_store(where, list(planted_readings())[-2:], data=tmp_path / "data")
    path = f"{TESTS / 'bulk'}:{TESTS}"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, path, what, where, who, *names], stderr=subprocess.PIPE, text=True
        )
        for who, (what, names) in commands.items()
    ]
    desks = [open_site(settings, demo=True) for _ in range(2)]
    accepted: set[str] = set()
    while any(one.poll() is None for one in running):
        for desk in desks:
            accepted |= decide(desk)
        time.sleep(0.2)
    said = [one.communicate(timeout=60)[1] for one in running]
    assert [one.returncode for one in running] == [0, 0, 0], said
    for desk in desks:
        desk.app.state.site.store.close()
        desk.app.state.site.people.close()
    del desk, desks
    with warnings.catch_warnings(action="ignore"):  # of connections that a refused decision's trace held on to
        gc.collect()

    with Store.open(where) as store:
        update_store(store, settings)
        counts = store.counts()
        assert counts.documents == 2 + 2 * EACH + SHARED + LANDED
        claims, judgements = tuple(store.claims()), store.judgements()
        assert sum(one.document not in {"plain-1", "arabic-1"} for one in claims) == 2 * (2 * EACH + SHARED + LANDED)
        kept = {claim for one in judgements if one.kind is JudgementKind.ACCEPT for claim in one.claims}
        assert accepted
        assert accepted <= kept
        with store.moment() as connection:
            assert list(check_log(connection, head_of(connection))) == []
        actors = load_actors(Settings().actor_files)
        assert store.record() == reconcile(claims, judgements, actors=actors, profile=settings.profile)
    for left in [one for one in gc.get_objects() if isinstance(one, psycopg.Connection)]:
        left.close()  # else the collector warns of it in whichever test it comes to next
