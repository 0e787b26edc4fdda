"""HTML in: the main text, and only what the page states about it."""

import pytest

from marsad.intake import read_input

STORY = """<article><h1>Column leaves the town</h1>
<p>A column of forty trucks left the northern town on Thursday, the district council said in a statement.</p>
<p>At least six people were wounded when a shell hit the market, according to a nurse at the clinic.</p></article>"""
NAVIGATION = "<nav><ul><li><a href='/a'>Sport</a></li><li><a href='/b'>Weather</a></li></ul></nav>"


def page(head="", body=STORY):
    return f"<!doctype html><html lang='en'><head>{head}</head><body>{NAVIGATION}{body}</body></html>"


def test_the_text_is_the_story_without_the_page_around_it():
    (document,), problems = read_input(page("<title>Column leaves</title>").encode(), "given.html")
    assert not problems
    assert "At least six people were wounded" in document.text
    assert "Weather" not in document.text
    assert "<p>" not in document.text
    assert document.title == "Column leaves"
    assert document.date is None  # nothing states it


@pytest.mark.parametrize(
    ("head", "day", "source", "url"),
    [
        ("<meta property='article:published_time' content='2024-12-03T10:00:00Z'>", "2024-12-03", None, None),
        ("<meta name='DC.date.issued' content='2024-12-03'>", "2024-12-03", None, None),
        ("<meta property='og:site_name' content='Valley Post'>", None, "Valley Post", None),
        ("<link rel='canonical' href='https://example.org/a'>", None, None, "https://example.org/a"),
        ("<link rel='canonical' href='javascript:alert(1)'>", None, None, None),
        (
            """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-12-03",
            "publisher": {"name": "Valley Post"}}]}</script>""",
            "2024-12-03",
            "Valley Post",
            None,
        ),
        ("<script type='application/ld+json'>{broken</script>", None, None, None),
        ("<meta name='date' content='last week'>", None, None, None),
    ],
)
def test_the_head_states_day_outlet_and_address(head, day, source, url):
    (document,), problems = read_input(page(head).encode(), "given")
    assert not problems
    assert (document.date and document.date.isoformat(), document.source, document.url) == (day, source, url)


def test_a_page_in_its_declared_encoding():
    data = page("<meta charset='windows-1252'>", STORY.replace("a nurse", "José")).encode("windows-1252")
    (document,), problems = read_input(data, "given")
    assert "José" in document.text
    assert not problems
