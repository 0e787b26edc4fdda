"""Words that are a language to something behind the page, and asks that would cost more than they may."""

import re
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import Peopled, cheap_hashes
from sites import HOSTILE, addresses_of, open_site

from marsad.store import Store
from marsad.web.answers import KeptAnswers
from marsad.web.pace import Pace

SQL = (
    "' OR '1'='1", "Hama' --", "'; DROP TABLE documents; --", "%", "_ama", "Ham%", "\\", "x' UNION SELECT 1 --",
    "\x00", "Hama\x00", "{{7*191}}", "{0.__class__}", "%(x)s", "$1", ":seq",
)  # fmt: skip
FTS = (
    "title:hama", "ham*", "hama OR valley", "hama NOT valley", "NEAR(hama killed)", "(hama)", '"hama', "^hama", "-hama",
    "hama AND", "{title text}: hama", "'hama':*", "hama & !valley", "hama <-> killed", "*", '""', "hama:A",
)  # fmt: skip
FIELDS = ("place", "actor", "source", "q", "since", "type", "grade")


@pytest.fixture(scope="module")
def planted(planted_store):
    return open_site(planted_store, demo=True)


@pytest.mark.parametrize("words", SQL)
def test_no_question_is_a_statement_or_a_pattern_to_the_database(planted, planted_store, words):
    """Each finds what its bare words find, nothing is told of the database, and all is still there."""
    plain = " ".join(re.findall(r"\w+", words))
    for field in ("place", "actor", "source"):
        for way in ("events", "control", "documents"):
            answer = planted.get(f"/api/v1/{way}", params={field: words})
            assert answer.status_code in {200, 400, 422}, (way, field, answer.text)
            bare = planted.get(f"/api/v1/{way}", params={field: plain})
            if answer.status_code == 200 and plain and field != "source":
                assert answer.json()["total"] == bare.json()["total"], (way, field)
            if answer.status_code == 200 and field == "source":
                assert answer.json()["total"] == 0, way
            assert not re.search(r"sqlite|syntax error|sqlalchemy|near \"", answer.text, re.IGNORECASE)
    for path in ("events", "documents", "control/spells", "claims"):
        answer = planted.get(f"/{path}/{quote(words, safe='')}")
        assert answer.status_code in {404, 400, 422}, path
        assert "sqlite" not in answer.text.casefold()
    with Store.open(planted_store.db) as store:
        assert store.check() == "ok"
        assert store.counts().documents == len(list(store.documents())) > 3


def test_the_questions_above_find_what_they_name_where_it_is_there(planted):
    """Else nothing was asked at all."""
    assert planted.get("/api/v1/documents", params={"place": "Hama"}).json()["total"] == 2
    assert planted.get("/api/v1/documents", params={"place": "Ham"}).json()["total"] == 0
    assert planted.get("/api/v1/documents", params={"source": "Valley Post"}).json()["total"] > 0


def found_by(client, words):
    answer = client.get("/api/v1/search", params={"q": words})
    assert answer.status_code in {200, 400}, (words, answer.text)
    return {one["id"] for one in answer.json()["documents"]} if answer.status_code == 200 else set()


@pytest.mark.parametrize("words", FTS)
def test_operators_of_a_full_text_search_are_words(planted, words):
    """What is found is what its bare words find: no prefix, column, negation or alternative widens or narrows it."""
    plain = " ".join(re.findall(r"\w+", words))
    assert found_by(planted, words) == (found_by(planted, plain) if plain else set())


def test_a_search_finds_whole_words_that_all_stand_there(planted):
    assert found_by(planted, "killed hama") == {"plain-1"}
    assert found_by(planted, "hama OR valley") == set()  # three words, of which one stands nowhere
    assert found_by(planted, "ham") == set()


def test_no_braces_of_a_text_or_a_question_are_run_on_any_page(planted):
    """The product would stand on a page if a template had been made of words; the braces must be there to be run."""
    assert "{{7*7}}" in HOSTILE
    shown = 0
    for address in addresses_of(planted):
        text = planted.get(address).text
        shown += "{{7*7}}" in text
        assert not re.search(r"alert\(2\)&gt;.{0,30}49", text), address
    assert shown > 5
    for field in FIELDS:
        answer = planted.get("/events", params={field: "{{7*191}}{% raw %}${7*191}#{7*191}<%= 7*191 %>"})
        assert "1337" not in answer.text, field


HUGE = "9" * 4_000
COSTLY = (
    "/api/v1/map/events?box=-180,-85,180,85&zoom=22", "/api/v1/map/events?box=-180,-85,180,85&zoom=0",
    "/api/v1/map/events?box=-1e308,-1e308,1e308,1e308&zoom=22", "/api/v1/map/list?box=-180,-85,180,85&zoom=22",
    "/api/v1/map/events?box=36,35,36.0000000001,35.0000000001&zoom=22", "/api/v1/map/events?box=0,89.999,0,90&zoom=22",
    f"/api/v1/map/events?box={HUGE},1,2,3", f"/api/v1/map/events?zoom={HUGE}", "/api/v1/map/events?zoom=-1",
    "/api/v1/map/events?box=1e308,1e308,1e308,1e308", "/api/v1/map/list?box=-1e308,-1e308,-1e308,-1e308",
    "/api/v1/map/events?zoom=nan", "/api/v1/map/events?zoom=inf", "/api/v1/map/events?zoom=1e-320",
    f"/api/v1/events?page={HUGE}", "/api/v1/events?page=9223372036854775807", "/api/v1/events?page=-1",
    f"/api/v1/events?limit={HUGE}", "/api/v1/events?limit=1000000000", f"/api/v1/events?place={'x' * 60_000}",
    f"/api/v1/search?q={'hama ' * 5_000}", f"/api/v1/search?q={'%22' * 5_000}", f"/events?since={HUGE}",
    "/api/v1/tolls?since=0001-01-01&until=9999-12-31", "/api/v1/control?on=9999-12-31", f"/sitrep/{HUGE}",
    "/sitrep/0001-01-01", "/sitrep/9999-12-31", "/api/v1/map/areas?on=0001-01-01", "/api/v1/map/days",
)  # fmt: skip


