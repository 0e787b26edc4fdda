"""Fifty people read, five review and a feed brings ten documents a second, over one record: how long each waits.

    python bench/load.py [--seconds 300] [--engine sqlite|postgresql] [--reading] [--events 10000] [--keep FOLDER]

A server (`marsad serve`), a feed (the pipeline of `marsad ingest`, a batch a second) and the people are three processes
on one machine. The feed's claims are ready beforehand, or read by the language pipeline with `--reading`. A person
looks at a page for 4 to 12 seconds before the next, a reviewer at an event for 5 to 15; each holds the page's line of
news (`/live`) open, as a browser does. Afterwards every write that was acknowledged is looked for: once, and whole.

Asked: no error, no lost write, and 95 of 100 answers within 400 ms.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

import archive
import httpx
import load_feed
from update import fill

from marsad.domain.person import Person, SiteRole
from marsad.domain.reading import Reading
from marsad.pipeline.copies import trace_copies
from marsad.pipeline.recording import reconcile_store
from marsad.pipeline.settings import Settings
from marsad.reading.actor_file import load_actors
from marsad.reconcile.update import name_rules
from marsad.store import Store
from marsad.store.derived import add_all_words
from marsad.store.named import write_all_names
from marsad.store.people import People
from marsad.web.passwords import hash_password
from web import machine

ASKED_MS = 400
READING_SECONDS, REVIEWING_SECONDS = (4.0, 12.0), (5.0, 15.0)
WARM_SECONDS = 10.0
"""Before anything is counted: a site that stands has met its first readers."""
PASSWORD = "four words and one more"
MAP = (
    "/api/v1/map/key",
    "/api/v1/map/days",
    "/api/v1/map/events?zoom=6&box=34,32,44,38",
    "/api/v1/map/control?on={day}",
)
"""What the page of the situation asks for once it stands."""
PAGES = (
    *(("/", 5), ("/events?page={page}", 3), ("/events/{event}", 6), ("/documents/{document}", 3), ("/tolls", 2)),
    *(("/control?on={day}", 2), ("/search?q=town+{town}", 2), ("/sitrep/{day}", 1), ("/sources", 1)),
)
"""Addresses, each with how often it is asked for."""


@dataclass(slots=True)
class Met:
    """What the people met: milliseconds by kind of request, what was no answer, decisions that were acknowledged."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)
    kept: list[tuple[str, str]] = field(default_factory=list)
    conflicts: int = 0
    counting: bool = False

    def note(self, kind: str, start: float, answer: httpx.Response) -> None:
        """One answer; until it counts, only what is wrong is noted."""
        if answer.status_code >= 400:
            self.wrong[f"{kind}: {answer.status_code}"] += 1
        elif self.counting:
            self.times[kind].append((time.perf_counter() - start) * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids:
    """What the people look at."""

    events: Sequence[str]
    documents: Sequence[str]


def csrf_in(page: str) -> str:
    """The token that a form of this session must hold."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    return found[1] if found else ""


class Someone:
    """A person at a browser: signed in, with one page open and its line of news."""

    def __init__(self, client: httpx.AsyncClient, name: str, met: Met, ids: Ids) -> None:
        self.client, self.name, self.met, self.ids = client, name, met, ids
        self.random = Random(name)

    async def sign_in(self) -> None:
        """A session of the person's own, as the form makes it."""
        form = await self.client.get("/sign-in")
        fields = {"csrf": csrf_in(form.text), "name": self.name, "password": PASSWORD}
        answer = await self.client.post("/sign-in", data=fields)
        if answer.status_code >= 400:
            raise SystemExit(f"{self.name} could not sign in: {answer.status_code}")

    async def ask(self, address: str, kind: str) -> httpx.Response:
        """The answer, timed from the question to its last byte."""
        start = time.perf_counter()
        try:
            answer = await self.client.get(address)
        except httpx.HTTPError as error:
            self.met.wrong[f"{kind}: {type(error).__name__}"] += 1
            return httpx.Response(httpx.codes.BAD_GATEWAY)
        self.met.note(kind, start, answer)
        return answer

    async def listen(self, until: float) -> None:
        """Hold the line of news open."""
        with suppress(httpx.HTTPError):
            while time.monotonic() < until:
                async with self.client.stream("GET", "/live", timeout=None) as lines:
                    async for _ in lines.aiter_lines():
                        if time.monotonic() > until:
                            return

    async def read(self, until: float) -> None:
        """Page after page, each looked at for a while."""
        await asyncio.sleep(self.random.random() * READING_SECONDS[1])
        while time.monotonic() < until:
            (pattern,) = self.random.choices([one for one, _ in PAGES], [often for _, often in PAGES])
            await self.ask(self.fill(pattern), pattern)
            if pattern == "/":
                await asyncio.gather(*(self.ask(self.fill(one), one.split("?")[0]) for one in MAP))
            await asyncio.sleep(self.random.uniform(*READING_SECONDS))

    def fill(self, pattern: str) -> str:
        """The address, somewhere in the record."""
        day = archive.FIRST_DAY + timedelta(days=self.random.randrange(archive.DAYS))
        return pattern.format(
            page=self.random.randrange(1, 40), event=self.random.choice(self.ids.events), day=day,
            document=self.random.choice(self.ids.documents), town=self.random.randrange(60),
        )  # fmt: skip

    async def review(self, until: float) -> None:
        """The desk: the queue, an event of it, a decision on a claim; by turns accepted and withdrawn."""
        await asyncio.sleep(self.random.random() * REVIEWING_SECONDS[1])
        while time.monotonic() < until:
            queue = re.findall(r'href="/review/(e\w+)"', (await self.ask("/review", "/review")).text)
            if queue:
                await self.decide(self.random.choice(queue))
            await asyncio.sleep(self.random.uniform(*REVIEWING_SECONDS))

    async def decide(self, event: str) -> None:
        """One decision. That somebody else was faster is an answer, and no error."""
        desk = (await self.ask(f"/review/{event}", "/review/{event}")).text
        claims = re.findall(r'name="claim" value="(c\w+)"', desk)
        version = re.search(r'name="version" value="([^"]+)"', desk)
        if not claims or not version:
            return
        await asyncio.sleep(self.random.uniform(1, 4))
        act, claim = self.random.choice(("accept", "accept", "withdraw")), self.random.choice(claims)
        fields = {"csrf": csrf_in(desk), "version": version[1], "claim": claim, "act": act, "because": self.name}
        start = time.perf_counter()
        try:
            answer = await self.client.post(f"/review/{event}", data=fields)
        except httpx.HTTPError as error:  # kept or not, nobody was told
            self.met.wrong[f"decision: {type(error).__name__}"] += 1
            return
        if answer.status_code == httpx.codes.CONFLICT:
            self.met.conflicts += 1
            return
        self.met.note("decision", start, answer)
        if answer.status_code == httpx.codes.SEE_OTHER:
            self.met.kept.append((self.name, claim))


def main() -> None:
    """The table, what was wrong, and whether every write is there; ends with 1 where anything asked is missed."""
    asked = read_arguments()
    with place(asked) as (folder, db):
        ids = make_record(db, asked)
        print(f"{machine()}; {asked.engine}, {asked.seconds} s, {asked.readers} readers, {asked.reviewers} reviewers")
        with serving(db) as port:
            met, brought = run(asked, folder, db, port, ids)
        is_good = report(met) & check(db, met, brought)
    raise SystemExit(0 if is_good else 1)


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--reviewers", type=int, default=5)
    parser.add_argument("--rate", type=float, default=10.0, help="documents a second")
    parser.add_argument("--events", type=int, default=10_000, help="of the record at the start, ten claims each")
    parser.add_argument("--reading", action="store_true", help="the feed reads its documents by the language pipeline")
    parser.add_argument("--keep", type=Path, help="a folder where SQLite keeps its start for the next run")
    return parser.parse_args()


@contextmanager
def place(asked: argparse.Namespace) -> Iterator[tuple[Path, str]]:
    """A folder and the store's path or URL; a server of its own for PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="marsad-load-"))
    try:
        if asked.engine == "sqlite":
            yield folder, str(folder / "load.db")
        else:
            sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
            from postgres_server import run_server  # noqa: PLC0415

            with run_server(lasting=True) as url:
                yield folder, url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_record(db: str, asked: argparse.Namespace) -> Ids:
    """The record at the start, made by the program from generated claims, and one account a person."""
    start = time.perf_counter()
    readings = [reading for told in archive.generate(asked.events) for reading in load_feed.readings_of(told)]
    rules = name_rules(load_actors(()), Settings().profile)  # one made by other rules would be made anew amid the run
    kept = asked.keep / f"{asked.events}-{rules[:12]}.db" if asked.keep else None
    if kept and kept.exists():
        shutil.copy(kept, db)
    else:
        reconcile_all(db, readings)
    with Store.open(db) as store:
        found = [event.id for event in store.record().events]
        counts = store.counts()
    if kept and not kept.exists():
        shutil.copy(db, kept)
    print(f"{counts.claims:,} claims, {counts.events:,} events made in {time.perf_counter() - start:.0f} s", flush=True)
    people = People.beside(db)
    mixed = hash_password(PASSWORD)
    people.keep(Person(name="administrator", password_hash=mixed, role=SiteRole.ADMINISTRATOR))
    for name in names_of(asked):
        role = SiteRole.REVIEWER if name.startswith("reviewer") else SiteRole.READER
        people.keep(Person(name=name, password_hash=mixed, role=role))
    people.close()
    open_ones = [reading.document.id for reading in readings if not reading.document.protected]
    return Ids(events=found, documents=open_ones)


def reconcile_all(db: str, readings: Sequence[Reading]) -> None:
    """Everything kept and its record made, as the commands do."""
    with Store.open(db) as store:
        fill(store, readings)
        with store.change() as connection:
            add_all_words(connection)
            write_all_names(connection)
        trace_copies(store)
        reconcile_store(store, Settings(db=db))


@contextmanager
def serving(db: str) -> Iterator[int]:
    """The port of a site over the store, in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "marsad", "serve", "--port", str(port), "--db", db]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(port, server)
            yield port
            time.sleep(3)  # by then it has seen that nobody listens any more
            said = Path(f"/proc/{server.pid}/status").read_text()
            peak = re.search(r"VmHWM:\s+(\d+)", said)
            times = Path(f"/proc/{server.pid}/stat").read_text().split()
            work = (int(times[13]) + int(times[14])) / os.sysconf("SC_CLK_TCK")
            print(f"server: {work:.0f} s of a core, {int(peak[1]) / 1024 if peak else 0:.0f} MB at most")
        finally:
            server.terminate()
            server.wait(20)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("the site did not start")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)


