"""The verbs under one roof, and what every one of them does with errors, broken pipes and Ctrl-C."""

import os
import sys
from typing import Annotated, Any

import typer

from marsad import __version__
from marsad.cli import INTERRUPTED
from marsad.cli.whole_lines import WholeLines
from marsad.domain.errors import MarsadError

DONE, WRONG_USE = 0, 2


class Verbs(WholeLines):
    """Commands in the order of the way of the data; an error of ours is one line on stderr."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  # the name is click's
        return list(self.commands)

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except MarsadError as error:
            typer.echo(f"marsad: {error}", err=True)
            raise typer.Exit(WRONG_USE) from error
        except BrokenPipeError as error:
            # What is still in the buffer would fail again when Python ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(DONE) from error
        except OSError as error:  # a path of an option that cannot be read or written; of an input it is a problem
            typer.echo(
                f"marsad: {error.filename}: {error.strerror}. Mend: look at its name, folder and rights", err=True
            )
            raise typer.Exit(WRONG_USE) from error
        except KeyboardInterrupt as error:
            raise typer.Exit(INTERRUPTED) from error
        return result


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # boxes and colours cost half a second before the first word
    pretty_exceptions_enable=False,
    help="Dispatches in, one sourced record out: events, tolls with their revisions, control, actors, who said so.",
    epilog="Exit codes: 0 done, 1 done with problems, 2 wrong use.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"marsad {__version__}")
        raise typer.Exit


@app.callback()
def marsad(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before the verb."""


from marsad.cli import (  # noqa: E402
    bulk,
    care,
    field,
    foreign,
    judging,
    keep,
    lists,
    network,
    opened,
    people,
    pipes,
    publishing,
    questions,
    releases,
    reports,
    serving,
    trust,
    vault,
    webhook,
)

for verbs in (
    *(pipes, keep, bulk, field, network, lists, questions, opened),
    *(judging, publishing, reports, foreign, serving, people, webhook, vault, trust, releases, care),
):
    verbs.register(app)
