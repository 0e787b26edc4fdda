"""One module a page; each has a router with the page and its twin under /api/v1."""

from fastapi import APIRouter

from marsad.web import map_routes
from marsad.web.pages import about, documents, events, situation

ROUTERS: tuple[APIRouter, ...] = (situation.router, events.router, documents.router, about.router, map_routes.router)
