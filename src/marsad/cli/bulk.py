"""Verbs for archives: bulk run, status, verify, load."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import Db, Pipeline, settings_of
from marsad.cli.whole_lines import WholeLines

bulk = typer.Typer(cls=WholeLines, no_args_is_help=True, help="Archives of millions of documents, on many cores.")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a run.")]


class BulkFormat(StrEnum):
    JSONL = "jsonl"
    PARQUET = "parquet"


class BulkEngine(StrEnum):
    LOCAL = "local"
    DASK = "dask"


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(bulk, name="bulk")


@bulk.command()
def run(  # noqa: PLR0913, PLR0917  # one argument an option
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", help="Files, folders or patterns of any kind.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the run, new or begun before.")],
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, metavar="N", help="Processes that read. Default: one a core.")
    ] = None,
    engine: Annotated[BulkEngine, typer.Option("--engine", help="Who does the work, here.")] = BulkEngine.LOCAL,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask scheduler, tcp://… or tls://….")
    ] = None,
    tls_ca: Annotated[Path | None, typer.Option("--tls-ca", metavar="FILE", help="Whom TLS trusts.")] = None,
    tls_cert: Annotated[Path | None, typer.Option("--tls-cert", metavar="FILE", help="Our certificate.")] = None,
    tls_key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="Its key.")] = None,
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="I/N", help="Only each Nth shard, from the Ith: for a job array.")
    ] = None,
    form: Annotated[BulkFormat, typer.Option("--format", help="How claims are written.")] = BulkFormat.JSONL,
    shard_size: Annotated[str, typer.Option("--shard-size", metavar="SIZE", help="Bytes of input a shard.")] = "4M",
    memory: Annotated[str, typer.Option("--memory", metavar="SIZE", help="What a worker may take.")] = "3G",
    patience: Annotated[
        float, typer.Option("--patience", min=1, metavar="SECONDS", help="Without a step so long, a worker hangs.")
    ] = 120.0,
    pipeline: Pipeline = None,
) -> None:
    """Read an archive shard by shard into claims, and reconcile them; what is done stays done when it is run again.

    Example: `marsad bulk run archive/ --out archive.run --workers 8`
    """
    from marsad.cli.bulk_running import Wanted, run_all  # noqa: PLC0415

    wanted = Wanted(
        out=out, form=form.value, workers=workers, dask=engine is BulkEngine.DASK, scheduler=scheduler,
        tls=(tls_ca, tls_cert, tls_key), share=shard, shard_size=shard_size, memory=memory, patience_s=patience,
    )  # fmt: skip
    leave(run_all(inputs, wanted, settings_of(pipeline=pipeline)))


@bulk.command()
def status(folder: Folder) -> None:
    """Say how far a run is, at which rate and until when; from any shell, while it goes on.

    Example: `marsad bulk status archive.run`
    """
    from marsad.cli.bulk_telling import print_status  # noqa: PLC0415

    print_status(folder)


@bulk.command()
def verify(folder: Folder) -> None:
    """Compare a finished run with its manifest: every file by its hash, every sum with its parts.

    Example: `marsad bulk verify archive.run`
    """
    from marsad.cli.bulk_telling import print_check  # noqa: PLC0415

    leave(print_check(folder))


@bulk.command()
def load(folder: Folder, db: Db = None) -> None:
    """Bring a finished run into a store: documents, originals, claims and the record; what is there stays.

    Example: `marsad bulk load archive.run --db war.db`
    """
    from marsad.cli.bulk_loading import load_run  # noqa: PLC0415

    leave(load_run(folder, settings_of(db)))
