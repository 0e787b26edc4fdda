"""One writer at a time: a lock on a file beside the store, given back by the system when its holder dies."""

import os
import time
from contextlib import suppress
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
    """Held from the first write until `release`; taking it twice is nothing.

    Who waits for it holds the lock of a second file meanwhile, by which a long run sees that it is to let somebody in.
    """

    def __init__(self, store: Path | None) -> None:
        """`store` is the store's file, None for one that lives in memory and has no other writer."""
        self._store = store
        self._handle: int | None = None
        self._waiting = store.with_name(store.name + "-waiting") if store else None

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
            self._wait(handle, patience_s)
        except OSError as error:
            holder = os.read(handle, 20).decode("ascii", "replace").strip() or "unknown"
            os.close(handle)
            raise StoreError(
                f"{self._store} is being written by process {holder}; one writer at a time. Mend: wait until it ends"
            ) from error
        os.ftruncate(handle, 0)
        os.write(handle, str(os.getpid()).encode())
        self._handle = handle

    def let_in(self, patience_s: float) -> None:
        """Where another process waits, give the lock to it and wait until it gave it back."""
        if self._handle is None or not _is_held(self._waiting):
            return
        self.release()
        until = time.monotonic() + patience_s
        while _is_held(self._waiting) and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)
        self.take(patience_s)

    def _wait(self, handle: int, patience_s: float) -> None:
        """Lock the file, seen to wait for it where another process holds it.

        Raises:
            OSError: the other holds it all the while.
        """
        assert fcntl is not None
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        until = time.monotonic() + patience_s
        assert self._waiting is not None
        waiting = os.open(self._waiting, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(waiting, until)
            _lock(handle, until)
        finally:
            os.close(waiting)

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


def _is_held(path: Path | None) -> bool:
    """Whether a process holds the lock of the file."""
    if fcntl is None or path is None or not path.exists():
        return False
    handle = os.open(path, os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False
