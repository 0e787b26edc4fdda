"""A run's folder in, how far it is out; from another shell too, for each driver says in a file what it does."""

import json
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from marsad.pipeline.bulk.layout import is_running, this_process, written_whole
from marsad.pipeline.bulk.plan import read_plan

EVERY_S = 1.0
STALE_S = 60.0
"""After so long without a word a driver of another machine is taken for gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driving:
    """What one driver does: of the shards that are its own, how many are done, and in how many seconds it did some.

    `bytes_read` counts what it has read since it began; `bytes_left` what it still has to.
    """

    driver: str
    stage: str
    workers: int = 0
    shards: int = 0
    shards_done: int = 0
    bytes_read: int = 0
    bytes_left: int = 0
    documents: int = 0
    claims: int = 0
    seconds: float = 0.0
    at: float = 0.0

    @property
    def documents_a_second(self) -> float:
        """Since it began."""
        return self.documents / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the rate so far; None where nothing tells."""
        return self.seconds / self.bytes_read * self.bytes_left if self.bytes_read and self.seconds else None


Tell = Callable[[Driving], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A run as its folder tells it. `aside` are shards in which a document that breaks workers is looked for."""

    shards: int
    done: int
    aside: int
    record: bool
    drivers: tuple[Driving, ...]

    @property
    def is_complete(self) -> bool:
        """Whether all is read and reconciled."""
        return self.record and self.done == self.shards


class Telling:
    """Keeps what this driver does in the run's folder while it does it, and tells it to `tell`."""

    def __init__(self, out: Path, tell: Tell, **known: int) -> None:
        self._path = out / "drivers" / f"{this_process()}.json"
        self._tell, self._begun, self._kept = tell, time.monotonic(), 0.0
        self.now = Driving(driver=this_process(), stage="reading", **known)

    def show(self, **changed: object) -> None:
        """Change what it does."""
        seconds = time.monotonic() - self._begun
        self.now = replace(self.now, seconds=seconds, at=time.time(), **changed)  # type: ignore[arg-type]
        self._tell(self.now)
        if time.monotonic() - self._kept >= EVERY_S or "stage" in changed:
            self._kept = time.monotonic()
            with written_whole(self._path) as unfinished:
                unfinished.write_text(json.dumps(asdict(self.now)), encoding="utf-8")

    def end(self) -> None:
        """It does nothing any more."""
        self._path.unlink(missing_ok=True)
        with suppress(OSError):  # another driver is at it
            self._path.parent.rmdir()


def read_status(out: Path) -> Status:
    """How far a run is.

    Raises:
        InputError: it is no run's folder.
    """
    shards = read_plan(out)["shards"]
    files = sorted((out / "drivers").glob("[!.]*.json"))
    return Status(
        shards=len(shards) if isinstance(shards, list) else 0,
        done=sum(1 for path in (out / "shards").glob("[0-9]*")),
        aside=sum(1 for path in (out / "parts").glob("[0-9]*")),
        record=(out / "manifest.json").exists(),
        drivers=tuple(one for one in map(_read, files) if one and _is_at_it(one)),
    )


def _read(path: Path) -> Driving | None:
    try:
        return Driving(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # it ended just now
        return None


def _is_at_it(one: Driving) -> bool:
    host, _, process = one.driver.rpartition(".")
    return is_running(int(process)) if host == socket.gethostname() else time.time() - one.at < STALE_S
