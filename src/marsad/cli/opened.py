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


def why(
    identifier: Id,
    other: Annotated[str | None, typer.Argument(metavar="[OTHER]", help="Another event.")] = None,
    db: Db = None,
) -> None:
    """Say why an event, total or spell is as it is: its claims, grade, voices, figures; or why two events are two.

    Example: `marsad why e3f9 e7a1`
    """
    from marsad.cli.reasoning import explain_thing, explain_two  # noqa: PLC0415

    explain_two(identifier, other, settings_of(db)) if other else explain_thing(identifier, settings_of(db))
