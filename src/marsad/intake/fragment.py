"""A piece of HTML, such as a feed's summary or a mail's body, in; its words out, a line a block."""

import re
from typing import Any

from marsad.intake.limits import default_limits
from marsad.intake.page_shape import lighten

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
"""Elements that begin and end a line. Source: WHATWG HTML, rendering, "flow content"."""
SILENT = frozenset(("script", "style", "head", "template", "noscript"))


def fragment_text(markup: str) -> str:
    """The words that a reader would see, without blank lines doubled; markup that is none is given back as it is."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    from lxml import etree, html  # noqa: PLC0415

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(lighten(markup, default_limits()).encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but blanks or comments
        return ""
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in "".join(_words(root)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _words(root: Any) -> list[str]:
    """Text and line breaks in order, walked without recursion: markup may nest as deep as it likes."""
    from lxml import etree  # noqa: PLC0415

    words: list[str] = []
    silent = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        plain = isinstance(node.tag, str)
        breaks = plain and node.tag in BLOCKS
        if event == "start":
            silent += plain and node.tag in SILENT
            words += ["\n"] * breaks + ([_flat(node.text)] if not silent else [])
            continue
        if event == "end":
            silent -= plain and node.tag in SILENT
        words += ["\n"] * breaks + ([_flat(node.tail)] if not silent else [])
    return words


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")
