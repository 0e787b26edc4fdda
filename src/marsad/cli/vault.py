"""Verbs of protected sources: vault recipients, list, rule, request, approve, open, rotate, erase."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.judging import Author, Because
from marsad.cli.options import Db, Form, ListFormat, settings_of
from marsad.cli.whole_lines import WholeLines
from marsad.domain.source import PlaceGrain, Quoting, TimeGrain

vault = typer.Typer(
    cls=WholeLines, no_args_is_help=True, help="Sources and their sealed identities; every act on them is kept."
)
recipients = typer.Typer(cls=WholeLines, no_args_is_help=True, help="Whose keys open what is sealed from now on.")
vault.add_typer(recipients, name="recipients")

SourceName = Annotated[str, typer.Argument(metavar="SOURCE", help="A source's code name.")]
Keys = Annotated[list[Path], typer.Option("--key", metavar="FILE", help="A file with a secret age key.")]
May = Annotated[Quoting | None, typer.Option("--may", help="What may be published: quoted, paraphrase or never.")]
Grain = Annotated[TimeGrain | None, typer.Option("--time", help="The finest time published: day, week or month.")]
Region = Annotated[PlaceGrain | None, typer.Option("--place-grain", help="The finest place: province or country.")]
Days = Annotated[int | None, typer.Option("--retention", metavar="DAYS", help="Days until the identity is erased.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(vault, name="vault")


@vault.command("new-key")
def new_key(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write it; not beside a store.")],
) -> None:
    """Make a key, on the machine of the person whose it is; print its public half, which is handed on.

    Example: `marsad vault new-key ana.key`
    """
    from marsad.cli.vaulting import write_key  # noqa: PLC0415

    write_key(file)


@recipients.command("add")
def add_recipient(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name to know the key by.")],
    key: Annotated[str, typer.Argument(metavar="KEY", help="The public half of an age key: age1…")],
    author: Author = None,
    db: Db = None,
) -> None:
    """Add a key that opens what is sealed from now on; `marsad vault rotate` seals the rest to it.

    Example: `marsad vault recipients add ana age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq`
    """
    from marsad.cli.vaulting import add_and_say  # noqa: PLC0415

    add_and_say(name, key, settings_of(db, author=author))


@recipients.command("remove")
def remove_recipient(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A recipient's name.")],
    author: Author = None,
    db: Db = None,
) -> None:
    """Seal nothing to the key from now on; `marsad vault rotate` takes it off what is sealed already.

    Example: `marsad vault recipients remove ana`
    """
    from marsad.cli.vaulting import remove_and_say  # noqa: PLC0415

    remove_and_say(name, settings_of(db, author=author))


@recipients.command("list")
def list_recipients(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List the recipients with their public keys.

    Example: `marsad vault recipients list`
    """
    from marsad.cli.vaulting import print_recipients  # noqa: PLC0415

    print_recipients(form, settings_of(db))


@vault.command("list")
def list_sources(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List the sources by code name with their rules, and whether the vault holds an identity.

    Example: `marsad vault list`
    """
    from marsad.cli.vaulting import print_sources  # noqa: PLC0415

    print_sources(form, settings_of(db))


@vault.command()
def rule(
    source: SourceName,
    may: May = None,
    time: Grain = None,
    place: Region = None,
    retention: Days = None,
    author: Author = None,
    db: Db = None,
) -> None:
    """Make a source's rules stricter, for what came before too; they never become freer.

    Example: `marsad vault rule walnut-kite --may never`
    """
    from marsad.cli.vaulting import tighten_and_say  # noqa: PLC0415

    tighten_and_say(source, settings_of(db, author=author), may, time, place, retention)


@vault.command()
def request(source: SourceName, because: Because, author: Author = None, db: Db = None) -> None:
    """Ask to open a source's identity; somebody else must approve it.

    Example: `marsad vault request walnut-kite --because "the court asks whether she may be called"`
    """
    from marsad.cli.vaulting import request_and_say  # noqa: PLC0415

    request_and_say(source, because, settings_of(db, author=author))


@vault.command()
def requests(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List the requests with who approved them and whether they were used.

    Example: `marsad vault requests`
    """
    from marsad.cli.vaulting import print_requests  # noqa: PLC0415

    print_requests(form, settings_of(db))


@vault.command()
def approve(
    number: Annotated[str, typer.Argument(metavar="REQUEST", help="A request's id.")],
    author: Author = None,
    db: Db = None,
) -> None:
    """Approve another person's request: good for one opening within a day.

    Example: `marsad vault approve 3f9a01bc`
    """
    from marsad.cli.vaulting import approve_and_say  # noqa: PLC0415

    approve_and_say(number, settings_of(db, author=author))


@vault.command("open")
def open_source(source: SourceName, key: Keys, author: Author = None, db: Db = None) -> None:
    """Print a source's identity, once, after somebody else approved it; the act is kept first.

    Example: `marsad vault open walnut-kite --key /media/stick/ana.key`
    """
    from marsad.cli.vaulting import open_and_print  # noqa: PLC0415

    open_and_print(source, key, settings_of(db, author=author))


@vault.command()
def rotate(key: Keys, author: Author = None, db: Db = None) -> None:
    """Seal every identity anew to those who are recipients now, with a key that opens them; all or none.

    Example: `marsad vault rotate --key /media/stick/ana.key`
    """
    from marsad.cli.vaulting import rotate_and_say  # noqa: PLC0415

    rotate_and_say(key, settings_of(db, author=author))


@vault.command()
def erase(
    source: Annotated[str, typer.Argument(metavar="[SOURCE]", help="A source's code name.")] = "",
    because: Annotated[str, typer.Option("--because", metavar="WORDS", help="The reason, in your words.")] = "",
    due: Annotated[bool, typer.Option("--due", help="Those kept as long as was agreed.")] = False,
    author: Author = None,
    db: Db = None,
) -> None:
    """Erase an identity for good, and leave a tombstone with the day; reports and record stay.

    Example: `marsad vault erase walnut-kite --because "she asked for it"`
    """
    from marsad.cli.vaulting import erase_and_say  # noqa: PLC0415

    erase_and_say(source, because, settings_of(db, author=author), due=due)


@vault.command()
def acts(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List every act on sources and identities: who, what, when.

    Example: `marsad vault acts`
    """
    from marsad.cli.vaulting import print_acts  # noqa: PLC0415

    print_acts(form, settings_of(db))
