"""Every command with its arguments and options, as the program itself declares them, for `docs/options.md`."""

from collections.abc import Iterator
from typing import Any

import typer

from marsad.cli.app import app

START, END = "<!-- made of the commands themselves by tests/site/test_docs_options.py -->", "<!-- end -->"


def commands() -> Iterator[tuple[str, Any]]:
    """Each verb by its words, in the order of `marsad --help`."""

    def walk(command: Any, path: list[str]) -> Iterator[tuple[str, Any]]:
        inner = getattr(command, "commands", None)
        if not inner:
            yield " ".join(path), command
        for name, one in (inner or {}).items():
            yield from walk(one, [*path, name])

    return walk(typer.main.get_command(app), [])


def options_page() -> str:
    return "\n".join([START, "", *(line for name, command in commands() for line in _section(name, command)), END])


def _section(name: str, command: Any) -> list[str]:
    first = (command.help or "").strip().split("\n\n")[0].replace("\n", " ")
    rows = [_row(one) for one in command.params if not getattr(one, "hidden", False)]
    head = ["| argument, option | what | default |", "|---|---|---|"] if rows else []
    return [f"## marsad {name}", "", first, "", *head, *rows, *([""] if rows else [])]


def _row(one: Any) -> str:
    is_argument = one.param_type_name == "argument"
    words = one.metavar or str(one.name).upper() if is_argument else ", ".join((*one.opts, *one.secondary_opts))
    takes = "" if is_argument or getattr(one, "is_flag", False) else f" {_metavar(one)}"
    default = "" if one.default in (None, False, ()) or callable(one.default) else f"`{_plain(one.default)}`"
    need = "needed" if one.required else default
    return f"| `{words}{takes}` | {_cell(getattr(one, 'help', None) or '')} | {need} |"


def _metavar(one: Any) -> str:
    return str(one.metavar or one.display_type(None)).strip("[]<>").replace("|", "/")


def _plain(value: object) -> str:
    return str(getattr(value, "value", value))


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
