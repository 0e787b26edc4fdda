"""Options that several verbs take, said once."""

import datetime as dt
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from marsad.domain.vocabulary import EventType, Grade
from marsad.pipeline.settings import Settings, read_settings


class ListFormat(StrEnum):
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class ReadFormat(StrEnum):
    JSONL = "jsonl"
    TABLE = "table"


class ReportFormat(StrEnum):
    MARKDOWN = "markdown"
    HTML = "html"


def parse_day_option(value: str) -> dt.date:
    """The day that an option's `YYYY-MM-DD` spells."""
    try:
        return dt.datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is no day; expected one such as 2024-12-01") from error


COLUMN_FIELDS = ("text", "id", "date", "source", "title", "url", "language", "protected")


def parse_columns(given: list[str]) -> dict[str, str]:
    """The columns that `--map FIELD=COLUMN,…` names, by field."""
    pairs = [pair.partition("=") for one in given for pair in one.split(",") if pair.strip()]
    for field, sign, column in pairs:
        if not sign or not column.strip() or field.strip() not in COLUMN_FIELDS:
            known = ", ".join(COLUMN_FIELDS)
            raise typer.BadParameter(f"--map {field}{sign}{column}: expected FIELD=COLUMN with a FIELD of {known}")
    return {field.strip(): column.strip() for field, _, column in pairs}


def settings_of(db: str | None = None, pipeline: str | None = None, author: str | None = None) -> Settings:
    """The settings of the options and of this process's environment."""
    return read_settings(os.environ, db=db, pipeline=pipeline, author=author)


Day = Annotated[dt.date, typer.Option("--date", parser=parse_day_option, metavar="DAY", help="The day, YYYY-MM-DD.")]
Since = Annotated[
    dt.date | None, typer.Option(parser=parse_day_option, metavar="DAY", help="From this day on, YYYY-MM-DD.")
]
Until = Annotated[
    dt.date | None, typer.Option(parser=parse_day_option, metavar="DAY", help="Up to this day, YYYY-MM-DD.")
]
PlaceName = Annotated[
    str | None, typer.Option("--place", metavar="NAME", help="A place, or a province with its places.")
]
ActorName = Annotated[str | None, typer.Option("--actor", metavar="NAME", help="An actor, by a name that it is given.")]
Kind = Annotated[
    str | None, typer.Option("--kind", metavar="KIND", help="One kind: an event's type, a claim's kind, a code.")
]
KnownOn = Annotated[
    dt.date | None,
    typer.Option("--as-known-on", parser=parse_day_option, metavar="DAY", help="As known at the end of this day."),
]
GradeName = Annotated[
    Grade | None, typer.Option("--grade", metavar="GRADE", help="confirmed, fair, weak, contested or discounted.")
]
EventTypeName = Annotated[
    EventType | None, typer.Option("--type", metavar="TYPE", help="Events of one type, such as air_strike.")
]
BaseUrl = Annotated[
    str | None,
    typer.Option("--base-url", metavar="URL", help="Where the pages stand, so that each thing has its permalink."),
]
ProfileName = Annotated[
    str | None, typer.Option("--profile", metavar="NAME", help="strict, acled, ucdp or airwars; else the store's.")
]
History = Annotated[bool, typer.Option("--history", help="Every figure or spell ever told, oldest first.")]
Form = Annotated[ListFormat, typer.Option("--format", help="How to print it.")]
Db = Annotated[
    str | None, typer.Option("--db", metavar="FILE|URL", help="The store. Default: MARSAD_DB, else marsad.db here.")
]
Files = Annotated[
    list[str], typer.Argument(metavar="FILE…", help="Files, folders or patterns of any kind; - is standard input.")
]
Pipeline = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Another spaCy pipeline. Default: MARSAD_PIPELINE, else the built-in."),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it here, not to stdout.")]
