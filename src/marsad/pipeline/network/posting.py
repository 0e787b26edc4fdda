"""A message in, the receiver's status out: one request through the guard, that follows no redirect."""

from collections.abc import Mapping
from contextlib import closing

import httpx2

from marsad import __version__
from marsad.pipeline.network.fetching import parse_url
from marsad.pipeline.network.guard import Guard, check_url
from marsad.pipeline.network.limits import Limits
from marsad.pipeline.network.robots import AGENT


class Poster:
    """Posts one message after another, each over a connection of its own to an address that was looked at."""

    def __init__(self, guard: Guard, limits: Limits, contact: str | None) -> None:
        self._guard, self._limits = guard, limits
        self._agent = f"{AGENT}/{__version__}" + (f" (+{contact})" if contact else "")

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """The status that the receiver answers.

        Raises:
            RefusedError: it may not be reached, or is silent for longer than the limits allow.
        """
        address = parse_url(url)
        check_url(address, self._limits)
        sent = [
            ("Host", address.netloc.decode("ascii")), ("User-Agent", self._agent),
            ("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers.items(),
            ("Connection", "close"),
        ]  # fmt: skip
        self._guard.start()
        try:
            asked = httpx2.Request("POST", address, headers=sent, content=body)
            with closing(self._guard.handle_request(asked)) as answer:
                return int(answer.status_code)
        finally:
            self._guard.close()
