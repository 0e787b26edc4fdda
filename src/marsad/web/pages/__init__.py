"""One module a page; each has a router with the page and its twin under /api/v1."""

from fastapi import APIRouter

from marsad.web import map_routes
from marsad.web.pages import about, situation

ROUTERS: tuple[APIRouter, ...] = (situation.router, about.router, map_routes.router)
