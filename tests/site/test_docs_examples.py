"""The shell examples of the documentation: the tutorial's are run, and every command that a page names is one."""

import re
import shlex
import shutil
from functools import cache
from pathlib import Path

import pytest
import typer
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import read_settings
from marsad.web.app import create_app
from marsad.web.site import Serving

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md"), *DOCS.glob("howto/*.md")])
BLOCK = re.compile(r"(?:^<!-- not run: (?P<why>[^>]+) -->\n)?^```bash\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED = re.compile(
    r"^ {4}((?:MARSAD_\w+=\S+ )*marsad .+)$|^((?:MARSAD_\w+=\S+ )*marsad .+)$|`((?:MARSAD_\w+=\S+ )*marsad [^`]+)`",
    re.MULTILINE,
)
LEFT_OUT = re.compile(r"\s+(?:\d?[<>]\s*\S+|#.*$)")
DENIED = "denied that its aircraft had struck the market"


def lines_to_run(page):
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if not block["why"]:
            yield from block["lines"].strip().splitlines()


@pytest.fixture
def empty_folder(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("MARSAD_DB", "MARSAD_PUBLIC", "MARSAD_PROFILE", "MARSAD_AUTHOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("MARSAD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


def test_the_tutorial_runs_word_for_word(empty_folder, monkeypatch, reader):
    monkeypatch.setattr(LazyReader, "_load", lambda _: reader)
    shutil.copytree(DOCS / "tutorial", empty_folder / "texts")
    said = {}
    for line in lines_to_run(DOCS / "tutorial.md"):
        marsad, *arguments = shlex.split(line)
        assert marsad == "marsad", line
        result = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert result.exit_code == 0, (line, result.stderr)
        said.setdefault(line, result.stdout)
    page = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(.*?)```", page, re.DOTALL)[1].strip()
    assert shown.splitlines() == [one.rstrip() for one in said["marsad events --db war.db"].splitlines()[:3]]
    assert "replaced" in said["marsad tolls ef8e --history --db war.db"]
    assert said["marsad publish list ef8e --db war.db"].count("omar") == 2
    assert_public(read_settings({}, db="war.db"))
    assert "at least five people" in (empty_folder / "casualties.csv").read_text(encoding="utf-8")


def assert_public(settings):
    site = TestClient(create_app(settings, Serving(public=True)), base_url="http://127.0.0.1:8765")
    assert "Saraqib" in site.get("/public").text
    (event,) = site.get("/public/api/v1/events").json()["items"]
    assert DENIED in site.get(f"/public/events/{event['id']}").text
    assert "civilian" in site.get("/public/method").text


def commands_of(page):
    for found in NAMED.finditer(page.read_text(encoding="utf-8")):
        line = LEFT_OUT.sub("", next(filter(None, found.groups())))
        for part in re.split(r"\s(?:\||&&)\s", line):
            words = [word for word in shlex.split(part) if not re.match(r"MARSAD_\w+=", word)]
            if "VERB" in words:
                continue
            yield " ".join(words), words[1:]


@cache
def root_command():
    return typer.main.get_command(app)


def refusal(words):
    """Why the words are no command with its options; None where they are."""
    command = root_command()
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
    if getattr(command, "commands", None) and words and not words[0].startswith("-"):
        return f"no such verb: {words[0]}"
    known = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help", "--version"}
    unknown = [word for word in words if word.startswith("-") and word != "-" and word.split("=")[0] not in known]
    return f"no such option: {unknown}" if unknown else None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_a_page_names_is_one(page):
    wrong = [(line, why) for line, words in commands_of(page) if (why := refusal(words))]
    assert not wrong


def test_commands_are_looked_for_in_earnest():
    named = [line for page in PAGES for line, _ in commands_of(page)]
    assert len(named) > 150
    assert refusal(["tols"])
    assert refusal(["tolls", "--histry"])
