"""A run's folder and what its record is made of in, bins out that a driver which is killed leaves to the next one."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from marsad.pipeline.bulk.bins import DiskBins
from marsad.pipeline.bulk.layout import RECONCILING, UNFINISHED, this_process
from marsad.pipeline.bulk.shard_files import read_summary

BOOT = Path("/proc/sys/kernel/random/boot_id")
"""Another word each time that the machine starts: what it had not yet written to the disk when it failed is then gone.

Source: random(4).
"""
OURS_ALONE = 0o700


def name_work(folders: Sequence[Path], parts: int, rules: str) -> str:
    """A name of all that steps depend on: shards, parts, rules, and that the machine did not fail meanwhile."""
    digest = sha256(f"{parts} {rules} {BOOT.read_text() if BOOT.exists() else this_process()}".encode())
    for folder in folders:
        digest.update(repr(sorted(read_summary(folder).files.items())).encode())
    return digest.hexdigest()[:32]


@contextmanager
def kept_bins(out: Path, work: str, parts: int) -> Iterator[DiskBins]:
    """Bins in which the steps that are done stay done, however this process ends; gone once all of them are.

    Where another process is at it, or the folder is not ours alone, they are bins that nobody else will find.
    """
    room = out / RECONCILING
    with _held(room) as is_ours:
        if not is_ours:
            with TemporaryDirectory(dir=out, prefix=f"{UNFINISHED}~{this_process()}~") as folder:
                yield DiskBins(folder=Path(folder), parts=parts)
            return
        for other in room.iterdir():
            if other.is_dir() and other.name != work:
                shutil.rmtree(other)
        (room / work).mkdir(mode=OURS_ALONE, exist_ok=True)
        yield DiskBins(folder=room / work, parts=parts)
        shutil.rmtree(room, ignore_errors=True)  # a killed driver's process may still write there


@contextmanager
def _held(room: Path) -> Iterator[bool]:
    """Whether this process has the folder to itself, which the system takes back from one that is killed."""
    import fcntl  # noqa: PLC0415  # no Windows, where bulk does not run either

    with suppress(FileExistsError):
        room.mkdir(mode=OURS_ALONE)
    told = room.stat()
    if told.st_uid != os.getuid() or told.st_mode & 0o077:  # what lies in it is read back code and all
        yield False
        return
    with (room / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = (room / "lock").stat().st_ino == os.fstat(lock.fileno()).st_ino
        except OSError:  # another has it, or had it and took the folder away
            is_ours = False
        yield is_ours
