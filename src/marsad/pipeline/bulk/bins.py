"""Bins on the disk, for a record made in parts: what a step deals out, packed, a file for each bin and dealer."""

import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from marsad.pipeline.bulk.layout import unfinished_name
from marsad.reconcile.dealing import Do, Hand, Step, Table

HELD = 20_000
"""Things that a step holds before it writes them: what bounds its memory, whatever it deals."""
LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskBins:
    """Bins in a folder that this user alone may look into: what lies in it is read back as it was, code and all."""

    folder: Path
    parts: int

    @contextmanager
    def hand(self, step: str, part: int) -> Iterator[Hand]:
        """What a step of a part deals with; nothing of it lies in the bins before all of it does."""
        dealer = _Dealer(folder=self.folder, source=f"{step}-{part:06d}")
        yield dealer
        dealer.end()

    def read(self, name: str, part: int) -> Iterator[Any]:
        """What lies in a bin."""
        for path in sorted((self.folder / name / f"{part:06d}").glob("[!.]*")):
            with path.open("rb") as file:
                while length := int.from_bytes(file.read(LENGTH_BYTES), "big"):
                    yield from pickle.loads(_packing().decompress(file.read(length)))  # noqa: S301  # our own, see above

    def is_done(self, step: str, part: int) -> bool:
        """Whether a step of a part need not be done again."""
        return self._mark(step, part).exists()

    def note_done(self, step: str, part: int) -> None:
        """Keep that it is."""
        mark = self._mark(step, part)
        mark.parent.mkdir(exist_ok=True)
        mark.touch()

    def _mark(self, step: str, part: int) -> Path:
        return self.folder / ".done" / f"{step}-{part:06d}"


@dataclass(slots=True, kw_only=True)
class _Dealer:
    folder: Path
    source: str
    _held: dict[tuple[str, int], list[Any]] = field(default_factory=lambda: defaultdict(list))
    _count: int = 0
    _unfinished: dict[Path, Path] = field(default_factory=dict)

    def deal(self, name: str, part: int, thing: Any) -> None:
        self._held[name, part].append(thing)
        self._count += 1
        if self._count >= HELD:
            self.write()

    def write(self) -> None:
        for (name, part), things in self._held.items():
            path = self.folder / name / f"{part:06d}" / self.source
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = self._unfinished.setdefault(path, unfinished_name(path))
            packed = _packing().compress(pickle.dumps(things, protocol=pickle.HIGHEST_PROTOCOL), level=1)
            with unfinished.open("ab") as file:
                file.write(len(packed).to_bytes(LENGTH_BYTES, "big") + packed)
        self._held.clear()
        self._count = 0

    def end(self) -> None:
        """Put all that was dealt where it is looked for, in the place of what was dealt before."""
        self.write()
        for path, unfinished in self._unfinished.items():
            unfinished.replace(path)


@contextmanager
def doing_by(workers: int, table: Table, bins: DiskBins) -> Iterator[Do]:
    """What does a step for each part for which it is not done, in so many processes, each given the table once."""
    pool = ProcessPoolExecutor(workers, get_context("spawn"), _hold, (table,)) if workers > 1 else None

    def do(step: Step, table: Table, parts: Iterable[int]) -> None:
        left = [part for part in parts if not bins.is_done(step.__name__, part)]
        if pool:
            for _ in pool.map(partial(_do_held, bins, step), left):
                pass
        for part in [] if pool else left:
            _do(bins, step, table, part)

    with pool or nullcontext():
        yield do


HELD_TABLE: list[Table] = []


def _hold(table: Table) -> None:
    HELD_TABLE[:] = [table]


def _do_held(bins: DiskBins, step: Step, part: int) -> None:
    _do(bins, step, HELD_TABLE[0], part)


def _do(bins: DiskBins, step: Step, table: Table, part: int) -> None:
    step(table, part)
    bins.note_done(step.__name__, part)


def _packing() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    return zstd
