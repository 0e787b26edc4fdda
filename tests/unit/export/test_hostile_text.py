"""What texts say stays text, in HTML, SVG and Markdown."""

import json
from dataclasses import replace

import pytest
from test_report import Page
from war import on

from marsad.domain.wire import dumps, record_from_lines, record_lines
from marsad.export.rendering import markdown_text, visible
from marsad.export.report import html_report
from marsad.export.sitrep import situation_report, to_html, to_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "{0.__class__.__init__}",
    "</title></style><marquee>",
    "]]><!--",
]


def poison(week, text):
    """The week with the text in place of a party, a place, an outlet, a speaker, a title and an address."""
    record, claims, documents = week
    told = [dumps(line) for line in record_lines(record)]
    swap = json.dumps(text)[1:-1]
    for word in ("Northern Front", "Saraqib", "Orontes Rights Watch", "since 1 March"):
        told = [line.replace(word, swap) for line in told]
    spoiled = {key: replace(claim, source=text,
               attribution=claim.attribution and replace(claim.attribution, speaker=text),
               quote=replace(claim.quote, text=claim.quote.text + text)) for key, claim in claims.items()}  # fmt: skip
    papers = {key: replace(paper, title=text, url=f"javascript:{text}") for key, paper in documents.items()}
    return record_from_lines(map(json.loads, told)), spoiled, papers


@pytest.mark.parametrize("text", ATTACKS)
def test_markup_in_names_and_quotes_is_inert(week, text):
    for page in (html_report(*poison(week, text), title=text), to_html(situation_report(*poison(week, text), on(5)))):
        assert text not in page.split("</style>", 1)[1] or "<" not in text
        parsed = Page(page)
        assert not {tag for tag, _ in parsed.tags} & {"script", "img", "marquee"}
        assert not any(name.startswith("on") for _, values in parsed.tags for name in values)
        assert not any(link.startswith("javascript") for link in parsed.links)


def test_template_braces_are_not_run(week):
    assert "49" not in to_markdown(situation_report(*poison(week, "{{ 7*7 }}"), on(5)))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("*bold* _it_", r"\*bold\* \_it\_"), ("[x](http://e)", r"\[x\](http\://e)"), ("<b>", r"\<b\>"),
        ("a|b", r"a\|b"),
        ("`c` ~~d~~", r"\`c\` \~\~d\~\~"), ("one\n# two", r"one \# two"), ("&lt;", r"\&lt;"),
        ("www.e.org", r"www\.e.org"),
    ],
)  # fmt: skip
def test_markdown_signs_are_plain(text, written):
    assert markdown_text(text) == written


@pytest.mark.parametrize(("text", "shown"), [("a\u202eb", "a[U+202E]b"), ("\u2067x", "[U+2067]x"), ("حلب", "حلب")])
def test_marks_that_reorder_are_shown(text, shown):
    assert visible(text) == shown
