"""Verbs that look after the set-up: gazetteer, doctor, upgrade."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, settings_of
from marsad.cli.whole_lines import WholeLines

gazetteer = typer.Typer(cls=WholeLines, no_args_is_help=True, help="Places beyond the packaged ones.")


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(gazetteer, name="gazetteer")
    app.command()(doctor)
    app.command()(upgrade)


@gazetteer.command()
def add(file: Annotated[Path, typer.Argument(metavar="FILE", help="A GeoNames country dump, such as SY.txt.")]) -> None:
    """Add the places of a GeoNames country dump, villages too; every later reading knows them.

    Example: `marsad gazetteer add SY.txt`
    """
    from marsad.cli.setup import add_gazetteer  # noqa: PLC0415

    add_gazetteer(file, settings_of())


@gazetteer.command("list")
def list_added() -> None:
    """List the gazetteers that were added.

    Example: `marsad gazetteer list`
    """
    for path in settings_of().gazetteers:
        typer.echo(path)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="As a JSON list, for programs.")] = False, db: Db = None
) -> None:
    """Say what is installed and what is amiss, each with its mend: versions, store, log, disk, clock, keys, backups.

    Example: `marsad doctor --db war.db`
    """
    from marsad.cli.setup import examine  # noqa: PLC0415

    leave(examine(settings_of(db), as_json=as_json))


def upgrade(db: Db = None) -> None:
    """Bring a store's tables to those of this version, in one transaction, and make them where there are none yet.

    Other commands that write do so by themselves; on a server their account may have no right to.

    Example: `marsad upgrade --db war.db`
    """
    from marsad.cli.setup import upgrade_and_say  # noqa: PLC0415

    upgrade_and_say(settings_of(db))
