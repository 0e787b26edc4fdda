"""On the command line an act on the vault takes its author's password wherever accounts are kept, on each engine."""

import pytest
from peopled import PASSWORD, cheap_hashes
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.domain.person import SiteRole
from marsad.domain.source import Identity, Recipient, Source, SourceKind
from marsad.store import Store
from marsad.store.people import People
from marsad.store.sealing import make_key, seal_identity
from marsad.store.vault import put_sealed, put_source
from marsad.web.accounts_care import add_person


@pytest.fixture(params=["file", "server"])
def db(request, tmp_path):
    where = str(tmp_path / "war.db") if request.param == "file" else request.getfixturevalue("new_database")()
    with Store.open(where) as store, store.change() as connection:
        put_source(connection, Source(code="walnut-kite", kind=SourceKind.PROTECTED))
        keys = [Recipient(name=name, key=make_key()[1]) for name in ("ana", "ben")]
        put_sealed(connection, "walnut-kite", seal_identity(Identity(name="A"), keys), None)
    return where


def says(db, *words, given=""):
    environment = {"MARSAD_DB": db, "MARSAD_AUTHOR": "Hala"}
    return CliRunner().invoke(app, ["vault", *words], input=given, env=environment)


def test_a_name_alone_does_nothing_where_the_site_has_accounts(db):
    asked = ("request", "walnut-kite", "--because", "court")
    assert "names are taken as they are given" in says(db, *asked).stderr
    people = People.beside(db)
    with cheap_hashes():
        add_person(people, "Hala", SiteRole.EDITOR, PASSWORD)
        add_person(people, "Omar", SiteRole.REVIEWER, PASSWORD)
    people.close()
    public = make_key()[1]
    for words in (asked, ("recipients", "add", "eve", public), ("erase", "walnut-kite", "--because", "x")):
        silent, wrong = says(db, *words), says(db, *words, given="eve\n")
        assert (silent.exit_code, wrong.exit_code) == (2, 2), words
        assert "Password of Hala: no answer" in silent.stderr
    assert says(db, *asked, "--author", "Omar", given=f"{PASSWORD}\n").exit_code == 2
    assert says(db, *asked, given=f"{PASSWORD}\n").exit_code == 0
