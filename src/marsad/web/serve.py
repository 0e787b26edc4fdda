"""An application in, a site that answers until it is ended."""

import logging
from threading import Thread

import uvicorn
from fastapi import FastAPI

from marsad.web.map_routes import warm_map


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Answer at the address until interrupted; requests are not logged, for their words are of the record."""
    logging.basicConfig(level=logging.WARNING, format="marsad: %(message)s")
    Thread(target=warm_map, args=(app.state.site,), daemon=True).start()
    uvicorn.run(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=3,
    )  # fmt: skip
