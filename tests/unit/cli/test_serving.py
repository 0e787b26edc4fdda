"""What `serve` says and refuses before it answers."""

import re

import pytest
from typer.testing import CliRunner

from marsad.cli import site
from marsad.cli.app import app
from marsad.domain.person import SiteRole
from marsad.pipeline.settings import Settings
from marsad.store.people import People
from marsad.web.passwords import is_password


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org"])
def test_a_demonstration_is_for_this_machine_alone(host):
    done = CliRunner().invoke(app, ["serve", "--demo", "--host", host])
    assert done.exit_code == 2
    assert f"{host} can be reached from elsewhere. Mend: leave out --host" in done.stderr


@pytest.mark.parametrize(
    ("host", "is_ours"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False)]
)
def test_loopback_is_known(host, is_ours):
    assert site.is_loopback(host) is is_ours


def test_a_store_that_is_not_there_is_one_line(tmp_path):
    done = CliRunner().invoke(app, ["serve", "--db", str(tmp_path / "none.db")])
    assert done.exit_code == 2
    assert "there is no record at" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_administrators_password_is_shown_once_and_kept_as_a_hash(tmp_path, capsys):
    settings = Settings(db=str(tmp_path / "war.db"))
    site._announce_first(settings)
    password = re.search(r"with the password (\S+)", capsys.readouterr().out)[1]
    site._announce_first(settings)
    assert capsys.readouterr().out == ""
    person = People.beside(settings.db).find(site.FIRST)
    assert person.role is SiteRole.ADMINISTRATOR
    assert is_password(person, password)
    assert password.encode() not in (tmp_path / "war.db-people").read_bytes()
