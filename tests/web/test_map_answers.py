"""The map's questions: what is clustered adds up, what is vague stays vague, and nothing shows where a source was."""

import datetime as dt
import json

import pytest
from sites import make_store, open_site

from marsad.domain.claim import Attribution, Casualty, Claim, Control, Event, Quote
from marsad.domain.document import Document
from marsad.domain.place import Place
from marsad.domain.reading import Reading
from marsad.domain.time import TimeSpan
from marsad.domain.vocabulary import ControlState, EventType, Harm, PlacePrecision, Role

SARAQIB = Place(name="Saraqib", text="Saraqib", country="SY", admin1="Idlib", lat=35.864, lon=36.806)
ARIHA = Place(name="Ariha", text="Ariha", country="SY", admin1="Idlib", lat=35.814, lon=36.61)
NEAR_HOMS = Place(
    name="Homs", text="near Homs", country="SY", admin1="Homs", lat=34.73, lon=36.71, precision=PlacePrecision.NEAR
)
SYRIA = Place(name="Syria", text="Syria", country="SY", lat=35.0, lon=38.0, precision=PlacePrecision.COUNTRY)


def reading(name, place, day, kind=EventType.AIR_STRIKE, killed=3, *, protected=False, source="Valley Post"):
    text = f"{name}: {killed} people died in {place.name}, the ministry said."
    reported = dt.date(2024, 12, day)
    shared = {
        "document": name, "quote": Quote(start=0, end=len(text), text=text), "place": place, "source": source,
        "time": TimeSpan(start=reported, end=reported), "reported": reported, "protected": protected,
        "attribution": Attribution(speaker="Ministry of Health", role=Role.GOVERNMENT),
    }  # fmt: skip
    claims = (
        Claim(**shared, said=Event(type=kind, agents=(f"Army of {name}",))),
        Claim(**shared, said=Casualty(harm=Harm.KILLED, low=killed, best=killed, high=killed, words=f"{killed} people",
                                      cause=kind)),
        Claim(**shared, said=Control(state=ControlState.HOLDS, holder=(f"Army of {name}",))),
    )  # fmt: skip
    document = Document(id=name, text=text, date=reported, source=source, language="en", protected=protected)
    return Reading(document=document, claims=claims)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    readings = [
        reading("alpha", SARAQIB, 1),
        reading("beta", ARIHA, 2, EventType.SHELLING, killed=40),
        reading("gamma", NEAR_HOMS, 3, killed=0),
        reading("delta", SYRIA, 3),
        reading("canaryqz", SARAQIB, 4, EventType.BOMBING, killed=77, protected=True, source="Canary Outlet"),
    ]
    return open_site(make_store(tmp_path_factory.mktemp("map") / "war.db", readings), demo=True)


def features(site, question):
    answer = site.get(f"/api/v1/map/{question}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/geo+json"
    return answer.json()["features"]


def test_events_far_apart_stand_alone_each_with_its_own_shape_dead_and_reach(site):
    found = {one["properties"].get("type"): one for one in features(site, "events?zoom=12")}
    assert found["air_strike"]["properties"]["reach_km"] in {0, 25}
    assert found["shelling"]["geometry"]["coordinates"] == [36.61, 35.814]
    assert found["shelling"]["properties"]["family"] == "shelling"
    assert found["shelling"]["properties"]["deaths"] == 40


def test_a_vague_place_has_a_reach_and_a_known_zero_is_no_unknown(site):
    (homs,) = features(site, "events?zoom=12&place=Homs")
    assert homs["properties"]["reach_km"] == 25
    assert homs["properties"]["deaths"] == 0


def test_the_same_events_from_far_away_are_one_ring_and_their_numbers_add_up(site):
    near, far = features(site, "events?zoom=12"), features(site, "events?zoom=0")
    assert len(far) < len(near)
    for name in ("count", "deaths"):
        assert sum(one["properties"][name] for one in far) == sum(one["properties"][name] for one in near)


def test_a_country_is_no_place_to_draw_an_event_at_but_it_is_counted(site):
    days = site.get("/api/v1/map/days").json()
    drawn = sum(one["properties"]["count"] for one in features(site, "events?zoom=12"))
    assert sum(count for _, count in days["days"]) == drawn + 1
    assert days["unplaced"] == 1


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("since=2024-12-02&until=2024-12-03", 2),
        ("type=shelling", 1),
        ("place=Ariha", 1),
        ("actor=Army+of+alpha", 1),
        ("source=Valley+Post", 3),
        ("box=36.5,35.8,36.7,35.9", 1),
        ("box=0,0,1,1", 0),
    ],
)
def test_the_pages_own_filters_hold_for_the_map(site, question, count):
    assert sum(one["properties"]["count"] for one in features(site, f"events?zoom=14&{question}")) == count


