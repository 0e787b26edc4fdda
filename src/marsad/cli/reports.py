"""Verbs that publish: sitrep."""

from typing import Annotated

import typer

from marsad.cli.options import Day, Db, Output, ReportFormat, settings_of


def register(app: typer.Typer) -> None:
    """Add this verb."""
    app.command()(sitrep)


def sitrep(
    day: Day,
    form: Annotated[ReportFormat, typer.Option("--format", help="Markdown or HTML.")] = ReportFormat.MARKDOWN,
    output: Output = None,
    db: Db = None,
) -> None:
    """Write one day's situation report: what happened, tolls and how they moved, control, who said what.

    Example: `marsad sitrep --date 2024-12-01 --format html -o sitrep.html`
    """
    from marsad.cli.screen import write_result  # noqa: PLC0415
    from marsad.pipeline.published import day_report  # noqa: PLC0415
    from marsad.store import Store  # noqa: PLC0415

    with Store.open(settings_of(db).db, must_exist=True) as store:
        write_result(day_report(store, day, form.value).encode("utf-8"), output)