def run(asked: argparse.Namespace, folder: Path, db: str, port: int, ids: Ids) -> tuple[Met, Path]:
    """What the people met while the feed ran, and the file in which the feed told what it kept."""
    brought = folder / "brought.jsonl"
    command = [
        sys.executable, str(Path(__file__).with_name("load_feed.py")), db, str(brought), str(asked.events),
        str(asked.rate), str(asked.seconds + WARM_SECONDS), *(["reading"] if asked.reading else []),
    ]  # fmt: skip
    met = asyncio.run(everybody(asked, port, ids, command))
    return met, brought


def names_of(asked: argparse.Namespace) -> list[str]:
    """Everybody's."""
    return [*(f"reader{one}" for one in range(asked.readers)), *(f"reviewer{one}" for one in range(asked.reviewers))]


async def everybody(asked: argparse.Namespace, port: int, ids: Ids, feed: list[str]) -> Met:
    met = Met()
    names = names_of(asked)
    limits = httpx.Limits(max_connections=8)  # as many as a browser opens to one site
    clients = [httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60, limits=limits) for _ in names]
    people = [Someone(client, name, met, ids) for client, name in zip(clients, names, strict=True)]
    for one in people:
        await one.sign_in()
    feeding = await asyncio.create_subprocess_exec(*feed)
    until = time.monotonic() + WARM_SECONDS + asked.seconds
    lives = [one.review(until) if one.name.startswith("reviewer") else one.read(until) for one in people]
    listening = [asyncio.ensure_future(one.listen(until)) for one in people]
    await asyncio.gather(count_later(met), *lives)
    for line in listening:
        line.cancel()
    await feeding.wait()
    for client in clients:
        await client.aclose()
    return met


