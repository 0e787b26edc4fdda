"""Settings in, a fetcher out: where the network is switched on, and by whom it can be asked about."""

import re

from marsad.domain.errors import SetupError
from marsad.pipeline.network.fetching import Fetcher
from marsad.pipeline.network.guard import Guard
from marsad.pipeline.network.limits import PLAIN_PORTS, Limits
from marsad.pipeline.settings import Settings

CONTACT = re.compile(r"[!-~]+@[!-~]+\.[!-~]+\Z|https?://[!-~]+\Z")


def open_fetcher(settings: Settings) -> Fetcher:
    """The fetcher of the settings, behind the guard.

    Raises:
        SetupError: the network is not switched on, or no contact is given.
    """
    if not settings.network:
        raise SetupError("the network is off. Mend: set MARSAD_NETWORK=true and MARSAD_CONTACT, if Marsad may fetch")
    if not CONTACT.match(settings.contact or ""):
        found = repr(settings.contact) if settings.contact else "not set"
        raise SetupError(
            f"MARSAD_CONTACT is {found}; expected a mail or web address, which each site is told. Mend: set it"
        )
    limits = Limits(ports=(*PLAIN_PORTS, *settings.network_ports))
    return Fetcher(Guard(limits), limits, settings.contact or "")
