"""Settings in, what fetches and what posts out: where the network is switched on, and whom a site can ask about it."""

import re

from marsad.domain.errors import SetupError
from marsad.pipeline.network.fetching import Fetcher
from marsad.pipeline.network.guard import Guard
from marsad.pipeline.network.limits import PLAIN_PORTS, Limits
from marsad.pipeline.network.posting import Poster
from marsad.pipeline.settings import Settings

CONTACT = re.compile(r"[!-~]+@[!-~]+\.[!-~]+\Z|https?://[!-~]+\Z")


def open_fetcher(settings: Settings) -> Fetcher:
    """The fetcher of the settings, behind the guard.

    Raises:
        SetupError: the network is not switched on, or no contact is given.
    """
    _refuse_if_off(settings, "MARSAD_NETWORK=true and MARSAD_CONTACT, if Marsad may fetch")
    if not CONTACT.match(settings.contact or ""):
        found = repr(settings.contact) if settings.contact else "not set"
        raise SetupError(
            f"MARSAD_CONTACT is {found}; expected a mail or web address, which each site is told. Mend: set it"
        )
    limits = limits_of(settings)
    return Fetcher(Guard(limits), limits, settings.contact or "")


def open_poster(settings: Settings) -> Poster:
    """What posts messages for the settings, behind the guard.

    Raises:
        SetupError: the network is not switched on.
    """
    _refuse_if_off(settings, "MARSAD_NETWORK=true, if Marsad may tell others")
    limits = limits_of(settings)
    return Poster(Guard(limits), limits, settings.contact)


def limits_of(settings: Settings) -> Limits:
    """What one request may cost, with the ports that the settings allow beside those of the web."""
    return Limits(ports=(*PLAIN_PORTS, *settings.network_ports))


def _refuse_if_off(settings: Settings, mend: str) -> None:
    if not settings.network:
        raise SetupError(f"the network is off. Mend: set {mend}")
