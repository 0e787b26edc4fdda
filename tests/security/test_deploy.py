"""What `deploy/` sets up: no secret in a file of it, no door but the proxy's, no rights that are not needed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from marsad.cli.app import app

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
ENDS = {"schema", "rights"}
SECRET = re.compile(r"password|token|secret|_url", re.IGNORECASE)


def text_of(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, one in SERVICES.items() if "ports" in one] == ["proxy"]
    assert [name for name, one in SERVICES.items() if "outside" in one["networks"]] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_can_write_little_and_gain_nothing(name):
    one = SERVICES[name]
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in one
    assert ("user" in one and not one["user"].startswith(("0", "root"))) or name == "proxy"
    assert not any("docker.sock" in volume for volume in one.get("volumes", []))
    assert one.get("healthcheck", {}).get("test") or name in ENDS
    assert re.fullmatch(r"[\w./-]+:[\w.-]+", one["image"])
    assert not one["image"].endswith(":latest")


def test_secrets_are_files_and_each_that_is_used_is_declared():
    assert all(list(one) == ["file"] for one in COMPOSE["secrets"].values())
    used = {secret for one in SERVICES.values() for secret in one.get("secrets", [])}
    assert used == set(COMPOSE["secrets"])
    for name, one in SERVICES.items():
        for variable, value in one.get("environment", {}).items():
            if SECRET.search(variable):
                assert variable.endswith("_FILE"), (name, variable)
                assert value.removeprefix("/run/secrets/") in one["secrets"]
        assert "db_owner_url" not in one.get("secrets", []) or name == "schema"
    assert "secrets" in (DEPLOY / ".gitignore").read_text()


def test_what_is_started_waits_for_what_it_needs():
    for one in SERVICES.values():
        for needed, how in one.get("depends_on", {}).items():
            ending = how["condition"] == "service_completed_successfully"
            assert ending is (needed in ENDS)


def options_of(command):
    return {name for one in get_command(app).commands[command].params for name in one.opts}


def test_the_commands_are_marsads_and_so_are_their_options():
    said = [SERVICES["schema"]["command"], SERVICES["site"]["command"]]
    said.append(
        re.search(r"^CMD (\[.*\])", text_of("Dockerfile"), re.MULTILINE)[1].strip("[]").replace('"', "").split(", ")
    )
    said.append(re.search(r"^ExecStart=\S+ (.*)$", text_of("marsad.service"), re.MULTILINE)[1].split())
    for command, *rest in said:
        assert {word for word in rest if word.startswith("--")} <= options_of(command)


def test_the_proxy_alone_is_believed_and_lets_nobody_watch():
    inside = COMPOSE["networks"]["inside"]["ipam"]["config"][0]["subnet"]
    assert SERVICES["site"]["command"][-2:] == ["--proxy", inside]
    proxy = text_of("Caddyfile")
    assert re.search(r"@watching path /metrics /readyz /healthz\n\s*respond @watching 404", proxy)
    assert "header_up X-Forwarded-For {remote_host}" in proxy
    assert "max_size 256KB" in proxy  # as the application's own bound
    assert not re.search(r"^\s*log \{", proxy.split("}\n", 2)[-1], re.MULTILINE)


def test_the_image_is_of_pinned_packages_and_runs_without_rights():
    made = text_of("Dockerfile")
    assert "--require-hashes" in made
    assert re.search(r"^USER 10001:10001$", made, re.MULTILINE)
    assert made.index("USER 10001") > made.rindex("COPY ")
    assert "HEALTHCHECK" in made
    assert not re.search(r"curl|wget|ADD http", made)
    for source in re.findall(r"^COPY (?!--from)(.*) \S+$", made, re.MULTILINE):
        assert all((DEPLOY.parent / one).exists() for one in source.split())


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze here")
def test_the_unit_is_one_that_systemd_takes_and_calls_safe(tmp_path):
    unit = tmp_path / "marsad.service"
    unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text_of("marsad.service"), flags=re.MULTILINE))
    for words in (["verify", "--man=no", str(unit)], ["security", "--offline=true", "--threshold=15", str(unit)]):
        done = subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-500:] + done.stderr
        assert "Unknown" not in done.stderr


@pytest.mark.skipif(not shutil.which("caddy"), reason="no caddy here")
def test_the_proxys_file_is_one_that_caddy_takes():
    command = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]
    environment = {**os.environ, "MARSAD_NAME": "war.example.org"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-500:]
