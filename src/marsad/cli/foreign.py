"""Verbs that lay the record beside others' data sets, and beside itself as it was."""

from typing import Annotated

import typer

from marsad.cli.ending import leave
from marsad.cli.options import ActorName, Db, Form, ListFormat, PlaceName, Since, Until, parse_day_option, settings_of
from marsad.cli.wanting import refuse_unordered

T, LINES = ListFormat.TABLE, ListFormat.JSONL
Dataset = Annotated[
    str | None, typer.Option("--from", metavar="FORM", help="acled or ucdp; else told by the file's columns.")
]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.command("import")(import_)
    app.command()(compare)
    app.command()(changes)


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="A file in ACLED's or UCDP GED's form.")],
    dataset: Dataset = None,
    form: Form = LINES,
) -> None:
    """Print the events of another's file, one JSON object a line; nothing of it goes into the record.

    Example: `marsad import --from acled theirs.csv`
    """
    from marsad.cli.comparing import print_foreign  # noqa: PLC0415

    leave(print_foreign(file, dataset, form))


def compare(
    other: Annotated[str, typer.Argument(metavar="OTHER.csv", help="A file in ACLED's or UCDP GED's form.")],
    dataset: Dataset = None,
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """Lay the record beside another's file, event by event: where both agree, and what each has alone.

    Example: `marsad compare theirs.csv --db war.db --format csv`
    """
    refuse_unordered(since, until)
    from marsad.cli.comparing import Wanted, print_comparison  # noqa: PLC0415

    wanted = Wanted(since=since, until=until, place=place, actor=actor)
    leave(print_comparison(other, dataset, wanted, form, settings_of(db)))


def changes(
    since: Annotated[
        str | None, typer.Option(metavar="VERSION|DAY", help="After this version, or from this day on (UTC).")
    ] = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List what was added, revised, merged, split and withdrawn each time that the record was written.

    Example: `marsad changes --since 41`
    """
    from marsad.cli.comparing import print_changes  # noqa: PLC0415

    is_version = since is None or since.isdecimal()
    day = None if is_version else parse_day_option(str(since))
    print_changes(int(since or 0) if is_version else 0, day, form, settings_of(db).db)
