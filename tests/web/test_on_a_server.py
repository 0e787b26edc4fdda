"""The same record in a file and on a server: every page and every answer is the same, to the letter."""

import datetime as dt
import re
from typing import ClassVar

import pytest
from sites import addresses_of, make_store, open_site, planted_readings, sample_readings

from marsad.domain.person import Person, SiteRole
from marsad.domain.publication import Step
from marsad.pipeline.publishing import take_step
from marsad.store import Store
from marsad.store.feeds import stamp
from marsad.store.people import People
from marsad.store.publishing import last_step
from marsad.store.webhooks import Webhook, add_webhook, list_tries
from marsad.web.signing import make_secret
from marsad.web.webhooks import deliver

OWN = re.compile(r'value="[0-9a-f]{64}"|T\d\d:\d\d:\d\d\+00:00|cursor=[\w-]+')
"""What differs from one session or installation to another, and the second at which a document came."""
WALKED = (
    *("events?limit=30", "events?limit=30&order=deadliest", "documents?limit=9", "documents?limit=5&place=Hama"),
    *("actors?limit=20", "control?limit=9", "control?limit=9&on=2024-12-01"),
)


@pytest.fixture(scope="module", params=["sample", "planted"])
def served(request, new_database, tmp_path_factory):
    """A site over a file, and one over the same documents on a server."""
    readings = {"sample": sample_readings, "planted": planted_readings}[request.param]
    settings = make_store(new_database(), readings(), tmp_path_factory.mktemp("served"))
    site = open_site(settings, demo=True)
    yield request.getfixturevalue(request.param), site
    site.app.state.site.store.close()


def test_every_answer_is_the_same(served):
    in_file, on_server = served
    addresses = addresses_of(in_file)
    assert addresses_of(on_server) == addresses
    for address in addresses:
        here, there = in_file.get(address), on_server.get(address)
        assert there.status_code == here.status_code, address
        if not address.startswith(("/search", "/api/v1/search")):  # each engine has its own order of what fits best
            assert OWN.sub("", there.text) == OWN.sub("", here.text), address


@pytest.mark.parametrize("address", WALKED)
def test_a_walk_is_the_same(served, address):
    here, there = ([one["id"] for one in walk(client, address)] for client in served)
    assert here == there
    assert len(here) == len(set(here))


def test_both_lists_of_sources_are_walked_alike(served):
    here, there = ({one["name"]: one for one in walk(client, "sources?limit=20")} for client in served)
    assert here == there


def walk(client, address):
    """All things of the list, by cursor."""
    found, onward = [], f"/api/v1/{address}"
    while onward:
        told = client.get(onward).json()
        found += told["items"] if "items" in told else [*told["outlets"], *told["voices"]]
        onward = told["next"]
    return found


def test_a_webhook_is_told_on_a_server_too(new_database, tmp_path):
    settings = make_store(new_database(), planted_readings(), tmp_path)
    make_secret(tmp_path / "secret")

    class Receiver:
        told: ClassVar[list[str]] = []

        def post(self, url, body, headers):
            self.told.append(headers["webhook-id"])
            return 503 if len(self.told) == 1 else 200

    now = dt.datetime.now(dt.UTC)
    with Store.open(settings.db) as store:
        hook = Webhook(
            id="w1", url="https://archive.example/", secret_file=str(tmp_path / "secret"), scope="public",
            added=stamp(now), added_by="Ann", told=last_step(store), next_due=stamp(now),
        )  # fmt: skip
        add_webhook(store, hook)
        event = next(one.id for one in store.record().events if one.place and one.place.name == "Hama")
        for step, person in ((Step.SUBMIT, "Hala"), (Step.APPROVE, "Omar"), (Step.PUBLISH, "Omar")):
            take_step(store, step, event, author=person, role=SiteRole.EDITOR)
        for day in range(3):
            later = now + dt.timedelta(days=day)
            list(deliver(store, lambda: Store.open(settings.db), Receiver(), lambda later=later: later))
        assert len(Receiver.told) == 2
        assert len(set(Receiver.told)) == 1
        assert [one.status for one in list_tries(store)] == [200, 503]


@pytest.mark.parametrize("words", ["hospital", "shelling of", '"the city of"', "Hama OR 'x", "% _ :* & | !", "مرصد"])
def test_a_search_finds_the_same(served, words):
    found = [client.get("/api/v1/search", params={"q": words}) for client in served]
    assert [answer.status_code for answer in found] == [200, 200]
    here, there = (sorted(one["id"] for one in answer.json()["documents"]) for answer in found)
    assert here == there


def test_accounts_lie_in_a_schema_of_their_own(new_database):
    people = People.beside(new_database())
    try:
        assert people.secret() == people.secret()
        people.keep(Person(name="Rana", password_hash="x", role=SiteRole.EDITOR))
        people.keep(Person(name="Rana", password_hash="y", role=SiteRole.EDITOR))
        assert [one.password_hash for one in people.everybody()] == ["y"]
        assert people.use_step("Rana", 7) is True
        assert people.use_step("Rana", 7) is False
    finally:
        people.close()
