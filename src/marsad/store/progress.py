"""How far an ingest is, told beside the store to whoever only reads; it ends with the process that tells it.

The file `STORE-progress` is locked while the work goes on, so that the system itself says when its teller died.
Nothing of the store is locked by it, and it holds numbers only.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from types import ModuleType

from marsad.store.engine import file_of, parse_where

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # a system without it: nobody could tell a dead teller from a slow one, so nothing is told
    fcntl = None

EVERY_SECONDS = 0.5
MOST_BYTES = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The stage, the documents done, and hundredths of the bytes handed in; None where nobody knows how many."""

    stage: str
    documents: int
    percent: int | None = None


Tell = Callable[[Work], None]


@contextmanager
def telling_beside(store: Path | None) -> Iterator[Tell]:
    """Tells of work at the store's file while the block runs; another that tells already is left to do so alone."""
    handle = _open_to_tell(_beside(store)) if store and fcntl else None
    told, stage = 0.0, ""

    def tell(work: Work) -> None:
        nonlocal told, stage
        now = time.monotonic()
        if handle is not None and (work.stage != stage or now - told >= EVERY_SECONDS):
            told, stage = now, work.stage
            _write(handle, json.dumps(asdict(work)).encode())

    try:
        yield tell
    finally:
        if handle is not None:
            _write(handle, b"")
            os.close(handle)


def work_beside(store: str | Path) -> Work | None:
    """What is told of the store now; None where nobody works on it, or who did has died."""
    path = file_of(parse_where(store))
    if path is None or fcntl is None:
        return None
    try:
        handle = os.open(_beside(path), os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        return _read(handle) if _is_held(handle) else None
    finally:
        os.close(handle)


def _beside(store: Path) -> Path:
    return store.with_name(store.name + "-progress")


def _open_to_tell(path: Path) -> int | None:
    """The file, locked; None where somebody holds it, or there is nowhere to write."""
    assert fcntl is not None
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # the work itself will say what is wrong with the folder
        return None
    for _ in range(20):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(0.01)  # a reader looks whether it is held for some microseconds
        else:
            return handle
    os.close(handle)
    return None


def _is_held(handle: int) -> bool:
    assert fcntl is not None
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def _write(handle: int, told: bytes) -> None:
    """One write of one line, so that no reader sees half of two; blanks cover what stood there."""
    try:
        os.pwrite(handle, told.ljust(MOST_BYTES), 0)
    except OSError:  # a full disk: the ingest says so itself
        return


def _read(handle: int) -> Work | None:
    try:
        told = json.loads(os.read(handle, MOST_BYTES) or b"null")
        return Work(**told) if told else None
    except (ValueError, TypeError):
        return None
