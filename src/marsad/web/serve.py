"""An application in, a site that answers until it is ended."""

import gc
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from threading import Thread
from time import sleep

import uvicorn
from fastapi import FastAPI

from marsad.domain.errors import MarsadError, StoreError
from marsad.pipeline.network.opening import open_poster
from marsad.store import Store
from marsad.web.logs import begin_logs
from marsad.web.map_routes import warm_map
from marsad.web.site import Site
from marsad.web.webhooks import deliver

EVERY_SECONDS = 1.0
KEEP_ALIVE_SECONDS = 75
"""A connection that nobody asks on is closed then: by a server that stands before this one sooner, after 60 s.

Were it closed here first, now and then a question would be under way on it and be lost.
"""
LOOSE_OBJECTS = 50_000
"""New objects after which the garbage collector looks: a page makes as many, and forgets them by itself."""
TELL_EVERY_SECONDS = 3.0
log = logging.getLogger("marsad.web")


def serve(app: FastAPI, *, host: str, port: int, proxies: Sequence[str] = ()) -> None:
    """Answer at the address until interrupted; no address asked for is logged, for its words are of the record.

    Of the `proxies` alone it is believed whom they ask for, and by which protocol.
    """
    begin_logs(app.state.site.settings.log_format)
    Thread(target=_keep_warm, args=(app.state.site,), daemon=True).start()
    if app.state.site.settings.network and not app.state.site.serving.demo:
        Thread(target=_keep_telling, args=(app.state.site,), daemon=True).start()
    uvicorn.run(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=3, timeout_keep_alive=KEEP_ALIVE_SECONDS,
        proxy_headers=bool(proxies), forwarded_allow_ips=[*proxies], log_config=None,
    )  # fmt: skip


def settle() -> None:
    """To be called once all is loaded: the garbage collector looks at none of it again, and more rarely at the rest.

    It would look through the whole program and its columns while a page is being made: a third of a long page's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(LOOSE_OBJECTS, 20, 20)


def _keep_telling(site: Site) -> None:
    """Tell those who asked to be told what becomes public, soon after it does."""
    poster = open_poster(site.settings)
    while True:
        try:
            for one in deliver(site.store, lambda: _writing(site), poster, lambda: datetime.now(UTC)):
                if one.problem:
                    log.warning("webhook %s did not take a message: `marsad webhook log` says why", one.webhook)
        except MarsadError:
            log.warning("webhooks: the store could not be asked; tried again")
        sleep(TELL_EVERY_SECONDS)


@contextmanager
def _writing(site: Site) -> Iterator[Store]:
    with site.writing, Store.open(site.settings.db) as store:
        yield store


def _keep_warm(site: Site) -> None:
    """Make ready what pages are cut from, at the start and after each new record, so that no reader waits for it."""
    known = ""
    with suppress(StoreError):
        warm_map(site)
    settle()
    while True:
        with suppress(StoreError):  # a store that is being replaced is there again at the next look
            version = site.store.record_version()
            if version != known:
                warm_map(site)
                known = version
        sleep(EVERY_SECONDS)
