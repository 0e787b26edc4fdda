"""Bins on the disk, for a record made in parts: what a step deals out, packed, a file for each bin and dealer."""

import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from marsad.reconcile.dealing import Do, Hand, Step, Table, do_here

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
        """What a step of a part deals with."""
        dealer = _Dealer(folder=self.folder, source=f"{step}-{part:06d}")
        yield dealer
        dealer.write()

    def read(self, name: str, part: int) -> Iterator[Any]:
        """What lies in a bin."""
        for path in sorted((self.folder / name / f"{part:06d}").glob("*")):
            with path.open("rb") as file:
                while length := int.from_bytes(file.read(LENGTH_BYTES), "big"):
                    yield from pickle.loads(_packing().decompress(file.read(length)))  # noqa: S301  # our own, see above


@dataclass(slots=True, kw_only=True)
class _Dealer:
    folder: Path
    source: str
    _held: dict[tuple[str, int], list[Any]] = field(default_factory=lambda: defaultdict(list))
    _count: int = 0

    def deal(self, name: str, part: int, thing: Any) -> None:
        self._held[name, part].append(thing)
        self._count += 1
        if self._count >= HELD:
            self.write()

    def write(self) -> None:
        for (name, part), things in self._held.items():
            path = self.folder / name / f"{part:06d}" / self.source
            path.parent.mkdir(parents=True, exist_ok=True)
            packed = _packing().compress(pickle.dumps(things, protocol=pickle.HIGHEST_PROTOCOL), level=1)
            with path.open("ab") as file:
                file.write(len(packed).to_bytes(LENGTH_BYTES, "big") + packed)
        self._held.clear()
        self._count = 0


@contextmanager
def doing_by(workers: int, table: Table) -> Iterator[Do]:
    """What does a step for each part, in so many processes, each of which is given the table once."""
    if workers == 1:
        yield do_here
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _hold, (table,)) as pool:

        def do(step: Step, table: Table, parts: Iterable[int]) -> None:  # noqa: ARG001  # each process has the table
            for _ in pool.map(partial(_do, step), parts):
                pass

        yield do


HELD_TABLE: list[Table] = []


def _hold(table: Table) -> None:
    HELD_TABLE[:] = [table]


def _do(step: Step, part: int) -> None:
    step(HELD_TABLE[0], part)


def _packing() -> Any:
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    return zstd
