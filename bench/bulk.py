"""An archive read by one worker and by two, side by side; its record made in parts; a run loaded into a store.

`bench/bulk.py [read|parts|load] …`; `load` also takes the URL of an empty PostgreSQL database.
"""

import json
import os
import sys
import threading
import time
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from reconcile import generate_claims

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.provenance import Provenance
from marsad.domain.wire import claim_to_line, dumps, record_lines
from marsad.intake import read_input
from marsad.pipeline.bulk.engines import LocalEngine
from marsad.pipeline.bulk.layout import shard_folder
from marsad.pipeline.bulk.loading import load
from marsad.pipeline.bulk.manifest import write_manifest
from marsad.pipeline.bulk.plan import Plan, Shard
from marsad.pipeline.bulk.progress import Driving
from marsad.pipeline.bulk.reconciling import RECORD, reconcile_shards
from marsad.pipeline.bulk.run import Asked, run_bulk
from marsad.pipeline.bulk.shard_files import Kept, ShardWriter, read_lines
from marsad.pipeline.bulk.spans import Job
from marsad.pipeline.lines import reconcile_claims
from marsad.pipeline.settings import Settings
from marsad.store import Store

SAMPLE = Path(__file__).parents[1] / "src" / "marsad" / "sample" / "dispatches.jsonl"
RENT = 0.04
"""US dollars an hour of one rented core: what general-purpose machines cost at large providers, 2024 to 2026; ours."""
LANGUAGE_MODEL = 31 / 500
"""US dollars an article of a language-model coder: 31 for 500."""
ARTICLE_CHARACTERS = 3_000
"""Of a news article of five hundred words."""
SIZE = 200_000
LOOK_S, WEIGH_S = 0.2, 4.0
"""How often the watcher asks for the time of processes, and for their memory: that takes the system ten milliseconds a
process, which two workers on two cores would have to give."""


def main() -> None:
    """Does what is named, everything where nothing is."""
    asked = sys.argv[1:] or ["read", "parts", "load"]
    for name in (one for one in asked if "://" not in one):
        {"read": time_reading, "parts": compare_parts, "load": time_loading}[name]()


def time_reading(rounds: int = 2, copies: int = 28) -> None:
    """Documents a second of one worker and of two, taken in turns, by the clock and by the time that cores gave them.

    The clock runs from when all workers have loaded to when the last shard lies on the disk: with the forking of the
    processes that read, what each meets for the first time, the flushing of files, and the end, when a worker may wait
    for the other's last shard. There are twenty shards, that the end is a small part of it, as it is of an archive.
    On a machine that others use the clock tells of them, too; what a core gave for a document tells of the reader.
    """
    rates: dict[int, list[float]] = {1: [], 2: []}
    costs: dict[int, list[float]] = {1: [], 2: []}
    with TemporaryDirectory() as folder:
        archive, count, characters = _write_archive(Path(folder), copies)
        for turn in range(rounds):
            for workers in (1, 2) if turn % 2 == 0 else (2, 1):
                seconds, core, peak = _time_run(archive, Path(folder) / f"run{turn}{workers}", workers)
                rates[workers].append(count / seconds)
                costs[workers].append(core / count)
                busy = os.getloadavg()[0]
                print(
                    f"bulk read, {workers} workers: {count} documents in {seconds:.1f} s, {count / seconds:.1f}/s; "
                    f"{1000 * core / count:.0f} ms of a core a document; peak {peak:.0f} MiB a worker; load {busy:.1f}",
                    flush=True,
                )
    one, two = max(rates[1]), max(rates[2])
    print(f"bulk: two workers are {two / one:.2f} times one; floor 1.8: {'reached' if two / one >= 1.8 else 'missed'}")
    print(f"bulk: a document costs {min(costs[2]) / min(costs[1]):.2f} times as much of a core with two as with one")
    million = 1_000_000 * min(costs[1]) * ARTICLE_CHARACTERS / characters * count / 3600
    print(
        f"a million articles of {ARTICLE_CHARACTERS:,} characters: {million:,.0f} core hours, "
        f"{million * RENT:,.2f} US dollars at {RENT} an hour; a language model {1_000_000 * LANGUAGE_MODEL:,.0f}"
    )


def _write_archive(folder: Path, copies: int) -> tuple[Path, int, int]:
    """The shipped sample over and over, each copy under its own ids and in its own order; documents, characters."""
    documents, _ = read_input(SAMPLE.read_bytes(), SAMPLE.name)
    path, random = folder / "archive.jsonl", Random(1)
    with path.open("w", encoding="utf-8") as file:
        for copy in range(copies):
            for one in random.sample(documents, len(documents)):
                if not one.protected:
                    day = one.date.isoformat() if one.date else None
                    line = {"id": f"{one.id}-{copy}", "text": one.text, "date": day, "source": one.source}
                    file.write(json.dumps(line) + "\n")
    told = [len(one.text) for one in documents if not one.protected]
    return path, copies * len(told), copies * sum(told)


def _time_run(archive: Path, out: Path, workers: int) -> tuple[float, float, float]:
    """Seconds of reading and of the workers' cores, without the loading of the language pipeline; the most memory."""
    watched = _Watched(os.getpid())
    ended = 0.0

    def tell(driving: Driving) -> None:
        nonlocal ended
        if driving.stage == "reconciling" and not ended:
            ended = time.monotonic()

    def make(job: Job) -> LocalEngine:
        engine = LocalEngine(job, workers)
        engine.warm()
        watched.begin()
        return engine

    job = Job(out=out, form="jsonl", settings=Settings())
    run_bulk([str(archive)], job, Asked(shard_bytes=60_000), make, tell)
    peak = watched.end()
    return ended - watched.begun, watched.core_s, peak


