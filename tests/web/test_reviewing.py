"""The review desk: what waits, each decision, undoing, two reviewers at once, and what a protected source tells."""

import re
from dataclasses import replace

import pytest
from sites import CANARY, make_store, open_site, planted_readings, sample_readings

from marsad.domain.filter import Filter
from marsad.store import Store


@pytest.fixture
def settings(tmp_path):
    """A store of a few of the sample's dispatches."""
    readings = [one for one in sample_readings() if one.document.id.startswith("wire-2024-12-0")]
    return make_store(tmp_path / "war.db", readings)


@pytest.fixture
def desk(settings):
    return open_site(settings, demo=True)


def queue_of(desk):
    return desk.get("/api/v1/review").json()


def form_of(desk, event):
    text = desk.get(f"/review/{event}").text
    return {name: re.search(rf'name="{name}" value="([0-9a-f]+)"', text)[1] for name in ("csrf", "version")}


def claims_of(desk, event):
    return desk.get(f"/api/v1/events/{event}").json()["told_by"]


def post(desk, event, **fields):
    return desk.post(f"/review/{event}", data={**form_of(desk, event), **fields})


def test_what_matters_most_waits_first(desk):
    queue = queue_of(desk)["queue"]
    grades = [desk.get(f"/api/v1/events/{one}").json()["grade"] for one in queue]
    first_quiet = next((at for at, grade in enumerate(grades) if grade != "contested"), len(grades))
    assert "contested" not in grades[first_quiet:]
    assert desk.get("/review").text.count(f"/review/{queue[0]}") >= 1


def test_an_event_is_done_when_each_of_its_claims_is_decided_on(desk):
    event = queue_of(desk)["queue"][0]
    before = queue_of(desk)
    answer = post(desk, event, act="accept_all")
    assert answer.status_code == 303
    after = queue_of(desk)
    assert event not in after["queue"]
    assert after["done"] == before["done"] + 1
    assert answer.headers["location"] == f"/review/{after['queue'][0]}"


def test_a_figure_is_corrected_and_the_toll_with_it_and_both_are_undone(tmp_path):
    plain = [one for one in planted_readings() if one.document.id == "plain-1"]
    desk = open_site(make_store(tmp_path / "war.db", plain), demo=True)
    before = desk.get("/api/v1/events").json()["items"]
    event = before[0]["id"]
    claim = next(one["id"] for one in claims_of(desk, event) if one["kind"] == "casualty")
    ten = {"casualty.low": "10", "casualty.best": "10", "casualty.high": "10"}
    assert post(desk, event, act="correct", claim=claim, because="misread", **ten).status_code == 303
    corrected = desk.get("/api/v1/events").json()["items"]
    assert [corrected[0]["tolls"][0][name] for name in ("low", "best", "high")] == [10, 10, 10]
    page = desk.get(f"/events/{event}").text
    assert "corrected: casualty.low = 10" in page
    assert "misread" in page
    judgement = re.search(r'name="judgement" value="([0-9a-z]+)"', desk.get(f"/review/{event}").text)[1]
    undone = desk.post(f"/review/{event}/undo", data={**form_of(desk, event), "judgement": judgement})
    assert undone.status_code == 303
    assert desk.get("/api/v1/events").json()["items"] == before


def test_a_withdrawn_claim_stays_and_weighs_nothing(desk):
    event = queue_of(desk)["queue"][-1]
    claims = claims_of(desk, event)
    for claim in claims:
        assert post(desk, event, act="withdraw", claim=claim["id"]).status_code == 303
    assert desk.get(f"/api/v1/events/{event}").json()["grade"] == "discounted"
    assert len(claims_of(desk, event)) == len(claims)


def test_two_events_become_one_and_two_again(desk):
    one, other = queue_of(desk)["queue"][-2:]
    before = desk.get("/api/v1/events").json()["total"]
    assert post(desk, one, act="same", other=other).status_code == 303
    assert desk.get("/api/v1/events").json()["total"] == before - 1
    kept = next(event for event in (one, other) if desk.get(f"/events/{event}").status_code == 200)
    claim = next(item for item in claims_of(desk, kept))
    post(desk, kept, act="different", claim=claim["id"])
    judgements = re.findall(r'name="judgement" value="([0-9a-z]+)"', desk.get(f"/review/{kept}").text)
    assert judgements


def test_whoever_comes_second_is_told_and_loses_nothing(desk, settings):
    event = queue_of(desk)["queue"][0]
    claim = claims_of(desk, event)[0]["id"]
    opened = form_of(desk, event)
    assert post(desk, event, act="accept", claim=claim).status_code == 303
    late = desk.post(f"/review/{event}", data={**opened, "act": "withdraw", "claim": claim, "because": "my own reason"})
    assert late.status_code == 409
    assert "Somebody else decided" in late.text
    assert 'value="my own reason"' in late.text
    with Store.open(settings.db) as store:
        assert [one.kind.value for one in store.judgements()] == ["accept"]


def test_while_another_program_writes_what_was_typed_is_kept(desk, settings):
    event = queue_of(desk)["queue"][0]
    claim = claims_of(desk, event)[0]["id"]
    with Store.open(settings.db) as other:
        other.add_problems([])
        answer = post(desk, event, act="accept", claim=claim, because="my own reason")
    assert answer.status_code == 503
    assert "one writer at a time" in answer.text
    assert 'value="my own reason"' in answer.text


