"""Markdown in, a document of its words out; front matter gives its date, source and title."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from marsad.domain.problem import Problem
from marsad.intake.columns import FIELDS
from marsad.intake.decode import decode
from marsad.intake.fault import Unreadable
from marsad.intake.found import Found, find_record, with_notes
from marsad.intake.given import Asked, Given

if TYPE_CHECKING:
    from markdown_it.token import Token

MEDIA_TYPE = "text/markdown"
FRONT = re.compile(r"---[ \t]*\r?\n((?:[A-Za-z_]+:[^\n]*\n)+)---[ \t]*\r?\n")
SIGNS = re.compile(r"^#{1,6} \S|^[ \t]*[-*] \S.*\n\s*[-*] \S|\]\(https?://|\*\*\S[^*\n]*\*\*|^```", re.MULTILINE)
HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
NAMES = (".md", ".markdown")


def sniff_markdown(given: Given) -> bool:
    """True where front matter or a heading stands in it, or a link or bold words and its name say so."""
    try:
        head = decode(given.head).text
    except Unreadable:
        return False
    if FRONT.match(head) or (HEADING.match(head.lstrip()) and SIGNS.search(head)):
        return True
    return given.name.lower().endswith(NAMES)


def read_markdown(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """The document of its words: headings, paragraphs and list items a block each, without the signs around them."""
    data = given.whole(asked.limits)
    decoded = decode(data, given.charset)
    front = FRONT.match(decoded.text)
    record = {
        **(_front_fields(front[1]) if front else {}),
        "text": markdown_text(decoded.text[front.end() :] if front else decoded.text),
    }
    yield with_notes(find_record(record, given.where, data, MEDIA_TYPE, asked), decoded.note)


def markdown_text(text: str) -> str:
    """The words of a Markdown text; raw HTML and the addresses of links are left out. Source: CommonMark 0.31."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark").enable("table")
    return "\n\n".join(block for token in parser.parse(text) if (block := _block(token)))


def _block(token: "Token") -> str:
    if token.type == "inline":
        return "".join(_inline(token.children or ())).strip()
    return token.content.strip() if token.type in {"fence", "code_block"} else ""


def _inline(tokens: "Iterable[Token]") -> Iterator[str]:
    for token in tokens:
        if token.type in {"text", "code_inline"}:
            yield token.content
        elif token.type in {"softbreak", "hardbreak"}:
            yield "\n"


def _front_fields(front: str) -> dict[str, Any]:
    """The fields that documents have; quotation marks around a value are none of its own."""
    pairs = (line.split(":", 1) for line in front.splitlines() if ":" in line)
    told = {name.strip().casefold(): value.strip().strip("\"'") for name, value in pairs}
    known: dict[str, Any] = {name: value for name, value in told.items() if name in FIELDS and name != "text" and value}
    if "protected" in known:
        known["protected"] = known["protected"].casefold() not in {"false", "no"}
    return known
