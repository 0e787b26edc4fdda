"""The same record in a file and on a server: every page and every answer is the same, to the letter."""

import re

import pytest
from sites import addresses_of, make_store, open_site, planted_readings, sample_readings

from marsad.domain.person import Person, SiteRole
from marsad.store.people import People

OWN = re.compile(r'value="[0-9a-f]{64}"|T\d\d:\d\d:\d\d\+00:00')
"""What differs from one session to another, and the second at which a document came."""


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
