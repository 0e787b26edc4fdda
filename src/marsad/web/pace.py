"""Who asks how often in, how long they must wait out: a bucket a name, filled at a steady pace."""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

MOST_NAMES = 10_000
"""Names kept; the one that asked longest ago goes first, and by then its bucket is full again."""
NET_BITS = 64
"""Whoever has one address of IPv6 has all of its /64, and could ask from each in turn. Source: RFC 6177, RFC 4291."""


def net_of(host: str) -> str:
    """By what an asker is counted: the address, of IPv6 its net; of a v4-mapped one that of IPv4."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, NET_BITS), strict=False))


class Pace:
    """So many requests at once, then so many a second. In memory: it guards one process's time, and no secret."""

    def __init__(self, *, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._per_second, self._clock = burst, per_second, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait_seconds(self, name: str) -> int:
        """0 where one more may be asked now, which is then counted; else whole seconds until it may."""
        now = self._clock()
        with self._lock:
            left, then = self._buckets.pop(name, (float(self._burst), now))
            left = min(self._burst, left + (now - then) * self._per_second)
            is_free = left >= 1
            self._buckets[name] = (left - 1 if is_free else left, now)
            while len(self._buckets) > MOST_NAMES:
                self._buckets.popitem(last=False)
        return 0 if is_free else max(1, math.ceil((1 - left) / self._per_second))
