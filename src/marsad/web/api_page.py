"""The application's OpenAPI in, the table of `docs/api-reference.md` out: each address, what it answers, by what."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from marsad.export.columns_page import form_part
from marsad.web.tabular import OWN, table_form

START, END = "<!-- made of the site's own OpenAPI by tests/site/test_docs_pages.py -->", "<!-- end -->"
LIST_QUESTIONS = ("since", "until", "place", "actor", "type", "grade", "source", "page")
PLACE_QUESTIONS = ("cursor", "limit")
"""What every list is asked alike; named once, above the table."""


def api_page(openapi: Mapping[str, Any]) -> str:
    """The part of the page between its two marks."""
    return "\n".join((START, "", *_intro(), *_rows(openapi), "", *_tables(), END))


def _intro() -> Iterator[str]:
    yield f"*The list's questions* are {_quoted(LIST_QUESTIONS)}; those of *its place* {_quoted(PLACE_QUESTIONS)}."
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
    own = _quoted(one for one in names if one not in (*LIST_QUESTIONS, *PLACE_QUESTIONS))
    place = "its place" if set(PLACE_QUESTIONS) <= set(names) else ""
    shared = (
        "the list's questions"
        if set(LIST_QUESTIONS) <= set(names)
        else _quoted(one for one in names if one in LIST_QUESTIONS)
    )
    return ", ".join(filter(None, (own, shared, place))) or "–"


def _tables() -> Iterator[str]:
    """The columns of tables that the API alone has."""
    yield "## Tables"
    yield ""
    yield "What these lists answer to `Accept: text/csv`; the tables of the others stand in [exports](exports.md)."
    yield ""
    for name in OWN:
        yield from form_part(table_form(name), "###")


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in names)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")
