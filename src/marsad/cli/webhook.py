"""Verbs by which others are told what becomes public: webhook."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, Form, ListFormat, settings_of
from marsad.cli.whole_lines import WholeLines

webhook = typer.Typer(
    cls=WholeLines, no_args_is_help=True, help="Signed messages to other programs when anything becomes public."
)


class Scope(StrEnum):
    """What a receiver is told of."""

    PUBLIC = "public"


Which = Annotated[str, typer.Argument(metavar="WEBHOOK", help="Its id, or its address.")]
Author = Annotated[str | None, typer.Option("--author", metavar="NAME", help="Who does it. Default: MARSAD_AUTHOR.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(webhook, name="webhook")


@webhook.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The receiver's address.")],
    secret_file: Annotated[
        Path, typer.Option(metavar="FILE", help="Where the secret stands; made, if it is not there yet.")
    ],
    scope: Annotated[Scope, typer.Option(help="What it is told of: what anybody may see.")] = Scope.PUBLIC,
    author: Author = None,
    db: Db = None,
) -> None:
    """Tell a receiver, from now on, what is published, published anew and withdrawn; nothing is sent yet.

    Example: `marsad webhook add https://archive.example/hook --secret-file archive.secret`
    """
    from marsad.cli.hooking import add_hook  # noqa: PLC0415

    add_hook(url, secret_file, scope.value, settings_of(db, author=author))


@webhook.command("list")
def list_(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List who is told: since when, what waits for them, when they are tried next, what failed.

    Example: `marsad webhook list --db war.db`
    """
    from marsad.cli.hooking import print_hooks  # noqa: PLC0415

    print_hooks(form, settings_of(db))


@webhook.command()
def log(
    which: Annotated[str | None, typer.Argument(metavar="[WEBHOOK]", help="This one alone.")] = None,
    form: Form = ListFormat.TABLE,
    db: Db = None,
) -> None:
    """List the newest hundred tries, taken or not.

    Example: `marsad webhook log --format jsonl`
    """
    from marsad.cli.hooking import print_tries  # noqa: PLC0415

    print_tries(which, form, settings_of(db))


@webhook.command()
def deliver(db: Db = None) -> None:
    """Send what waits to those who are due; `marsad serve` does it by itself. Off until MARSAD_NETWORK=true.

    Example: `marsad webhook deliver --db war.db`
    """
    from marsad.cli.hooking import deliver_now  # noqa: PLC0415

    leave(deliver_now(settings_of(db)))


@webhook.command("test")
def try_(which: Which, db: Db = None) -> None:
    """Send a message that tells nothing, to see whether it is taken.

    Example: `marsad webhook test https://archive.example/hook`
    """
    from marsad.cli.hooking import try_hook  # noqa: PLC0415

    leave(try_hook(which, settings_of(db)))


@webhook.command()
def remove(which: Which, author: Author = None, db: Db = None) -> None:
    """Tell a receiver nothing more; its secret's file and the log of tries stay.

    Example: `marsad webhook remove https://archive.example/hook`
    """
    from marsad.cli.hooking import remove_hook  # noqa: PLC0415

    remove_hook(which, settings_of(db, author=author))
