"""What is new since a page was opened and how far an ingest is, told as it comes, by server-sent events."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from marsad.export.wording import say
from marsad.store.arrivals import State, state_of
from marsad.store.progress import work_beside
from marsad.web.site import Site, TheSite

router = APIRouter()
EVERY_SECONDS = 2.0
MOST_LISTENERS = 200
"""Open connections; each is a browser's tab."""
TURNS = 900
"""Half an hour; then the browser asks anew."""
CHECKED_TURNS = 5
"""After so many it is asked whether the session still is one: a sign-out ends what it listens to within ten seconds."""


@router.get("/live", include_in_schema=False)
async def tell_news(request: Request, site: TheSite) -> StreamingResponse:
    """A line each time that documents came in or that the record was made anew."""
    if site.listeners.count >= MOST_LISTENERS:
        raise HTTPException(503, "Too many pages listen for news. Mend: load the page again when you need it")
    headers = {"X-Accel-Buffering": "no"}
    return StreamingResponse(_news(request, site), media_type="text/event-stream", headers=headers)


async def _news(request: Request, site: Site) -> AsyncIterator[str]:
    site.listeners.count += 1
    try:
        known: State | None = None
        working = ""
        for turn in range(1, TURNS + 1):
            found = _fresh(site)
            if found is None:
                found = await run_in_threadpool(_look, site)
            state, now = found
            if state != known:
                yield f"event: record\ndata: {json.dumps(_plain(state))}\n\n"
                known = state
            if now != working:
                yield f"event: work\ndata: {json.dumps(now)}\n\n"
                working = now
            if turn % CHECKED_TURNS == 0 and not await run_in_threadpool(site.gate.may_still_ask, request):
                return
            if await request.is_disconnected():
                return
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        site.listeners.count -= 1


def _fresh(site: Site) -> tuple[State, str] | None:
    """What the last look found, if it was just now."""
    is_fresh = time.monotonic() - site.listeners.looked_at < EVERY_SECONDS / 2
    return site.listeners.found if is_fresh else None


def _look(site: Site) -> tuple[State, str]:
    """How the store stands, for all who listen: fifty that looked each for themselves would keep a core busy."""
    with site.listeners.looking:
        known = _fresh(site)
        if known:
            return known
        found = site.listeners.found = (state_of(site.store), work_words(site))
        site.listeners.looked_at = time.monotonic()
        return found


def work_words(site: Site) -> str:
    """One line of what is being taken in by another program, "" where nothing is."""
    work = work_beside(site.settings.db)
    if work is None:
        return ""
    if work.stage != "reading":
        return say("work", "reconciling")
    done = say("work", "percent").format(percent=work.percent) if work.percent is not None else ""
    return say("work", "reading").format(documents=f"{work.documents:,}") + done + "…"


def _plain(state: State) -> dict[str, Any]:
    return {"documents": state.documents, "version": state.version}
