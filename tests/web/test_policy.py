"""The one policy: every address has a rule, every answer is what the rule says, and nothing is read past it."""

import re
from urllib.parse import unquote

import pytest
from fastapi.routing import APIRoute
from peopled import NAMES, Peopled, cheap_hashes
from sites import DAY, addresses_of, open_site

from marsad.domain.document import Document
from marsad.domain.person import SiteRole
from marsad.domain.publication import Publication
from marsad.domain.record import Record
from marsad.store import Store
from marsad.web.policy import Need, may_ask, may_see, rule_of
from marsad.web.viewer import NOBODY, Viewer

MAP = (
    "events?box=30,30,45,40&zoom=6",
    "days",
    "list?box=30,30,45,40&zoom=6",
    f"control?on={DAY}",
    f"areas?on={DAY}",
    "key",
)
WIDE = {"box": "30,30,45,40", "zoom": "6", "on": DAY, "q": "Hama"}


@pytest.fixture(scope="module")
def site(planted_settings):
    with cheap_hashes():
        yield Peopled(planted_settings, public=True)


def routes_of(app):
    return [route for router in app.state.routers for route in router.routes if isinstance(route, APIRoute)]


def test_every_route_has_a_rule(site):
    paths = {route.path for route in routes_of(site.app)}
    assert len(paths) > 50
    assert [path for path in paths if rule_of(path) is None] == []


def test_every_route_answers_each_viewer_as_its_rule_says(site):
    """Whoever may not ask gets the sign-in or what stands where there is nothing, whatever the route would do."""
    with cheap_hashes():
        clients = {role: site.client_of(name) for name, role in NAMES.items() if name != "Lina"}
    clients[None] = site.client_of()
    for route in routes_of(site.app):
        if "GET" not in route.methods or route.path == "/live":
            continue
        path = re.sub(r"\{[^}]*\}", "x", route.path)
        for role, client in clients.items():
            viewer = Viewer(session="", csrf="", name="a", role=role)
            answer = client.get(path, params=WIDE)
            if may_ask(viewer, "GET", path, public=True):
                assert answer.status_code not in {303, 401}, (path, role)
            else:
                refused = {401, 303} if role is None else {404}
                assert answer.status_code in refused, (path, role)


@pytest.mark.parametrize(("path", "role", "may"), [
    ("/events", SiteRole.READER, True), ("/events", None, False), ("/api/v1/events", None, False),
    ("/review", SiteRole.READER, False), ("/people", SiteRole.EDITOR, False), ("/public", None, True),
    ("/new-page-without-a-rule", SiteRole.ADMINISTRATOR, False), ("/api/v1", SiteRole.READER, True),
])  # fmt: skip
def test_a_rule_is_of_the_first_part_of_an_address(path, role, may):
    assert may_ask(Viewer(session="", csrf="", name="a", role=role), "GET", path, public=True) is may


def test_the_public_is_let_in_where_it_is_switched_on_alone():
    assert not may_ask(NOBODY, "GET", "/public/events/e1", public=False)
    assert rule_of("/public").read is Need.OPEN_TO_PUBLIC
    assert not may_ask(Viewer(session="", csrf="", role=SiteRole.ADMINISTRATOR), "POST", "/public", public=True)


def test_nobody_sees_a_protected_document_and_the_public_only_what_is_published(sample_settings):
    hidden = Document(id="d", text="x", protected=True)
    everybody = [NOBODY, *(Viewer(session="", csrf="", role=role) for role in SiteRole)]
    assert not [viewer for viewer in everybody if may_see(viewer, hidden)]
    assert [may_see(viewer, Record()) for viewer in everybody] == [False, True, True, True, True]
    draft = Publication(thing="e", step="approve", author="a", at=None, version="v")
    assert [may_see(viewer, draft) for viewer in everybody] == [False, False, True, True, True]


def words_of(settings):
    """Words that can only be of the record: names of places, outlets and actors, ids, a piece of each sentence."""
    with Store.open(settings.db) as store:
        record, claims, documents = store.record(), list(store.claims()), list(store.documents())
    found = {one.id for one in (*record.events, *record.control, *record.actors)} | {one.id for one in documents}
    found |= {one.place.name for one in record.events if one.place} | {one.place.name for one in record.control}
    found |= {one.source for one in documents if one.source} | {one.name for one in record.actors}
    found |= {name for one in record.control for name in one.holder}
    found |= {claim.quote.text[:40] for claim in claims} | {one.title for one in documents if one.title}
    return {words for words in found if len(words) > 3}


def test_where_the_policy_says_no_to_everything_nothing_of_the_record_is_shown(planted, planted_settings, monkeypatch):
    """Every page, answer, tile, facet, sum by name and error: what shows a word of the record reads past the policy."""
    words = words_of(planted_settings)
    more = ("/review", "/api/v1/review", "/publishing", "/api/v1/search?q=Hama", "/tolls?since=2020-01-01")
    addresses = [*addresses_of(planted), *(f"/api/v1/map/{one}" for one in MAP), *more]
    shut = open_site(planted_settings, demo=True)
    monkeypatch.setattr("marsad.web.policy.may_see", lambda viewer, thing: False)
    found, failed = {}, {}
    for address in addresses:
        answer = shut.get(address)
        own = [one for one in words if one in answer.text and one not in unquote(address)]
        found |= {address: own} if own else {}
        failed |= {address: answer.status_code} if answer.status_code >= 500 else {}
    assert (found, failed) == ({}, {})
    monkeypatch.undo()
    told = [address for address in addresses[::4] if any(one in planted.get(address).text for one in words)]
    assert len(told) > len(addresses) / 8  # the words are those by which a page would be caught
