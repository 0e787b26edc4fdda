"""Verbs that keep nothing: read, reconcile, export."""

from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import (
    ActorName,
    BaseUrl,
    Db,
    EventTypeName,
    Files,
    GradeName,
    Output,
    Pipeline,
    PlaceName,
    ReadFormat,
    Since,
    Until,
    settings_of,
)
from marsad.cli.wanting import refuse_unordered


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


def export(  # noqa: PLR0913, PLR0917  # one argument an option
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="acled, csv, geojson, … (docs/exports.md).")],
    lines: Annotated[
        str, typer.Argument(metavar="[LINES.jsonl]", help="Lines of a record or of claims; - is stdin.")
    ] = "-",
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    type_: EventTypeName = None,
    grade: GradeName = None,
    table: Annotated[str | None, typer.Option(metavar="NAME", help="Of csv, xlsx, parquet: one table.")] = None,
    hxl: Annotated[bool, typer.Option("--hxl", help="Of CSV and XLSX: a row of HXL tags under the heads.")] = False,
    base_url: BaseUrl = None,
    schema: Annotated[bool, typer.Option("--schema", help="Print the format's schema and write no record.")] = False,
    published: Annotated[
        bool, typer.Option("--published", help="With --db: only what was published, as it was approved.")
    ] = False,
    output: Output = None,
    db: Db = None,
) -> None:
    """Write the record in another format, from printed lines or, with --db, from a store.

    Example: `marsad export --to acled --db marsad.db --since 2024-11-27 -o events.csv`
    """
    refuse_unordered(since, until)
    from marsad.cli.exporting import Asked, Wanted, export_kept, export_lines, print_schema  # noqa: PLC0415

    wanted = Wanted(since=since, until=until, place=place, actor=actor, type=type_, grade=grade)
    asked = Asked(wanted=wanted, table=table, hxl=hxl, base_url=base_url, published=published)
    if schema:
        print_schema(to, output)
    elif db or published:
        export_kept(to, asked, output, settings_of(db))
    else:
        leave(export_lines(lines, to, asked, output, settings_of()))
