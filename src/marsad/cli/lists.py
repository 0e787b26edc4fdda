"""Verbs that list what a store holds."""

import datetime as dt
from typing import Annotated

import typer

from marsad.cli.options import (
    ActorName,
    Db,
    Form,
    GradeName,
    History,
    Kind,
    KnownOn,
    ListFormat,
    PlaceName,
    ProfileName,
    Since,
    Until,
    parse_day_option,
    settings_of,
)
from marsad.cli.wanting import want
from marsad.domain.filter import Filter

T = ListFormat.TABLE


def register(app: typer.Typer) -> None:
    """Add these verbs."""
    for verb in (documents, claims, events, tolls, control, actors, sources, problems):
        app.command()(verb)


def documents(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the documents by day of publication.

    Example: `marsad documents --since 2024-12-01 --place Hama`
    """
    _print("documents", want("documents", since, until, place, actor, kind), form, db)


def claims(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the claims: what each text says, its words and whom it credits.

    Example: `marsad claims --kind casualty --place Aleppo`
    """
    _print("claims", want("claims", since, until, place, actor, kind), form, db)


def events(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    grade: GradeName = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the events: type, day, place, parties, tolls and how far each is corroborated.

    Example: `marsad events --since 2024-11-27 --grade contested`
    """
    from marsad.cli.listing import print_events  # noqa: PLC0415

    wanted = want("events", since, until, place, actor, kind)
    print_events(wanted, grade, form, settings_of(db).db)


def tolls(  # noqa: PLR0913, PLR0917  # one argument an option
    event: Annotated[str | None, typer.Argument(metavar="[EVENT]", help="Only this event's or total's, by id.")] = None,
    history: History = False,
    profile: ProfileName = None,
    known: KnownOn = None,
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the tolls of events, and totals over a period apart from them; with --history every figure ever given.

    Example: `marsad tolls e3f9 --history --as-known-on 2024-12-03`
    """
    from marsad.cli.asking import print_tolls  # noqa: PLC0415

    wanted = want("tolls", since, until, place, actor, kind)
    print_tolls(event, wanted, form, settings_of(db), history=history, profile=profile, known=known)


def control(  # noqa: PLR0913, PLR0917  # one argument an option
    where: Annotated[str | None, typer.Argument(metavar="[PLACE]", help="As --place.")] = None,
    on: Annotated[
        dt.date | None, typer.Option("--on", parser=parse_day_option, metavar="DAY", help="Who holds it on this day.")
    ] = None,
    diff: Annotated[
        tuple[str, str] | None,
        typer.Option("--diff", metavar="DAY DAY", help="What changed between the days."),
    ] = None,
    areas: Annotated[
        bool, typer.Option("--areas", help="With --on: GeoJSON of areas derived from the places, labelled so.")
    ] = False,
    lapse: Annotated[
        int | None,
        typer.Option(
            "--lapse",
            metavar="DAYS",
            min=1,
            help="With --on: unknown, where nobody told of it for more days than these.",
        ),
    ] = None,
    history: History = False,
    known: KnownOn = None,
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the spells of control: who held a place, from when to when, who says so, who denies it.

    Example: `marsad control --on 2024-12-03 --as-known-on 2024-12-04`
    """
    from marsad.cli.asking import print_areas, print_control  # noqa: PLC0415

    wanted = want("control", since, until, where or place, actor, kind)
    if lapse is not None and (on is None or areas):
        raise typer.BadParameter(
            "a claim lapses as of one day. Mend: add --on DAY, without --areas", param_hint="--lapse"
        )
    if areas:
        if on is None:
            raise typer.BadParameter("areas are drawn of one day. Mend: add --on DAY", param_hint="--areas")
        print_areas(wanted, settings_of(db), on=on, known=known)
        return
    days = (parse_day_option(diff[0]), parse_day_option(diff[1])) if diff else None
    print_control(wanted, form, settings_of(db), on=on, lapse=lapse, diff=days, history=history, known=known)


def actors(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the actors with the names they are given and their ties.

    Example: `marsad actors --actor Observatory`
    """
    _print("actors", want("actors", since, until, place, actor, kind), form, db)


def sources(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the outlets with the number of their documents and claims.

    Example: `marsad sources`
    """
    _print("sources", want("sources", since, until, place, actor, kind), form, db)


def problems(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List what inputs, texts and the record made difficult; `--kind` asks for one code.

    Example: `marsad problems --kind unknown-place`
    """
    _print("problems", want("problems", since, until, place, actor, kind), form, db)


def _print(name: str, wanted: Filter, form: ListFormat, db: str | None) -> None:
    from marsad.cli.listing import print_list  # noqa: PLC0415

    print_list(name, wanted, form, settings_of(db).db)
