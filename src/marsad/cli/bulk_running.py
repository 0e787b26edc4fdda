"""What `bulk run` does and says: how far it is, at which rate, until when; then what was read."""

import os
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from marsad.cli.bulk_telling import describe, say_totals
from marsad.cli.screen import note_console, say
from marsad.domain.errors import InputError
from marsad.pipeline.bulk.engines import Cluster, DaskEngine, Engine, LocalEngine
from marsad.pipeline.bulk.progress import Driving, Tell
from marsad.pipeline.bulk.run import ALL, Asked, run_bulk
from marsad.pipeline.bulk.spans import Job
from marsad.pipeline.settings import Settings

PLAIN_SECONDS = 10.0
SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)I?B?", re.IGNORECASE)
POWERS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The options of `bulk run`, as they were given."""

    out: Path
    form: str
    workers: int | None
    dask: bool
    scheduler: str | None
    tls: tuple[Path | None, Path | None, Path | None]
    share: str | None
    shard_size: str
    memory: str
    patience_s: float


def run_all(names: Sequence[str], wanted: Wanted, settings: Settings) -> int:
    """Run it; the number of inputs and documents that were not read comes back."""
    job = Job(
        out=wanted.out,
        form=wanted.form,
        settings=settings,
        memory_bytes=read_size("--memory", wanted.memory),
        patience_s=wanted.patience_s,
    )
    asked = Asked(
        shard_bytes=read_size("--shard-size", wanted.shard_size),
        share=read_share(wanted.share),
        workers=count_workers(wanted),
    )
    with showing() as tell:
        manifest = run_bulk(names, job, asked, lambda job: make_engine(job, wanted), tell)
    if manifest is None:
        say(f"{wanted.out}: this share is read; others are not yet. `marsad bulk status {wanted.out}` says how many")
        return 0
    return say_totals(wanted.out, manifest)


def make_engine(job: Job, wanted: Wanted) -> Engine:
    """What was asked for to do the work."""
    workers = count_workers(wanted)
    if wanted.scheduler or wanted.dask:
        authority, certificate, key = wanted.tls
        return DaskEngine(
            job,
            Cluster(address=wanted.scheduler, workers=workers, ca_file=authority, certificate=certificate, key=key),
        )
    return LocalEngine(job, workers)


def count_workers(wanted: Wanted) -> int:
    """How many processes of this machine work: one a core where nobody says."""
    return wanted.workers or len(os.sched_getaffinity(0))


def read_size(option: str, given: str) -> int:
    """The bytes that "4M" means.

    Raises:
        InputError: it is no size.
    """
    found = SIZE.fullmatch(given.strip())
    size = int(float(found[1]) * 1024 ** POWERS[found[2].upper()]) if found else 0
    if size < 1:
        raise InputError(f"{option} {given}: expected a size such as 4M or 2G. Mend: give it so")
    return size


def read_share(given: str | None) -> tuple[int, int]:
    """The I and N of "I/N".

    Raises:
        InputError: it is none.
    """
    if given is None:
        return ALL
    first, sign, count = given.partition("/")
    if not (sign and first.isdecimal() and count.isdecimal() and 1 <= int(first) <= int(count)):
        raise InputError(f"--shard {given}: expected I/N with I from 1 to N, such as 3/16. Mend: give it so")
    return int(first), int(count)


@contextmanager
def showing() -> Iterator[Tell]:
    """How far it is, on stderr: one line that changes on a terminal, else a line each ten seconds."""
    console = note_console()
    if console.is_terminal:
        with console.status("planning") as line:
            yield lambda driving: line.update(describe(driving))
        return
    said = time.monotonic()

    def tell(driving: Driving) -> None:
        nonlocal said
        if time.monotonic() - said >= PLAIN_SECONDS:
            said = time.monotonic()
            say(describe(driving))

    yield tell
