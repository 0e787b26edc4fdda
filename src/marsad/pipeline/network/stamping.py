"""A request for a time-stamp in, the service's answer out, behind the guard; off until the network is switched on."""

from contextlib import closing

import httpx2

from marsad import __version__
from marsad.domain.errors import InputError, SetupError
from marsad.pipeline.network.fetching import parse_url
from marsad.pipeline.network.guard import Guard
from marsad.pipeline.network.limits import PLAIN_PORTS, Limits, RefusedError
from marsad.pipeline.network.robots import AGENT
from marsad.pipeline.network.unpack import unpack
from marsad.pipeline.settings import Settings

ASKED, ANSWERED = "application/timestamp-query", "application/timestamp-reply"
"""Source: RFC 3161, 3.4."""
LARGEST_ANSWER = 200_000
"""Bytes; a token with its service's certificates has 3,000 to 10,000."""


def open_guard(settings: Settings) -> Guard:
    """The guard of one exchange.

    Raises:
        SetupError: the network is not switched on.
    """
    if not settings.network:
        raise SetupError("the network is off. Mend: set MARSAD_NETWORK=true, or carry the request with --request FILE")
    return Guard(_limits(settings))


def ask_stamp(url: str, request: bytes, settings: Settings, guard: Guard) -> bytes:
    """What the service at the address answers; it is told the hash of what is stamped, and nothing else.

    Raises:
        InputError: it may not be asked, does not answer, or answers something else.
    """
    try:
        guard.start()
        headers = {"Content-Type": ASKED, "Accept": ANSWERED, "User-Agent": f"{AGENT}/{__version__}",
                   "Content-Length": str(len(request)), "Connection": "close"}  # fmt: skip
        asked = httpx2.Request("POST", parse_url(url), headers=headers, content=request)
        with closing(guard.handle_request(asked)) as answer:
            body = unpack(answer.iter_raw(), answer.headers.get("content-encoding", ""), _limits(settings))
    except RefusedError as error:
        raise InputError(f"{url}: {error.wrong}. Mend: {error.mend}") from error
    finally:
        guard.close()
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if answer.status_code != 200 or kind != ANSWERED:
        found = f"{answer.status_code} {kind[:60]}".rstrip()
        raise InputError(f"{url}: it answers {found}; expected a time-stamp. Mend: name a service of RFC 3161")
    return body


def _limits(settings: Settings) -> Limits:
    ports = (*PLAIN_PORTS, *settings.network_ports)
    return Limits(ports=ports, wire_bytes=LARGEST_ANSWER, body_bytes=LARGEST_ANSWER)
