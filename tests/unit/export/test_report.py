import re
from html.parser import HTMLParser

import pytest
from war import tell

from marsad.domain.record import Record
from marsad.export.report import html_report

VOID = {"meta", "link", "br", "img", "hr", "input", "rect", "path", "circle", "stop"}


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.open, self.tags = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append((tag, values))
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if "href" in values else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def html(week):
    return html_report(*week, title="A week")


def test_every_link_inside_the_page_has_its_target_and_every_id_is_one(html):
    page = Page(html)
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert page.open == []


def test_the_page_needs_no_network_and_runs_no_script(html):
    page = Page(html)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object"}
    assert "default-src 'none'" in html
    assert not re.search(r"url\((?!#)", html)
    assert all(link.startswith(("#", "https://example.org/")) for link in page.links)


def test_drawings_have_titles_and_tables_have_scopes(html):
    assert html.count("<desc ") == 2
    heads = [values for tag, values in Page(html).tags if tag == "th"]
    assert all("scope" in values for values in heads)


@pytest.mark.parametrize(
    "said",
    ["at least 13", "4 to 12", "<s>5</s>", "at least 301", "above this scale", "Sheikh Maqsoud", "Hama province",
     "A protected source, sentence held back", "<mark>five dead</mark>", "Territory taken by"],
)  # fmt: skip
def test_the_page_tells(html, said):
    assert said in re.sub(r"</?bdi>", "", html)


def test_an_empty_record_is_a_page(week):
    html = html_report(Record(), {}, {}, title="Nothing yet")
    assert "No event or place of this record has a point on the map." in html
    assert "No claim of control is on record." in html


def test_equal_input_gives_equal_bytes():
    assert html_report(*tell(), title="A week") == html_report(*tell(), title="A week")
