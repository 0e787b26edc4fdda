"""The application's OpenAPI in, the table of `docs/api-reference.md` out: each address, what it answers, by what."""

from collections.abc import Iterator, Mapping
from typing import Any

START, END = "<!-- made of the site's own OpenAPI by tests/site/test_docs_pages.py -->", "<!-- end -->"
LIST_QUESTIONS = ("since", "until", "place", "actor", "type", "grade", "source", "page")
"""What every list is asked alike; named once, above the table."""


def api_page(openapi: Mapping[str, Any]) -> str:
    """The part of the page between its two marks."""
    return "\n".join((START, "", *_intro(), *_rows(openapi), "", END))


def _intro() -> Iterator[str]:
    yield f"*The list's questions* are {', '.join(f'`{one}`' for one in LIST_QUESTIONS)}."
    yield ""
    yield "| method | address | answers | asked by |"
    yield "|---|---|---|---|"


def _rows(openapi: Mapping[str, Any]) -> Iterator[str]:
    for path, methods in sorted(openapi["paths"].items()):
        for method, told in methods.items():
            said = " ".join(told.get("description", "").split()) or told["summary"]
            yield f"| {method.upper()} | `{path}` | {_cell(said)} | {_questions(told)} |"


def _questions(told: Mapping[str, Any]) -> str:
    names = [one["name"] for one in told.get("parameters", ()) if one["in"] == "query"]
    own = ", ".join(f"`{one}`" for one in names if one not in LIST_QUESTIONS)
    shared = "the list's questions" if set(LIST_QUESTIONS) <= set(names) else ", ".join(
        f"`{one}`" for one in names if one in LIST_QUESTIONS
    )  # fmt: skip
    return ", ".join(filter(None, (own, shared))) or "–"


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
