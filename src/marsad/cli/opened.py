"""Verbs that open one thing: show, why."""

from typing import Annotated

import typer

from marsad.cli.options import Db, settings_of

Id = Annotated[str, typer.Argument(metavar="ID", help="An id or any beginning of one that no other shares.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.command()(show)
    app.command()(why)


def show(
    identifier: Id,
    json: Annotated[bool, typer.Option("--json", help="Print it as one JSON object.")] = False,
    db: Db = None,
) -> None:
    """Open a document, claim, event, total, spell or actor with its sentences in context and its sources.

    Example: `marsad show e3f9`
    """
    from marsad.cli.showing import show_thing  # noqa: PLC0415

    show_thing(identifier, settings_of(db).db, as_json=json)


def why(identifier: Id, db: Db = None) -> None:
    """Say why an event, total or spell is as it is: its grade, its voices, each figure with the rule and the words.

    Example: `marsad why e3f9`
    """
    from marsad.cli.showing import explain_thing  # noqa: PLC0415

    explain_thing(identifier, settings_of(db).db)
