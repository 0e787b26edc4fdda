"""The machine that a store lies on: its disk, its clock, and what killed runs left there."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

from marsad.domain.errors import MarsadError
from marsad.pipeline.doctor.check import Check, limit_of
from marsad.pipeline.settings import Settings
from marsad.store.engine import file_of, parse_where
from marsad.store.workroom import sweep

MEGABYTE = 1_000_000


def check_machine(settings: Settings, now: dt.datetime) -> Iterator[Check]:
    try:
        path = file_of(parse_where(settings.db))
    except MarsadError:  # said where the store is looked at
        return
    folder = (path or settings.data).absolute().parent
    while not folder.exists():
        folder = folder.parent
    yield _check_disk(folder, path)
    yield from _check_file_times(path, now)
    for room in sweep([folder]) if path else ():
        yield Check(topic="left over", found=f"{room}: what a backup or restore that was killed had left is taken away")


def _check_disk(folder: Path, path: Path | None) -> Check:
    free = shutil.disk_usage(folder).free
    size = path.stat().st_size if path and path.exists() else 0
    found = f"{free // MEGABYTE:,} MB free in {folder}"
    if free < limit_of("disk", "least_free_mb") * MEGABYTE:
        return Check(topic="disk", found=found, mend="free some space: a write that finds none is refused")
    if free < limit_of("disk", "times_the_store") * size:
        mend = "free some space: a backup needs twice the store's size beside it"
        return Check(topic="disk", found=f"{found}; the store has {size // MEGABYTE:,} MB", mend=mend)
    return Check(topic="disk", found=found)


def _check_file_times(path: Path | None, now: dt.datetime) -> Iterator[Check]:
    """A file that was written in the future was written before the clock was set back."""
    for one in (path, path and path.with_name(path.name + "-wal")):
        if one and one.exists():
            written = dt.datetime.fromtimestamp(one.stat().st_mtime, dt.UTC)
            if written > now + dt.timedelta(seconds=limit_of("clock", "ahead_s")):
                found = f"the clock says {_spell(now)}, and {one} was written at {_spell(written)}"
                yield Check(topic="clock", found=found, mend="set the clock right (timedatectl), before anything else")


def _spell(at: dt.datetime) -> str:
    return at.isoformat(timespec="seconds")
