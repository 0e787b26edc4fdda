"""How to read the pages, and every address that there is."""

from collections.abc import Iterator
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute
from starlette.responses import HTMLResponse, Response

from marsad.export.method import method_sections
from marsad.export.wording import words_file
from marsad.web.described import told
from marsad.web.lines import json_answer, method_lines
from marsad.web.rendering import page

router = APIRouter()
API = "/api/v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One page with its twin, either of which may be lacking."""

    page: str | None
    api: str | None
    what: str


@router.get("/about", response_class=HTMLResponse, include_in_schema=False)
def show_about(request: Request) -> HTMLResponse:
    """What figures, grades and places mean here; the addresses of the pages and of the API."""
    told = {one.id: one for one in method_sections()}
    return page(
        request, "about.html.j2", figures=told["figures"], places=told["places"], grades=words_file()["grade"],
        routes=[*_addresses(request.app)],
    )  # fmt: skip


@router.get("/api/v1/about", response_class=Response, tags=["about"], responses=told("About"))
def about_line() -> Response:
    """What figures, grades and places mean here, and by which method they are made."""
    return json_answer({"method": method_lines(), "grades": words_file()["grade"]})


def _addresses(app: FastAPI) -> Iterator[Address]:
    routes = [route for router in app.state.routers for route in router.routes if isinstance(route, APIRoute)]
    what = {route.path: _first_line(route) for route in routes if _is_shown(route)}
    twins = {path: f"{API}{path}" if path != "/" else f"{API}/situation" for path in what}
    for path, said in what.items():
        if not path.startswith(API):
            yield Address(page=_plain(path), api=_plain(twins[path]) if twins[path] in what else None, what=said)
        elif path not in twins.values():
            yield Address(page=None, api=_plain(path), what=said)


def _plain(path: str) -> str:
    return path.replace(":path}", "}")


def _is_shown(route: APIRoute) -> bool:
    return "GET" in (route.methods or ()) and not route.path.startswith("/static")


def _first_line(route: APIRoute) -> str:
    return (route.endpoint.__doc__ or "").strip().splitlines()[0]
