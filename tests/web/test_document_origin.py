"""How a document came, on its page, in the API and in `marsad show`; of a protected one only the day of receipt."""

import datetime as dt
import json

import pytest
from sites import open_site
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.domain.document import Document
from marsad.domain.provenance import DateRule, Provenance
from marsad.domain.reading import Reading
from marsad.pipeline.copies import trace_copies
from marsad.pipeline.settings import Settings
from marsad.reconcile import reconcile
from marsad.store import Store

FIRST = """Shelling hit the grain market of Tallan on Sunday and killed seven people, the town's mayor said.
Three of the dead were porters who had come in from villages across the river, he told a local radio.
Rescuers dug with their hands until a crane came from the cement works in the afternoon.
The army said that it had fired at a depot of the other side and would look into what had happened on the square.
Two lorries with flour had come in an hour earlier, and a queue stood along the wall of the mill, a baker said.
The hospital of the next town took in nineteen wounded and asked for blood of every group over the loudspeakers.
Schools in the town stay closed until Thursday, and the bridge is open to ambulances alone."""
COPY = FIRST.replace("seven people", "<b>nine</b> people") + "\nA second crane is on its way."
DAY = dt.date(2024, 12, 1)


def keep(store, name, text, day, came=None, **fields):
    document = Document(id=name, text=text, date=day, language="en", **fields)
    store.add_reading(text.encode(), Reading(document=document), came=came or Provenance())


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    path = tmp_path_factory.mktemp("origin") / "war.db"
    with Store.open(path) as store:
        page = Provenance(
            where="https://valley.example/tallan", media_type="text/html", brought_by="nr", dated_by=DateRule.ADDRESS,
            author="Dara <i>Kellim</i>",
        )  # fmt: skip
        keep(store, "first", FIRST, DAY, page, source="Valley Wire")
        keep(store, "copy", COPY, dt.date(2024, 12, 2), Provenance(where="week.zip > a.txt"), source="Coast Post")
        keep(store, "later", "The page was withdrawn.", DAY, Provenance(version_of="first"), source="Valley Wire")
        hidden = Provenance(where="/home/nr/amal.txt", brought_by="nr")
        keep(store, "hidden", FIRST, DAY, hidden, source="field-7", protected=True)
        trace_copies(store)
        store.replace_record(reconcile(()))
    return Settings(db=str(path))


@pytest.fixture(scope="module")
def site(settings):
    return open_site(settings, demo=True)


def test_the_page_tells_how_a_document_came(site):
    text = site.get("/documents/first").text
    for words in (
        "https://valley.example/tallan",
        "brought by <bdi>nr</bdi>",
        "the page&#39;s address",
        "Dara &lt;i&gt;Kellim",
        "the first print",
        'href="/documents/copy"',
        'href="/documents/later"',
    ):
        assert words in text
    assert "documents/hidden" not in text
    assert "field-7" not in text


def test_a_copy_shows_what_it_changed_and_added(site):
    text = site.get("/documents/copy").text
    assert "2 sentences differ from the first print" in text
    assert '<del dir="auto">Shelling hit' in text
    assert "killed &lt;b&gt;nine&lt;/b&gt; people" in text
    assert "A second crane is on its way." in text.split("added</span>")[1]


def test_the_api_tells_the_same(site):
    origin = site.get("/api/v1/documents/copy").json()["origin"]
    assert (origin["where"], origin["versions"]) == ("week.zip > a.txt", [])
    assert [(one["id"], one["first"]) for one in origin["copies"]] == [("first", True), ("copy", False)]
    assert [one["change"] for one in origin["copies"][1]["changes"]] == ["changed", "added"]
    later = site.get("/api/v1/documents/later").json()["origin"]
    assert (later["versions"], later["copies"]) == (["first", "later"], [])


@pytest.mark.parametrize("address", ["/documents/hidden", "/api/v1/documents/hidden"])
def test_a_protected_document_has_no_page(site, address):
    assert site.get(address).status_code == 404


def run(settings, *arguments):
    return CliRunner().invoke(app, ["show", *arguments, "--db", settings.db], env={"COLUMNS": "200"}).stdout


def test_show_tells_how_a_document_came(settings):
    out = run(settings, "first")
    for words in ("from https://valley.example/tallan", "brought by nr", "its day is from the page's address"):
        assert words in out
    assert "copy: copy Coast Post, 2024-12-02" in out
    assert "changed: “Shelling hit the grain market" in out
    assert "version 2 of 2: later Valley Wire" in out
    assert json.loads(run(settings, "copy", "--json"))["origin"]["copies"][0]["id"] == "first"


def test_show_tells_of_a_protected_document_the_day_of_receipt_alone(settings):
    today = dt.datetime.now(dt.UTC).date().isoformat()
    out = run(settings, "hidden")
    assert f"received, {today}\n" in out
    assert "amal" not in out
    assert "brought by" not in out
    assert "print" not in out
    origin = json.loads(run(settings, "hidden", "--json"))["origin"]
    assert origin.pop("received") == today
    assert not any(origin.values())
