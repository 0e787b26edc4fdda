"""Outcomes in, what is to be done next out: shards, the halves of those that break a worker, and what is set aside."""

import shutil
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from marsad.domain.errors import StoreError
from marsad.pipeline.bulk.layout import folder_written_whole, parts_folder, shard_folder
from marsad.pipeline.bulk.plan import Shard
from marsad.pipeline.bulk.shard_files import ShardWriter, read_problems, read_readings
from marsad.pipeline.bulk.spans import Job, Span, set_aside, whole_span
from marsad.pipeline.bulk.supervising import Ending, Outcome

TRIES = 2
"""How often a worker may die of a whole shard, or of one document, before the document is blamed: who kills workers
may be anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing for a worker: a span to read, or to count."""

    span: Span
    what: str = "read"


class Ledger:
    """What is still to be done of a run's shards. What is done is told by the folders that are there, by nothing else.

    A shard that breaks its worker twice is halved, and its halves again, until what breaks it stands alone.
    """

    def __init__(self, job: Job, shards: Iterable[Shard]) -> None:
        self._job = job
        self._shards = iter(shards)
        self._next: deque[Task] = deque()
        self._parts: dict[int, set[Span]] = {}
        self._left: Counter[int] = Counter()
        self._tries: Counter[Span] = Counter()
        self.finished: int = 0

    def tasks(self, most: int) -> Iterator[Task]:
        """Up to so many that can be done now; more may come when outcomes are settled."""
        for _ in range(most):
            while not self._next and self._open_shard():
                pass
            if not self._next:
                return
            yield self._next.popleft()

    def _open_shard(self) -> bool:
        """Whether there was another shard, whose first tasks are next if it is not done."""
        shard = next(self._shards, None)
        if shard is None:
            return False
        span = whole_span(shard)
        if parts_folder(self._job.out, shard.number).exists():
            self._split(span)
        elif not shard_folder(self._job.out, shard.number).exists():
            self._next.append(Task(span=span))
        return True

    def settle(self, outcome: Outcome, what: str = "read") -> None:
        """Take note of what became of a task."""
        span = outcome.span
        if what == "count":
            self._settle_count(outcome)
        elif outcome.ending is Ending.DONE:
            self._finish(span)
        else:
            self._tries[span] += 1
            if outcome.ending is Ending.DIED and self._tries[span] < TRIES and (span.whole or _is_one(span)):
                self._next.append(Task(span=span))
            elif _is_one(span):
                self._give_up(span, outcome.reason)
            else:
                self._split(span)

    def _split(self, span: Span) -> None:
        """Halve by pieces; of one piece, find out first how many items it has."""
        count = len(span.pieces)
        if count == 1 and span.end is None:
            self._next.append(Task(span=replace(span, whole=False), what="count"))
            if span.whole:
                self._left[span.shard] += 1
                parts_folder(self._job.out, span.shard).mkdir(parents=True, exist_ok=True)
            return
        if count > 1:
            at = count // 2
            halves = [replace(span, pieces=span.pieces[:at]),
                      replace(span, pieces=span.pieces[at:], first=span.first + at)]  # fmt: skip
        else:
            middle = (span.start + (span.end or 0)) // 2
            halves = [replace(span, end=middle), replace(span, start=middle)]
        self._put(span, [replace(half, whole=False) for half in halves])

    def _put(self, span: Span, halves: list[Span]) -> None:
        """Have the halves done in the place of the span; those that an earlier run did are there."""
        self._left[span.shard] += len(halves) - (0 if span.whole else 1)
        parts_folder(self._job.out, span.shard).mkdir(parents=True, exist_ok=True)
        for half in halves:
            if half.folder(self._job.out).exists():
                self._finish(half)
            else:
                self._next.append(Task(span=half))

    def _settle_count(self, outcome: Outcome) -> None:
        """Halve what was counted; what cannot even be opened to its end is set aside from where it breaks."""
        span, count = outcome.span, outcome.counted
        if count is not None:
            end = max(count, span.start + 1)
            known = replace(span, end=end)
            if _is_one(known):
                self._next.append(Task(span=known))
            else:
                self._split(known)
            return
        if outcome.reached > 1:  # the last that was told was got over, so what stands before it is sound
            sound = replace(span, end=outcome.reached)
            rest = replace(span, start=outcome.reached)
            self._left[span.shard] += 1
            self._next.append(Task(span=sound))
            self._give_up(rest, outcome.reason)
        else:
            self._give_up(span, outcome.reason)

    def _give_up(self, span: Span, reason: str) -> None:
        span = replace(span, whole=False)
        if not span.folder(self._job.out).exists():
            set_aside(self._job, span, reason)
        self._finish(span)

    def _finish(self, span: Span) -> None:
        if not span.whole:
            self._parts.setdefault(span.shard, set()).add(span)
            self._left[span.shard] -= 1
            if self._left[span.shard]:
                return
            self._join(span.shard)
        self.finished += 1

    def _join(self, shard: int) -> None:
        """Make the shard of its parts, in their order, as if it had been read at one stroke."""
        parts = sorted(self._parts.pop(shard), key=lambda part: (part.first, part.start))
        join_parts(self._job, shard, [part.folder(self._job.out) for part in parts])
        shutil.rmtree(parts_folder(self._job.out, shard))


def join_parts(job: Job, shard: int, folders: Iterable[Path]) -> None:
    """Write a shard's files of those of its parts.

    Raises:
        StoreError: a part is not there.
    """
    with folder_written_whole(shard_folder(job.out, shard)) as folder, ShardWriter(folder, job.form) as writer:
        for part in folders:
            if not part.exists():
                raise StoreError(f"{part} is gone. Mend: run it again: the shard is read anew")
            for kept, claims in read_readings(part):
                writer.add(kept, claims)
            for problem in read_problems(part):
                writer.add_problem(problem)


def _is_one(span: Span) -> bool:
    return len(span.pieces) == 1 and span.end is not None and span.end - span.start == 1
