"""An HTML page in, a document of its main text out; day, outlet and address only where the page states them."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from marsad.domain.document import Document, text_digest
from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.day import parse_day
from marsad.intake.fault import Unreadable
from marsad.intake.heading import read_heading

PUBLISHED = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate", "publishdate")
"""Names of `meta` elements that state the day of publication. Source: Open Graph, Dublin Core, schema.org."""
SITE = ("og:site_name", "dc.publisher", "application-name")
TITLE = ("og:title", "dc.title", "twitter:title")
ADDRESS = ("og:url",)


def read_page(text: str, name: str, latest: date | None) -> tuple[Document, tuple[Problem, ...]]:
    """The page's main text as the document's text, with what its head states about it.

    Raises:
        Unreadable: no main text was found.
    """
    main = _main_text(text)
    stated = _stated(text)
    heading = read_heading(main, name, latest)
    document = Document(
        id=text_digest(main),
        text=main,
        date=_day(stated.get("day"), latest) or heading.date,
        source=stated.get("site") or heading.outlet,
        title=stated.get("title"),
        url=_address(stated.get("url")),
        language=(stated.get("language") or "")[:2].lower() or None,
    )
    return document, () if document.date else heading.problems


def _main_text(text: str) -> str:
    from trafilatura import extract  # noqa: PLC0415  # a quarter of a second to load, for HTML alone

    main = extract(text, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False)
    if not main or not main.strip():
        wrong = "is HTML without a main text; expected an article"
        raise Unreadable(wrong, "hand in its text alone", code=ProblemCode.EMPTY_TEXT)
    return str(main)


def _stated(text: str) -> dict[str, str]:
    """What the page's head states: `day`, `site`, `title`, `url`, `language`; absent where it states nothing."""
    from lxml import html  # noqa: PLC0415

    root = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    meta = {
        (node.get("property") or node.get("name") or node.get("itemprop") or "").lower(): node.get("content") or ""
        for node in reversed(list(root.iter("meta")))
    }
    linked = _linked_data(root)
    found = {
        "day": _first(meta, PUBLISHED) or linked.get("datePublished"),
        "site": _first(meta, SITE) or linked.get("publisher"),
        "title": _first(meta, TITLE) or linked.get("headline") or (root.findtext(".//title") or "").strip(),
        "url": _first(meta, ADDRESS) or next(iter(root.xpath("//link[@rel='canonical']/@href")), None),
        "language": root.get("lang"),
    }
    return {name: str(value) for name, value in found.items() if value}


def _linked_data(root: Any) -> dict[str, str]:
    """The strings of the page's JSON-LD articles, nearest the head first; broken JSON-LD states nothing."""
    stated: dict[str, str] = {}
    for node in root.iter("script"):
        if node.get("type") == "application/ld+json":
            with suppress(ValueError, RecursionError):
                for thing in _things(json.loads(node.text or "")):
                    stated = {**_strings(thing), **stated}
    return stated


def _things(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for inner in value:
            yield from _things(inner)
    elif isinstance(value, dict):
        yield value
        yield from _things(value.get("@graph", []))


def _strings(thing: dict[str, Any]) -> dict[str, str]:
    publisher = thing.get("publisher")
    named = {**thing, "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher}
    return {name: value for name, value in named.items() if isinstance(value, str)}


def _first(stated: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((stated[name].strip() for name in names if stated.get(name, "").strip()), None)


def _day(value: str | None, latest: date | None) -> date | None:
    with suppress(Unreadable):
        return parse_day(value, latest) if value else None
    return None


def _address(value: str | None) -> str | None:
    """The address, where it is one of the web: `javascript:` and its like are no place to go."""
    return value if value and re.match(r"https?://", value, re.IGNORECASE) else None
