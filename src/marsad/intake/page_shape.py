"""A parsed page in; whether finding its story would take too long, and its tables of layout made plain blocks, out.

The seeker of the main text looks below each element again, so what it costs is the sum of depths and not the size.
"""

import re
from collections import Counter, defaultdict
from typing import Any

from marsad.intake.fault import Unreadable
from marsad.intake.limits import Limits, over_limit

STORIED = ("p", "h1", "h2", "article", "table")
"""What no cell of a table of figures holds, but for one `p`. Source: HTML pages from before CSS."""
PARTS = ("tbody", "thead", "tfoot", "tr", "td", "th")
BY_HAND = "hand in its text alone"
CHARACTERS_AS_ONE = 200
"""So many characters of words weigh as one element more."""
QUOTED = r"""=\s*+(?:"[^"]*+"|'[^']*+')"""
TAG = re.compile(
    rf"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1|\Z)|<[a-z](?:[^>=]++|{QUOTED}|=)*+", re.IGNORECASE | re.DOTALL
)
"""A tag, or what looks like one and is none. Nothing is looked at twice. Source: WHATWG HTML, tokenization."""
SHORT = 40
"""Characters of a cell that holds a figure, a name, a day. A row of such cells is a row of figures."""


def lighten(text: str, limits: Limits) -> str:
    """The page, each tag of too many attributes without any: a parser compares each with all before it."""
    most = limits.tag_attributes

    def one(tag: re.Match[str]) -> str:
        if tag.end() - tag.start() <= most * 2 or tag[1] or tag[0].startswith("<!"):
            return tag[0]
        names = re.sub(QUOTED, "= ", tag[0]).replace("/", " ").split()
        return tag[0] if len(names) <= most else names[0].partition("=")[0]

    return TAG.sub(one, text)


def beyond_reach(root: Any, limits: Limits) -> Unreadable | None:
    """Why the story must not be looked for: its words are taken as they stand, and this is said; None for most.

    Raises:
        Unreadable: its elements are too many to take even the words.
    """
    from lxml import etree  # noqa: PLC0415

    depth = elements = weight = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, elements = depth + 1, elements + 1
        weight += depth * (1 + (len(node.text or "") + len(node.tail or "")) // CHARACTERS_AS_ONE)
        if elements > limits.page_elements:
            raise over_limit("holds too many elements", f"at most {limits.page_elements}", BY_HAND)
    if weight <= limits.page_weight and elements <= limits.story_elements:
        return None
    wrong = f"is too large or nested too deep to find its story; its {elements} elements were taken as plain text"
    return over_limit(wrong, "a page of an article", BY_HAND)


def undo_layout(root: Any) -> bool:
    """Make plain blocks of tables that lay out a page, for their cells are no figures; True where there were any."""
    held = Counter[Any]()
    for node in root.iter(*STORIED):
        cell = next(node.iterancestors("td"), None)  # cells around that one hold a table, which is counted itself
        if cell is not None:
            held[cell] += 1 if node.tag == "p" else 2
    suspects = {next(cell.iterancestors("table"), None) for cell, weight in held.items() if weight > 1} - {None}
    layout = {table: parts for table, parts in _parts(root, suspects).items() if not _holds_figures(parts)}
    for table, parts in layout.items():
        for node in (table, *parts):
            node.tag = "div"
    return bool(layout)


def _parts(root: Any, tables: set[Any]) -> dict[Any, list[Any]]:
    """The rows and cells of each of these tables, without those of the tables in it."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for node in root.iter(*PARTS) if tables else ():
        table = next(node.iterancestors("table"), None)
        if table in tables:
            found[table].append(node)
    return found


def _holds_figures(parts: list[Any]) -> bool:
    """True where it has a heading cell, or most of its rows are two or more short cells."""
    rows: dict[Any, list[int]] = defaultdict(list)
    for cell in parts:
        if cell.tag == "th":
            return True
        if cell.tag == "td" and (length := _length(cell)):
            rows[cell.getparent()].append(length)
    figures = sum(len(row) > 1 and max(row) <= SHORT for row in rows.values())
    return figures > 1 and figures * 2 > len(rows)


def _length(cell: Any) -> int:
    """How many characters its words have; a little more than `SHORT` where they are more."""
    length = 0
    for words in cell.itertext():
        length += len(words.strip())
        if length > SHORT:
            break
    return length
