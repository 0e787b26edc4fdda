"""Nothing is published by one person, by a field in a form, by another's id or by a second way in."""

import ast
import sys
from html import unescape
from pathlib import Path

import pytest
from typer.testing import CliRunner

import marsad
from marsad.cli.app import app as commands
from marsad.store import Store
from marsad.store.publishing import public_ends

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from peopled import Peopled, cheap_hashes, csrf_of


@pytest.fixture
def site(settings):
    with cheap_hashes():
        yield Peopled(settings)


def event_of(client):
    return client.get("/api/v1/events").json()["items"][0]["id"]


def take(client, event, step, **more):
    version = client.get(f"/api/v1/publishing/{event}").json()["version"]
    return client.post(f"/publishing/{event}", data={"csrf": csrf_of(client), "version": version, "step": step, **more})


def is_public(settings, event):
    with Store.open(settings.db) as store:
        return event in public_ends(store)


@pytest.mark.parametrize("name", ["Omar", "Rima"])  # an editor, an administrator
def test_nobody_approves_their_own(site, settings, name):
    client = site.client_of(name)
    event = event_of(client)
    assert take(client, event, "submit").status_code == 303
    answer = take(client, event, "approve")
    assert answer.status_code == 400
    assert "another person's" in unescape(answer.text)
    assert take(client, event, "publish").status_code == 400
    assert not is_public(settings, event)


def test_no_field_of_a_form_names_another_author_role_or_state(site, settings):
    client = site.client_of("Omar")
    event = event_of(client)
    wished = {"author": "Lina", "name": "Lina", "role": "administrator", "state": "published", "submitter": "Lina",
              "approver": "Lina", "at": "2020-01-01", "pinned": "{}", "published": "1"}  # fmt: skip
    take(client, event, "submit", **wished)
    assert take(client, event, "approve", **wished).status_code == 400
    steps = client.get(f"/api/v1/publishing/{event}").json()["steps"]
    assert [(one["step"], one["author"]) for one in steps] == [("submit", "Omar")]
    assert not is_public(settings, event)


@pytest.mark.parametrize("step", ["published", "PUBLISH", "", "approve,publish"])
def test_a_step_that_there_is_not_is_none(site, step):
    client = site.client_of("Omar")
    event = event_of(client)
    assert take(client, event, step).status_code == 400


def test_a_reviewer_cannot_pass_what_an_editor_may(site, settings):
    hala, omar = site.client_of("Hala"), site.client_of("Omar")
    event = event_of(hala)
    take(omar, event, "submit")
    for step in ("approve", "return", "publish", "withdraw"):
        assert take(hala, event, step, because="so").status_code == 400
    assert not is_public(settings, event)


def test_guessed_ids_answer_like_absent_ones(site):
    hala = site.client_of("Hala")
    for thing in ("e0000000000000000000", "../people", "c0", "plain-1", "%2e%2e"):
        assert hala.get(f"/api/v1/publishing/{thing}").status_code == 404, thing


def test_nothing_but_one_function_writes_a_step():
    """No import, no API call and no command reaches the table but through the rules.

    The log reads it to seal it, lists are walked by it, the schema guards it by triggers.
    """
    used = {}
    for path in Path(marsad.__file__).parent.rglob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        names = {one.name for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names}
        names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
        if any(isinstance(node, ast.Constant) and "INTO publications" in str(node.value) for node in nodes):
            names.add("publications")
        for name in names & {"add_steps", "publications"}:
            used.setdefault(name, set()).add(f"{path.parent.name}/{path.name}")
    assert used == {
        "add_steps": {"pipeline/publishing.py"},
        "publications": {"store/publishing.py", "store/audit_table.py", "store/schema.py", "store/walking.py"},
    }


def marsad_says(settings, *arguments):
    done = CliRunner().invoke(commands, [*arguments, "--db", settings.db], env={"MARSAD_AUTHOR": ""})
    assert "Traceback" not in done.output
    return done


def test_the_command_line_keeps_the_same_rules(settings):
    with Store.open(settings.db) as store:
        event = store.record().events[0].id
    assert marsad_says(settings, "publish", "submit", event, "--author", "Omar").exit_code == 0
    refused = marsad_says(settings, "publish", "approve", event, "--author", "OMAR")
    assert refused.exit_code == 1
    assert "another person's" in refused.stderr
    assert marsad_says(settings, "publish", "publish", event, "--author", "Lina").exit_code == 1
    assert not is_public(settings, event)
    assert marsad_says(settings, "publish", "approve", event[:8], "--author", "Lina").exit_code == 0
    assert marsad_says(settings, "publish", "publish", event, "--author", "Lina").exit_code == 0
    assert is_public(settings, event)
    listed = marsad_says(settings, "publish", "list", event)
    assert [word in listed.stdout for word in ("submit", "approve", "publish", "Omar", "Lina")] == [True] * 5
    gone = marsad_says(settings, "publish", "withdraw", event, "--because", "taken back", "--author", "Lina")
    assert gone.exit_code == 0
    assert "taken back" in marsad_says(settings, "publish", "list").stdout


def test_where_a_site_has_people_the_command_line_knows_them_by_role(settings):
    with Store.open(settings.db) as store:
        event = store.record().events[0].id
    with cheap_hashes():
        Peopled(settings)
    refused = marsad_says(settings, "publish", "submit", event, "--author", "Zaki")
    assert refused.exit_code == 2
    assert "'Zaki' is nobody of this site" in refused.stderr
    assert marsad_says(settings, "publish", "submit", event, "--author", "Omar").exit_code == 0
    assert (
        "is for editors; Hala is reviewer"
        in marsad_says(settings, "publish", "approve", event, "--author", "Hala").stderr
    )
