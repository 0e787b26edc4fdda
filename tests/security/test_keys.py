"""Keys of programs: what one may do is its own, never its owner's session's; how often, and for how long."""

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import PASSWORD, Peopled, cheap_hashes, csrf_of
from sites import CANARY, CODE_NAME

from marsad.cli.app import app as commands
from marsad.domain.person import Scope, SiteRole
from marsad.web.accounts_care import change_role
from marsad.web.pace import Pace
from marsad.web.tokens import digest_of, make_token


@pytest.fixture
def site(settings):
    with cheap_hashes():
        yield Peopled(settings, public=True)


def key_of(site, name, *scopes, days=30):
    kept, key = make_token(site.people.find(name), "a copy", scopes or (Scope.READ,), days)
    site.people.keep_token(kept)
    return kept, key


def program(site, key):
    return TestClient(site.app, follow_redirects=False, headers={"Authorization": f"Bearer {key}"})


def test_a_key_reads_the_api_and_nothing_else(site):
    client = program(site, key_of(site, "Omar")[1])
    assert client.get("/api/v1/events").json()["total"] > 0
    assert client.get("/api/v1/openapi.json").status_code == 200
    for address in ("/", "/events", "/account", "/people", "/review", "/api/v1/review", "/api/v1/publishing", "/live"):
        assert client.get(address).status_code == 404, address


def test_a_key_shows_no_more_than_a_page_does(site):
    client = program(site, key_of(site, "Rima")[1])
    events = client.get("/api/v1/events").text
    for words in (CANARY, CODE_NAME):
        assert words.casefold() not in events.casefold()
    assert client.get(f"/api/v1/documents/p-{CANARY}").status_code == 404


CHANGES = ("/people", "/people/role", "/account/password", "/account/keys", "/account/keys/end", "/publishing/{event}",
           "/api/v1/publishing/{event}", "/review/{event}", "/sign-out")  # fmt: skip


@pytest.mark.parametrize("address", CHANGES)
def test_no_key_publishes_changes_an_account_or_makes_a_key(site, address):
    kept, key = key_of(site, "Rima", Scope.READ, Scope.REVIEW)
    client = program(site, key)
    event = client.get("/api/v1/events").json()["items"][0]["id"]
    form = {
        "step": "submit",
        "version": "",
        "name": "Rana",
        "role": "administrator",
        "key": kept.id,
        "password": PASSWORD,
    }
    assert client.post(address.format(event=event), data=form).status_code == 404
    assert site.people.find("Rana").role is SiteRole.READER
    assert not site.people.find_token_by_id(kept.id).revoked


def test_a_key_to_review_decides_without_a_forms_token_and_by_the_same_rules(site):
    client = program(site, key_of(site, "Hala", Scope.READ, Scope.REVIEW)[1])
    event = client.get("/api/v1/review").json()["queue"]
    found = [client.get(f"/api/v1/review/{one}") for one in event]
    desk = next(one.json() for one in found if one.status_code == 200)
    form = {"version": desk["version"], "act": "accept", "claim": desk["claims"][0]["claim"]}
    assert len(client.post(f"/api/v1/review/{desk['event']}", data=form).json()["kept"]) == 1
    assert client.post(f"/api/v1/review/{desk['event']}", data=form).status_code == 409
    assert client.get(f"/api/v1/review/{desk['event']}").json()["claims"][0]["decided"]
    reader = program(site, key_of(site, "Hala")[1])
    assert reader.post(f"/api/v1/review/{desk['event']}", data=form).status_code == 404


def test_a_session_that_comes_with_a_key_adds_nothing(site):
    rima = site.client_of("Rima")
    with_key = {"Authorization": f"Bearer {key_of(site, 'Rana')[1]}"}
    assert rima.get("/people").status_code == 200
    assert rima.get("/people", headers=with_key).status_code == 404
    assert rima.get("/api/v1/events", headers={"Authorization": "Bearer nonsense"}).status_code == 401


@pytest.mark.parametrize("why", ["wrong", "run out", "ended", "closed", "empty"])
def test_a_key_that_is_not_good_is_refused_in_the_same_words(site, why):
    kept, key = key_of(site, "Hala")
    if why == "run out":
        site.people.keep_token(replace(kept, ends=dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)))
    if why == "ended":
        site.people.keep_token(replace(kept, revoked=True))
    if why == "closed":
        change_role(site.people, "Hala", SiteRole.REVIEWER, is_open=False)
    key = {"wrong": key[:-1] + "?", "empty": ""}.get(why, key)
    answer = program(site, key).get("/api/v1/events")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["detail"] == "Sign in first, or give a key that is good."


def test_a_key_is_never_more_than_its_owner_is_now(site):
    key = key_of(site, "Omar", Scope.READ, Scope.REVIEW)[1]
    assert program(site, key).get("/api/v1/review").status_code == 200
    change_role(site.people, "Omar", SiteRole.READER)
    assert program(site, key).get("/api/v1/review").status_code == 404
    assert program(site, key).get("/api/v1/events").status_code == 200


