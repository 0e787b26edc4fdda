"""What anybody sees without signing in: published versions alone; what is not published is as what never was."""

import re
import sys
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import Peopled, cheap_hashes, csrf_of
from sites import CANARY, CODE_NAME, HIDDEN_VILLAGE

from marsad.domain.person import SiteRole
from marsad.domain.publication import Step
from marsad.domain.vocabulary import JudgementKind
from marsad.pipeline.judging import add_judgement
from marsad.pipeline.publishing import take_step
from marsad.store import Store

LISTS = (
    "/public",
    "/public/method",
    "/public/api/v1/events",
    "/public/api/v1/events.geojson",
    "/public/api/v1/control",
)


@pytest.fixture
def site(settings):
    with cheap_hashes():
        yield Peopled(settings, public=True)


def publish(settings, thing, **more):
    with Store.open(settings.db) as store:
        for step, name in ((Step.SUBMIT, "Hala"), (Step.APPROVE, "Omar"), (Step.PUBLISH, "Omar")):
            take_step(store, step, thing, author=name, role=SiteRole.EDITOR, **more)


def withdraw(settings, thing):
    with Store.open(settings.db) as store:
        take_step(store, Step.WITHDRAW, thing, author="Omar", role=SiteRole.EDITOR, reason="the outlet took it back")


def things_of(settings):
    with Store.open(settings.db) as store:
        record = store.record()
    return [one.id for one in record.events], [one.id for one in record.control]


def event_in(settings, place):
    with Store.open(settings.db) as store:
        return next(one for one in store.record().events if one.place and one.place.name == place)


def test_it_is_off_unless_switched_on(settings):
    with cheap_hashes():
        off = Peopled(settings)
        nobody, rana = off.client_of(), off.client_of("Rana")
    for address in LISTS:
        assert nobody.get(address).headers.get("location", "").startswith("/sign-in") or "/api/" in address
        assert nobody.get(address).status_code == nobody.get("/nowhere").status_code == 303
        assert rana.get(address).status_code == 404


def test_nothing_is_public_until_it_is_published(site, settings):
    events, spells = things_of(settings)
    nobody = site.client_of()
    assert nobody.get("/public").status_code == 200
    assert nobody.get("/public/api/v1/events").json()["items"] == []
    assert nobody.get("/public/api/v1/events.geojson").json()["features"] == []
    assert nobody.get("/public/api/v1/control").json()["items"] == []
    for root in ("/public", "/public/api/v1"):
        absent = {kind: nobody.get(f"{root}/{kind}/e00000000000000000000") for kind in ("events", "control")}
        for kind, things in (("events", events), ("control", spells)):
            for thing in things:
                answer = nobody.get(f"{root}/{kind}/{thing}")
                assert (answer.status_code, answer.text) == (404, absent[kind].text)
                assert dict(answer.headers) == dict(absent[kind].headers)


@pytest.mark.parametrize("steps", [1, 2])
def test_a_draft_is_as_absent_as_anything(site, settings, steps):
    event = event_in(settings, "Hama").id
    with Store.open(settings.db) as store:
        for step, name in ((Step.SUBMIT, "Hala"), (Step.APPROVE, "Omar"))[:steps]:
            take_step(store, step, event, author=name, role=SiteRole.EDITOR)
    nobody = site.client_of()
    assert nobody.get(f"/public/events/{event}").text == nobody.get("/public/events/e0").text
    assert event not in nobody.get("/public").text + nobody.get("/public/api/v1/events").text


def test_what_is_published_is_seen_whole_and_leads_nowhere_else(site, settings):
    event, spell = event_in(settings, "Hama").id, things_of(settings)[1][0]
    publish(settings, event)
    publish(settings, spell)
    nobody = site.client_of()
    pages = [nobody.get(address) for address in (*LISTS[:2], f"/public/events/{event}", f"/public/control/{spell}")]
    for answer in pages:
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "public, max-age=60"
        links = re.findall(r'(?:href|action|src)="([^"]+)"', answer.text)
        assert [link for link in links if not link.startswith(("/public", "/static/", "#"))] == []
        for name in ("Hala", "Omar", "tester"):
            assert name not in answer.text
    assert "Seven people were killed in Hama." in pages[2].text
    item = nobody.get("/public/api/v1/events").json()["items"][0]
    assert (item["id"], item["standing"]) == (event, "published")
    assert item["sentences"]
    feature = nobody.get("/public/api/v1/events.geojson").json()["features"][0]
    assert feature["properties"]["killed_high"] == 7


