"""Publishing on screen: what each person may do, what two at once see, and what no form can do."""

import shutil
from dataclasses import replace

import pytest
from peopled import Peopled, cheap_hashes, csrf_of
from sites import CANARY, CODE_NAME, HIDDEN_VILLAGE, open_site


@pytest.fixture(autouse=True)
def _cheap():
    with cheap_hashes():
        yield


@pytest.fixture
def site(planted_settings, tmp_path):
    return Peopled(replace(planted_settings, db=shutil.copy(planted_settings.db, tmp_path / "war.db")))


@pytest.fixture
def event(site):
    items = site.client_of("Rana").get("/api/v1/events").json()["items"]
    return next(one["id"] for one in items if (one["place"] or {}).get("name") == "Hama")


def version_of(client, thing):
    return client.get(f"/api/v1/publishing/{thing}").json()["version"]


def take(client, thing, step, **more):
    form = {"csrf": csrf_of(client), "version": version_of(client, thing), "step": step, **more}
    return client.post(f"/publishing/{thing}", data=form)


def state_of(client, thing):
    return client.get(f"/api/v1/publishing/{thing}").json()["state"]


def test_two_people_publish_an_event(site, event):
    hala, omar = site.client_of("Hala"), site.client_of("Omar")
    assert "Submit it" in hala.get(f"/events/{event}").text
    assert take(hala, event, "submit").headers["location"] == f"/publishing/{event}"
    assert "It waits for an editor other than the one who submitted it." in hala.get(f"/events/{event}").text
    assert "Approve it" in omar.get(f"/events/{event}").text
    assert take(omar, event, "approve").status_code == 303
    assert take(omar, event, "publish", next=f"/events/{event}").headers["location"] == f"/events/{event}"
    page = hala.get(f"/publishing/{event}").text
    for said in ("submitted", "approved", "published", "Hala", "Omar"):
        assert said in page
    assert state_of(hala, event) == "published"
    assert f"/publishing/{event}" in hala.get("/publishing?state=published").text
    assert f"/publishing/{event}" not in hala.get("/publishing?state=approved").text


def test_a_reader_sees_where_it_stands_and_no_button(site, event):
    take(site.client_of("Hala"), event, "submit")
    rana = site.client_of("Rana")
    page = rana.get(f"/events/{event}").text
    assert "in review" in page
    assert "/publishing/" not in page
    assert rana.get(f"/publishing/{event}").status_code == 404
    assert rana.get("/publishing").text == rana.get("/nowhere").text.replace("/nowhere", "/publishing")
    form = {"csrf": csrf_of(rana), "version": "", "step": "submit"}
    assert rana.post(f"/publishing/{event}", data=form).status_code == 404


def test_a_reason_that_is_lacking_is_asked_for_and_what_was_typed_stays(site, event):
    hala, omar = site.client_of("Hala"), site.client_of("Omar")
    take(hala, event, "submit")
    answer = take(omar, event, "return")
    assert answer.status_code == 400
    assert "needs a reason" in answer.text
    assert take(omar, event, "return", because="which Hama?").status_code == 303
    assert "which Hama?" in hala.get(f"/events/{event}").text


def test_two_editors_at_once_do_not_overwrite_one_another(site, event):
    hala, omar, lina = (site.client_of(name) for name in ("Hala", "Omar", "Lina"))
    take(hala, event, "submit")
    opened = {"csrf": csrf_of(lina), "version": version_of(lina, event), "step": "approve", "because": "seen the list"}
    take(omar, event, "approve")
    answer = lina.post(f"/publishing/{event}", data=opened)
    assert answer.status_code == 400
    assert "this is approved" in answer.text
    assert "seen the list" in answer.text


def test_a_version_that_changed_under_the_form_is_not_passed(site, event):
    hala, omar = site.client_of("Hala"), site.client_of("Omar")
    take(hala, event, "submit")
    opened = {"csrf": csrf_of(omar), "version": version_of(omar, event), "step": "approve"}
    desk = next(one for one in omar.get("/api/v1/events").json()["items"] if one["id"] == event)
    claims = [one["id"] for one in omar.get(f"/api/v1/events/{event}").json()["told_by"] if one["kind"] == "casualty"]
    assert desk
    judged(site, claims[0])
    answer = omar.post(f"/publishing/{event}", data=opened)
    assert answer.status_code == 409
    assert "It changed since you looked at it" in answer.text
    assert "it must be submitted anew" in answer.text


def judged(site, claim):
    from marsad.domain.vocabulary import JudgementKind
    from marsad.pipeline.judging import add_judgement
    from marsad.store import Store

    settings = site.app.state.site.settings
    with Store.open(settings.db) as store:
        fields = [f"casualty.{name}=31" for name in ("low", "best", "high")]
        add_judgement(store, settings, JudgementKind.CORRECT, [claim], correction=fields)


def test_the_desk_and_the_spell_have_the_card_too(site, event):
    omar = site.client_of("Omar")
    queue = omar.get("/api/v1/review").json()["queue"]
    assert 'id="publishing"' in omar.get(f"/review/{queue[0]}").text
    spell = omar.get("/api/v1/control").json()["items"][0]["id"]
    assert 'id="publishing"' in omar.get(f"/control/spells/{spell}").text
    assert take(omar, spell, "submit").status_code == 303
    assert omar.get(f"/publishing/{spell}").status_code == 200


def test_in_a_demonstration_nobody_publishes(planted_settings, tmp_path):
    demo = open_site(replace(planted_settings, db=shutil.copy(planted_settings.db, tmp_path / "demo.db")), demo=True)
    event = demo.get("/api/v1/events").json()["items"][0]["id"]
    assert "Publishing takes two people who sign in." in demo.get(f"/events/{event}").text
    assert take(demo, event, "submit").status_code == 400


def test_no_page_of_publishing_names_a_protected_source(site):
    hala = site.client_of("Hala")
    things = [one["id"] for one in hala.get("/api/v1/events").json()["items"]]
    for thing in things:
        take(hala, thing, "submit")
    pages = [
        "/publishing",
        "/api/v1/publishing",
        *(f"{root}/publishing/{one}" for one in things for root in ("", "/api/v1")),
    ]
    for address in pages:
        answer = hala.get(address)
        assert answer.status_code == 200
        for words in (CANARY, CODE_NAME, HIDDEN_VILLAGE):
            assert words.casefold() not in answer.text.casefold(), (address, words)
        assert "<script>" not in answer.text or address.startswith("/api/"), address
