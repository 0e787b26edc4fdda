"""One writer at a time: a lock on a file beside the store, given back by the system when its holder dies."""

import os
import time
from pathlib import Path
from types import ModuleType

from marsad.domain.errors import StoreError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # a system without it: SQLite's own lock still lets one transaction in at a time
    fcntl = None


LOOK_SECONDS = 0.01
"""Between two looks whether another process has given the lock back."""


class WriterLock:
    """Held from the first write until `release`; taking it twice is nothing."""

    def __init__(self, store: Path | None) -> None:
        """`store` is the store's file, None for one that lives in memory and has no other writer."""
        self._store = store
        self._handle: int | None = None

    def take(self, patience_s: float = 0.0) -> None:
        """Hold the lock; where another process does, wait so long for it.

        Raises:
            StoreError: another process holds it all the while; the message says which.
        """
        if self._handle is not None or self._store is None or fcntl is None:
            return
        path = self._store.with_name(self._store.name + "-lock")
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(handle, time.monotonic() + patience_s)
        except OSError as error:
            holder = os.read(handle, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(handle)
            raise StoreError(
                f"{self._store} is being written by process {holder}; one writer at a time. Mend: wait until it ends"
            ) from error
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; the file stays, empty locks being harmless and its removal being a race."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _lock(handle: int, until: float) -> None:
    """Lock the file; another's lock is an OSError only once the time is over."""
    assert fcntl is not None
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= until:
                raise
            time.sleep(LOOK_SECONDS)
        else:
            return
