"""Sessions that somebody planted, stole, kept or made: none of them is anybody's, and no refusal tells a name."""

import re
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from itsdangerous import URLSafeTimedSerializer

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import PASSWORD, Peopled, cheap_hashes, csrf_of

from marsad.domain.person import Person, SiteRole
from marsad.store.people import People
from marsad.web import passwords
from marsad.web.accounts_care import change_role, renew_password
from marsad.web.pace import net_of
from marsad.web.passwords import make_totp
from marsad.web.sessions import COOKIE, LONGEST_SECONDS


@pytest.fixture
def site(settings):
    with cheap_hashes():
        yield Peopled(settings)


def bearing(site, cookie):
    client = site.client_of()
    client.cookies.set(COOKIE, cookie)
    return client


def is_in(client):
    return client.get("/events").status_code == 200


def test_a_session_that_was_planted_before_the_sign_in_is_nobodys_after_it(site):
    """Fixation: the attacker knows the cookie and the token with which the victim signs in."""
    attacker = site.client_of()
    token = csrf_of(attacker, "/sign-in")
    planted = attacker.cookies[COOKIE]
    victim = bearing(site, planted)
    assert csrf_of(victim, "/sign-in") == token  # it is the attacker's session indeed
    form = {"csrf": token, "name": "Omar", "password": PASSWORD}
    assert victim.post("/sign-in", data=form).status_code == 303
    assert is_in(victim)
    assert not is_in(bearing(site, planted))
    assert csrf_of(victim) != token
    changed = victim.post("/account/password", data={"csrf": token, "password": PASSWORD, "new": "x" * 20})
    assert changed.status_code == 403


def test_a_session_over_https_is_of_this_site_alone(settings):
    """A neighbour of the same domain could plant its own session in another's browser, to be reported into."""
    with cheap_hashes():
        site = Peopled(settings, https=True)
        client = TestClient(site.app, base_url="https://testserver", follow_redirects=False)
        form = {"csrf": csrf_of(client, "/sign-in"), "name": "Omar", "password": PASSWORD}
        given = client.post("/sign-in", data=form).headers["set-cookie"]
    assert given.startswith(f"__Host-{COOKIE}=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Strict"} <= set(given.split("; "))
    assert "Domain" not in given
    assert is_in(client)
    planted = site.client_of()
    planted.cookies.set(COOKIE, client.cookies[f"__Host-{COOKIE}"])
    assert not is_in(planted)


def own_password(site, client):
    return client.post("/account/password", data={"csrf": csrf_of(client), "password": PASSWORD, "new": "n" * 20})


def another_role(site, client):
    change_role(site.people, "Omar", SiteRole.READER, by="Rima")


def closed(site, client):
    change_role(site.people, "Omar", SiteRole.EDITOR, is_open=False, by="Rima")


def all_ended(site, client):
    site.people.end_all_sessions("Rima")


def signed_out(site, client):
    client.post("/sign-out", data={"csrf": csrf_of(client)})


@pytest.mark.parametrize("ended", [own_password, another_role, closed, all_ended, signed_out])
def test_a_stolen_session_ends_with_whatever_its_owner_or_the_house_does(site, ended):
    client = site.client_of("Omar")
    stolen = bearing(site, client.cookies[COOKIE])
    assert is_in(stolen)
    ended(site, client)
    assert not is_in(stolen)


def test_a_session_ends_with_the_day(site):
    client = site.client_of("Omar")
    cookie, later = client.cookies[COOKIE], time.time() + LONGEST_SECONDS
    with patch("itsdangerous.timed.time.time", lambda: later - 60):
        assert is_in(bearing(site, cookie))
    with patch("itsdangerous.timed.time.time", lambda: later + 60):
        assert not is_in(bearing(site, cookie))


@pytest.mark.parametrize("salt", ["session", "csrf", "itsdangerous"])
def test_a_session_that_is_signed_with_another_secret_or_for_another_use_is_nobodys(site, tmp_path, salt):
    """`pages` signs nothing else with this key; what it would sign under another name is no session."""
    other = People(tmp_path / "other")
    plain = {"s": "x" * 24, "n": "Rima", "e": 0}
    for secret in (other.secret(), b"", b"secret", site.people.secret() if salt != "session" else other.secret()):
        made = URLSafeTimedSerializer(secret or b"\0", salt=salt).dumps(plain)
        assert not is_in(bearing(site, made))
    other.close()


def test_a_name_put_into_somebodys_session_makes_it_nobodys(site):
    """The payload of one and the signature of another."""
    reader, editor = (site.client_of(name).cookies[COOKIE].split(".") for name in ("Rana", "Omar"))
    assert not is_in(bearing(site, ".".join([editor[0], *reader[1:]])))
    assert not is_in(bearing(site, ".".join([*editor[:-1], reader[-1]])))


def said_to(client, name, password, **more):
    form = {"csrf": csrf_of(client, "/sign-in"), "name": name, "password": password, **more}
    return client.post("/sign-in", data=form)


@pytest.fixture
def names(site):
    """Whom a guesser would tell apart: somebody, nobody, somebody whose account is closed, somebody with codes."""
    for name, more in (("Closed", {"active": False}), ("Coded", {"totp": make_totp()})):
        site.people.keep(Person(name=name, password_hash=passwords.NOBODY, role=SiteRole.READER, **more))
    return {"Omar": "wrong", "Nobodyatall": "wrong", "Closed": PASSWORD, "Coded": PASSWORD, "": "", "o" * 5_000: "x"}


