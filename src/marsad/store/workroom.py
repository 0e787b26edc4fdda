"""A folder to work in, beside what is made, that its owner alone can read; and those of killed runs swept away."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from marsad.store.lock import fcntl

PREFIX = ".marsad-work-"
"""How every such folder is called, so that what a killed run left is known for what it is."""


@contextmanager
def workroom(folder: Path) -> Iterator[Path]:
    """A folder within the folder, so that the last step is a renaming; gone at the end, and swept if this is killed.

    It is held by a lock that the system gives back when its holder dies.
    """
    room = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    handle = os.open(room, os.O_RDONLY) if fcntl else None
    try:
        if fcntl and handle is not None:
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield room
    finally:
        shutil.rmtree(room, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def put_in_place(made: Path, to: Path) -> None:
    """On the disk first, then under its name, then the name itself: a crash leaves the whole file, or none."""
    made.chmod(0o600)
    with made.open("rb") as file:
        os.fsync(file.fileno())
    made.rename(to)
    folder = os.open(to.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def sweep(folders: Iterable[Path]) -> tuple[Path, ...]:
    """The work folders that a killed run left in the folders, taken away; what a running one holds is left alone."""
    found = {room for folder in folders if folder.is_dir() for room in folder.glob(f"{PREFIX}*") if room.is_dir()}
    return tuple(room for room in sorted(found) if not room.is_symlink() and _take_away(room))


def _take_away(room: Path) -> bool:
    if fcntl is None:  # nobody can tell whether it is held
        return False
    try:
        handle = os.open(room, os.O_RDONLY)
    except OSError:  # another's, or gone by now
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(room, ignore_errors=True)
    except OSError:
        return False
    finally:
        os.close(handle)
    return not room.exists()
