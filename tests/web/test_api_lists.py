"""Lists of the API: as CSV for who asks for it, and walked by cursor with nothing lost or doubled on the way."""

import csv
import datetime as dt
import io
from base64 import urlsafe_b64decode
from itertools import count

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sites import make_claims, make_store, open_site

from marsad.domain.claim import Casualty, Control, Event
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.reading import Reading
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, EventType, Harm
from marsad.pipeline.recording import reconcile_store
from marsad.store import Store
from marsad.web.negotiation import Representation, best_of
from marsad.web.tabular import table_form

JSON, CSV = Representation
TABLES = {
    "events": "events", "events?order=deadliest": "events", "documents": "documents", "actors": "actors",
    "control": "control", "control?since_day=2024-11-28": "control", "control/places/Hama": "control",
    "sources": "sources", "tolls?by=place": "sums", "search?q=Hama": "documents", "publishing": "publishing",
    "review": "events",
}  # fmt: skip
AS_CSV = {"accept": "text/csv"}


@pytest.mark.parametrize(("accept", "form"), [
    ("", JSON), ("*/*", JSON), ("text/csv", CSV), ("TEXT/CSV;header=present", CSV), ("text/*", CSV),
    ("application/json;q=0.4, text/csv;q=0.5", CSV), ("text/csv;q=0.5, application/json;q=0.5", JSON),
    ("text/html, */*;q=0.1", JSON), ("application/json;q=0, */*", CSV), ("text/csv;q=0, text/*", None),
    ("text/html", None), ("application/json;q=0", None), ("text/csv;q=high", None), (",;,", JSON),
    ("application/*;q=0.2, text/csv;q=0.1", JSON),
])  # fmt: skip
def test_the_form_is_what_the_asker_likes_best(accept, form):
    assert best_of(accept) is form


@pytest.mark.parametrize("address", TABLES)
def test_every_list_is_csv_for_who_asks(sample: TestClient, address):
    plain, cells = sample.get(f"/api/v1/{address}"), sample.get(f"/api/v1/{address}", headers=AS_CSV)
    assert (plain.status_code, cells.status_code) == (200, 200)
    assert cells.headers["content-type"].startswith("text/csv")
    assert plain.headers["vary"] == cells.headers["vary"] == "Accept"
    assert plain.headers["etag"] != cells.headers["etag"]
    assert plain.headers.get("link") == cells.headers.get("link")
    head, *rows = csv.reader(io.StringIO(cells.text))
    assert tuple(head) == table_form(TABLES[address]).names
    assert rows or address == "publishing"
    refused = sample.get(f"/api/v1/{address}", headers={"accept": "text/html"})
    assert (refused.status_code, refused.json()["code"], refused.headers["vary"]) == (406, "not-acceptable", "Accept")


def test_csv_says_what_json_says(sample: TestClient):
    events = sample.get("/api/v1/events").json()["items"]
    rows = list(csv.DictReader(io.StringIO(sample.get("/api/v1/events", headers=AS_CSV).text)))
    assert [row["id"] for row in rows] == [event["id"] for event in events]
    assert [row["claims"].split("; ") for row in rows] == [event["claims"] for event in events]


def test_no_cell_of_a_hostile_record_runs(planted: TestClient):
    for address in ("events", "documents", "actors", "control", "sources", "search?q=seven"):
        answer = planted.get(f"/api/v1/{address}", headers=AS_CSV)
        assert answer.status_code == 200, address
        cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+@" and cell], address


def test_an_answer_known_in_one_form_is_sent_in_the_other(sample: TestClient):
    tag = sample.get("/api/v1/events").headers["etag"]
    other = sample.get("/api/v1/events", headers={"if-none-match": tag, **AS_CSV})
    assert other.status_code == 200
    same = sample.get("/api/v1/events", headers={"if-none-match": tag})
    assert (same.status_code, same.headers["vary"], same.headers["cache-control"]) == (304, "Accept", "no-store")


def pages(client, address):
    """The ids of one stretch after another, by cursor to the end."""
    onward = f"/api/v1/{address}"
    while onward:
        answer = client.get(onward)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        items = told["items"] if "items" in told else [*told["outlets"], *told["voices"]]
        onward = told["next"]
        assert answer.headers.get("link") == (f'<{onward}>; rel="next"' if onward else None)
        yield [one.get("id") or one["name"] for one in items]


def walk(client, address):
    """All ids that are listed."""
    return [one for some in pages(client, address) for one in some]


