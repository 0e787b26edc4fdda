"""One module a page; each has a router with the page and its twin under /api/v1."""

from fastapi import APIRouter

from marsad.web import map_routes
from marsad.web.pages import (
    about,
    accounts,
    actors,
    control,
    documents,
    events,
    live,
    publishing,
    report,
    review,
    search,
    sitrep,
    situation,
    sources,
    tolls,
)

READING = (situation, events, tolls, control, documents, actors, sources, search, sitrep)
ROUTERS: tuple[APIRouter, ...] = tuple(
    one.router for one in (*READING, review, report, publishing, live, about, accounts, map_routes)
)
