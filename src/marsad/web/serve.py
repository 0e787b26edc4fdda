"""An application in, a site that answers until it is ended."""

import logging

import uvicorn
from fastapi import FastAPI


def serve(app: FastAPI, *, host: str, port: int) -> None:
    """Answer at the address until interrupted; requests are not logged, for their words are of the record."""
    logging.basicConfig(level=logging.WARNING, format="marsad: %(message)s")
    uvicorn.run(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=3,
    )  # fmt: skip