def test_every_refusal_says_the_same_and_costs_one_hash_of_the_same_price(site, names):
    tried = []

    class Counting(PasswordHasher):
        def verify(self, kept, given):
            tried[-1].append(kept.split("$")[1:4])
            return super().verify(kept, given)

    answers = []
    with patch("marsad.web.passwords.HASHER", Counting(time_cost=1, memory_cost=64)):
        for name, password in names.items():
            tried.append([])
            client = site.client_of()
            site.app.state.site.throttle.forget(f"name {name.casefold()[:80]}", "from testclient")
            answer = said_to(client, name, password)
            answers.append((answer.status_code, re.sub(r'value="[^"]*"', "", answer.text), sorted(answer.headers)))
    assert {status for status, *_ in answers} == {401}
    assert all(one == answers[0] for one in answers)
    assert [len(one) for one in tried] == [1] * len(names)
    assert all(one == tried[0] for one in tried)


def test_no_name_is_told_by_the_time_that_its_refusal_takes(site):
    """With hashes dear enough to be measured; the margin is that of a machine with other work."""
    dear = PasswordHasher(time_cost=2, memory_cost=16_384)
    site.people.keep(Person(name="Dear", password_hash=dear.hash(PASSWORD), role=SiteRole.READER))
    client, took = site.client_of(), {"Dear": [], "Nobodyatall": []}
    with patch("marsad.web.passwords.HASHER", dear), patch("marsad.web.passwords.NOBODY", dear.hash("x")):
        for _ in range(7):
            for name, times in took.items():
                site.app.state.site.throttle.forget(f"name {name.casefold()}", "from testclient")
                token = csrf_of(client, "/sign-in")
                began = time.process_time()
                client.post("/sign-in", data={"csrf": token, "name": name, "password": "wrong"})
                times.append(time.process_time() - began)
    known, unknown = (statistics.median(times) for times in took.values())
    assert known > 0.01  # a hash was made
    assert 1 / 2 < known / unknown < 2


def test_guessing_is_slowed_for_a_name_that_is_nobodys_too(site):
    client = site.client_of()
    ends = [[said_to(client, name, "wrong").status_code for _ in range(6)] for name in ("Nobodyatall",)]
    other = [said_to(client, "Omar", "wrong").status_code]  # by now the address waits
    assert ends == [[401] * 5 + [429]]
    assert other == [429]


def test_many_guesses_at_once_are_heard_as_slowly_as_one_after_another(site):
    """Each would look how long it must wait before any of the others was counted."""
    tried, tokens = [], [(client := site.client_of(), csrf_of(client, "/sign-in")) for _ in range(12)]

    class Slow(PasswordHasher):
        def verify(self, kept, given):
            tried.append(given)
            time.sleep(0.05)
            return super().verify(kept, given)

    def guess(number):
        client, token = tokens[number]
        form = {"csrf": token, "name": "Omar", "password": PASSWORD if number == 11 else f"guess {number}"}
        return client.post("/sign-in", data=form).status_code

    with patch("marsad.web.passwords.HASHER", Slow(time_cost=1, memory_cost=64)), ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(guess, range(12)))
    assert len(tried) <= 5 + answers.count(303)  # a right one among the first begins the count anew
    assert answers.count(429) >= 12 - 2 * 5 - 1
    assert len(tried) + answers.count(429) == 12


@pytest.mark.parametrize(("address", "counted"), [
    ("203.0.113.9", "203.0.113.9"), ("::ffff:203.0.113.9", "203.0.113.9"), ("testclient", "testclient"), ("", ""),
    ("2001:db8:1:2::5", "2001:db8:1:2::/64"), ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
    ("fe80::1%eth0", "fe80::/64"), ("2001:db8:1:3::5", "2001:db8:1:3::/64"),
])  # fmt: skip
def test_who_has_a_net_of_addresses_is_counted_as_one(address, counted):
    assert net_of(address) == counted


@pytest.mark.parametrize("house", [another_role, closed])
def test_what_the_house_did_is_not_undone_by_a_change_that_was_under_way(site, house):
    """The account was looked up before its role was taken, and is written after."""
    client = site.client_of("Omar")
    token = csrf_of(client)

    def meanwhile(password):
        house(site, client)
        return passwords.HASHER.hash(password)

    with patch("marsad.web.pages.accounts.hash_password", meanwhile):
        client.post("/account/password", data={"csrf": token, "password": PASSWORD, "new": "n" * 20})
    after = site.people.find("Omar")
    assert (after.role, after.active) == (
        (SiteRole.READER, True) if house is another_role else (SiteRole.EDITOR, False)
    )


def test_a_password_that_was_renewed_meanwhile_is_not_put_back(site):
    client = site.client_of("Omar")
    token = csrf_of(client)

    def meanwhile(password):
        renew_password(site.people, "Omar", "the new one of the house", by="Rima")
        return passwords.HASHER.hash(password)

    with patch("marsad.web.pages.accounts.hash_password", meanwhile):
        answer = client.post("/account/password", data={"csrf": token, "password": PASSWORD, "new": "n" * 20})
    assert answer.status_code == 400
    assert passwords.is_password(site.people.find("Omar"), "the new one of the house")
