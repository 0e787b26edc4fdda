"""Who gets in, what each may do, and that no form of another session or site changes anything."""

import re

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from fastapi.routing import APIRoute
from sites import open_site

from marsad.domain.person import Person, SiteRole
from marsad.store.people import People
from marsad.web.passwords import code_at, is_password, make_totp, use_code
from marsad.web.throttle import FAILURES, WINDOW_SECONDS, Throttle

PASSWORD = "a long enough password"
HASH = PasswordHasher(time_cost=1, memory_cost=64).hash(PASSWORD)  # the real cost is a third of a second each


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch):
    monkeypatch.setattr("marsad.web.passwords.HASHER", PasswordHasher(time_cost=1, memory_cost=64))
    monkeypatch.setattr("marsad.web.passwords.NOBODY", HASH)


def test_the_real_cost_is_that_of_the_standard():
    kept = extract_parameters(PasswordHasher().hash(PASSWORD))
    assert (kept.type, kept.memory_cost, kept.time_cost) == (Type.ID, 65_536, 3)  # RFC 9106, second choice


@pytest.fixture
def site(sample_settings, tmp_path, monkeypatch):
    """A site of four people, one a role, each named as the role."""
    people = People(tmp_path / "people")
    for role in SiteRole:
        people.keep(Person(name=role.value, password_hash=HASH, role=role))
    monkeypatch.setattr("marsad.web.app.People.beside", lambda _: people)
    return open_site(sample_settings)


def csrf_of(client, address="/sign-in"):
    return re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(address).text)[1]


def sign_in(client, name, password=PASSWORD, **more):
    form = {"csrf": csrf_of(client), "name": name, "password": password, "next": "/events", **more}
    return client.post("/sign-in", data=form)


def people_of(client):
    return client.app.state.site.people


def test_whoever_did_not_sign_in_sees_the_sign_in_whatever_there_is(site):
    there, absent = site.get("/events?place=Hama"), site.get("/nowhere")
    assert (there.status_code, absent.status_code) == (303, 303)
    assert there.headers["location"] == "/sign-in?next=/events%3Fplace%3DHama"
    assert site.get("/api/v1/events").status_code == site.get("/api/v1/nowhere").status_code == 401
    assert site.get("/api/v1/openapi.json").status_code == 401
    assert site.get("/static/base.css").status_code == 200


def test_a_name_and_its_password_begin_a_new_session(site):
    before = site.cookies.get("marsad_session")
    entered = sign_in(site, "reader")
    assert (entered.status_code, entered.headers["location"]) == (303, "/events")
    cookie = entered.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert site.cookies.get("marsad_session") != before
    assert site.get("/events").status_code == 200


