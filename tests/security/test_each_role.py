"""Each role at each address, with ids of things that are there: what a role may not is answered as what is absent."""

import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import Peopled, cheap_hashes, csrf_of
from sites import DAY

from marsad.store import Store

WIDE = {"box": "30,30,45,40", "zoom": "6", "on": DAY, "q": "Hama"}
OF_REVIEWERS = ("/review", "/publishing", "/report")
"""What no reader sees, whatever is asked for there; the same under the API."""
OF_ADMINISTRATORS = ("/people",)
OWN = ("/sign-in", "/sign-out", "/theme", "/account")
"""What somebody who only reads may send a form to: all of it changes what is theirs alone."""

OPEN = ("/public", "/sign-in", "/static", "/about", "/healthz", "/readyz", "/metrics")
"""What anybody may ask for: what is published, and what tells nothing of the record."""


@pytest.fixture(scope="module")
def site(planted_store, tmp_path_factory):
    path = tmp_path_factory.mktemp("roles") / "war.db"
    with cheap_hashes():
        yield Peopled(replace(planted_store, db=str(shutil.copy(planted_store.db, path))), public=True)


@pytest.fixture(scope="module")
def clients(site):
    with cheap_hashes():
        return {name: site.client_of(name) for name in ("Rana", "Hala", "Omar", "Rima")} | {None: site.client_of()}


@pytest.fixture(scope="module")
def names(site):
    """Ids of open things that are there, one of each kind."""
    with Store.open(site.app.state.site.settings.db) as store:
        record = store.record()
        open_events = [one.id for one in record.events if one.place and one.place.name != "Kafr Canaryqzx"]
        return [*open_events, *(one.id for one in record.control), "plain-1", "Hama", "Valley Post", DAY]


def routes(site, method):
    for router in site.app.state.routers:
        for route in router.routes:
            if isinstance(route, APIRoute) and method in route.methods and route.path != "/live":
                yield route.path


def bare(path):
    return path.removeprefix("/api/v1")


def addresses_that_are_there(site, clients, names):
    """Of each route that asks for an id, an address at which an administrator finds something."""
    for path in routes(site, "GET"):
        if "{" not in path:
            yield path
            continue
        tried = (re.sub(r"\{[^}]*\}", quote(name, safe=""), path) for name in names)
        found = next((one for one in tried if clients["Rima"].get(one, params=WIDE).status_code == 200), None)
        if found:
            yield found


def test_what_is_there_for_an_administrator_is_there_for_no_lower_role_that_may_not(site, clients, names):
    there = list(addresses_that_are_there(site, clients, names))
    of_reviewers = [one for one in there if bare(one).startswith(OF_REVIEWERS)]
    of_administrators = [one for one in there if bare(one).startswith(OF_ADMINISTRATORS)]
    assert len(there) > 50
    assert len(of_reviewers) >= 5
    assert of_administrators
    for address in of_reviewers:
        assert clients["Rana"].get(address, params=WIDE).status_code == 404, address
    for address in of_administrators:
        assert {clients[name].get(address).status_code for name in ("Rana", "Hala", "Omar")} == {404}, address
    for address in there:
        if not bare(address).startswith(OPEN):
            answer = clients[None].get(address, params=WIDE)
            assert answer.status_code in {303, 401}, (address, answer.status_code)


def test_no_role_below_sends_a_form_where_it_may_not(site, clients, names):
    """With the token of its own session and the id of a thing that is there."""
    lower = {"Rana": OWN, "Hala": (*OWN, "/review", "/publishing", "/report")}
    tried = 0
    for path in routes(site, "POST"):
        for name, may in lower.items():
            if bare(path).startswith(may):
                continue
            token = csrf_of(clients[name])
            address = re.sub(r"\{[^}]*\}", quote(names[0], safe=""), path)
            answer = clients[name].post(address, data={"csrf": token, "name": "Omar", "role": "administrator"})
            assert answer.status_code in {401, 404, 405}, (name, path, answer.status_code)
            tried += 1
    assert tried > 5
