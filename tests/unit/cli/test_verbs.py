"""Every verb has a help with an example, and stands in the docs, with every setting and every problem's code."""

import re
from pathlib import Path

import pytest
import typer

from marsad.cli.app import app
from marsad.domain.vocabulary import ProblemCode

DOCS = Path(__file__).parents[3] / "docs"
SETTINGS = (
    "MARSAD_NETWORK",
    "MARSAD_CONTACT",
    "MARSAD_PORTS",
    "MARSAD_OUTLETS",
    "MARSAD_DB",
    "MARSAD_PIPELINE",
    "MARSAD_ACTORS",
    "MARSAD_PROFILE",
    "MARSAD_DATA",
    "MARSAD_AUTHOR",
    "MARSAD_PUBLIC",
    "MARSAD_LOG_FORMAT",
    "MARSAD_METRICS_TOKEN",
)


def verbs():
    def walk(command, path):
        inner = getattr(command, "commands", None)
        if not inner:
            yield " ".join(path)
        for name, one in (inner or {}).items():
            yield from walk(one, [*path, name])

    return list(walk(typer.main.get_command(app), []))


def test_there_are_verbs():
    assert {"read", "reconcile", "ingest", "show", "gazetteer add"} <= set(verbs())


@pytest.mark.parametrize("verb", verbs())
def test_help_with_an_example(run, verb):
    code, out, _ = run(*verb.split(), "--help")
    assert code == 0
    assert f"Example: marsad {verb}" in " ".join(out.replace("`", "").split())


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_is_in_the_docs(verb):
    assert re.search(rf"^### `marsad {verb}[ `]", (DOCS / "cli.md").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("setting", SETTINGS)
def test_every_setting_is_in_the_docs(setting):
    assert f"`{setting}`" in (DOCS / "cli.md").read_text(encoding="utf-8")


def test_the_settings_are_all_there_are():
    source = Path(__file__).parents[3] / "src" / "marsad" / "pipeline" / "settings.py"
    assert set(re.findall(r"MARSAD_[A-Z]+(?:_[A-Z]+)*", source.read_text(encoding="utf-8"))) == set(SETTINGS)


@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_problem_is_in_the_docs(code):
    text = (DOCS / "problems.md").read_text(encoding="utf-8")
    section = re.search(rf"^## {code.value}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, f"docs/problems.md has no section `## {code.value}`"
    for part in ("**Meaning.**", "**Example.**", "**Mend.**"):
        assert part in section[1]