@pytest.mark.parametrize(
    "next_page", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_sign_in_leads_nowhere_else(site, next_page):
    assert sign_in(site, "reader", next=next_page).headers["location"] == "/"


def test_a_wrong_name_and_a_wrong_password_are_refused_alike(site):
    wrong, nobody = sign_in(site, "reader", "wrong"), sign_in(site, "nobody", "wrong")
    assert wrong.status_code == nobody.status_code == 401
    said = re.search(r'role="alert">([^<]+)', wrong.text)[1]
    assert said == re.search(r'role="alert">([^<]+)', nobody.text)[1]


def test_past_a_few_failures_even_the_right_password_waits(site):
    for _ in range(FAILURES):
        sign_in(site, "editor", "wrong")
    refused = sign_in(site, "editor")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= WINDOW_SECONDS + 1


def test_failures_are_forgotten_after_the_window():
    now = [0.0]
    throttle = Throttle(clock=lambda: now[0])
    for _ in range(FAILURES):
        throttle.note_failure("a")
    assert throttle.wait_seconds("a", "b") > 0
    assert throttle.wait_seconds("b") == 0
    now[0] = WINDOW_SECONDS + 1
    assert throttle.wait_seconds("a") == 0


def test_signing_out_ends_every_session_of_the_person(site):
    sign_in(site, "reader")
    stolen = site.cookies.get("marsad_session")
    site.post("/sign-out", data={"csrf": csrf_of(site, "/account")})
    site.cookies.clear()
    site.cookies.set("marsad_session", stolen)
    assert site.get("/events").status_code == 303


def test_a_forged_or_foreign_session_is_nobodys(site, sample_settings, tmp_path):
    sign_in(site, "reader")
    cookie = site.cookies.get("marsad_session")
    site.cookies.clear()
    site.cookies.set("marsad_session", cookie[:-3] + "AAA")
    assert site.get("/events").status_code == 303
    assert People(tmp_path / "other").secret() != people_of(site).secret()


def all_posts(client):
    for router in client.app.state.routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and "POST" in route.methods:
                yield route.path.replace("{", "").replace("}", "")


@pytest.mark.parametrize("role", ["administrator", None])
def test_no_change_is_made_without_a_token_or_from_another_site(site, role):
    token = csrf_of(site)
    if role:
        sign_in(site, role)
        token = csrf_of(site, "/account")
    posts = list(all_posts(site))
    assert "/sign-in" in posts
    for address in posts:
        for form, headers in (({}, {}), ({"csrf": "0" * 64}, {}), ({"csrf": token}, {"sec-fetch-site": "cross-site"})):
            answer = site.post(address, data={"name": "x", **form}, headers=headers)
            assert answer.status_code in {303, 401, 403}, (address, form, answer.status_code)
            assert answer.status_code != 303 or answer.headers["location"].startswith("/sign-in"), address


@pytest.mark.parametrize(("address", "needed"), [
    ("/events", SiteRole.READER), ("/account", SiteRole.READER), ("/people", SiteRole.ADMINISTRATOR),
])  # fmt: skip
@pytest.mark.parametrize("role", list(SiteRole))
def test_what_a_role_may_not_see_is_not_there(site, role, address, needed):
    sign_in(site, role.value)
    assert site.get(address).status_code == (200 if role.may(needed) else 404)


def test_an_administrator_adds_people_and_closes_accounts(site):
    sign_in(site, "administrator")
    form = {"csrf": csrf_of(site, "/people"), "name": "Hala", "role": "reviewer"}
    made = site.post("/people", data=form).text
    password = re.search(r"<code>([a-z0-9-]+)</code>", made)[1]
    assert is_password(people_of(site).find("Hala"), password)
    site.post("/people/role", data={"csrf": csrf_of(site, "/people"), "name": "Hala", "role": "reader", "active": "no"})
    assert not is_password(people_of(site).find("Hala"), password)
    raised = {"csrf": csrf_of(site, "/people"), "name": "administrator", "role": "reader"}
    assert site.post("/people/role", data=raised).status_code == 400
    sign_in(site, "reader")
    assert site.post("/people", data={**form, "csrf": csrf_of(site, "/account")}).status_code == 404


def test_a_role_in_another_form_changes_nothing(site):
    sign_in(site, "reader")
    form = {
        "csrf": csrf_of(site, "/account"),
        "password": PASSWORD,
        "new": "another long password",
        "role": "administrator",
    }
    assert site.post("/account/password", data=form).status_code == 303
    assert people_of(site).find("reader").role is SiteRole.READER
    assert is_password(people_of(site).find("reader"), "another long password")


def test_one_time_codes_are_those_of_the_standard_and_good_once(tmp_path):
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 1) == "287082"  # RFC 6238, appendix B, 59 s
    people = People(tmp_path / "people")
    person = Person(name="a", password_hash=HASH, role=SiteRole.READER, totp=make_totp())
    people.keep(person)
    code = code_at(person.totp, 1000)
    assert use_code(people, person, code, now=30_010)
    assert not use_code(people, person, code, now=30_020)
    assert not use_code(people, person, "000000" if code != "000000" else "000001", now=90_000)


def test_a_second_factor_is_asked_for_once_it_is_on(site):
    sign_in(site, "reviewer")
    shown = site.post("/account/totp", data={"csrf": csrf_of(site, "/account"), "password": PASSWORD}).text
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", shown)[1]
    assert people_of(site).find("reviewer").totp == secret
    assert sign_in(site, "reviewer").status_code == 401


def test_accounts_are_in_a_file_of_their_own_that_its_owner_alone_reads(tmp_path):
    people = People.beside(tmp_path / "war.db")
    people.keep(Person(name="a", password_hash=HASH, role=SiteRole.READER))
    file = tmp_path / "war.db-people"
    assert file.stat().st_mode & 0o077 == 0
    assert PASSWORD.encode() not in file.read_bytes()
