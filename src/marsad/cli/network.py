"""Verbs that bring pages from the network, which is off until it is switched on: fetch, feeds."""

from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, Form, ListFormat, Pipeline, settings_of
from marsad.cli.whole_lines import WholeLines

feeds = typer.Typer(
    cls=WholeLines, no_args_is_help=True, help="RSS and Atom feeds that are watched; each poll brings what is new."
)

Urls = Annotated[list[str], typer.Argument(metavar="URL…", help="Addresses; - is standard input, one a line.")]
FeedUrl = Annotated[str, typer.Argument(metavar="URL", help="The feed's address.")]
Author = Annotated[str | None, typer.Option("--author", metavar="NAME", help="Who brings it. Default: MARSAD_AUTHOR.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.command()(fetch)
    app.add_typer(feeds, name="feeds")


def fetch(urls: Urls, author: Author = None, db: Db = None, pipeline: Pipeline = None) -> None:
    """Fetch pages politely, keep each as it came, and read it; one that changed is a new version beside the old.

    Off until MARSAD_NETWORK=true; MARSAD_CONTACT tells each site whom to ask.

    Example: `marsad fetch https://news.example/2024/12/01/tallan --db war.db`
    """
    from marsad.cli.bringing import fetch_pages  # noqa: PLC0415

    leave(fetch_pages(urls, settings_of(db, pipeline, author)))


@feeds.command()
def add(
    url: FeedUrl,
    minutes: Annotated[int, typer.Option("--every", metavar="MINUTES", min=5, help="How often to ask it.")] = 30,
    author: Author = None,
    db: Db = None,
) -> None:
    """Watch a feed; nothing is fetched yet.

    Example: `marsad feeds add https://news.example/rss --every 60`
    """
    from marsad.cli.bringing import watch_feed  # noqa: PLC0415

    watch_feed(url, minutes, settings_of(db, author=author))


@feeds.command("list")
def list_(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List the feeds: when each was asked, when it is due, what failed.

    Example: `marsad feeds list --db war.db`
    """
    from marsad.cli.bringing import print_feeds  # noqa: PLC0415

    print_feeds(form, settings_of(db))


@feeds.command()
def poll(
    urls: Annotated[list[str] | None, typer.Argument(metavar="[URL…]", help="Only these, due or not.")] = None,
    all_of_them: Annotated[bool, typer.Option("--all", help="Those that are not due too.")] = False,
    author: Author = None,
    db: Db = None,
    pipeline: Pipeline = None,
) -> None:
    """Ask the feeds that are due, and fetch the pages that they name anew.

    Example: `marsad feeds poll --db war.db`
    """
    from marsad.cli.bringing import poll as poll_now  # noqa: PLC0415

    leave(poll_now(urls or (), settings_of(db, pipeline, author), all_of_them=all_of_them))


@feeds.command()
def remove(url: FeedUrl, db: Db = None) -> None:
    """Watch a feed no more; what it brought stays.

    Example: `marsad feeds remove https://news.example/rss`
    """
    from marsad.cli.bringing import unwatch_feed  # noqa: PLC0415

    unwatch_feed(url, settings_of(db))
