"""New documents are told of as they come, to whoever may read."""

import asyncio
import json

from sites import make_store, open_site, planted_readings

from marsad.store import Store
from marsad.web.pages import live


class Listener:
    """A request of a page that listens until it is told to leave."""

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
