"""Marks in a sentence: which words carry them, and what they must not let through."""

import pytest

from marsad.cli.marked import in_context, mark
from marsad.cli.screen import visible
from marsad.domain.claim import Claim, Event, Quote
from marsad.domain.document import Document
from marsad.domain.vocabulary import EventType


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


def shown_in_context(before, after):
    text, quote = (
        f"{before}Shells hit the mill.{after}",
        Quote(start=len(before), end=len(before) + 20, text="Shells hit the mill."),
    )
    claim = Claim(document="d", quote=quote, said=Event(type=EventType.SHELLING))
    marked = in_context(claim, Document(id="d", text=text))
    underlined = [marked.plain[span.start : span.end] for span in marked.spans if "underline" in str(span.style)]
    assert underlined == ["Shells hit the mill."]
    return marked.plain


def test_a_sentence_is_shown_between_whole_words():
    before, after = "The neighbours of the mill spoke. " * 9, " The neighbours of the mill spoke." * 9
    shown = shown_in_context(before, after)
    words = {"The", "neighbours", "of", "the", "mill", "spoke.", "Shells", "hit", "mill.", "…"}
    assert set(shown.split()) == words
    assert shown.startswith("… ")
    assert shown.endswith(" …")


def test_a_short_text_is_shown_whole():
    assert shown_in_context("It is told. ", " It ended.") == "It is told. Shells hit the mill. It ended."
