"""The page of all commands is as the program is, and nothing on it stands without words; `--rewrite` writes it anew."""

import re
from pathlib import Path

from options_page import END, START, commands, options_page

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "options.md"
VARIABLE = re.compile(r"\bMARSAD_[A-Z_]+[A-Z]\b")


def test_the_page_is_as_the_commands_are(rewrite):
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    made = before + options_page() + rest.split(END)[1]
    if rewrite:
        PAGE.write_text(made, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == made, "mend: run with --rewrite"


def test_every_argument_and_option_has_its_words():
    bare = [
        (name, one.name) for name, command in commands() for one in command.params if not getattr(one, "help", None)
    ]
    assert bare == []


def test_every_variable_of_the_environment_is_in_the_docs():
    source = "\n".join(one.read_text(encoding="utf-8") for one in (ROOT / "src").rglob("*.py"))
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert len(set(VARIABLE.findall(source))) > 10
    assert {name for name in VARIABLE.findall(source) if f"| `{name}` |" not in page} == set()
