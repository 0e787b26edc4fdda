"""New documents are told of as they come, to whoever may read."""

import asyncio
import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from peopled import Peopled, cheap_hashes, csrf_of
from sites import make_store, open_site, planted_readings
from starlette.requests import Request

from marsad.pipeline.ingest import ingest
from marsad.store import Store
from marsad.store.progress import Work, telling_beside, work_beside
from marsad.web.pages import live
from marsad.web.sessions import COOKIE

SLOW_INGEST = """
import sys, time
from marsad.domain.reading import Reading
from marsad.pipeline.ingest import ingest
from marsad.pipeline.settings import Settings
from marsad.store import Store

class Slow:
    def read(self, documents, *, mentions=False):
        for document in documents:
            time.sleep(0.1)
            yield Reading(document=document)

with Store.open(sys.argv[1]) as store:
    ingest(store, Slow(), [sys.argv[2]], settings=Settings(db=sys.argv[1], author="tester", data=sys.argv[3]))
"""


class Listener(Request):
    """A request of a page that listens until it is told to leave."""

    def __init__(self, cookie=""):
        headers = [(b"cookie", cookie.encode())]
        super().__init__({"type": "http", "method": "GET", "path": "/live", "headers": headers})

    async def is_disconnected(self):
        return False


def test_a_page_is_told_of_a_document_that_comes_in(tmp_path, monkeypatch):
    monkeypatch.setattr(live, "EVERY_SECONDS", 0.01)
    readings = list(planted_readings())
    settings = make_store(tmp_path / "war.db", readings[:-1])
    site = open_site(settings, demo=True).app.state.site

    async def listen():
        told = live._news(Listener(), site)
        first = await anext(told)
        with Store.open(settings.db) as store:
            store.add_reading(b"", readings[-1])
        second = await anext(told)
        await told.aclose()
        return [json.loads(line.split("data: ")[1]) for line in (first, second)]

    first, second = asyncio.run(listen())
    assert second["documents"] == first["documents"] + 1
    assert site.listeners.count == 0


def test_nobody_listens_without_signing_in(sample_settings, tmp_path, monkeypatch):
    from marsad.store.people import People

    monkeypatch.setattr("marsad.web.app.People.beside", lambda _: People(tmp_path / "people"))
    assert open_site(sample_settings).get("/live").status_code == 303


def test_who_signed_out_is_told_nothing_more_on_a_page_that_still_listens(planted_settings, tmp_path, monkeypatch):
    monkeypatch.setattr(live, "EVERY_SECONDS", 0.01)
    settings = replace(planted_settings, db=shutil.copy(planted_settings.db, tmp_path / "war.db"))
    with cheap_hashes():
        pages = Peopled(settings)
        client = pages.client_of("Rana")
    listener = Listener(f"{COOKIE}={client.cookies[COOKIE]}")

    async def listen(turns):
        told = live._news(listener, pages.app.state.site)
        await anext(told)
        await asyncio.wait_for(anext(told, "ended"), turns * live.EVERY_SECONDS)

    with pytest.raises(TimeoutError):
        asyncio.run(listen(40))
    client.post("/sign-out", data={"csrf": csrf_of(client)})
    asyncio.run(listen(4_000))


def until(holds):
    """What holds, waited for; the machine that tests may be a slow and busy one."""
    for _ in range(600):
        if found := holds():
            return found
        time.sleep(0.05)
    raise TimeoutError


def test_pages_are_told_how_far_another_programs_ingest_is_and_nothing_once_it_was_killed(tmp_path):
    settings = make_store(tmp_path / "war.db", planted_readings())
    site = open_site(settings, demo=True).app.state.site
    lines = (json.dumps({"id": f"d{n}", "text": f"Report {n}.", "date": "2024-12-08"}) for n in range(500))
    (tmp_path / "many.jsonl").write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-c", SLOW_INGEST, settings.db, str(tmp_path / "many.jsonl"), str(tmp_path)]
    assert live.work_words(site) == ""
    with subprocess.Popen(command) as working:
        try:
            done = until(lambda: (work := work_beside(settings.db)) and work.percent is not None and work)
            assert done.stage == "reading"
            assert 0 <= done.percent < 100
            assert live.work_words(site).startswith("Reading: ")
            until(lambda: (work := work_beside(settings.db)) and work.documents > done.documents)
        finally:
            working.kill()
    assert work_beside(settings.db) is None
    assert live.work_words(site) == ""


def test_an_ingest_that_ends_tells_no_more(tmp_path):
    told = []
    settings = make_store(tmp_path / "war.db", planted_readings())

    class Reader:
        def read(self, documents, *, mentions=False):
            told.extend(filter(None, [work_beside(settings.db)]))
            return iter(())

    (tmp_path / "one.txt").write_text("A text.", "utf-8")
    with Store.open(settings.db) as store:
        ingest(store, Reader(), [str(tmp_path / "one.txt")], settings=settings)
    assert told == [Work(stage="reading", documents=0)]
    assert work_beside(settings.db) is None


def test_what_is_no_progress_is_none(tmp_path):
    db = tmp_path / "war.db"
    assert work_beside(db) is None
    (tmp_path / "war.db-progress").write_text("{", "utf-8")
    assert work_beside(db) is None
    with telling_beside(db) as tell, telling_beside(db) as second:
        tell(Work(stage="reading", documents=1))
        second(Work(stage="reading", documents=99))
        assert work_beside(db) == Work(stage="reading", documents=1)