class _Watched:
    """The most memory that a process under this one holds for itself, with its share of what it shares."""

    def __init__(self, root: int) -> None:
        self._root, self._peak, self._stop = root, 0.0, threading.Event()
        self._cores: dict[int, float] = {}
        self.begun = 0.0
        self._thread = threading.Thread(target=self._look, daemon=True)

    def begin(self) -> None:
        self.begun = time.monotonic()
        self._thread.start()

    def end(self) -> float:
        self._stop.set()
        self._thread.join()
        return self._peak

    @property
    def core_s(self) -> float:
        """What cores gave to the processes that read."""
        return sum(self._cores.values())

    def _look(self) -> None:
        weighed = time.monotonic()
        while not self._stop.wait(LOOK_S):
            is_due = time.monotonic() - weighed > WEIGH_S
            for keeper in _children(self._root):
                readers = _children(keeper)
                self._cores |= {one: max(_core_seconds(one), self._cores.get(one, 0)) for one in readers}
                if is_due:
                    self._peak = max(self._peak, sum(map(_proportional_mib, (keeper, *readers))))
            weighed = time.monotonic() if is_due else weighed


def _children(process: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def _core_seconds(process: int) -> float:
    """User and system time. Source: proc_pid_stat(5), fields 14 and 15."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _proportional_mib(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def compare_parts(size: int = SIZE, parts: int = 8) -> None:
    """Seconds of a record made at one stroke and in parts, and whether they are the same."""
    claims = list(generate_claims(size))
    begun = time.perf_counter(), time.process_time()
    record = reconcile_claims(claims, Settings())
    wall, core = time.perf_counter() - begun[0], time.process_time() - begun[1]
    print(f"reconcile {size:,} claims at one stroke: {core:.1f} s of the core ({wall:.1f} s by the clock)", flush=True)
    expected = json.loads(json.dumps(list(record_lines(record))))
    with TemporaryDirectory() as folder:
        job, plan = make_run(Path(folder) / "run", claims)
        del claims, record
        for workers in (1, 2):
            begun = time.perf_counter(), time.process_time()
            reconcile_shards(job, plan, workers, parts)
            wall, core = time.perf_counter() - begun[0], time.process_time() - begun[1]
            same = list(read_lines(job.out / RECORD)) == expected
            print(
                f"reconcile {size:,} claims in {parts} parts, {workers} processes: {wall:.1f} s by the clock, "
                f"{core:.1f} s of this process; the same record: {same}",
                flush=True,
            )


def time_loading(size: int = SIZE) -> None:
    """Claims a second into an empty store: SQLite, and PostgreSQL where its URL is given."""
    urls = [one for one in sys.argv[1:] if "://" in one]
    with TemporaryDirectory() as folder:
        job, plan = make_run(Path(folder) / "run", list(generate_claims(size)))
        record, clashes = reconcile_shards(job, plan, 1)
        write_manifest(job, plan, record, clashes)
        for where in (str(Path(folder) / "war.db"), *urls):
            _time_load(where, job.out, size)


def _time_load(where: str, out: Path, size: int) -> None:
    stages: dict[str, float] = {}
    last, stage = time.perf_counter(), "checking and documents"
    core = time.process_time()

    def tell(report: object) -> None:
        nonlocal last, stage
        now = time.perf_counter()
        stages[stage] = stages.get(stage, 0.0) + now - last
        last = now
        named = getattr(report, "stage", "")
        stage = "documents" if named == "documents" else named

    with Store.open(where) as store:
        load(store, out, Settings(), tell)
        tell(None)
        engine = store.engine
    whole, core = sum(stages.values()), time.process_time() - core
    told = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in stages.items())
    kept = stages["checking and documents"] + stages["documents"]
    print(
        f"bulk load, {engine}: {size:,} claims in {whole:.1f} s ({core:.1f} s of this core), {size / whole:,.0f}/s "
        f"with copies and record; documents and claims {size / kept:,.0f}/s; {told}; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def make_run(out: Path, claims: list[Claim], documents_a_shard: int = 1_000) -> tuple[Job, Plan]:
    """A run's folder with the claims, five to a document: as many to its words as in the shipped sample."""
    job = Job(out=out, form="jsonl", settings=Settings())
    told = [(name, list(those)) for name, those in groupby(claims, key=lambda one: one.document)]
    random, shards = Random(2), []
    words = [f"word{number}" for number in range(5_000)]
    for number, at in enumerate(range(0, len(told), documents_a_shard)):
        folder = shard_folder(out, number)
        folder.mkdir(parents=True)
        shards.append(Shard(number=number, pieces=()))
        with ShardWriter(folder, "jsonl") as writer:
            for name, those in told[at : at + documents_a_shard]:
                writer.add(_make_kept(name, those, random, words), [dumps(claim_to_line(claim)) for claim in those])
    return job, Plan(inputs=(), shards=tuple(shards))


def _make_kept(name: str, claims: list[Claim], random: Random, words: list[str]) -> Kept:
    text = " ".join([*(claim.quote.text for claim in claims), *random.choices(words, k=20)])
    document = Document(
        id=name, text=text, date=claims[0].reported, source=claims[0].source, language="en", title=f"Dispatch {name}"
    )
    original = json.dumps({"id": name, "text": text}).encode()
    return Kept(document=document, original=original, came=Provenance(where=f"archive line {name}"), problems=())


if __name__ == "__main__":
    main()
