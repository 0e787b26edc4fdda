"""A span in, what became of it out: read in a process that is watched, and replaced when it dies or hangs."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from select import select
from tempfile import TemporaryFile
from typing import Any

from marsad.pipeline.bulk.spans import Job, Span, to_plain

LOADING_S = 300.0
"""How long it may take to load the language pipeline, before anything is read."""
END_S = 30.0
"""How long the end of a process that was killed may take to be told."""


class Ending(StrEnum):
    """How a span ended."""

    DONE = "done"
    DIED = "died"
    HUNG = "hung"
    MEMORY = "memory"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a span; `reason` in words where it was not done. `counted`: how many items it has, if asked.

    `reached` is the last item that is known to have been got over.
    """

    span: Span
    ending: Ending
    reason: str = ""
    counted: int | None = None
    reached: int = 0


class Worker:
    """One process that reads, with its keeper; started when first needed."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._keeper: subprocess.Popen[bytes] | None = None
        self._reading: int | None = None
        self._pending = b""
        self._said = TemporaryFile()  # noqa: SIM115  # closed with the worker

    def do(self, span: Span, what: str = "read") -> Outcome:
        """Have the span read, or its items counted. Whatever breaks it, the next span finds a worker."""
        reached = 0
        try:
            self._ask({"do": what, "span": to_plain(span)})
            while True:
                answer = self._hear(self._job.patience_s)
                if answer is None:
                    return self._stop(span, reached)
                if "at" in answer:
                    reached = answer["at"]
                elif "done" in answer:
                    return self._tell(span, answer, reached)
        except (BrokenPipeError, EOFError):
            reason = self._say_death()
            self.end()
            return Outcome(span=span, ending=Ending.DIED, reason=reason, reached=reached)

    def warm(self) -> None:
        """Start it now."""
        self._begin()

    def close(self) -> None:
        """End it for good."""
        self.end()
        self._said.close()

    def end(self) -> None:
        """End its processes; another span starts others."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        keeper.kill()
        keeper.wait()
        if self._reading:
            with suppress(ProcessLookupError):
                os.kill(self._reading, signal.SIGKILL)
        for stream in (keeper.stdin, keeper.stdout):
            if stream:
                with suppress(BrokenPipeError):
                    stream.close()

    def _ask(self, asked: dict[str, Any]) -> None:
        keeper = self._keeper if self._keeper and self._keeper.poll() is None else self._begin()
        self._write(keeper, asked)

    def _write(self, keeper: subprocess.Popen[bytes], asked: dict[str, Any]) -> None:
        if keeper.stdin:
            keeper.stdin.write(json.dumps(asked).encode() + b"\n")
            keeper.stdin.flush()

    def _begin(self) -> subprocess.Popen[bytes]:
        """Start a keeper, and wait until it has loaded."""
        self.end()
        self._pending, self._reading = b"", None
        self._said.seek(0)
        self._said.truncate()
        environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "marsad.pipeline.bulk.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._said, env=environment,
        )  # fmt: skip
        self._write(self._keeper, to_plain(self._job))
        if self._hear(LOADING_S) is None:
            raise EOFError
        return self._keeper

    def _hear(self, patience_s: float) -> dict[str, Any] | None:
        """The next answer; None where none came in time.

        Raises:
            EOFError: the keeper is dead.
        """
        keeper, until = self._keeper, time.monotonic() + patience_s
        if keeper is None or keeper.stdout is None:
            raise EOFError
        while b"\n" not in self._pending:
            ready, _, _ = select([keeper.stdout], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                return None
            came = os.read(keeper.stdout.fileno(), 65_536)
            if not came:
                raise EOFError
            self._pending += came
        line, _, self._pending = self._pending.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        self._reading = answer.get("process", self._reading)
        return answer

    def _stop(self, span: Span, reached: int) -> Outcome:
        """End the process that hangs; the keeper puts another in its place."""
        if self._reading:
            os.kill(self._reading, signal.SIGKILL)
        until = time.monotonic() + END_S
        while (answer := self._hear(END_S)) and "done" not in answer and time.monotonic() < until:
            pass
        reason = f"its worker made no step for {self._job.patience_s:g} seconds"
        return Outcome(span=span, ending=Ending.HUNG, reason=reason, reached=reached)

    def _tell(self, span: Span, answer: dict[str, Any], reached: int) -> Outcome:
        if answer["done"]:
            return Outcome(span=span, ending=Ending.DONE, counted=answer.get("counted"))
        ending, said = Ending(answer["kind"]), answer["reason"]
        reasons = {
            Ending.DIED: f"its worker ended {said}",
            Ending.MEMORY: f"it takes more than {self._job.memory_bytes // 1024**2} MiB",
            Ending.ERROR: f"the reader fails on it ({said})",
        }
        return Outcome(span=span, ending=ending, reason=reasons[ending], reached=reached)

    def _say_death(self) -> str:
        """How the keeper ended, with the last line that it said."""
        code = self._keeper.wait() if self._keeper else None
        self._said.seek(0)
        last = self._said.read().decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:200]
        return f"its worker ended with exit code {code}" + (f" ({last})" if last else "")
