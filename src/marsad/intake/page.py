"""An HTML page in, a document of its main text out; day, outlet and address only where the page states them."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from marsad.domain.document import Document, text_digest
from marsad.domain.problem import Problem
from marsad.domain.provenance import DateRule
from marsad.domain.vocabulary import ProblemCode
from marsad.intake.dating import day_of_address, first_day, stamped_day, written_day
from marsad.intake.fault import Unreadable
from marsad.intake.fragment import fragment_text
from marsad.intake.furniture import strip_furniture
from marsad.intake.heading import Heading, read_heading
from marsad.intake.limits import default_limits
from marsad.intake.page_shape import beyond_reach, lighten, undo_layout

PUBLISHED = ("article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate", "publishdate")
"""Names of `meta` elements that state the day of publication. Source: Open Graph, Dublin Core, schema.org."""
CHANGED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dc.date.modified")
WRITER = ("author", "article:author", "dc.creator", "byl")
MARKED_DAYS = (
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//*[@itemprop='datePublished']/@content",
    "//time[contains(@class, 'publish') or contains(@class, 'entry-date')]/@datetime",
)
MARKED_SITES = (
    "//*[@itemprop='name'][ancestor::*[@itemprop='publisher']]/@content",
    "//*[@itemprop='publisher']",
)
MARKED_WRITERS = ("//*[@itemprop='author']", "//*[@rel='author']")
"""Where a page marks up what its head does not state. Source: schema.org's microdata, HTML's `rel=author`.

An element stands for its words, which are read one by one: `//text()` below nested elements takes a square of time."""
MOST_NAME = 120
SITE = ("og:site_name", "dc.publisher", "application-name")
TITLE = ("og:title", "dc.title", "twitter:title")
ADDRESS = ("og:url",)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """The document of a page, what said its day, whom it names as its writer."""

    document: Document
    problems: tuple[Problem, ...] = ()
    dated_by: DateRule | None = None
    author: str | None = None


def read_page(text: str, name: str, latest: date | None, address: str | None = None) -> PageRead:
    """The page's main text as the document's text, with what its head states about it.

    `address` is where it was found; its own, which it states, stands in the document and is looked at second.

    Raises:
        Unreadable: no main text was found, or it is no page but a bomb.
    """
    text = lighten(text, default_limits())
    root = _parse(text)
    too_much = beyond_reach(root, default_limits())
    stated = _stated(root, heads_only=too_much is not None)
    whole = fragment_text(text) if too_much else _main_text(text, root)
    heading = read_heading(whole, name, latest)
    dated = first_day(_told_days(stated, (address, stated.get("url")), whole, heading, latest))
    story = strip_furniture(whole, stated.get("title")) or whole
    document = Document(
        id=text_digest(story),
        text=story,
        date=dated.day if dated else None,
        source=stated.get("site") or heading.outlet,
        title=stated.get("title"),
        url=_address(stated.get("url")),
        language=(stated.get("language") or "")[:2].lower() or None,
    )
    problems = (() if dated else heading.problems) + ((too_much.problem(name),) if too_much else ())
    return PageRead(
        document=document, problems=problems, dated_by=dated.rule if dated else None, author=stated.get("author")
    )


def _told_days(
    stated: dict[str, str], addresses: tuple[str | None, ...], main: str, heading: Heading, latest: date | None
) -> Iterator[tuple[DateRule, date | None]]:
    """What tells the day, most trusted first: what a page says of an update comes after all else."""
    yield DateRule.METADATA, written_day(stated.get("day"), latest)
    for address in addresses:
        yield DateRule.ADDRESS, day_of_address(address, latest)
    yield DateRule.TEXT, stamped_day(main, "published", latest) if heading.rule is not DateRule.HEADER else None
    yield heading.rule or DateRule.TEXT, heading.date
    yield DateRule.METADATA_UPDATE, written_day(stated.get("changed"), latest)
    yield DateRule.TEXT_UPDATE, stamped_day(main, "updated", latest)


def _parse(text: str) -> Any:
    from lxml import html  # noqa: PLC0415

    return html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", no_network=True))


def _main_text(text: str, root: Any) -> str:
    from trafilatura import extract  # noqa: PLC0415  # a quarter of a second to load, for HTML alone

    given = root if undo_layout(root) else text
    main = extract(given, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False)
    if not main or not main.strip():
        wrong = "is HTML without a main text; expected an article"
        raise Unreadable(wrong, "hand in its text alone", code=ProblemCode.EMPTY_TEXT)
    return str(main)


def _stated(root: Any, *, heads_only: bool) -> dict[str, str]:
    """What the page states, by name; absent where it states nothing. Its body is asked only where it is no bomb."""
    marked = (lambda *_: None) if heads_only else _marked
    meta = {
        (node.get("property") or node.get("name") or node.get("itemprop") or "").lower(): node.get("content") or ""
        for node in reversed(list(root.iter("meta")))
    }
    linked = _linked_data(root)
    found = {
        "day": _first(meta, PUBLISHED) or linked.get("datePublished") or marked(root, MARKED_DAYS),
        "changed": _first(meta, CHANGED) or linked.get("dateModified"),
        "author": _first(meta, WRITER) or linked.get("author") or marked(root, MARKED_WRITERS),
        "site": _first(meta, SITE) or linked.get("publisher") or marked(root, MARKED_SITES),
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
                    for name, value in _strings(thing).items():
                        stated.setdefault(name, value)
    return stated


def _things(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            yield one
            waiting.append(one.get("@graph"))


def _strings(thing: dict[str, Any]) -> dict[str, str]:
    """The thing's own strings, and the names of its publisher and of its writers."""
    named = {**thing, **{role: _name_of(thing.get(role)) for role in ("publisher", "author")}}
    return {name: value for name, value in named.items() if isinstance(value, str)}


def _name_of(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name_of, value))) or None
    found = value.get("name") if isinstance(value, dict) else value
    return found if isinstance(found, str) else None


def _first(stated: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((stated[name].strip() for name in names if stated.get(name, "").strip()), None)


def _marked(root: Any, paths: tuple[str, ...]) -> str | None:
    """The first words that stand at one of the paths; what is longer than a name or a day is neither."""
    found = (words.strip() for path in paths for one in root.xpath(path) for words in _words(one))
    return next((value for value in found if 0 < len(value) <= MOST_NAME), None)


def _words(found: Any) -> Iterator[str]:
    yield from (found,) if isinstance(found, str) else found.itertext()


def _address(value: str | None) -> str | None:
    """The address, where it is one of the web: `javascript:` and its like are no place to go."""
    return value if value and re.match(r"https?://", value, re.IGNORECASE) else None
