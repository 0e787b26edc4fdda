"""Pages say what their sums count and who named whom where, and show nothing that was only planned as if it were."""

import datetime as dt
import html
import re
from dataclasses import replace

from sites import DAY, make_claims, make_store, open_site

from marsad.domain.claim import Attribution, Casualty, Event
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import EventType, Harm, Modality, Role
from marsad.store import Store

HOMS = Place(name="Homs", text="Homs", country="SY", lat=34.7, lon=36.7)
SAID_DAY = dt.date(2024, 12, 8)


def plain(text):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def reading_of(key, text, said, speaker=None, *, role=Role.UNKNOWN, **more):
    document = Document(id=key, text=text, date=SAID_DAY, source="Orchard Wire")
    credit = Attribution(speaker=speaker, role=role) if speaker else None
    return Reading(document=document, claims=make_claims(document, said, place=HOMS, attribution=credit, **more))


def site_of(tmp_path, *readings):
    return open_site(make_store(tmp_path / "war.db", readings), demo=True)


def section(page, key):
    return plain(re.search(rf'id="{key}".*?</section>', page, re.DOTALL)[0])


def test_the_pages_that_sum_say_what_and_agree_on_the_whole(sample):
    whole = {one["harm"]: one for one in sample.get("/api/v1/tolls").json()["ever"]}
    figure = f"at least {whole['killed']['low']}"
    tolls, situation, report = (plain(sample.get(one).text) for one in ("/tolls", "/", f"/sitrep/{DAY}"))
    for page in (tolls, situation):
        assert f"All days, and events of no known day : {figure} killed" in page
        assert "Counted: events that began from" in page
        assert "Nor events of no known day." in page
    assert f"{figure} killed, all events to date" in report
    assert "of no known day too" in report
    assert all("Not counted: what is told as history" in page for page in (tolls, situation, report))
    assert "of no known day too" in sample.get(f"/sitrep/{DAY}.md").text


def test_each_party_is_named_by_somebody_in_a_sentence_whatever_it_is_called_there(tmp_path):
    strike = Event(type=EventType.AIR_STRIKE, agents=("HTS",), recipients=("people",))
    dead = Casualty(harm=Harm.KILLED, low=4, best=4, high=4, words="four people", agents=("Hayat Tahrir al-Sham",))
    site = site_of(
        tmp_path,
        reading_of("a", "HTS bombed Homs, killing four people.", [strike, dead], "Civil Defence"),
        reading_of("b", "We bombed Homs, the group said.", [strike], "Hayat Tahrir al-Sham"),
    )
    event = site.get("/api/v1/events").json()["items"][0]
    who = section(site.get(f"/events/{event['id']}").text, "h-who")
    assert "Hayat Tahrir al-Sham did it accused by Civil Defence" in who
    assert "claimed by itself (“ HTS ”)" in who
    assert who.count("accused by") == 1


def test_what_a_states_own_office_says_of_its_forces_is_no_accusation(tmp_path):
    strike = Event(type=EventType.AIR_STRIKE, agents=("Russia",), recipients=("people",))
    site = site_of(
        tmp_path,
        reading_of("a", "Russian jets bombed Homs.", [strike], "Civil Defence"),
        reading_of("b", "Our jets bombed Homs.", [strike], "Russian foreign ministry", role=Role.GOVERNMENT),
        reading_of("c", "Moscow bombed Homs.", [strike], "Turkish foreign ministry", role=Role.GOVERNMENT),
    )
    event = site.get("/api/v1/events").json()["items"][0]
    who = section(site.get(f"/events/{event['id']}").text, "h-who")
    told = ("accused by Civil Defence", "claimed by Russian foreign ministry", "accused by Turkish foreign ministry")
    assert all(one in who for one in told)


def test_what_is_only_planned_is_nowhere_among_what_happened(tmp_path):
    sit_in = Event(type=EventType.PROTEST, agents=("mothers",))
    strike = Event(type=EventType.AIR_STRIKE, recipients=("people",))
    planned = reading_of("a", "Mothers plan a sit-in in Homs.", [sit_in])
    planned = replace(planned, claims=tuple(replace(one, modality=Modality.PLANNED) for one in planned.claims))
    site = site_of(tmp_path, planned, reading_of("b", "An air strike hit people in Homs.", [strike]))
    assert [one["type"] for one in site.get("/api/v1/events").json()["items"]] == ["air_strike"]
    assert [one["properties"]["count"] for one in site.get("/api/v1/map/events?zoom=9").json()["features"]] == [1]
    assert "sit-in" not in section(site.get(f"/sitrep/{DAY}").text, "s-happened")
    assert "protest: mothers, Homs planned" in plain(site.get("/documents/a").text)


def test_a_sum_as_known_on_a_day_says_so(sample):
    page = plain(sample.get("/tolls?since=2024-11-27&until=2024-12-08&as_known_on=2024-12-03").text)
    assert "with their figures as they were known on 3 December 2024" in page
    assert "as they stand now" not in page


def test_an_empty_store_names_no_day_and_says_what_to_do(tmp_path):
    with Store.open(tmp_path / "war.db") as store:
        store.add_problems([])
    site = open_site(make_store(tmp_path / "war.db", ()), demo=True)
    for address in ("/", "/tolls", "/control"):
        told = plain(site.get(address).text)
        assert "No document with a date was taken in yet" in told
        assert "19" not in told
    for address in ("/events", "/documents", "/actors", "/sources", "/review", "/search", "/publishing"):
        assert site.get(address).status_code == 200
    assert site.get("/sitrep").status_code == 404
