"""What `fetch` and `feeds` do and say."""

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from marsad.cli.ingesting import progress_bar, say_wrong, summary
from marsad.cli.listing import Item, print_items
from marsad.cli.options import ListFormat
from marsad.cli.screen import say
from marsad.domain.errors import InputError
from marsad.domain.problem import Problem
from marsad.intake import Arrival
from marsad.pipeline.ingest import ingest_arrivals
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.feeds import Feed, add_feed, list_feeds, remove_feed, stamp

if TYPE_CHECKING:
    from marsad.pipeline.network.pages import Pages

Found = Iterable[Arrival | Problem]
STANDARD_INPUT = "-"
FEED_COLUMNS = ("url", "title", "every_minutes", "last_poll", "next_due", "failures", "problem")


def fetch_pages(urls: Sequence[str], settings: Settings) -> int:
    """Fetch the pages into the store of the settings; the number of problems comes back."""
    from marsad.pipeline.network.pages import Wanted  # noqa: PLC0415

    named = [line for url in urls for line in ([url] if url != STANDARD_INPUT else sys.stdin.read().split())]
    return _bring(settings, lambda _, pages: pages.bring(Wanted(url=url) for url in dict.fromkeys(named)))


def poll(urls: Sequence[str], settings: Settings, *, all_of_them: bool) -> int:
    """Fetch what is new in the feeds that are due, or that are named; the number of problems comes back."""
    from marsad.pipeline.network.watching import is_due, poll_feeds  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)

    def found(store: Store, pages: "Pages") -> Found:
        kept = list_feeds(store)
        missing = set(urls) - {feed.url for feed in kept}
        if missing:
            raise InputError(f"{min(missing)!r} is no feed that is watched. Mend: `marsad feeds add` it")
        chosen = [feed for feed in kept if feed.url in urls or (not urls and (all_of_them or is_due(feed, now)))]
        say(f"{len(chosen)} of {len(kept)} feeds to ask")
        return poll_feeds(store, pages, chosen, now)

    return _bring(settings, found)


def watch_feed(url: str, minutes: int, settings: Settings) -> None:
    """Keep a feed's address; nothing is fetched yet."""
    from marsad.pipeline.network.fetching import parse_url  # noqa: PLC0415
    from marsad.pipeline.network.guard import check_url  # noqa: PLC0415
    from marsad.pipeline.network.limits import PLAIN_PORTS, Limits, RefusedError  # noqa: PLC0415

    try:
        address = parse_url(url)
        check_url(address, Limits(ports=(*PLAIN_PORTS, *settings.network_ports)))
    except RefusedError as error:
        raise InputError(f"{url}: {error.wrong}. Mend: {error.mend}") from error
    now = stamp(dt.datetime.now(dt.UTC))
    feed = Feed(url=str(address), added=now, added_by=settings.author, every_s=60 * minutes, next_due=now)
    with Store.open(settings.db) as store:
        is_new = add_feed(store, feed)
    say(f"{feed.url}: {'watched' if is_new else 'known; asked'} every {minutes} minutes. `marsad feeds poll` asks it")


def unwatch_feed(url: str, settings: Settings) -> None:
    """Take a feed from the list."""
    with Store.open(settings.db, must_exist=True) as store:
        remove_feed(store, url, settings.author)
    say(f"{url}: watched no more; what it brought stays")


def print_feeds(form: ListFormat, settings: Settings) -> None:
    """Print the feeds with how each of them is."""
    with Store.open(settings.db, must_exist=True) as store:
        kept = list_feeds(store)
    rows = (
        [one.url, one.title, one.every_s // 60, one.last_poll, one.next_due, one.failures, one.problem] for one in kept
    )
    items = (Item(cells=tuple(row), line=dict(zip(FEED_COLUMNS, row, strict=True))) for row in rows)
    print_items("feeds", FEED_COLUMNS, items, form)


def _bring(settings: Settings, found: Callable[[Store, "Pages"], Found]) -> int:
    from marsad.pipeline.network.opening import open_fetcher  # noqa: PLC0415
    from marsad.pipeline.network.pages import Pages  # noqa: PLC0415

    fetcher = open_fetcher(settings)
    with Store.open(settings.db) as store:
        store.begin_writing()
        pages = Pages(store, fetcher, author=settings.author, now=dt.datetime.now(dt.UTC))
        with progress_bar(None) as tell:
            report = ingest_arrivals(store, LazyReader(settings), found(store, pages), settings=settings, progress=tell)
    say_wrong(report)
    say(summary(report) + (f"; {pages.unchanged} pages as they were" if pages.unchanged else ""))
    return report.wrong
