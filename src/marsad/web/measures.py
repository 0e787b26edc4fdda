"""A site in, its measures in Prometheus' text out: how much is open, how fast it answers, and nothing of anybody.

No place, actor, outlet, address or account is a label, and whatever a protected source could be seen by is left out:
its documents; events and spells, whose number changes as it tells of one; the hours at which reports are written.
"""

import time
from collections.abc import Iterator
from threading import Lock

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from marsad import __version__
from marsad.domain.errors import MarsadError
from marsad.store import Store
from marsad.store.counting import count_open

OTHER = "other"
"""The route of whatever has none, and of what is not to be told apart."""
UNTOLD = frozenset({"report", "people", "account", "sign-in", "sign-out", "live", OTHER})
"""First parts of routes of which not even the hour of a request is told."""
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Upper ends; 0.15 is what a page must take."""
KEPT_SECONDS = 15.0
"""For so long counts stand: to count a great store takes it a moment."""
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
COUNTED = {
    "documents": "Open documents kept. Its rate is that of what comes in.",
    "claims": "Claims of open documents.",
}


def told_route(template: str | None) -> str:
    """The route as it may be told: its template, never the address that was asked for."""
    first = (template or OTHER).removeprefix("/api/v1").strip("/").split("/", 1)[0]
    return OTHER if template is None or first in UNTOLD else template


class Measures:
    """What one process of a site measured since it began, with what its store holds now."""

    def __init__(self, store: Store) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # else each route tells when it was first asked for
        self._registry = CollectorRegistry()
        names = ("method", "route")
        self._requests = Counter("marsad_requests", "Requests answered.", (*names, "status"), registry=self._registry)
        self._seconds = Histogram(
            "marsad_request_seconds", "How long answers took.", names, buckets=SECONDS, registry=self._registry
        )
        self._registry.register(_Counts(store))

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._requests.labels(method, route, f"{status // 100}xx").inc()
        self._seconds.labels(method, route).observe(seconds)

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self._registry)


class _Counts(Collector):
    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._counted, self._known = float("-inf"), dict[str, int]()

    def collect(self) -> Iterator[Metric]:
        """The version, whether the store answers, and the counts of what is open."""
        yield _gauge("build_info", "Which Marsad it is.", 1, version=__version__)
        with self._lock:
            try:
                if time.monotonic() - self._counted > KEPT_SECONDS:
                    self._known, self._counted = count_open(self._store), time.monotonic()
            except MarsadError:
                yield _gauge("store_up", "1 where the store answers.", 0)
                return
            known = dict(self._known)
        yield _gauge("store_up", "1 where the store answers.", 1)
        for name, said in COUNTED.items():
            yield _gauge(name, said, known[name])

    def describe(self) -> Iterator[Metric]:
        """Nothing, so that registering it asks the store for nothing."""
        return iter(())


def _gauge(name: str, said: str, value: float, **labels: str) -> Metric:
    made = GaugeMetricFamily(f"marsad_{name}", said, labels=[*labels])
    made.add_metric([*labels.values()], value)
    return made
