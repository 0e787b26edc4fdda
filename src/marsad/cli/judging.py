"""Verbs of a person's decisions: judge, judgements."""

from typing import Annotated

import typer

from marsad.cli.options import Db, Form, ListFormat, settings_of
from marsad.cli.whole_lines import WholeLines

judge = typer.Typer(
    cls=WholeLines, no_args_is_help=True, help="Decide on claims and events; every decision can be undone."
)

Because = Annotated[str, typer.Option("--because", metavar="WORDS", help="The reason, in your words.")]
Author = Annotated[str | None, typer.Option("--author", metavar="NAME", help="Who decides. Default: MARSAD_AUTHOR.")]
One = Annotated[str, typer.Argument(metavar="A", help="A claim or an event, by id.")]
Other = Annotated[str, typer.Argument(metavar="B", help="Another claim or event.")]
OneClaim = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim, by id.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(judge, name="judge")
    app.command()(judgements)


@judge.command()
def same(one: One, other: Other, because: Because, author: Author = None, db: Db = None) -> None:
    """Put two claims, or the events of two, into one event.

    Example: `marsad judge same e3f9 e7a1 --because "the same market, told twice"`
    """
    _judge("same", (one, other), because, author, db)


@judge.command()
def different(one: One, other: Other, because: Because, author: Author = None, db: Db = None) -> None:
    """Keep two claims, or the events of two, apart, whatever speaks for their being one.

    Example: `marsad judge different c3f9 c7a1 --because "two strikes, an hour apart"`
    """
    _judge("different", (one, other), because, author, db)


@judge.command()
def accept(claim: OneClaim, because: Because, author: Author = None, db: Db = None) -> None:
    """Say that you stand by a claim; no value changes.

    Example: `marsad judge accept c3f9 --because "seen the hospital's list"`
    """
    _judge("accept", (claim,), because, author, db)


@judge.command()
def correct(
    claim: OneClaim,
    fields: Annotated[list[str], typer.Argument(metavar="FIELD=VALUE…", help="Dotted fields of the claim's line.")],
    because: Because,
    author: Author = None,
    db: Db = None,
) -> None:
    """Set fields of a claim anew; an empty value is unknown.

    Example: `marsad judge correct c3f9 casualty.low=8 --because "misread"`
    """
    _judge("correct", (claim,), because, author, db, fields)


@judge.command()
def withdraw(claim: OneClaim, because: Because, author: Author = None, db: Db = None) -> None:
    """Let a claim weigh nothing; it stays on record as withdrawn.

    Example: `marsad judge withdraw c3f9 --because "the outlet took it back"`
    """
    _judge("withdraw", (claim,), because, author, db)


@judge.command()
def undo(
    number: Annotated[int, typer.Argument(metavar="N", help="Its number in `marsad judgements`.")], db: Db = None
) -> None:
    """Take a decision back; the record is then what it was without it.

    Example: `marsad judge undo 3`
    """
    from marsad.cli.deciding import undo_and_say  # noqa: PLC0415

    undo_and_say(number, settings_of(db))


def judgements(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List the decisions with number, author, time and reason; undone ones and those whose claim is gone say so.

    Example: `marsad judgements`
    """
    from marsad.cli.deciding import print_judgements  # noqa: PLC0415

    print_judgements(form, settings_of(db))


def _judge(
    kind: str, ids: tuple[str, ...], because: str, author: str | None, db: str | None, fields: list[str] | None = None
) -> None:
    from marsad.cli.deciding import judge_and_say  # noqa: PLC0415

    judge_and_say(kind, ids, because, settings_of(db, author=author), fields or [])
