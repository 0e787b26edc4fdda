"""Feeds that are due in, the addresses that they name anew out; each feed's state kept as it goes."""

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

import httpx2

from marsad.domain.problem import Problem
from marsad.intake import Arrival
from marsad.pipeline.network.fetching import UNCHANGED, Known, Page
from marsad.pipeline.network.limits import RefusedError
from marsad.pipeline.network.pages import Pages, Wanted, not_fetched
from marsad.store import Store
from marsad.store.captures import was_captured
from marsad.store.feeds import Feed, note_poll, stamp

MOST_PAGES = 50
"""New pages that one poll takes from one feed; the others come with its next. Ours: a feed lists 20 to 50."""
LONGEST_REST_S = 24 * 3600.0
NO_FEED = RefusedError(
    "it is no RSS or Atom feed, or an empty one", "look at it in a browser, or `marsad fetch` the page"
)


def poll_feeds(store: Store, pages: Pages, feeds: Iterable[Feed], now: dt.datetime) -> Iterator[Arrival | Problem]:
    """What the feeds name that was not fetched yet, feed by feed; one that fails waits longer each time."""
    for feed in feeds:
        try:
            page = pages.get(feed.url, Known(etag=feed.etag, last_modified=feed.last_modified))
            wanted = [] if page.status == UNCHANGED else _read_feed(store, feed, page)
        except RefusedError as error:
            problem = not_fetched(feed.url, error)
            _note_failure(store, feed, problem, error, now)
            yield problem
            continue
        yield from pages.bring(one for one in wanted[:MOST_PAGES])
        # Only now: broken off before, the next poll must not be told that nothing changed.
        _note_answer(store, feed, page, now, is_whole=len(wanted) <= MOST_PAGES)


def is_due(feed: Feed, now: dt.datetime) -> bool:
    """True where it is time to ask the feed again."""
    return dt.datetime.fromisoformat(feed.next_due) <= now


def read_entries(body: bytes, address: str) -> tuple[str | None, tuple[Wanted, ...]]:
    """The title of a feed, and the pages that it names with the days that it gives them, as they stand in it.

    Raises:
        RefusedError: it is no feed.
    """
    import feedparser  # noqa: PLC0415  # a tenth of a second, for feeds alone

    parsed = feedparser.parse(BytesIO(body))  # of bytes: a string could be taken for an address or a file's name
    if not parsed.get("version") or not parsed.entries:
        raise NO_FEED
    found: dict[str, Wanted] = {}
    for entry in parsed.entries:
        url = _address(entry.get("link"), address)
        if url:
            found.setdefault(url, Wanted(url=url, day=_day(entry)))
    return (parsed.feed.get("title") or None), tuple(found.values())


def _read_feed(store: Store, feed: Feed, page: Page) -> list[Wanted]:
    title, entries = read_entries(page.body, page.url)
    if title and title != feed.title:
        note_poll(store, feed.url, title=title[:200])
    return [one for one in entries if not was_captured(store, one.url)]


def _note_answer(store: Store, feed: Feed, page: Page, now: dt.datetime, *, is_whole: bool) -> None:
    due = now + dt.timedelta(seconds=feed.every_s)
    state: dict[str, Any] = {"last_poll": stamp(now), "next_due": stamp(due), "failures": 0, "problem": None}
    if page.status != UNCHANGED:
        state |= {
            "etag": page.header("etag") if is_whole else None,
            "last_modified": page.header("last-modified") if is_whole else None,
        }
    note_poll(store, feed.url, **state)


def _note_failure(store: Store, feed: Feed, problem: Problem, error: RefusedError, now: dt.datetime) -> None:
    failures = feed.failures + 1
    rest = min(feed.every_s * 2.0 ** min(failures, 20), LONGEST_REST_S)
    due = now + dt.timedelta(seconds=max(rest, error.again_s or 0))
    note_poll(store, feed.url, last_poll=stamp(now), next_due=stamp(due), failures=failures, problem=problem.message)


def _address(link: object, base: str) -> str | None:
    """The address of an entry in full; None for one that is no address of the web."""
    with suppress(httpx2.InvalidURL):
        url = httpx2.URL(base).join(str(link or "")).copy_with(fragment=None)
        return str(url) if link and url.scheme in {"http", "https"} else None
    return None


def _day(entry: Any) -> dt.date | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    with suppress(ValueError, OverflowError, TypeError):
        return dt.datetime.fromtimestamp(calendar.timegm(moment), dt.UTC).date() if moment else None
    return None