async def count_later(met: Met) -> None:
    await asyncio.sleep(WARM_SECONDS)
    met.counting = True


def report(met: Met) -> bool:
    """The table by kind of request, worst first; whether all is as asked."""
    everything = sorted(one for times in met.times.values() for one in times)
    lines = {"all": everything, **dict(sorted(met.times.items(), key=lambda item: -late(item[1])))}
    print("| what | answers | p50 ms | p95 ms | slowest ms |\n|---|---|---|---|---|")
    for name, times in lines.items():
        cells = (len(times), *(f"{one:.0f}" for one in (statistics.median(times), late(times), max(times))))
        print(f"| `{name}` | {' | '.join(map(str, cells))} |")
    print(
        f"errors: {dict(met.wrong) or 'none'}; decisions kept {len(met.kept)}, overtaken by another's {met.conflicts}"
    )
    return not met.wrong and late(everything) <= ASKED_MS


def late(times: Sequence[float]) -> float:
    """The time within which 95 of 100 came."""
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]


def check(db: str, met: Met, brought: Path) -> bool:
    """Whether what was acknowledged is kept, once, and whole, and the record is of all that is kept."""
    told = [json.loads(line) for line in brought.read_text().splitlines()]
    with Store.open(db) as store:
        lost = sum(not load_feed.is_kept(store, one) for one in told)
        made = Counter((one.author, one.claims[0]) for one in store.judgements())
        current = store.record_is_current()
    asked = Counter(met.kept)
    missing = sum((asked - made).values())
    twice = sum((made - asked).values())
    waits = sorted(one["seconds"] for one in told)
    print(
        f"documents acknowledged {len(told):,}, lost {lost}; decisions acknowledged {len(met.kept)}, lost {missing}, "
        f"kept unasked {twice}; record of all that is kept: {'yes' if current else 'no'}"
    )
    if waits:
        said = f"p50 {statistics.median(waits):.1f} s, p95 {late(waits):.1f} s"
        print(f"from a document's coming to its standing in the record: {said}")
    return not lost and not missing and not twice and current


if __name__ == "__main__":
    main()
