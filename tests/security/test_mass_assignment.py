"""Fields that no form has, and ids that are another's: nothing of them is taken."""

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import PASSWORD, Peopled, cheap_hashes, csrf_of

from marsad.domain.person import Scope, SiteRole
from marsad.store import Store
from marsad.web.passwords import is_password
from marsad.web.tokens import make_token
from past_marsad import past_marsad

WISHED = {
    "role": "administrator", "active": "yes", "epoch": "0", "totp": "A" * 32, "password_hash": "x", "owner": "Rima",
    "by": "Rima", "author": "Rima", "scopes": "read review", "scope": "review", "ends": "2099-01-01", "revoked": "",
    "id": "k1", "digest": "x", "state": "published", "protected": "", "seq": "1",
}  # fmt: skip
"""Names of columns and arguments that a careless handler would put where they are named."""


@pytest.fixture
def site(settings):
    with cheap_hashes():
        yield Peopled(settings)


def test_a_person_changes_of_their_account_what_the_form_is_for_and_no_more(site):
    client = site.client_of("Rana")
    before = {one.name: one for one in site.people.everybody()}
    form = {**WISHED, "csrf": csrf_of(client), "name": "Omar", "password": PASSWORD, "new": "another long one"}
    assert client.post("/account/password", data=form).status_code == 303
    after = {one.name: one for one in site.people.everybody()}
    assert is_password(after["Rana"], "another long one")
    assert replace(after["Rana"], password_hash="", epoch=0) == replace(before["Rana"], password_hash="", epoch=0)
    assert {name: one for name, one in after.items() if name != "Rana"} == {
        name: one for name, one in before.items() if name != "Rana"
    }


def test_a_key_is_its_makers_with_what_their_role_may_and_a_secret_of_our_own(site):
    client = site.client_of("Rana")
    form = {**WISHED, "csrf": csrf_of(client), "password": PASSWORD, "label": "copy", "days": "30"}
    client.post("/account/keys", data=form)
    client.post("/account/keys", data={**form, "csrf": csrf_of(client), "scope": "read"})
    (kept,) = site.people.tokens()
    assert (kept.owner, kept.scopes, kept.revoked) == ("Rana", (Scope.READ,), False)
    assert kept.id != "k1"
    assert len(kept.digest) == 64
    assert kept.ends <= dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)


def test_nobody_ends_anothers_key_and_it_is_answered_as_one_that_is_not(site):
    theirs, _ = make_token(site.people.find("Omar"), "copy", (Scope.READ,), 30)
    site.people.keep_token(theirs)
    client = site.client_of("Rana")
    told = []
    for key in (theirs.id, "k" + "0" * (len(theirs.id) - 1)):
        answer = client.post("/account/keys/end", data={"csrf": csrf_of(client), "key": key})
        told.append((answer.status_code, answer.text.replace(key, "KEY").replace(csrf_of(client), "")))
    assert told[0][0] == told[1][0] == 404
    assert not site.people.find_token_by_id(theirs.id).revoked


def test_an_administrator_adds_an_account_with_a_password_of_our_making(site):
    client = site.client_of("Rima")
    form = {
        **WISHED,
        "role": "reviewer",
        "csrf": csrf_of(client, "/people"),
        "name": "Dana",
        "password": "eve's own one",
    }
    client.post("/people", data=form)
    made = site.people.find("Dana")
    assert (made.role, made.totp, made.active, made.epoch) == (SiteRole.REVIEWER, None, True, 0)
    assert not is_password(made, "eve's own one")


def test_a_judgement_is_of_whoever_is_signed_in_at_the_hour_that_it_is_made(site, settings):
    client = site.client_of("Hala")
    queue = client.get("/api/v1/review").json()["queue"]
    desk = next(
        one.json() for one in map(client.get, [f"/api/v1/review/{event}" for event in queue]) if one.status_code == 200
    )
    more = {"csrf": csrf_of(client), "at": "2020-01-01T00:00:00Z", "version": desk["version"], "because": "so",
            "claim": desk["claims"][0]["claim"], "act": "accept"}  # fmt: skip
    assert (
        client.post(
            f"/api/v1/review/{desk['event']}", data={**WISHED, **more, "id": "j1", "kind": "withdraw"}
        ).status_code
        == 200
    )
    with Store.open(settings.db) as store:
        (made,) = store.judgements()
    assert (made.author, made.kind.value, made.undone) == ("Hala", "accept", False)
    assert made.at.year > 2020
    assert made.id != "j1"


def test_what_is_done_to_an_account_stands_in_the_log_under_who_did_it(site, settings):
    rima, rana = site.client_of("Rima"), site.client_of("Rana")
    rima.post("/people", data={"csrf": csrf_of(rima, "/people"), "name": "Dana", "role": "reader"})
    rima.post("/people/role", data={"csrf": csrf_of(rima, "/people"), "name": "Dana", "role": "editor", "by": "Omar"})
    form = {"csrf": csrf_of(rana), "password": PASSWORD, "label": "copy", "days": "3", "scope": "read"}
    rana.post("/account/keys", data=form)
    (key,) = site.people.tokens()
    rima.post("/account/keys/end", data={"csrf": csrf_of(rima), "key": key.id, "owner": "Rana"})
    with past_marsad(f"{settings.db}-people") as look:
        told = look("SELECT kind, actor FROM audit WHERE kind IN ('account', 'key') ORDER BY seq").all()
    assert told[-4:] == [("account", "Rima"), ("account", "Rima"), ("key", "Rana"), ("key", "Rima")]
    assert site.people.check_log() == ()


def test_a_protected_document_answers_as_one_that_is_not_there_by_every_way(site, settings):
    """IDOR: its id is known to the attacker, who may sign in as anybody."""
    with Store.open(settings.db) as store:
        hidden = [one for one in store.documents() if one.protected]
        claims = [
            key for key, claim in ((row, store.claims_of([row])[row]) for row in _claim_ids(store)) if claim.protected
        ]
    assert hidden
    assert claims
    ways = ("/documents/{}", "/documents/{}/original", "/api/v1/documents/{}", "/api/v1/documents/{}/claims",
            "/api/v1/claims/{}", "/claims/{}")  # fmt: skip
    for name in ("Rana", "Omar", "Rima"):
        client = site.client_of(name)
        for way in ways:
            absent = client.get(way.format("absent-1"))
            for one in (*(document.id for document in hidden), *claims[:3]):
                answer = client.get(way.format(one))
                assert answer.status_code == absent.status_code == 404, (name, way, one)
                assert answer.text.replace(one, "") == absent.text.replace("absent-1", ""), (name, way)


def _claim_ids(store):
    from sqlalchemy import select

    from marsad.store.tables import claims

    return [row["id"] for row in store.ask(select(claims.c.id))]
