"""Verbs that fill a store: ingest, watch, reread, rebuild, demo."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, Form, ListFormat, Pipeline, parse_columns, settings_of

Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files, folders or patterns of any kind; - is standard input.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN,…", help="Which column of a table is which field."),
]
Senders = Annotated[bool, typer.Option("--senders", help="Show who sent a mail, or wrote in a group, as its source.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would happen; nothing is read or kept.")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write the fate of every input: .csv or .jsonl.")
]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.command()(ingest)
    app.command()(watch)
    app.command()(reread)
    app.command()(rebuild)
    app.command()(demo)


def ingest(
    paths: Paths,
    columns: Columns = None,
    senders: Senders = False,
    dry_run: DryRun = False,
    report: Report = None,
    db: Db = None,
    pipeline: Pipeline = None,
) -> None:
    """Take in files, folders and archives of any kind: originals, documents, claims and the record; known ones stay.

    Example: `marsad ingest week/ mails.mbox sheet.xlsx --map text=Wording,date=Day --report fates.csv --db war.db`
    """
    from marsad.cli.ingesting import ingest_files, rehearse_files  # noqa: PLC0415
    from marsad.intake import Asked  # noqa: PLC0415

    asked = Asked(columns=parse_columns(columns or []), senders=senders)
    work = rehearse_files if dry_run else ingest_files
    leave(work(paths, settings_of(db, pipeline), asked, report))


def watch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder, with those inside it.")],
    every: Annotated[float, typer.Option("--every", metavar="SECONDS", min=0.1, help="How often to look.")] = 5.0,
    once: Annotated[bool, typer.Option("--once", help="Take what is there, and end.")] = False,
    db: Db = None,
    pipeline: Pipeline = None,
) -> None:
    """Ingest what lands in a folder once it stands still, until Ctrl-C; nothing is moved or deleted.

    Example: `marsad watch inbox/ --db war.db`
    """
    from marsad.cli.standing import ingest_what_lands  # noqa: PLC0415
    from marsad.pipeline.network.opening import open_poster  # noqa: PLC0415

    settings = settings_of(db, pipeline)
    poster = open_poster(settings) if settings.network else None
    leave(ingest_what_lands(folder, settings, every_s=every, once=once, poster=poster))


def reread(
    again: Annotated[
        bool, typer.Option("--again", help="Also what the present reader has read again already.")
    ] = False,
    form: Form = ListFormat.TABLE,
    db: Db = None,
    pipeline: Pipeline = None,
) -> None:
    """Read every kept document again with the present reader, and list the judgements whose claim it no longer makes.

    Nothing is lost: what it no longer says is set aside, and what people decided stands wherever its claim does.

    Example: `marsad reread --db war.db`
    """
    from marsad.cli.rereading import reread_all  # noqa: PLC0415

    leave(reread_all(settings_of(db, pipeline), form, again=again))


def rebuild(
    from_originals: Annotated[
        bool, typer.Option("--from-originals", help="Take the bytes as they were handed in; there is no other way.")
    ] = False,
    apply: Annotated[
        bool, typer.Option("--apply", help="Then read again what is kept, as `marsad reread` does.")
    ] = False,
    form: Form = ListFormat.TABLE,
    db: Db = None,
    pipeline: Pipeline = None,
) -> None:
    """Compute the record anew from the kept originals, and compare it with the stored one claim by claim.

    Nothing is changed without --apply. Exit code 1 where anything is another.

    Example: `marsad rebuild --from-originals --db war.db`
    """
    from marsad.cli.rebuilding import rebuild_and_say  # noqa: PLC0415

    if not from_originals:
        raise typer.BadParameter("say --from-originals: it takes as long as reading all of them did")
    leave(rebuild_and_say(settings_of(db, pipeline), form, apply=apply))


def demo(
    folder: Annotated[Path, typer.Option("--folder", metavar="FOLDER", help="Where to put its files.")] = Path(
        "out/demo"
    ),
    pipeline: Pipeline = None,
) -> None:
    """Read the shipped sample, print its last day's situation report, write the whole as one HTML page.

    Example: `marsad demo`
    """
    from marsad.cli.ingesting import show_demo  # noqa: PLC0415

    leave(show_demo(folder, settings_of(pipeline=pipeline)))
