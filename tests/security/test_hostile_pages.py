"""Pages made to cost the square of their size: each is read soon, in its words or not at all, and says so."""

import time

import pytest

from marsad.intake import read_input

STORY = "<p>In the village {n} a shell hit the mill, the mayor said on Sunday.</p>"
LAYOUT = "<table><tr><td><p>A shell hit the mill {n}.</p><p>Nobody was hurt, the mayor said.</p></td></tr></table>"


def many(piece, count):
    return "".join(piece.replace("{n}", str(n)) for n in range(count))


def within(opening, inner, closing, depth):
    return opening * depth + inner + closing * depth


@pytest.mark.parametrize(
    "make",
    [
        lambda n: within("<table><tr><td><h1>Mill</h1>", many(STORY, n), "</td></tr></table>", 80),
        lambda n: within("<div>", many(LAYOUT, n // 4), "</div>", 60),
        lambda n: within("<div itemprop=publisher>", many(STORY, n), "</div>", 200),
        lambda n: within(
            "<div>", many("<div><a href=x>The mill {n} burns on, they say</a></div>", n // 2), "</div>", 200
        ),
        lambda n: within("<ul><li>", many(STORY, n), "</li></ul>", 100),
        lambda n: within("<div>", "<p>" + many("A shell hit the mill {n}. ", n * 20), "</div>", 200),
        lambda n: many(LAYOUT, n * 2),
    ],
    ids=["nested tables", "layout tables", "publishers", "links", "lists", "one paragraph", "20,000 tables"],
)
def test_a_page_beyond_its_limits_gives_its_words_soon(make):
    page = f"<html><head><title>Mill</title></head><body>{make(10_000)}</body></html>".encode()
    began = time.process_time()
    (document,), problems = read_input(page, "page.html")
    assert time.process_time() - began < 8  # of CPU. The first four took 5 to 90 seconds, and the last did not end
    assert document.text.count("mill") + document.text.count("Mill") > 2_000
    assert document.title == "Mill"
    assert "over-limit" in {problem.code for problem in problems}


def test_a_page_of_nothing_but_elements_is_refused_in_one_line():
    (problem,) = read_input(b"<html><body>" + b"<p>a" * 410_000, "page.html")[1]
    assert problem.code == "over-limit"
    assert "holds too many elements; expected at most 400000" in problem.message


@pytest.mark.parametrize("head", ["", "From: a@b.example\nTo: c@d.example\nSubject: Mill\nContent-Type: text/html\n\n"])
def test_a_tag_of_many_attributes_loses_them_and_no_word(head):
    attributes = " ".join(f"a{n}='>'" for n in range(200_000))
    began = time.process_time()
    page = f"{head}<html><body><p {attributes}>A shell hit the mill, the mayor said.</p></body></html>"
    (document,), _ = read_input(page.encode(), "given")
    assert time.process_time() - began < 8  # it took minutes: 60,000 attributes took 6 seconds at each parse
    assert document.text.endswith("A shell hit the mill, the mayor said.")


@pytest.mark.parametrize(
    "piece",
    [
        "<p data-all='" + "all > words " * 900 + "'>",
        "<script>if (a<b && " + "c " * 2_000 + "</script>",
        "<!-- <a " + "b " * 2_000 + "-->",
    ],
    ids=["a long value", "a script", "a comment"],
)
def test_what_only_looks_like_a_tag_of_many_attributes_is_read(piece):
    (document,), problems = read_input(f"<html><body>{piece}{many(STORY, 20)}</body></html>".encode(), "page.html")
    assert "over-limit" not in {problem.code for problem in problems}
    assert "mill" in document.text


def test_a_page_of_an_ordinary_size_is_read_for_its_story():
    menu, story = many("<a href=x>Menu {n}</a>", 300), many(STORY, 300)
    page = f"<html><body><nav>{menu}</nav><article>{story}</article></body></html>"
    (document,), problems = read_input(page.encode(), "page.html")
    assert "over-limit" not in {problem.code for problem in problems}
    assert "Menu" not in document.text


@pytest.mark.parametrize(
    ("rows", "is_kept"),
    [
        ("<tr><td><p>Mill</p><p>north</p></td><td>12</td></tr><tr><td>Halun</td><td>7</td></tr>", True),
        ("<tr><th>Place</th><td><p>Mill</p><p>north</p></td></tr>", True),
        ("<tr><td>Home</td><td>News</td></tr><tr><td><h1>Mill</h1>" + STORY * 3 + "</td></tr>", False),
    ],
    ids=["figures with a note", "headed", "layout"],
)
def test_a_table_of_figures_stays_one(rows, is_kept):
    from lxml import html

    from marsad.intake.page_shape import undo_layout

    root = html.document_fromstring(f"<body><table>{rows}</table></body>")
    assert undo_layout(root) is not is_kept
    assert (root.find(".//table") is not None) is is_kept


def test_a_table_of_figures_within_a_layout_keeps_its_rows():
    from lxml import html

    from marsad.intake.page_shape import undo_layout

    inner = "<table id=figures><tr><td>Mill</td><td>12</td></tr><tr><td>Halun</td><td>7</td></tr></table>"
    root = html.document_fromstring(f"<body><table><tr><td><h1>Mill</h1>{STORY}{inner}</td></tr></table></body>")
    assert undo_layout(root)
    (kept,) = root.iter("table")
    assert [cell.text for cell in kept.iter("td")] == ["Mill", "12", "Halun", "7"]