@pytest.mark.parametrize("address", [
    "events?limit=9", "events?limit=50&order=oldest", "events?limit=9&place=Hama", "events?limit=40&order=deadliest",
    "documents?limit=7", "documents?limit=5&place=Hama", "actors?limit=13", "control?limit=4",
    "control?limit=3&on=2024-12-01",
])  # fmt: skip
def test_a_walk_lists_each_thing_once(sample: TestClient, address):
    seen = walk(sample, address)
    assert len(seen) == len(set(seen)) == sample.get(f"/api/v1/{address}").json()["total"]
    by_pages = [sample.get(f"/api/v1/{address}&page={page}").json() for page in (1, 2)]
    assert [one["id"] for told in by_pages for one in told["items"]] == seen[
        : sum(len(one["items"]) for one in by_pages)
    ]


def test_both_lists_of_sources_are_walked(sample: TestClient):
    total = sample.get("/api/v1/sources").json()["total"]
    assert len(walk(sample, "sources?limit=3")) == total["outlets"] + total["voices"]


@pytest.mark.parametrize("wrong", [
    lambda onward: "/api/v1/events?cursor=zzz",
    lambda onward: f"{onward[:-3]}AAA",
    lambda onward: f"{onward}&place=Hama",
    lambda onward: onward.replace("/events", "/actors"),
    lambda onward: f"{onward}&page=2",
])  # fmt: skip
def test_a_cursor_that_is_none_of_this_list_says_the_mend(sample: TestClient, wrong):
    onward = sample.get("/api/v1/events?limit=9").json()["next"]
    answer = sample.get(wrong(onward))
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-question")
    assert answer.json()["detail"].startswith("cursor")
    assert "Mend:" in answer.json()["detail"]


def test_a_cursor_tells_nothing_of_the_record(sample: TestClient):
    told = sample.get("/api/v1/documents?limit=9").json()
    sealed = urlsafe_b64decode(told["next"].split("cursor=")[1] + "===")
    assert told["items"][-1]["id"].encode() not in sealed
    assert sample.get("/api/v1/documents?limit=9").json()["next"] == told["next"]  # else no tag would be known again
    assert sample.get("/api/v1/events?limit=501").status_code == 422


FIRST = dt.date(2024, 12, 1)
NUMBERS = count()


def told(day, killed):
    """A dispatch of a place of its own, so that no other event is one with its."""
    number = next(NUMBERS)
    name = f"Town{number}"
    place = Place(name=name, text=name, country="SY", lat=35 + number / 100, lon=36.5)
    text = f"{killed} people were killed in {name}, and rebels hold it."
    document = Document(id=f"d{number}", text=text, date=day, source=f"Outlet {number % 5}")
    dead = Casualty(harm=Harm.KILLED, low=killed, best=killed, high=killed, words=str(killed))
    said = (
        Event(type=EventType.SHELLING), dead,
        Control(state=ControlState.HOLDS, holder=(f"rebels of {number % 3}",)),
    )  # fmt: skip
    time = TimeSpan(start=day, end=day) if day else None
    return Reading(document=document, claims=make_claims(document, said, place=place, time=time))


DAYS = st.none() | st.integers(0, 3).map(lambda days: FIRST + dt.timedelta(days=days))
DISPATCHES = st.builds(told, DAYS, st.integers(1, 3))
WALKED = (
    *("events?order=newest", "events?order=oldest", "events?order=deadliest", "documents?order=newest"),
    *("control?on=2024-12-31", "actors?order=newest", "sources?order=newest"),
)


@settings(
    max_examples=3, deadline=None, derandomize=True, database=None, phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    first=st.lists(DISPATCHES, min_size=5, max_size=8), later=st.lists(DISPATCHES, min_size=1, max_size=3),
    limit=st.integers(1, 3),
)  # fmt: skip
def test_what_arrives_on_the_way_moves_nothing(tmp_path_factory, first, later, limit):
    made = make_store(tmp_path_factory.mktemp("walked") / "war.db", first)
    client = open_site(made, demo=True)
    before = {address: walk(client, f"{address}&limit={limit}") for address in WALKED}
    ways = {address: pages(client, f"{address}&limit={limit}") for address in WALKED}
    seen = {address: [] for address in WALKED}
    while ways:
        for address, way in list(ways.items()):
            some = next(way, None)
            seen[address] += some or []
            if some is None:
                del ways[address]
        if later:
            add(made, later.pop())
    for address in WALKED:
        after = set(walk(client, f"{address}&limit=500"))  # an arrival may make one event of two
        stayed = [one for one in before[address] if one in after]
        assert [one for one in seen[address] if one in set(stayed)] == stayed, address
        assert len(seen[address]) == len(set(seen[address])) or address.startswith("sources"), address


def add(made, reading):
    with Store.open(made.db) as store:
        store.add_reading(reading.document.text.encode(), reading)
        reconcile_store(store, made)
