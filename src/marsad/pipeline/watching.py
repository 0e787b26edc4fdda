"""A folder in, the files that have come to rest in it out, look by look."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.domain.errors import InputError


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What tells that a file is still being written, or was written again."""

    size: int
    changed_ns: int


def watch_folder(
    folder: Path, *, every_s: float, once: bool = False, sleep: Callable[[float], None] = time.sleep
) -> Iterator[list[Path]]:
    """At each look the files that stood still since the last one and were not given yet, by name; for ever.

    A file that changes afterwards is given again. With `once` there are two looks, and what stood still between is
    given. Hidden files, and what lies in hidden folders, are how programs write; they are passed over.

    Raises:
        InputError: it is no folder, or is one no longer.
    """
    given: dict[Path, _Stamp] = {}
    before = _look(folder)
    while True:
        sleep(every_s)
        now = _look(folder)
        ready = [path for path, stamp in now.items() if before.get(path) == stamp and given.get(path) != stamp]
        given.update({path: now[path] for path in ready})
        yield ready
        if once:
            return
        before = now


def _look(folder: Path) -> dict[Path, _Stamp]:
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder. Mend: name one that is there")
    found = {}
    for path in sorted(folder.rglob("*")):
        is_hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not is_hidden and not path.is_symlink():
            stamp = _stamp(path)
            if stamp is not None:
                found[path] = stamp
    return found


def _stamp(path: Path) -> _Stamp | None:
    """None for a folder, and for what went away between two looks."""
    try:
        state = path.stat()
    except OSError:
        return None
    return _Stamp(state.st_size, state.st_mtime_ns) if path.is_file() else None
