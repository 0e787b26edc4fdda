"""Verbs of what the public sees: publish submit, return, approve, publish, withdraw, list."""

from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, Form, ListFormat, settings_of
from marsad.cli.whole_lines import WholeLines
from marsad.domain.publication import PublicState, Step

publish = typer.Typer(
    cls=WholeLines, no_args_is_help=True, help="What the public may see: submitted by one, approved by another."
)

Things = Annotated[list[str], typer.Argument(metavar="EVENT…", help="Events or spells of control, by id.")]
Author = Annotated[str | None, typer.Option("--author", metavar="NAME", help="Who does it. Default: MARSAD_AUTHOR.")]
Because = Annotated[str, typer.Option("--because", metavar="WORDS", help="The reason, in your words.")]
Note = Annotated[str | None, typer.Option("--because", metavar="WORDS", help="A reason, if there is one to keep.")]
Some = Annotated[list[str] | None, typer.Argument(metavar="[EVENT…]", help="These alone, with every step.")]
State = Annotated[PublicState | None, typer.Option("--state", metavar="STATE", help="Those in this state alone.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(publish, name="publish")


@publish.command()
def submit(things: Things, because: Note = None, author: Author = None, db: Db = None) -> None:
    """Put the version of now before another person.

    Example: `marsad publish submit e3f9 --author hala`
    """
    _take(Step.SUBMIT, things, because, author, db)


@publish.command("return")
def give_back(things: Things, because: Because, author: Author = None, db: Db = None) -> None:
    """Give back what was submitted or approved, with the reason.

    Example: `marsad publish return e3f9 --because "the place is not clear" --author omar`
    """
    _take(Step.GIVE_BACK, things, because, author, db)


@publish.command()
def approve(things: Things, because: Note = None, author: Author = None, db: Db = None) -> None:
    """Approve the version that another person submitted; the approval pins it.

    Example: `marsad publish approve e3f9 --author omar`
    """
    _take(Step.APPROVE, things, because, author, db)


@publish.command("publish")
def make_public(things: Things, because: Note = None, author: Author = None, db: Db = None) -> None:
    """Let the public see the approved version, unless it changed since.

    Example: `marsad publish publish e3f9 --author omar`
    """
    _take(Step.PUBLISH, things, because, author, db)


@publish.command()
def withdraw(things: Things, because: Because, author: Author = None, db: Db = None) -> None:
    """Take back what the public sees; that it was there, and the reason, stay to be seen.

    Example: `marsad publish withdraw e3f9 --because "the outlet took it back" --author omar`
    """
    _take(Step.WITHDRAW, things, because, author, db)


@publish.command("list")
def list_things(things: Some = None, state: State = None, form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List what was submitted or published and where it stands; of the events named, every step that was taken.

    Example: `marsad publish list --state "in review"`
    """
    from marsad.cli.stepping import print_standings, print_steps  # noqa: PLC0415

    if things:
        print_steps(things, form, settings_of(db).db)
    else:
        print_standings(state, form, settings_of(db).db)


def _take(step: Step, things: list[str], because: str | None, author: str | None, db: str | None) -> None:
    from marsad.cli.stepping import take_and_say  # noqa: PLC0415

    leave(take_and_say(step, things, because, settings_of(db, author=author)))
