"""Verbs that fill a store: ingest, demo."""

from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, Files, Pipeline, settings_of


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.command()(ingest)
    app.command()(demo)


def ingest(files: Files, db: Db = None, pipeline: Pipeline = None) -> None:
    """Read dispatches and keep originals, documents, claims and the record; what is known already changes nothing.

    Example: `marsad ingest archive/*.jsonl --db war.db`
    """
    from marsad.cli.ingesting import ingest_files  # noqa: PLC0415

    leave(ingest_files(files, settings_of(db, pipeline)))


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
