"""Marks in a sentence: which words carry them, and what they must not let through."""

import pytest

from marsad.cli.marked import mark
from marsad.cli.screen import visible


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], ["one two three"]),
        ([(4, 7, "bold")], ["one ", "*two", " three"]),
        ([(0, 13, "underline"), (4, 7, "bold")], ["*one ", "*two", "* three"]),
        ([(4, 99, "bold")], ["one ", "*two three"]),
        ([(4, 7, "bold"), (4, 7, "red")], ["one ", "*two", " three"]),
    ],
)
def test_mark(spans, expected):
    marked = mark("one two three", spans)
    styled = {(span.start, span.end) for span in marked.spans if span.style}
    at, found = 0, []
    for piece in expected:
        words = piece.removeprefix("*")
        found.append(("*" if (at, at + len(words)) in styled else "") + words)
        at += len(words)
    assert marked.plain == "one two three"
    assert found == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("\x1b[2J", "<U+001B>[2J"),
        ("a\u202eb", "a<U+202E>b"),
        ("a\rb", "a<U+000D>b"),
        ("a\u2066b", "a<U+2066>b"),
        ("\x9b1m", "<U+009B>1m"),
        ("مرصد می‌خواهم é 漢", "مرصد می‌خواهم é 漢"),
        ("a\xa0b\u2028c", "a\xa0b\u2028c"),
    ],
)
def test_visible(text, shown):
    assert visible(text) == shown
