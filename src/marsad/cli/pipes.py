"""Verbs that keep nothing: read, reconcile, export."""

from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, Files, Output, Pipeline, ReadFormat, settings_of


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.command()(read)
    app.command()(reconcile)
    app.command()(export)


def read(
    files: Files,
    form: Annotated[
        ReadFormat, typer.Option("--format", help="Lines of JSON, or sentences for the eye.")
    ] = ReadFormat.JSONL,
    mentions: Annotated[bool, typer.Option("--mentions", help="Also places, times, actors and speech.")] = False,
    pipeline: Pipeline = None,
    explain: Annotated[bool, typer.Option("--explain", help="In a table, name the rule that made each claim.")] = False,
) -> None:
    """Print the claims of dispatches, each with its quote and whom it credits; nothing is kept.

    Example: `marsad read dispatch.txt --format table`
    """
    from marsad.cli.reading import print_readings  # noqa: PLC0415

    leave(print_readings(files, form, settings_of(pipeline=pipeline), mentions=mentions, explain=explain))


def reconcile(
    claims: Annotated[str, typer.Argument(metavar="[CLAIMS.jsonl]", help="Lines of `marsad read`; - is stdin.")] = "-",
) -> None:
    """Turn printed claims into the record: events, totals, control, actors, one JSON object a line.

    Example: `marsad reconcile claims.jsonl`
    """
    from marsad.cli.reading import print_record  # noqa: PLC0415

    leave(print_record(claims, settings_of()))


def export(
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="csv, geojson, acled, …")],
    lines: Annotated[
        str, typer.Argument(metavar="[LINES.jsonl]", help="Lines of a record or of claims; - is stdin.")
    ] = "-",
    output: Output = None,
    db: Db = None,
) -> None:
    """Write the record in another format, from printed lines or, with --db, from a store.

    Example: `marsad export --to acled --db marsad.db -o events.csv`
    """
    from marsad.cli.reading import export_lines, export_store  # noqa: PLC0415

    leave(export_store(db, to, output) if db else export_lines(lines, to, output, settings_of()))
