"""What lies where in a run's folder, and how a file or folder gets there: whole, or not at all."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

UNFINISHED = ".unfinished"
"""What the name of a thing begins with that is being written; what a killed process left of it is cleared away."""


RECONCILING = ".reconciling"
"""The folder of what a record is made of while it is made; what a killed process did of it, the next one need not."""


def shard_folder(out: Path, number: int) -> Path:
    """The folder of a shard. That it is there says that the shard is done."""
    return out / "shards" / f"{number:06d}"


def parts_folder(out: Path, number: int) -> Path:
    """Where the parts of a shard lie while a document that cannot be read is looked for in it."""
    return out / "parts" / f"{number:06d}"


def this_process() -> str:
    """A name of this process that no other has now: host and process id."""
    return f"{socket.gethostname()}.{os.getpid()}"


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A name to write a file under, that is then flushed to the disk and renamed to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = unfinished_name(path)
    yield unfinished
    flush(unfinished)
    unfinished.replace(path)
    flush(path.parent)


@contextmanager
def folder_written_whole(path: Path) -> Iterator[Path]:
    """As `written_whole`, of a folder with its files; where another process was first, its folder stays."""
    unfinished = unfinished_name(path)
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        for file in unfinished.iterdir():
            flush(file)
        flush(unfinished)
        if not path.exists():
            try:
                unfinished.rename(path)
            except OSError:
                if not path.exists():
                    raise
        flush(path.parent)
    finally:
        if unfinished.exists():
            shutil.rmtree(unfinished)


def flush(path: Path) -> None:
    """Have what was written of a file, or of a folder's names, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def clear_unfinished(out: Path) -> None:
    """Clear away what processes of this machine that are no more left: unfinished things, and what they said."""
    for path in out.glob("drivers/*.json"):
        if not _is_alive(f"~{path.stem}"):
            path.unlink(missing_ok=True)
    for place in ("", "*/", "parts/*/", f"{RECONCILING}/*/*/*/"):
        for path in out.glob(f"{place}{UNFINISHED}*"):
            _clear(path)


def _clear(path: Path) -> None:
    if not _is_alive(path.name):
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def unfinished_name(path: Path) -> Path:
    """A name beside a path to write it under, that says who does."""
    return path.parent / f"{UNFINISHED}~{this_process()}~{uuid4().hex[:8]}~{path.name}"


def _is_alive(name: str) -> bool:
    """Whether the process that writes this runs, as far as this machine can tell."""
    host, _, process = name.split("~")[1].rpartition(".")
    return host != socket.gethostname() or is_running(int(process))


def is_running(process: int) -> bool:
    """Whether a process of this id runs on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _has_ended(process)


def _has_ended(process: int) -> bool:
    """Whether it only waits for somebody to take note of its end, for which there is nobody in many a container."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:  # no Linux, or gone meanwhile
        return False
    return told.rpartition(")")[2].split()[:1] == ["Z"]
