"""Verbs that ask the whole record: totals, contradictions, gaps."""

from enum import StrEnum
from typing import Annotated

import typer

from marsad.cli.options import ActorName, Db, Form, Kind, ListFormat, PlaceName, ProfileName, Since, Until, settings_of
from marsad.cli.wanting import want

T = ListFormat.TABLE


class By(StrEnum):
    DAY = "day"
    PLACE = "place"
    ACTOR = "actor"
    VICTIMS = "victims"


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    for verb in (totals, contradictions, gaps):
        app.command()(verb)


def totals(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    by: Annotated[By, typer.Option("--by", help="What each sum is of.")] = By.DAY,
    profile: ProfileName = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """Sum the tolls of events, each counted once; totals that texts give stand beside, with the difference.

    Example: `marsad totals --since 2024-12-01 --by place --kind killed`
    """
    from marsad.cli.asking import print_totals  # noqa: PLC0415

    wanted = want("totals", since, until, place, actor, kind)
    print_totals(wanted, by.value, form, settings_of(db), profile)


def contradictions(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List where voices disagree on toll, whether, cause, perpetrator or holder, with both sentences.

    Example: `marsad contradictions --kind toll`
    """
    from marsad.cli.asking import print_contradictions  # noqa: PLC0415

    wanted = want("contradictions", since, until, place, actor, kind)
    print_contradictions(wanted, form, settings_of(db))


def gaps(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    lapse: Annotated[int, typer.Option("--lapse", metavar="DAYS", min=1, help="Days after which control lapses.")] = 14,
    form: Form = T,
    db: Db = None,
) -> None:
    """List what the record lacks: control no longer told of, totals far above their events, events with no place.

    Example: `marsad gaps --lapse 7`
    """
    from marsad.cli.asking import print_gaps  # noqa: PLC0415

    print_gaps(want("gaps", since, until, place, actor, kind), form, settings_of(db), lapse_days=lapse)
