"""Spans in on standard input, their files written, what became of each out: the process that may die of a document.

Lines of JSON both ways. The reader is loaded once, by a keeper that reads nothing; the process that reads is forked of
it, so that another stands in its place at once when it dies. Both end when who started them does.
"""

import datetime as dt
import gc
import json
import os
import resource
import sys
import threading
import time
from typing import Any, TextIO

from marsad.domain.document import Document
from marsad.pipeline.bulk.spans import Job, count_items, job_from_plain, make_reader, read_span, span_from_plain
from marsad.pipeline.reading import Reads

FIRST = Document(
    id="first",
    date=dt.date(2024, 12, 3),
    language="en",
    text="HAMA, Dec 3 (Wire) — Shelling hit the grain market of Hama on Sunday morning and killed at least seven "
    "people, including two children, the governor told the radio. Between 30 and 40 others were wounded, the health "
    'ministry said in a statement. "We will answer this," a spokesman for the army said.\n'
    "Rebels took the village of Morek from government forces last week, except for its northern edge, and hold two "
    "thirds of the district. Ahmad Saleh, 34, his wife and their son died when an air strike destroyed their house "
    "near the border with Turkey. The toll had stood at five on Saturday.\n"
    "The United Nations called for a ceasefire; the foreign minister denied that chemical weapons had been used. Since "
    "2011 more than 500,000 people have been killed and millions displaced. A commander of the brigade, which is "
    "allied with the army, was arrested in Idlib on 12 March 2024.",
)
"""What the keeper reads and throws away: tables and patterns that load at the first day, place, figure or credit that a
text has are then loaded once, and not by each process that is forked of it. Half a second of a core each time."""
BEAT_S = 0.5
"""How often at most it says that it goes on."""
SPANS = 16
"""Spans that one process reads before another takes its place: the words that its pipeline has met stay in memory."""
RENEW = 75
"""Exit code of a process that has read its share; no signal and no error of Python's has it."""
LOOK_S = 0.02
"""How often the keeper looks whether its child and its parent are there."""


def main() -> None:
    """Keep a process that does what comes, until there is no more."""
    parent = os.getppid()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    job = job_from_plain(json.loads(_read_line()))
    reader = make_reader(job)
    list(reader.read([FIRST]))
    gc.collect()
    gc.freeze()  # what is here stays in pages that the children share
    while True:
        child = os.fork()
        if not child:
            _work(job, reader, answers)
            os._exit(RENEW)
        ended = _wait(child, parent)
        if ended == 0:
            return
        if ended == RENEW:
            continue
        how = f"by signal {-ended}" if ended < 0 else f"with exit code {ended}"
        _say(answers, {"done": False, "kind": "died", "reason": how})


def _wait(child: int, parent: int) -> int:
    """How the child ended, as `os.waitstatus_to_exitcode`; it is ended where the parent is gone."""
    while True:
        gone, status = os.waitpid(child, os.WNOHANG)
        if gone:
            return os.waitstatus_to_exitcode(status)
        if os.getppid() != parent:
            os.kill(child, 9)
            os._exit(1)
        time.sleep(LOOK_S)


def _work(job: Job, reader: Reads, answers: TextIO) -> None:
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    _say(answers, {"process": os.getpid()})
    if sys.platform == "linux":  # what would take more fails here, before it takes the machine's
        resource.setrlimit(resource.RLIMIT_DATA, (job.memory_bytes, job.memory_bytes))
    for _ in range(SPANS):
        line = _read_line()
        if not line:
            os._exit(0)
        _do(json.loads(line), job, reader, answers)


def _do(asked: dict[str, Any], job: Job, reader: Reads, answers: TextIO) -> None:
    span = span_from_plain(asked["span"])
    try:
        if asked["do"] == "count":
            _say(answers, {"done": True, "counted": count_items(span, _Beat(answers, 0))})
        else:
            read_span(job, reader, span, _Beat(answers, BEAT_S))
            _say(answers, {"done": True})
    except MemoryError:
        _say(answers, {"done": False, "kind": "memory", "reason": ""})
    except Exception as error:  # noqa: BLE001  # whatever a document makes a reader raise
        reason = f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
        _say(answers, {"done": False, "kind": "error", "reason": reason})


class _Beat:
    """Says how many items are done, no more often than each so many seconds."""

    def __init__(self, answers: TextIO, every_s: float) -> None:
        self._answers, self._every_s, self._said = answers, every_s, 0.0

    def __call__(self, number: int) -> None:
        now = time.monotonic()
        if now - self._said >= self._every_s:
            self._said = now
            _say(self._answers, {"at": number})


def _say(answers: TextIO, told: dict[str, Any]) -> None:
    print(json.dumps(told), file=answers, flush=True)  # the protocol


def _read_line() -> bytes:
    """The next line, and no byte behind it: what is in a buffer of a process that dies is lost."""
    line = b""
    while not line.endswith(b"\n"):
        came = os.read(0, 1)
        if not came:
            return b""
        line += came
    return line


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(BEAT_S)
    os._exit(1)


if __name__ == "__main__":
    main()
