"""Verbs that list what a store holds."""

import typer

from marsad.cli.options import ActorName, Db, Form, Kind, ListFormat, PlaceName, Since, Until, settings_of
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
    _print("documents", Filter(since=since, until=until, place=place, actor=actor, kind=kind), form, db)


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
    _print("claims", Filter(since=since, until=until, place=place, actor=actor, kind=kind), form, db)


def events(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the events: type, day, place, parties, tolls and how far each is corroborated.

    Example: `marsad events --since 2024-11-27 --until 2024-12-01`
    """
    _print("events", Filter(since=since, until=until, place=place, actor=actor, kind=kind), form, db)


def tolls(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the tolls of events, and totals over a period apart from them: low, best, high, and how often revised.

    Example: `marsad tolls --place Idlib --format csv`
    """
    _print("tolls", Filter(since=since, until=until, place=place, actor=actor, kind=kind), form, db)


def control(
    since: Since = None,
    until: Until = None,
    place: PlaceName = None,
    actor: ActorName = None,
    kind: Kind = None,
    form: Form = T,
    db: Db = None,
) -> None:
    """List the spells of control: who held a place, from when to when, and who says so.

    Example: `marsad control --place Aleppo`
    """
    _print("control", Filter(since=since, until=until, place=place, actor=actor, kind=kind), form, db)


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
    _print("actors", Filter(since=since, until=until, place=place, actor=actor, kind=kind), form, db)


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
    _print("sources", Filter(since=since, until=until, place=place, actor=actor, kind=kind), form, db)


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
    _print("problems", Filter(since=since, until=until, place=place, actor=actor, kind=kind), form, db)


def _print(name: str, wanted: Filter, form: ListFormat, db: str | None) -> None:
    from marsad.cli.listing import print_list  # noqa: PLC0415

    print_list(name, wanted, form, settings_of(db).db)
