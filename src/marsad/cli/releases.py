"""Verbs of what is given away for good: release make, list, check; timestamp."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any

import typer

from marsad.cli.ending import leave
from marsad.cli.judging import Author
from marsad.cli.options import BaseUrl, Db, Form, ListFormat, parse_day_option, settings_of
from marsad.cli.whole_lines import WholeLines


class Releases(WholeLines):
    """`marsad release DAY` is `marsad release make DAY`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        is_day = bool(args) and args[0][:1].isdigit()
        return super().resolve_command(ctx, ["make", *args] if is_day else args)


release = typer.Typer(
    cls=Releases, no_args_is_help=True, help="Signed bundles of what is public, that anybody can check."
)

Day = Annotated[dt.date, typer.Argument(parser=parse_day_option, metavar="DAY", help="The day, YYYY-MM-DD (UTC).")]
To = Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER|FILE.zip", help="Where to put it; not there yet.")]
Formats = Annotated[
    str, typer.Option("--formats", metavar="NAME,…", help="Export formats beside the versions themselves.")
]
Last = Annotated[
    Path | None, typer.Option("--last", metavar="RELEASE", help="Compare with this one. Default: the log's last.")
]
Despite = Annotated[
    str | None, typer.Option("--despite", metavar="WORDS", help="Make it although it gives something away, and why.")
]
SignedBy = Annotated[
    str | None, typer.Option("--signed-by", metavar="KEY", help="The public key. Default: that of this installation.")
]
Release = Annotated[Path, typer.Argument(metavar="RELEASE", help="Its zip or its folder.")]


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    app.add_typer(release, name="release")
    app.command()(timestamp)


@release.command()
def make(
    day: Day,
    output: To,
    formats: Formats = "csv,geojson",
    last: Last = None,
    despite: Despite = None,
    stamp: Annotated[
        str | None, typer.Option("--timestamp", metavar="URL", help="Have it time-stamped there: RFC 3161.")
    ] = None,
    base_url: BaseUrl = None,
    author: Author = None,
    db: Db = None,
) -> None:
    """Write what was public at the end of a day as a signed bundle; refused where it would give a source away.

    `marsad release DAY` is the same.

    Example: `marsad release make 2024-12-04 -o war-2024-12-04.zip --formats csv,acled --db war.db`
    """
    from marsad.cli.releasing import Wish, make_and_say  # noqa: PLC0415

    wish = Wish(
        day=day, to=output, formats=tuple(formats.split(",")), last=last, despite=despite, stamp=stamp,
        base_url=base_url,
    )  # fmt: skip
    leave(make_and_say(wish, settings_of(db, author=author)))


@release.command("list")
def list_made(form: Form = ListFormat.TABLE, db: Db = None) -> None:
    """List the releases that were made, each with its digest, by which anybody knows it.

    Example: `marsad release list --db war.db`
    """
    from marsad.cli.releasing import print_releases  # noqa: PLC0415

    print_releases(settings_of(db), form)


@release.command()
def check(
    new: Release,
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The release before it.")],
    signed_by: SignedBy = None,
    form: Form = ListFormat.TABLE,
) -> None:
    """Say what the difference of two releases gives away: few protected reports, names, finer places, bare figures.

    Example: `marsad release check war-2024-12-04.zip war-2024-11-27.zip`
    """
    from marsad.cli.releasing import check_and_say  # noqa: PLC0415

    leave(check_and_say(new, old, settings_of(), form, signed_by=signed_by))


def timestamp(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A release, or a saved head, or any file.")],
    request: Annotated[
        Path | None, typer.Option("--request", metavar="FILE.tsq", help="Write the request here, to be carried.")
    ] = None,
    answer: Annotated[
        Path | None, typer.Option("--answer", metavar="FILE.tsr", help="Keep this answer, which was carried back.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="URL", help="Ask this service; off by default.")] = None,
    tsa_cert: Annotated[
        Path | None, typer.Option("--tsa-cert", metavar="FILE", help="Certificates (PEM) of the service.")
    ] = None,
) -> None:
    """Have a service say (RFC 3161) that a release or a saved head was there at a time; it is told a hash alone.

    Example: `marsad timestamp war-2024-12-04.zip --request war.tsq`
    """
    from marsad.cli.stamping import Way, stamp_and_say  # noqa: PLC0415

    stamp_and_say(file, Way(request=request, answer=answer, url=url), settings_of(), tsa_cert)
