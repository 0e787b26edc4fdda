"""Pages of the documentation that are made of the product are as it is now; `--rewrite` writes them anew."""

import re
from pathlib import Path

import pytest
from fastapi import FastAPI

from marsad.export.method import method_markdown, method_sections
from marsad.web import api_page
from marsad.web.pages import ROUTERS, public

DOCS = Path(__file__).parents[2] / "docs"
METHOD = "<!-- made of src/marsad/export/method.toml by tests/site/test_docs_pages.py -->", "<!-- end -->"


def openapi():
    app = FastAPI()
    for router in (*ROUTERS, public.router):
        app.include_router(router)
    return app.openapi()


MADE = {
    "api-reference.md": lambda: api_page.api_page(openapi()),
    "methodology.md": lambda: "\n\n".join((METHOD[0], method_markdown().strip(), METHOD[1])),
}


@pytest.mark.parametrize("name", MADE)
def test_the_page_is_as_the_product_is(name, rewrite):
    page, part = DOCS / name, MADE[name]()
    start, end = part.splitlines()[0], part.splitlines()[-1]
    before, rest = page.read_text(encoding="utf-8").split(start)
    made = before + part + rest.split(end)[1]
    if rewrite:
        page.write_text(made, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == made, "mend: run with --rewrite"


def test_every_address_says_what_it_answers():
    rows = re.findall(r"^\| (?:GET|POST) \| `([^`]+)` \| ([^|]+) \|", api_page.api_page(openapi()), re.MULTILINE)
    assert len(rows) > 20
    assert not [path for path, said in rows if not said.strip().endswith(".")]


def test_the_method_defines_what_readers_of_figures_ask():
    terms = {term for one in method_sections() for term, _ in one.terms}
    assert {"civilian", "combatant", "event", "toll", "source, voice", "control", "grade"} <= terms
    assert {"limits", "rules"} <= {one.id for one in method_sections()}