@pytest.mark.parametrize(("fields", "said"), [
    ({"act": "praise"}, "is no decision"),
    ({"act": "accept", "claim": "c0"}, "not of this event"),
    ({"act": "same", "other": "e0"}, "is no event that you may see"),
    ({"act": "correct"}, "no field says anything else"),
    ({"act": "correct", "casualty.low": "many"}, "at `$.low`"),
])  # fmt: skip
def test_what_cannot_be_decided_is_told_in_one_line(desk, fields, said):
    event = next(
        one for one in queue_of(desk)["queue"] if any(claim["kind"] == "casualty" for claim in claims_of(desk, one))
    )
    claim = next(one["id"] for one in claims_of(desk, event) if one["kind"] == "casualty")
    answer = post(desk, event, **{"claim": claim, **fields})
    assert answer.status_code == 400
    told = re.search(r'role="alert"[^>]*>([^<]+)', answer.text)[1]
    assert said in told
    assert "\n" not in told.strip()


def test_only_fields_that_are_offered_are_corrected(desk, settings):
    event = queue_of(desk)["queue"][0]
    claim = claims_of(desk, event)[0]["id"]
    answer = post(desk, event, act="correct", claim=claim, protected="false", source="Me", document="x")
    assert answer.status_code == 400
    with Store.open(settings.db) as store:
        assert store.judgements() == ()


def test_what_a_protected_source_tells_is_not_on_the_desk(tmp_path):
    settings = make_store(tmp_path / "war.db", planted_readings())
    desk = open_site(settings, demo=True)
    queue = queue_of(desk)["queue"]
    with Store.open(settings.db) as store:
        hidden = {claim.document for claim in store.claims() if claim.protected}
        events = [event.id for event in store.record(Filter()).events if not hidden.isdisjoint(event.documents)]
    assert events
    assert not set(queue) & set(events)
    for event in events:
        assert desk.get(f"/review/{event}").status_code == 404
    assert CANARY not in desk.get("/review").text
    assert "is no event that you may see" in post(desk, queue[0], act="same", other=events[0]).text


def test_a_claim_is_given_the_place_the_days_and_the_speaker_that_it_lacked_and_loses_them_again(tmp_path):
    bare = next(one for one in planted_readings() if one.document.id == "plain-1")
    claims = tuple(replace(one, place=None, time=None) for one in bare.claims)
    desk = open_site(make_store(tmp_path / "war.db", [replace(bare, claims=claims)]), demo=True)
    event = desk.get("/api/v1/events").json()["items"][0]["id"]
    claim = next(one["id"] for one in claims_of(desk, event) if one["kind"] == "event")
    given = {
        "place.name": "Salamiyah", "place.lat": "35.01", "place.lon": "37.05", "place.precision": "2",
        "time.start": "2024-12-07", "time.end": "2024-12-07", "attribution.speaker": "a nurse",
        "event.type": "shelling",
    }  # fmt: skip
    assert post(desk, event, act="correct", claim=claim, because="it says so above", **given).status_code == 303
    told = desk.get(f"/api/v1/events/{event}").json()
    assert (told["place"]["name"], told["place"]["lat"], told["place"]["precision"]) == ("Salamiyah", 35.01, 2)
    assert (told["time"]["start"], told["time"]["precision"], told["type"]) == ("2024-12-07", "day", "shelling")
    assert "a nurse" in told["voices"]
    judged = re.search(r'name="judgement" value="([0-9a-z]+)"', desk.get(f"/review/{event}").text)[1]
    desk.post(f"/review/{event}/undo", data={**form_of(desk, event), "judgement": judged})
    assert desk.get(f"/api/v1/events/{event}").json()["place"] is None


@pytest.mark.parametrize(("typed", "said"), [
    ({"place.lat": "95", "place.lon": "36"}, "place.lat: expected degrees from -90 to 90"),
    ({"place.lat": "north", "place.lon": "36"}, "found &#39;north&#39;"),
    ({"place.lat": "", "place.lon": "36.7"}, "one half of a point is missing"),
    ({"place.name": ""}, "a point needs a name"),
])  # fmt: skip
def test_a_point_that_is_none_is_told_and_what_was_typed_is_kept(tmp_path, typed, said):
    plain = [one for one in planted_readings() if one.document.id == "plain-1"]
    desk = open_site(make_store(tmp_path / "war.db", plain), demo=True)
    event = desk.get("/api/v1/events").json()["items"][0]["id"]
    claim = claims_of(desk, event)[0]["id"]
    answer = post(desk, event, act="correct", claim=claim, because="my own reason", **typed)
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="my own reason"' in answer.text


def test_a_place_named_anew_loses_what_hung_on_the_former_name(tmp_path):
    plain = [one for one in planted_readings() if one.document.id == "plain-1"]
    settings = make_store(tmp_path / "war.db", plain)
    desk = open_site(settings, demo=True)
    event = desk.get("/api/v1/events").json()["items"][0]["id"]
    claim = claims_of(desk, event)[0]["id"]
    post(desk, event, act="correct", claim=claim, **{"place.name": "Masyaf", "place.admin1": "Hama"})
    with Store.open(settings.db) as store:
        changed = dict(store.judgements()[0].correction)
    assert changed == {
        "place.name": "Masyaf",
        "place.lat": "",
        "place.lon": "",
        "place.admin1": "",
        "place.geonames_id": "",
    }


def test_the_last_decision_is_undone_from_where_it_led(desk):
    event = queue_of(desk)["queue"][0]
    claim = claims_of(desk, event)[0]["id"]
    led = post(desk, event, act="accept", claim=claim).headers["location"]
    page = desk.get(led).text
    judged = re.search(r'class="just.*?name="judgement" value="([0-9a-z]+)"', page, re.DOTALL)[1]
    undone = desk.post(f"/review/{event}/undo", data={**form_of(desk, event), "judgement": judged})
    assert undone.headers["location"] == f"/review/{event}#claim-{claim}"
    assert 'class="just' not in desk.get(led).text