def test_what_a_protected_source_tells_is_drawn_at_its_province_and_found_by_no_village(site):
    (shown,) = features(site, "events?zoom=14&type=bombing")
    lon, lat = shown["geometry"]["coordinates"]
    assert abs(lon - SARAQIB.lon) + abs(lat - SARAQIB.lat) > 0.05
    assert shown["properties"]["reach_km"] == 50
    assert not features(site, "events?zoom=14&type=bombing&place=Saraqib")
    assert not features(site, "events?zoom=14&type=bombing&source=Canary+Outlet")
    assert features(site, "events?zoom=14&type=bombing&place=Idlib")


def test_no_answer_names_a_protected_source(site):
    ids = [one["properties"]["id"] for one in features(site, "events?zoom=14")]
    questions = ["events", "days", "list", "control?on=2024-12-05", "areas?on=2024-12-05", "key"]
    text = "".join(site.get(f"/api/v1/map/{one}").text for one in [*questions, *(f"card/{key}" for key in ids)])
    assert "Canary Outlet" not in text
    assert "canaryqz:" not in text
    assert "documents/canaryqz" not in text


def test_a_card_gives_the_toll_and_opens_the_sentence_it_came_from(site):
    (shelling,) = features(site, "events?zoom=14&type=shelling")
    card = site.get(f"/api/v1/map/card/{shelling['properties']['id']}").json()
    assert card["tolls"] == ["40 people killed"]
    (sentence,) = card["sentences"]
    assert sentence["text"] == "beta: 40 people died in Ariha, the ministry said."
    assert sentence["voice"] == "Ministry of Health"
    assert sentence["address"].startswith("/documents/beta#t-c")


def test_an_event_that_is_not_there_has_no_card(site):
    assert site.get("/api/v1/map/card/e00000000000000000000").status_code == 404


def test_a_list_of_a_cluster_begins_with_the_deadliest(site):
    listed = site.get("/api/v1/map/list?zoom=14&box=36,35,37,36").json()["events"]
    assert listed[0]["tolls"] == ["40 people killed"]


def test_control_on_a_day_has_the_holder_in_a_colour_that_the_key_explains(site):
    key = {one["name"]: one for one in site.get("/api/v1/map/key").json()["holders"]}
    places = {one["properties"]["place"]: one["properties"] for one in features(site, "control?on=2024-12-02")}
    assert set(places) == {"Saraqib", "Ariha"}
    for told in places.values():
        (holder,) = told["holders"]
        assert told["colours"] == [key[holder]["colour"]]


def test_areas_say_that_they_are_derived(site):
    areas = features(site, "areas?on=2024-12-02")
    assert areas
    assert all(one["properties"]["derived"] is True and one["properties"]["rule"] for one in areas)


def test_an_answer_is_not_made_again_for_who_has_it(site):
    first = site.get("/api/v1/map/events?zoom=3")
    again = site.get("/api/v1/map/events?zoom=3", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "nan,0,1,1", "5,0,1,1", "0,inf,1,1"])
def test_a_box_that_is_none_is_said_so(site, box):
    answer = site.get(f"/api/v1/map/events?box={box}")
    assert answer.status_code == 400
    assert "box" in json.loads(answer.text)["detail"]