@pytest.mark.parametrize("address", COSTLY, ids=lambda address: address[:60])
def test_no_box_tile_page_or_word_costs_more_than_what_there_is(planted, address):
    began = time.process_time()
    answer = planted.get(address)
    assert answer.status_code in {200, 400, 404, 414, 422}, answer.text[:300]
    assert time.process_time() - began < 3  # a hundred times what it takes
    assert len(answer.content) < 400_000
    if answer.status_code == 200 and "/map/events" in address:
        assert len(answer.json()["features"]) <= planted.get("/api/v1/events").json()["total"]


LISTED = ("/", "/events", "/tolls", "/tolls.csv", "/control", "/documents", "/search", "/api/v1/situation",
          "/api/v1/events", "/api/v1/tolls", "/api/v1/control", "/api/v1/map/events", "/api/v1/map/days",
          "/api/v1/map/control", "/api/v1/map/areas")  # fmt: skip


@pytest.mark.parametrize("path", LISTED)
def test_the_ends_of_the_calendar_are_days(planted, path):
    """A week before the first of all days failed the first page."""
    for name in ("since", "until", "on", "since_day"):
        for day in ("0001-01-01", "9999-12-31"):
            assert planted.get(path, params={name: day}).status_code in {200, 400, 422}, (name, day)


def test_a_page_of_a_list_has_a_most(planted):
    assert len(planted.get("/api/v1/events?limit=1000000000").text) <= len(planted.get("/api/v1/events").text) + 200


def test_files_that_are_kept_in_memory_have_a_most_together(monkeypatch):
    """Anybody could ask for all that is published with a thousand other days each."""
    monkeypatch.setattr("marsad.web.answers.MOST_BYTES", 10_000)
    kept, made = KeptAnswers(), []

    def ask(number):
        return kept.answer("v", number, lambda: (made.append(number), b"x" * 3_000)[1])

    for number in range(10):
        assert len(ask(number)) == 3_000
    made.clear()
    for number in (9, 8, 7, 0):
        ask(number)
    assert made == [0]
    assert len(kept.answer("v", "large", lambda: b"x" * 20_000)) == 20_000
    assert sum(len(one.made) for one in kept._kept.values()) <= 10_000


RANGES = ("bytes=" + ",".join(f"{at}-{at + 1}" for at in range(0, 4_000, 2)), "bytes=0-,0-,0-,0-,0-,0-,0-,0-",
          "bytes=-1", f"bytes={HUGE}-", "bytes=5-1", "bytes=0-0,-1", "lines=1-2")  # fmt: skip


def test_no_range_of_the_basemap_gives_more_than_the_file(planted):
    (tiles,) = (Path(__import__("marsad").__file__).parent / "web" / "static").rglob("*.pmtiles")
    address = (
        "/static/" + tiles.relative_to(tiles.parents[[one.name for one in tiles.parents].index("static")]).as_posix()
    )
    whole = len(planted.get(address).content)
    assert whole == tiles.stat().st_size
    for asked in RANGES:
        answer = planted.get(address, headers={"range": asked})
        assert answer.status_code in {200, 206, 400, 416}, asked[:40]
        assert len(answer.content) <= whole + 4_000, asked[:40]


@pytest.mark.parametrize("path", [
    "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/..%5capp.py", "/static//etc/passwd",
    "/static/%2fetc%2fpasswd", "/static/....//app.py", "/static/base.css%00.py", "/documents/..%2f..%2fwar.db/original",
    "/api/v1/documents/%2e%2e%2fwar.db",
])  # fmt: skip
def test_no_path_leads_out_of_what_is_served(planted, path):
    answer = planted.get(path)
    assert answer.status_code in {400, 404}, (path, answer.status_code)
    assert "root:" not in answer.text
    assert "import " not in answer.text


def test_who_asks_without_a_name_is_slowed_on_costly_addresses_too(settings):
    """Of what anybody may ask for, as much as the pace allows and no more; nobody gets round it by another question."""
    with cheap_hashes():
        site = Peopled(settings, public=True)
        client = site.client_of()
    site.app.state.site.gate.by_address = Pace(burst=20, per_second=1, clock=lambda: 0.0)
    ways = (
        "/public/api/v1/events.geojson?place={}",
        "/public?page={}",
        "/sign-in?next={}",
        "/api/v1/map/events?zoom={}",
    )
    told = [client.get(ways[number % 4].format(number)).status_code for number in range(30)]
    assert told.count(429) == 10
    assert set(told[20:]) == {429}
