"""What texts say stays text, in HTML, SVG and Markdown."""

import csv
import io
import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from test_report import Page
from war import exported, on

from marsad.domain.wire import dumps, record_from_lines, record_lines
from marsad.export.cells import FORMULA_HEAD, NUMBER
from marsad.export.formats import FORMATS
from marsad.export.forms import find_form
from marsad.export.rendering import markdown_text, visible
from marsad.export.report import html_report
from marsad.export.sheets import read_csv
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


ODD = ["\x00\x1b[2J\x08", "a\u202eb\ufeff", "\ud800", "=HYPERLINK(1)", "a;b; c\r\nd", "\u0085\u2028", "-2+3"]


@pytest.mark.parametrize("form", list(FORMATS))
@pytest.mark.parametrize("text", [*ATTACKS, *ODD])
def test_every_format_stays_whole_whatever_a_name_holds(week, form, text):
    content = exported(form, poison(week, text))
    if FORMATS[form].suffix in {".atom", ".gexf"}:
        assert ET.fromstring(content).tag.endswith(("feed", "gexf"))
    elif FORMATS[form].suffix == ".jsonl":
        assert [json.loads(line) for line in content.decode().rstrip("\n").split("\n")]
    elif "json" in FORMATS[form].suffix:
        assert json.loads(content)
    elif FORMATS[form].suffix == ".csv":
        declared = find_form(FORMATS[form].forms[0])
        assert read_csv(content, declared, "x.csv")
        cells = [cell for row in csv.reader(io.StringIO(content.decode(), newline="")) for cell in row]
        assert not [cell for cell in cells if FORMULA_HEAD.match(cell) and not NUMBER.fullmatch(cell)]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+44", "-cmd", "\t=1"])
def test_a_workbook_holds_texts_as_texts(week, text):
    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx", poison(week, text))))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert text.strip() in {str(cell.value).strip() for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b", "inlineStr"}
