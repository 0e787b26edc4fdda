"""Pages and answers as the record was known at the end of a day: figures of then, said plainly, links and all."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from sites import CANARY, HIDDEN_VILLAGE, make_claims, make_store, open_site, planted_readings

from marsad.domain.claim import Casualty, Control, Event
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import ControlState, EventType, Harm

HAMA = Place(name="Hama", text="Hama", country="SY", admin1="Hama", lat=35.13, lon=36.75)
FIRST, LATER = "2024-12-02", "2024-12-05"


def told(name, day, number, holder):
    """One strike on one day as a paper tells it later and later, and who holds the town by then."""
    when = dt.date.fromisoformat(day)
    text = f"{name}: {number} people were killed in the strike on Hama on 1 December. {holder} hold it."
    document = Document(id=name, text=text, date=when, source="Valley Post", title="Strike", language="en")
    strike = Event(type=EventType.AIR_STRIKE, agents=("Air Force",), recipients=("people",))
    dead = Casualty(harm=Harm.KILLED, low=number, best=number, high=number, words=f"{number} people")
    claims = make_claims(document, [strike, dead], place=HAMA)
    time = replace(claims[0].time, start=dt.date(2024, 12, 1), end=dt.date(2024, 12, 1))
    held = make_claims(document, [Control(state=ControlState.HOLDS, holder=(holder,))], place=HAMA)
    return Reading(document=document, claims=(*(replace(one, time=time) for one in claims), *held))


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    readings = [told("first", FIRST, 7, "Army"), told("later", LATER, 31, "Rebels")]
    return open_site(make_store(tmp_path_factory.mktemp("known") / "war.db", readings), demo=True)


def text_of(page):
    return re.sub(r"<[^>]*>", " ", page)


def test_an_event_has_the_figures_of_then(grown):
    event = grown.get("/api/v1/events").json()["items"][0]
    assert event["tolls"][0]["high"] == 31
    then = grown.get(f"/api/v1/events/{event['id']}?as_known_on=2024-12-03").json()
    assert (then["as_known_on"], then["tolls"][0]["high"]) == ("2024-12-03", 7)
    assert [one["document"] for one in then["told_by"]] == ["first"] * 2
    page = grown.get(f"/events/{event['id']}?as_known_on=2024-12-03").text
    assert "As known at the end of 3 December 2024" in page
    assert "31" not in text_of(page)
    assert f'href="/events/{event["id"]}">As known now' in page
    assert "As known at the end" not in grown.get(f"/events/{event['id']}").text


def test_sums_and_their_cells_are_those_of_then(grown):
    period = "since=2024-12-01&until=2024-12-31"
    known = f"{period}&as_known_on=2024-12-03"
    assert [one["high"] for one in grown.get(f"/api/v1/tolls?{period}").json()["items"]] == [31]
    answer = grown.get(f"/api/v1/tolls?{known}").json()
    assert (answer["as_known_on"], [one["high"] for one in answer["items"]]) == ("2024-12-03", [7])
    cells = grown.get(f"/tolls.csv?{known}")
    assert ",7,7,7," in cells.text
    assert "as-known-on-2024-12-03" in cells.headers["content-disposition"]
    page = grown.get(f"/tolls?{known}").text
    assert "31" not in text_of(page.replace("31 December", ""))
    links = re.findall(r'href="(/(?:events|tolls|control|api/v1/tolls|api/v1/events)[^"]*)"', page)
    own = [link for link in links if "?" in link]
    assert own
    assert [link for link in own if "as_known_on=2024-12-03" not in link] == [f"/tolls?{period.replace('&', '&amp;')}"]


def test_who_held_it_as_known_then(grown):
    holder = {day: grown.get(f"/api/v1/control?on=2024-12-06&as_known_on={day}").json() for day in (FIRST, LATER)}
    assert holder[FIRST]["items"][0]["holder"] == ["army"]
    assert "rebels" not in str(holder[FIRST]).casefold()
    assert "rebels" in str(holder[LATER]).casefold()
    page = grown.get(f"/control?on=2024-12-06&as_known_on={FIRST}").text
    assert "rebels" not in page.casefold()
    assert "As known at the end of 2 December 2024" in page


def test_before_anything_was_told_there_is_nothing(grown):
    event = grown.get("/api/v1/events").json()["items"][0]["id"]
    assert grown.get("/api/v1/events?as_known_on=2024-11-01").json()["total"] == 0
    assert grown.get(f"/events/{event}?as_known_on=2024-11-01").status_code == 404
    assert grown.get("/tolls?as_known_on=2024-11-01").status_code == 200
    assert grown.get("/control?as_known_on=2024-11-01").status_code == 200


@pytest.mark.parametrize(("address", "words"), [
    ("/tolls?as_known_on=yesterday", "is no day"), ("/?as_known_on=2024-12-03", "what is known now"),
    ("/documents?as_known_on=2024-12-03", "what is known now"),
])  # fmt: skip
def test_what_cannot_be_asked_so_says_why(grown, address, words):
    answer = grown.get(address)
    assert answer.status_code == 400
    assert words in answer.text


def test_a_record_too_great_for_a_page_names_the_command(grown, monkeypatch):
    monkeypatch.setattr("marsad.web.known.MOST_CLAIMS", 1)
    answer = grown.get("/api/v1/tolls?as_known_on=2024-12-04")
    assert answer.status_code == 400
    assert "marsad tolls --as-known-on 2024-12-04" in answer.json()["detail"]


def test_a_protected_source_is_as_hidden_then_as_now(tmp_path):
    client = open_site(make_store(tmp_path / "war.db", planted_readings()), demo=True)
    known = "as_known_on=2024-12-31"
    events = client.get(f"/api/v1/events?{known}").json()
    assert events["total"] > 1
    things = [f"/events/{one['id']}" for one in events["items"]]
    for address in ("/events", "/tolls", "/control", "/tolls.csv", *things):
        for root in ("", "/api/v1"):
            text = client.get(f"{root}{address}?{known}").text
            for words in (CANARY, HIDDEN_VILLAGE):
                assert words.casefold() not in text.casefold(), (root, address)
    assert client.get(f"/api/v1/events?place={HIDDEN_VILLAGE}&{known}").json()["total"] == 0
