"""Settings in, the application out."""

import mimetypes
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from marsad import __version__
from marsad.domain.errors import StoreError
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.locked import Mode
from marsad.store.people import People
from marsad.web.conditional import Conditional
from marsad.web.failing import CODES, PROBLEM_JSON, Unforeseen, handle_errors
from marsad.web.headers import SecureHeaders
from marsad.web.measures import Measures
from marsad.web.pages import ROUTERS, public
from marsad.web.rendering import drawn_style
from marsad.web.sessions import Gate, Sessions
from marsad.web.shapes import components
from marsad.web.site import Serving, Site
from marsad.web.vital_signs import Readiness
from marsad.web.watched import Watch, Watched

OPENAPI = "/api/v1/openapi.json"
CACHED = "public, max-age=3600"
MOST_BYTES = 256 * 1024
"""Bytes of a request's body: a form with a long reason is a few thousand."""
UNTRACED: TelemetryConfig = {
    "tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False,
}  # fmt: skip
"""The framework would hand addresses and errors to whatever collector the environment names; they are of the record."""


REFUSALS: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What is wrong, as RFC 9457 has it.",
        "content": {
            PROBLEM_JSON: {
                "schema": {
                    "type": "object",
                    "required": ["type", "title", "status", "code", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "code": {"type": "string", "enum": sorted(set(CODES.values()))},
                        "detail": {"type": "string"},
                    },
                }
            }
        },
    }
}


KEY = {"type": "http", "scheme": "bearer", "description": "A key of docs/api.md; none under /public and in a demo."}


def describe(app: FastAPI) -> None:
    """Give the application's description the schemas of all its answers."""
    plain = app.openapi

    def whole() -> dict[str, Any]:
        if app.openapi_schema is None:
            made = plain()
            held = made.setdefault("components", {})
            held.setdefault("schemas", {}).update(components())
            held["securitySchemes"] = {"key": KEY}
            made["security"] = [{"key": []}, {}]
        return app.openapi_schema or made

    app.openapi = whole  # type: ignore[method-assign]  # as the framework's own guide has it


class OwnFiles(StaticFiles):
    """Our files, which may be kept in a cache: they hold nothing of a record."""

    def file_response(self, *arguments: object, **options: object) -> Response:
        answer: Response = super().file_response(*arguments, **options)  # type: ignore[arg-type]
        answer.headers["Cache-Control"] = CACHED
        return answer


def create_app(settings: Settings, serving: Serving | None = None) -> FastAPI:
    """The site over the store that the settings name.

    Raises:
        StoreError: there is no store, or none of this version.
    """
    mimetypes.add_type("text/javascript", ".mjs")
    app = FastAPI(
        title="Marsad", version=__version__, openapi_url=OPENAPI, docs_url=None, redoc_url=None,
        telemetry=UNTRACED, max_body_size=MOST_BYTES, responses=REFUSALS,
    )  # fmt: skip
    serving = serving or Serving()
    with Store.open(settings.db) as older:
        older.bring_up()
    store = Store.open(settings.db, must_exist=True)
    people = People(":memory:") if serving.demo else People.beside(settings.db)
    gate = Gate(
        people=people, demo=serving.demo, https=serving.https, public=serving.public, lock=lambda: _mode_of(store)
    )
    app.state.site = Site(
        settings=settings, serving=serving, store=store, people=people, gate=gate, reader=LazyReader(settings)
    )
    app.add_api_route("/static/drawn.css", _drawn, include_in_schema=False)
    app.mount("/static", OwnFiles(directory=str(files("marsad.web").joinpath("static"))), name="static")
    app.state.routers = (*ROUTERS, *((public.router,) if serving.public else ()))
    for router in app.state.routers:
        app.include_router(router)
    describe(app)
    handle_errors(app)
    app.add_middleware(Sessions, gate=gate)
    app.add_middleware(Unforeseen)
    app.add_middleware(Conditional)
    watch = Watch(
        readiness=Readiness(app.state.site), measures=Measures(store), token=settings.metrics_token,
    )  # fmt: skip
    app.add_middleware(Watched, watch=watch)
    app.add_middleware(SecureHeaders, hosts=serving.hosts, https=serving.https)
    return app


def _mode_of(store: Store) -> Mode:
    """How the store is shut; off where it cannot be asked, for then no page can show anything of it and says why."""
    try:
        return store.lock().mode
    except StoreError:
        return Mode.OFF


def _drawn() -> Response:
    return Response(drawn_style(), media_type="text/css", headers={"Cache-Control": CACHED})
