"""Failures to sign in, counted by account and by address; past a few of them nobody is heard for a while."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

FAILURES = 5
WINDOW_SECONDS = 15 * 60
"""Five failures in a quarter of an hour; at that pace even six digits take years."""
MOST_NAMES = 10_000


class Throttle:
    """One site's failures, in memory: whoever can restart the site needs no password."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock, self._turn = Lock(), Lock()

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """One attempt after another, from the look at how long to wait to the failure that is counted.

        Side by side, as many would be heard as come before the first is counted, each with the memory of its hash.
        """
        with self._turn:
            yield

    def wait_seconds(self, *names: str) -> int:
        """How long one of the names must wait, 0 where none must."""
        now = self._clock()
        with self._lock:
            waits = [self._wait(name, now) for name in names]
        return max(waits, default=0)

    def note_failure(self, *names: str) -> None:
        """Count one more failure of each."""
        now = self._clock()
        with self._lock:
            if len(self._failures) > MOST_NAMES:
                self._failures.clear()
            for name in names:
                self._failures[name].append(now)

    def forget(self, *names: str) -> None:
        """Count anew after a success."""
        with self._lock:
            for name in names:
                self._failures.pop(name, None)

    def _wait(self, name: str, now: float) -> int:
        times = self._failures.get(name)
        while times and times[0] <= now - WINDOW_SECONDS:
            times.popleft()
        if not times or len(times) < FAILURES:
            return 0
        return int(times[-FAILURES] + WINDOW_SECONDS - now) + 1
