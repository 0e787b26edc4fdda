"""An RSS or Atom file in, a document an entry out."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import Any

from marsad.domain.problem import Problem
from marsad.intake.fault import Unreadable
from marsad.intake.found import Found, find_record
from marsad.intake.fragment import fragment_text
from marsad.intake.given import Asked, Given
from marsad.intake.limits import Limits, over_limit
from marsad.intake.records import narrow

MEDIA_TYPE = "application/xml"
FEED_START = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<\?xml-stylesheet[^>]*>\s*)*(?><!--.{0,4000}?-->\s*)*+"
    rb"(?:<!DOCTYPE[^>\[]{0,400}(?:\[.{0,9000}?\]\s*)?>\s*)?<(?:rss|feed|rdf:RDF)\b",
    re.DOTALL,
)
START_TAG = re.compile(rb"""<[^\s<>!?/](?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+""")
"""A start tag up to its end. Nothing is looked at twice. Source: XML 1.0, 3.1: no value of an attribute has a `<`."""
VALUE = re.compile(rb""""[^"]*+"|'[^']*+'""")
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


def sniff_feed(given: Given) -> bool:
    """True where the root is `rss`, `feed` or `rdf:RDF`."""
    return FEED_START.match(narrow(given.head)) is not None


def read_feed(given: Given, asked: Asked) -> Iterator[Found | Problem]:
    """Each entry's document: its title and its text, its address, its day; the outlet is the feed's title.

    The whole feed is each entry's original, kept once. An entry's id is its text's hash, for one that was changed keeps
    its address and its own id, and must not be lost for it.
    """
    import feedparser  # noqa: PLC0415

    data = given.whole(asked.limits)
    plain = data.replace(b"\0", b"")
    _check_tags(plain, asked.limits)
    if ENTITY.search(plain):
        raise Unreadable("declares XML entities; expected a plain feed", "save it again without its document type")
    feed = feedparser.parse(BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        reason = f" ({feed.bozo_exception})" if feed.bozo else ""
        raise Unreadable(f"is a feed without entries{reason}; expected some", "look whether it is whole")
    for number, entry in enumerate(feed.entries, 1):
        record = {**_record(entry), "source": _flat(feed.feed.get("title"))}
        yield find_record(record, f"{given.where} entry {number}", data, MEDIA_TYPE, asked)


def _check_tags(plain: bytes, limits: Limits) -> None:
    """Nothing, where the parser is soon done with it: of each element it makes much.

    Raises:
        Unreadable: there are too many tags, or too many attributes in one.
    """
    for number, tag in enumerate(START_TAG.finditer(plain), 1):
        if _attributes(tag[0]) > limits.tag_attributes:
            most = f"at most {limits.tag_attributes}"
            raise over_limit("has a tag of too many attributes", most, "save it again without that tag")
        if number > limits.feed_elements:
            raise over_limit("holds too many elements", f"at most {limits.feed_elements}", "save it in parts")


def _attributes(tag: bytes) -> int:
    """How many the tag has: the parser compares each with all before it."""
    return VALUE.sub(b"", tag).count(b"=")


def _record(entry: Mapping[str, Any]) -> dict[str, Any]:
    title = _flat(entry.get("title"))
    told = entry.get("content") or [{"value": entry.get("summary") or ""}]
    body = fragment_text("\n".join(part.get("value") or "" for part in told))
    said = body if title and body.startswith(title) else "\n\n".join(part for part in (title, body) if part)
    return {"text": said, "title": title, "url": _address(entry), "date": _day(entry)}


def _address(entry: Mapping[str, Any]) -> str | None:
    link = entry.get("link") or ""
    return link if re.match(r"https?://", link, re.IGNORECASE) else None


def _day(entry: Mapping[str, Any]) -> str | None:
    """The day as the feed wrote it, without turning it into another zone's; of a stranger form, as it was made out."""
    written = entry.get("published") or entry.get("updated") or ""
    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(written).date().isoformat()
    if re.match(r"\d{4}-\d{2}-\d{2}", written):
        return str(written)[:10]
    made_out = entry.get("published_parsed") or entry.get("updated_parsed")
    return f"{made_out[0]:04}-{made_out[1]:02}-{made_out[2]:02}" if made_out else None


def _flat(markup: str | None) -> str | None:
    return " ".join(fragment_text(markup).split()) or None if markup else None