def test_a_key_is_kept_as_a_hash_and_its_use_as_a_day(site, settings):
    kept, key = key_of(site, "Hala")
    program(site, key).get("/api/v1/events?place=Hama")
    assert site.people.find_token(digest_of(key)).last_used == dt.datetime.now(dt.UTC).date()
    content = b"".join(path.read_bytes() for path in Path(settings.db).parent.glob("war.db-people*"))
    assert key.encode() not in content
    assert kept.digest.encode() in content


def test_a_person_makes_and_ends_a_key_on_their_account(site):
    hala, lina = site.client_of("Hala"), site.client_of("Lina")
    form = {"csrf": csrf_of(hala), "label": "nightly copy", "scope": "read", "days": "30", "password": PASSWORD}
    page = hala.post("/account/keys", data=form).text
    key = next(word for word in page.replace("<", " ").replace(">", " ").split() if word.startswith("marsad_"))
    assert program(site, key).get("/api/v1/events").status_code == 200
    assert key not in hala.get("/account").text
    kept = site.people.tokens("Hala")[0]
    assert lina.post("/account/keys/end", data={"csrf": csrf_of(lina), "key": kept.id}).status_code == 404
    assert hala.post("/account/keys/end", data={"csrf": csrf_of(hala), "key": kept.id}).status_code == 303
    assert program(site, key).get("/api/v1/events").status_code == 401
    beyond = {**form, "csrf": csrf_of(hala), "password": "wrong"}
    assert hala.post("/account/keys", data=beyond).status_code == 400


def test_no_role_gives_a_scope_beyond_it(site):
    rana = site.client_of("Rana")
    form = {"csrf": csrf_of(rana), "label": "x", "scope": "review", "days": "30", "password": PASSWORD}
    assert rana.post("/account/keys", data=form).status_code == 400
    assert site.people.tokens("Rana") == ()


def test_a_bucket_empties_and_fills_again():
    now = [0.0]
    pace = Pace(burst=3, per_second=0.5, clock=lambda: now[0])
    assert [pace.wait_seconds("a") for _ in range(5)] == [0, 0, 0, 2, 2]
    assert pace.wait_seconds("b") == 0
    now[0] = 2.0
    assert [pace.wait_seconds("a"), pace.wait_seconds("a")] == [0, 2]


def test_whoever_asks_too_often_is_told_to_wait(site):
    site.app.state.site.gate.by_key, site.app.state.site.gate.by_address = (Pace(burst=2, per_second=0.1) for _ in "ab")
    client = program(site, key_of(site, "Hala")[1])
    answers = [client.get("/api/v1/events") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert int(answers[2].headers["retry-after"]) == 10
    assert answers[2].json()["detail"].startswith("Too many requests")
    nobody = site.client_of()
    assert nobody.get("/public").status_code == 429
    assert nobody.get("/static/base.css").status_code == 200


def marsad_says(settings, *arguments, given=""):
    done = CliRunner().invoke(commands, [*arguments, "--db", settings.db], input=given)
    assert "Traceback" not in done.output
    return done


def test_people_and_keys_are_cared_for_on_the_command_line(settings):
    with cheap_hashes():
        added = marsad_says(settings, "user", "add", "Hala", "--role", "administrator")
        assert len(added.stdout.strip()) > 20
        assert marsad_says(settings, "user", "add", "Hala").exit_code == 2
        typed = marsad_says(settings, "user", "add", "Omar", "--type", given="a long enough password\n" * 2)
        assert typed.exit_code == 0
        assert "long enough" not in typed.output
        assert marsad_says(settings, "user", "add", "Sami", "--type", given="short\nshort\n").exit_code == 2
        assert marsad_says(settings, "user", "password", "Omar").stdout.strip() not in added.stdout
    assert marsad_says(settings, "user", "role", "Omar", "editor").exit_code == 0
    assert marsad_says(settings, "user", "totp-off", "Omar").exit_code == 0
    assert "only administrator" in marsad_says(settings, "user", "close", "Hala").stderr
    assert "only administrator" in marsad_says(settings, "user", "role", "Hala", "reader").stderr
    key = marsad_says(settings, "token", "add", "Omar", "--label", "nightly", "--scope", "review").stdout.strip()
    listed = marsad_says(settings, "token", "list", "--format", "csv").stdout
    assert key.startswith("marsad_")
    assert key not in listed
    identifier = listed.splitlines()[1].split(",")[0]
    assert marsad_says(settings, "token", "revoke", identifier).exit_code == 0
    assert "ended" in marsad_says(settings, "token", "list").stdout
    assert marsad_says(settings, "token", "revoke", "k0").exit_code == 2
    assert marsad_says(settings, "user", "close", "Omar").exit_code == 0
    people = marsad_says(settings, "user", "list", "--format", "csv").stdout.splitlines()
    assert [line.split(",")[:3] for line in people[1:]] == [
        ["Hala", "administrator", "open"],
        ["Omar", "editor", "closed"],
    ]
    assert marsad_says(settings, "user", "password", "Nobody").exit_code == 2
