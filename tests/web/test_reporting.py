"""A field report taken down in the browser: who may, what is kept, and that its giver is shown by no answer."""

import logging
from dataclasses import replace

import pytest
from peopled import Peopled, cheap_hashes, csrf_of
from sites import make_claims, make_store, planted_readings

from marsad.domain.claim import Event
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import EventType
from marsad.pipeline import vault
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.acts import acts_of
from marsad.store.sealing import make_key, unseal_identity
from marsad.store.tables import metadata
from marsad.store.vault import entries_of

GIVER = {
    "giver_name": "Zaynabqzx Person",
    "giver_contact": "zaynabqzx@example.org",
    "giver_notes": "cousin of Zaynabqzx",
}
SAID = {"text": "They shelled the market.", "place": "Saraqib", "when": "8 December 2024", "received": "2024-12-09"}


class OneEvent:
    """Reads every text as one shelling."""

    def read(self, documents, *, mentions=False):
        for document in documents:
            yield Reading(document=document, claims=make_claims(document, [Event(type=EventType.SHELLING)]))


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("reports") / "war.db", list(planted_readings())[-2:-1])


@pytest.fixture(scope="module")
def keys(settings):
    made = [make_key() for _ in range(2)]
    with Store.open(settings.db) as store:
        for number, (_, public) in enumerate(made):
            vault.add_recipient(store, f"key {number}", public, "chief")
    return [secret for secret, _ in made]


@pytest.fixture(scope="module")
def site(settings):
    with cheap_hashes():
        made = Peopled(settings)
        made.app.state.site = replace(made.app.state.site, reader=OneEvent())
        yield made


@pytest.fixture
def on_this_machine(monkeypatch):
    """The tests' own host name is taken for loopback."""
    monkeypatch.setattr("marsad.web.pages.report.LOCAL", frozenset({"testserver"}))


def post(site, **form):
    with cheap_hashes():
        client = site.client_of("Hala")
    return client.post("/report", data={"csrf": csrf_of(client, "/report"), **form})


def everything(settings: Settings):
    with Store.open(settings.db) as store, store._engine.connect() as connection:
        return "".join(str(row) for table in metadata.sorted_tables for row in connection.execute(table.select()))


def test_who_reads_takes_no_reports(site):
    with cheap_hashes():
        client = site.client_of("Rana")
    assert client.get("/report").status_code == 404
    assert client.post("/report", data=SAID).status_code == 404


def test_another_sites_form_is_refused(site):
    with cheap_hashes():
        client = site.client_of("Hala")
    assert client.post("/report", data={"csrf": "0", **SAID}).status_code == 403


def test_a_report_is_kept_under_a_code_name_and_its_giver_sealed(site, settings, keys, caplog, on_this_machine):
    caplog.set_level(logging.DEBUG)
    answer = post(site, **SAID, **GIVER, kind="protected", retention="30")
    assert answer.status_code == 200
    assert "Taken down" in answer.text
    with Store.open(settings.db) as store:
        entries = entries_of(store)
        code = next(iter(entries))
        assert code in answer.text
        assert unseal_identity(entries[code].sealed, keys[:1]).name == GIVER["giver_name"]
        (document,) = [one for one in store.documents() if one.source == code]
        assert document.protected
        assert acts_of(store)[-1].who == "Hala"
    for told in (answer.text, everything(settings), caplog.text):
        assert "zaynabqzx" not in told.casefold()
    with cheap_hashes():
        reader = site.client_of("Rana")
    for address in ("/", "/events", "/documents", "/sources", "/search?q=market", "/api/v1/documents"):
        told = reader.get(address).text
        assert code not in told
        assert "Saraqib" not in told


@pytest.mark.parametrize(("form", "said"), [
    ({"text": " "}, "no text"),
    ({"kind": "friend"}, "kind: expected one of"),
    ({"kind": "protected", "may": "quoted"}, "never quoted"),
    ({"kind": "public"}, "needs its name"),
    ({"source": "no-body"}, "no source"),
    ({"received": "yesterday"}, "it is no day"),
    ({"retention": "-1"}, "number of days"),
    ({**GIVER, "giver_name": ""}, "needs a name"),
    ({**GIVER, "kind": "public", "public_name": "The Clinic"}, "not public"),
    ({**GIVER, "text": "They shelled it. Zaynabqzx."}, "holds what you typed of its giver (1 times)"),
])  # fmt: skip
def test_what_is_wrong_is_said_with_nothing_kept_and_the_giver_forgotten(
    site, settings, keys, on_this_machine, form, said
):
    with Store.open(settings.db) as store:
        before = store.counts()
    answer = post(site, **{**SAID, **form})
    assert answer.status_code == 400
    assert said in answer.text.replace("&#39;", "'")
    assert "zaynabqzx@" not in answer.text.casefold()
    assert "Person" not in answer.text
    with Store.open(settings.db) as store:
        assert store.counts() == before


def test_a_text_that_names_its_giver_is_kept_where_that_is_wanted(site, settings, keys, on_this_machine):
    answer = post(site, **{**SAID, **GIVER, "text": "They shelled it. Zaynabqzx.", "named": "yes"})
    assert "Taken down" in answer.text
    assert "zaynabqzx" not in answer.text.casefold()


def test_no_identity_goes_over_an_open_line(settings, keys):
    with cheap_hashes():
        open_line = Peopled(settings)
        client = open_line.client_of("Hala")
        assert 'name="giver_contact"' not in client.get("/report").text
        answer = client.post("/report", data={"csrf": csrf_of(client, "/report"), **SAID, **GIVER})
    assert answer.status_code == 400
    assert "taken over https" in answer.text
    assert "zaynabqzx" not in answer.text.casefold()
