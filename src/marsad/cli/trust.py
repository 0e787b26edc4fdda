"""Verbs that prove the record and bring it through accidents: verify, backup, restore, copy, lock."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.judging import Author
from marsad.cli.options import Db, settings_of

Head = Annotated[Path | None, typer.Option("--head", metavar="FILE", help="A head saved before, to compare with.")]
SavedHead = Annotated[Path | None, typer.Option("--save-head", metavar="FILE", help="Write the signed head here.")]
SignedBy = Annotated[str | None, typer.Option("--signed-by", metavar="KEY", help="The public key that signed it.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.command()(verify)
    app.command()(backup)
    app.command()(restore)
    app.command()(copy)
    app.command()(lock)


def verify(
    head: Head = None,
    signed_by: SignedBy = None,
    save_head: SavedHead = None,
    originals: Annotated[bool, typer.Option("--originals", help="Hash every original, cut every quote again.")] = False,
    record: Annotated[
        bool, typer.Option(help="Make the record anew, and compare it with the one that is kept.")
    ] = True,
    release: Annotated[
        Path | None, typer.Option("--release", metavar="FILE|FOLDER", help="Look at a release instead.")
    ] = None,
    tsa_cert: Annotated[
        Path | None, typer.Option("--tsa-cert", metavar="FILE", help="Whose time-stamp the release must have: PEM.")
    ] = None,
    db: Db = None,
) -> None:
    """Say whether the record was altered: walk the audit log, compare what is kept with it; exit 1 where it was.

    Of a release: whether it is whole and signed by the key, and with --db whether that record's log holds its head.

    Example: `marsad verify --originals --head /media/stick/head.json --db war.db`
    """
    if release:
        from marsad.cli.releasing import verify_released  # noqa: PLC0415

        leave(verify_released(release, settings_of(db), signed_by=signed_by, tsa=tsa_cert, with_store=db is not None))
        return
    from marsad.cli.verifying import Wish, verify_store  # noqa: PLC0415

    wish = Wish(head=head, signed_by=signed_by, save_head=save_head, originals=originals, record=record)
    leave(verify_store(settings_of(db), wish))


Recipients = Annotated[
    list[str] | None, typer.Option("--to-recipient", metavar="KEY", help="Seal it to this age key: age1…")
]
KeyFiles = Annotated[list[Path] | None, typer.Option("--key", metavar="FILE", help="A file with a secret age key.")]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, which is not there yet.")],
    to_recipient: Recipients = None,
    with_people: Annotated[
        bool, typer.Option("--with-people", help="Accounts, keys and the site's secret too.")
    ] = False,
    db: Db = None,
) -> None:
    """Copy the whole store into one file while it is in use, and check the copy; sealed where keys are given.

    Example: `marsad backup /media/stick/war.backup --to-recipient age1… --db war.db`
    """
    from marsad.cli.backing_up import write_and_say  # noqa: PLC0415

    write_and_say(file, settings_of(db), recipients=to_recipient or (), with_people=with_people)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `marsad backup` wrote.")],
    key: KeyFiles = None,
    db: Db = None,
) -> None:
    """Put a backup where no store is yet, checked; the log tells that it was restored.

    Example: `marsad restore /media/stick/war.backup --db elsewhere.db`
    """
    from marsad.cli.backing_up import restore_and_say  # noqa: PLC0415

    restore_and_say(file, settings_of(db), key or ())


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The store to copy: a file's path or a URL.")],
    to: Annotated[str, typer.Argument(metavar="TO", help="Where nothing is yet: a path, or an empty database's URL.")],
    with_people: Annotated[
        bool, typer.Option("--with-people", help="Accounts, keys and the site's secret too.")
    ] = False,
) -> None:
    """Copy a store to another place or engine, a file to a server and back, and compare every row before it counts.

    Example: `marsad copy war.db postgresql+psycopg://marsad@db.example.org/war --with-people`
    """
    from marsad.cli.copying import copy_and_say  # noqa: PLC0415

    copy_and_say(settings_of(source), to, with_people=with_people)


def lock(
    mode: Annotated[str, typer.Argument(metavar="read-only|closed|sessions|off", help="How; off opens it again.")],
    because: Annotated[str, typer.Option("--because", metavar="WORDS", help="Why; it stands in the audit log.")],
    author: Author = None,
    db: Db = None,
) -> None:
    """Shut a record in an emergency: nothing written; the site closed too; or every session ended and nobody let in.

    Example: `marsad lock closed --because "the editor's laptop was taken" --db war.db`
    """
    from marsad.cli.shutting import shut_and_say  # noqa: PLC0415

    shut_and_say(mode, because, settings_of(db, author=author))
