"""A site with people who sign in, each in a browser of their own."""

import re
from contextlib import contextmanager
from unittest.mock import patch

from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from marsad.domain.person import Person, SiteRole
from marsad.store.people import People
from marsad.web.app import create_app
from marsad.web.site import Serving

PASSWORD = "a long enough password"
CHEAP = PasswordHasher(time_cost=1, memory_cost=64)
HASH = CHEAP.hash(PASSWORD)  # the real cost is a third of a second each
NAMES = {"Rana": SiteRole.READER, "Hala": SiteRole.REVIEWER, "Omar": SiteRole.EDITOR, "Lina": SiteRole.EDITOR,
         "Rima": SiteRole.ADMINISTRATOR}  # fmt: skip


class Peopled:
    """One application; `client_of` gives the client of a person, signed in, or of nobody."""

    def __init__(self, settings, **serving):
        self.people = People.beside(settings.db)
        for name, role in NAMES.items():
            self.people.keep(Person(name=name, password_hash=HASH, role=role))
        self.app = create_app(settings, Serving(hosts=frozenset({"testserver"}), **serving))

    def client_of(self, name=None):
        client = TestClient(self.app, follow_redirects=False)
        if name:
            form = {"csrf": csrf_of(client, "/sign-in"), "name": name, "password": PASSWORD}
            assert client.post("/sign-in", data=form).status_code == 303
        return client


@contextmanager
def cheap_hashes():
    with patch("marsad.web.passwords.HASHER", CHEAP), patch("marsad.web.passwords.NOBODY", HASH):
        yield


def csrf_of(client, address="/account"):
    return re.search(r'name="csrf" value="([0-9a-f]+)"', client.get(address).text)[1]
