"""The verb that opens the record in a browser: serve."""

from typing import Annotated

import typer

from marsad.cli.options import Db, Pipeline, settings_of

DEFAULT_PORT = 8765


def register(app: typer.Typer) -> None:
    """Add this verb."""
    app.command()(serve)


def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="Read the shipped sample into a store of its own; nobody signs in.")
    ] = False,
    port: Annotated[int, typer.Option(metavar="PORT", min=1, max=65535, help="The port to answer on.")] = DEFAULT_PORT,
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to answer on; the default is this machine only.")
    ] = "127.0.0.1",
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="NAME", help="Another name that browsers call the site by.")
    ] = None,
    https: Annotated[
        bool,
        typer.Option("--https", help="It stands behind a server that speaks HTTPS: cookies are sent by that alone."),
    ] = False,
    proxy: Annotated[
        list[str] | None,
        typer.Option("--proxy", metavar="ADDRESS", help="A server before this one, believed about who asks."),
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="Show what is published at /public, to anybody. Default: MARSAD_PUBLIC.")
    ] = False,
    db: Db = None,
    pipeline: Pipeline = None,
) -> None:
    """Open the record in a browser: situation, events, documents, tolls, control, sources; ends with Ctrl-C.

    Example: `marsad serve --demo`
    """
    from marsad.cli.site import serve_demo, serve_store  # noqa: PLC0415

    settings = settings_of(db, pipeline)
    names, shows = frozenset(name or ()), public or settings.public
    if demo:
        serve_demo(settings, host=host, port=port, names=names, public=shows)
    else:
        serve_store(settings, host=host, port=port, names=names, https=https, public=shows, proxies=proxy or ())
