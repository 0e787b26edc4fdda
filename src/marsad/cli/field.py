"""Verbs of field reports: report new, report attachments."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.judging import Author
from marsad.cli.options import Db, Pipeline, parse_day_option, settings_of
from marsad.cli.vault import Days, Grain, May, Region
from marsad.cli.whole_lines import WholeLines
from marsad.domain.source import Sighting, SourceKind

report = typer.Typer(
    cls=WholeLines, no_args_is_help=True, help="Reports that people hand in, with the rules of who gave them."
)


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(report, name="report")


@report.command()
def new(  # noqa: PLR0913, PLR0917  # what a report is made of
    file: Annotated[str | None, typer.Option("--file", metavar="FILE", help="The text; - is standard input.")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="WORDS", help="Where it was.")] = None,
    when: Annotated[str | None, typer.Option("--when", metavar="WORDS", help="When, as the reporter says it.")] = None,
    sighting: Annotated[Sighting | None, typer.Option("--saw", help="first-hand, told or inferred.")] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="CODE", help="A source that is kept already.")
    ] = None,
    kind: Annotated[
        SourceKind | None, typer.Option("--kind", help="Of a new one: public, pseudonymous, protected.")
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="A public source's name, and no other's.")
    ] = None,
    may: May = None,
    time: Grain = None,
    region: Region = None,
    retention: Days = None,
    attach: Annotated[
        list[Path] | None, typer.Option("--attach", metavar="FILE", help="A file that came with it.")
    ] = None,
    identity_fd: Annotated[
        int | None,
        typer.Option("--identity-fd", metavar="N", help="An open file descriptor with the identity as JSON."),
    ] = None,
    anonymous: Annotated[bool, typer.Option("--no-identity", help="Take down nobody's identity.")] = False,
    named_in_text: Annotated[
        bool, typer.Option("--text-names-source", help="Keep it though its text names the giver.")
    ] = False,
    received: Annotated[
        str | None, typer.Option("--received", metavar="DAY", help="The day it came. Default: today.")
    ] = None,
    author: Author = None,
    db: Db = None,
    pipeline: Pipeline = None,
) -> None:
    """Take down a field report; what no option gives is asked for. The giver's identity is never an option's value.

    Example: `marsad report new --file report.txt --place Saraqib --when "8 December 2024" --kind protected`
    """
    from marsad.cli.taking import Given, take_and_say  # noqa: PLC0415

    given = Given(
        file=file, place=place, when=when, sighting=sighting, source=source, kind=kind, name=name, may=may, time=time,
        region=region, retention=retention, attach=tuple(attach or ()), identity_fd=identity_fd, anonymous=anonymous,
        named_in_text=named_in_text, received=parse_day_option(received) if received else None,
    )  # fmt: skip
    take_and_say(given, settings_of(db, pipeline, author))


@report.command()
def attachments(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="A report's document, by id.")],
    folder: Annotated[Path | None, typer.Option("--to", metavar="FOLDER", help="Write the files there.")] = None,
    key: Annotated[
        list[Path] | None, typer.Option("--key", metavar="FILE", help="A secret age key, for sealed ones.")
    ] = None,
    author: Author = None,
    db: Db = None,
) -> None:
    """List the files that came with a report, or write them into a folder; those of a protected one are sealed.

    Example: `marsad report attachments report-3f9a --to files --key /media/stick/ana.key`
    """
    from marsad.cli.taking import print_attachments  # noqa: PLC0415

    leave(print_attachments(document, folder, tuple(key or ()), settings_of(db, author=author)))