def test_the_public_sees_the_pinned_version_whatever_the_record_says_now(site, settings):
    event = event_in(settings, "Hama")
    publish(settings, event.id)
    before = site.client_of().get(f"/public/api/v1/events/{event.id}").json()
    with Store.open(settings.db) as store:
        claims = store.claims_of(event.claims)
        claim = next(key for key, one in claims.items() if one.kind == "casualty" and not one.protected)
        fields = [f"casualty.{name}=31" for name in ("low", "best", "high")]
        add_judgement(store, settings, JudgementKind.CORRECT, [claim], correction=fields)
    assert site.client_of().get(f"/public/api/v1/events/{event.id}").json() == before
    assert "31" not in re.sub(r"<[^>]*>", "", site.client_of().get("/public").text)


def test_what_was_withdrawn_says_so_with_the_reason_and_no_figure(site, settings):
    event = event_in(settings, "Hama").id
    publish(settings, event)
    nobody = site.client_of()
    nobody.get("/public")
    withdraw(settings, event)
    page, line = nobody.get(f"/public/events/{event}"), nobody.get(f"/public/api/v1/events/{event}")
    assert (page.status_code, line.status_code) == (410, 410)
    assert "the outlet took it back" in page.text
    assert set(line.json()) == {"standing", "id", "day", "reason", "became"}
    for answer in (page, line, nobody.get("/public/api/v1/events"), nobody.get("/public/api/v1/events.geojson")):
        assert "Hama" not in answer.text
        assert "killed" not in answer.text
    assert "the outlet took it back" in nobody.get("/public").text


def test_a_filter_tells_nothing_of_what_is_not_published(site, settings):
    publish(settings, event_in(settings, "Hama").id)
    nobody = site.client_of()
    for question in (f"place={HIDDEN_VILLAGE}", f"source={CODE_NAME}", "place=Idlib", "type=shelling"):
        assert nobody.get(f"/public/api/v1/events?{question}").json()["total"] == 0, question
        assert nobody.get(f"/public?{question}").status_code == 200
    assert nobody.get("/public/api/v1/events?place=Hama").json()["total"] == 1


def test_no_protected_source_is_in_anything_public(site, settings):
    events, spells = things_of(settings)
    for thing in (*events, *spells):
        publish(settings, thing)
    nobody = site.client_of()
    found = [f"/public{api}/events/{one}" for one in events for api in ("", "/api/v1")]
    found += [f"/public{api}/control/{one}" for one in spells for api in ("", "/api/v1")]
    for address in (*LISTS, *found):
        answer = nobody.get(address)
        assert answer.status_code == 200, address
        for words in (CANARY, CODE_NAME, HIDDEN_VILLAGE):
            assert words.casefold() not in answer.text.casefold(), (address, words)
        if answer.headers["content-type"].startswith("text/html"):
            assert "<script" not in answer.text, address
            assert "\u202e" not in answer.text, address
    with Store.open(settings.db) as store:
        told = store.claims_of([claim for event in store.record().events for claim in event.claims])
    hidden = {key for key, claim in told.items() if claim.protected}
    assert hidden
    for address in (*LISTS, *found):
        text = nobody.get(address).text
        assert not [key for key in hidden if key in text], address


def test_the_public_changes_nothing(site, settings):
    publish(settings, event_in(settings, "Hama").id)
    nobody = site.client_of()
    token = csrf_of(nobody, "/sign-in")
    for router in site.app.state.routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and route.path.startswith("/public"):
                assert route.methods == {"GET"}, route.path
    for address in (*LISTS, "/public/events/e0"):
        for verb in ("post", "put", "patch", "delete"):
            answer = getattr(nobody, verb)(address, **({"data": {"csrf": token}} if verb == "post" else {}))
            assert answer.status_code in {404, 405}, (verb, address)


@pytest.mark.parametrize("path", ["/publicity", "/public/../events", "/public/%2e%2e/events", "/PUBLIC", "//public"])
def test_no_spelling_of_the_address_opens_the_rest(site, path):
    answer = site.client_of().get(path)
    assert answer.status_code in {303, 404}
    assert "Hama" not in answer.text
