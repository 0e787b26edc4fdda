"""Milliseconds of every page and API call over 100,000 events and 1,000,000 claims, and of the map in a browser.

    python bench/web.py [STORE.db|URL [PART]]   # makes the store where there is none, which takes some ten minutes

With PART only addresses that hold it are measured, and no browser is opened.

Asked: p95 under 150 ms for every page and call; the map's first paint under 3 s with 20,000 events in view; a step of
the slider under 300 ms. Each call is made with addresses that differ, so that no answer is one that was kept.
The processor's own time stands beside the clock's: on a machine that others use too it is the fairer of the two.
"""

import os
import platform
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import archive
import web_browser
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import select, text

from marsad.pipeline.settings import Settings
from marsad.store import Store, tables
from marsad.web.app import create_app
from marsad.web.map_routes import warm_map
from marsad.web.pages import ROUTERS
from marsad.web.serve import settle
from marsad.web.site import Serving

STORE = Path("out/bench-web.db")
ROUNDS = 20
ASKED_MS = 150
NARROWED = ("/", "/events", "/tolls", "/documents", "/control")
TABLE_OF = {"document": "documents", "spell": "control", "spell_id": "control", "claim": "claims"}
"""Where the ids of an address's parameter come from; all others are events'."""
ENDLESS = {"/live"}
DAY_PARAMETERS = {"day", "on", "other", "before", "after"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One address pattern's times and processor times, in milliseconds, and the largest answer, in bytes."""

    pattern: str
    times: tuple[float, ...]
    work: tuple[float, ...]
    largest: int
    failed: int

    @property
    def row(self) -> str:
        """The measure as a line of a Markdown table."""
        figures = [statistics.median(self.times), p95_of(self.times), statistics.median(self.work), p95_of(self.work)]
        cells = [f"{figure:.0f}" for figure in figures]
        failed = f" {self.failed} of {ROUNDS} refused" if self.failed else ""
        mark = ("" if p95_of(self.times) < ASKED_MS else "over") + failed
        return f"| `{self.pattern}` | {' | '.join(cells)} | {self.largest / 1000:.0f} | {mark} |"


def p95_of(times: Sequence[float]) -> float:
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]


def main(path: Path | None = None) -> None:
    """Prints one line an address, worst first, how many reach what is asked, and the map's figures in a browser."""
    where = str(path or (sys.argv[1] if len(sys.argv) > 1 else STORE))
    with Store.open(where) as store:
        is_there = store.is_there
    if not is_there:
        archive.make_store(where)
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    print(f"{datetime.now(tz=UTC):%Y-%m-%d}, {machine()}")
    report(measure_pages(where, part))
    if not part and Path(where).exists():
        web_browser.measure(Path(where))


def machine() -> str:
    """What it was measured on, and what else it was doing."""
    with Path("/proc/cpuinfo").open() as about:
        name = next((line.split(":")[1].strip() for line in about if line.startswith("model name")), platform.machine())
    return f"{name}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"


def measure_pages(where: str, part: str) -> list[Measured]:
    """Each page and call whose pattern holds the part, asked of a site that has stood for a while."""
    app = create_app(Settings(db=where), Serving(demo=True, hosts=frozenset({"testserver"})))
    ids = sample_ids(where)
    with TestClient(app, follow_redirects=True) as client:
        warm_map(app.state.site)
        settle()
        return [measure(client, pattern, ids) for pattern in patterns() if part in pattern]


def report(measured: Sequence[Measured]) -> None:
    """The table, worst first, and the sum of it."""
    print("| page or call | p50 ms | p95 ms | CPU p50 | CPU p95 | kB | |\n|---|---|---|---|---|---|---|")
    for one in sorted(measured, key=lambda one: -p95_of(one.times)):
        print(one.row)
    reached = [sum(p95_of(times) < ASKED_MS for times in column) for column in (
        [one.times for one in measured], [one.work for one in measured])]  # fmt: skip
    print(f"\np95 under {ASKED_MS} ms: {reached[0]} of {len(measured)} by the clock, {reached[1]} by the processor")


def patterns() -> list[str]:
    """Every address that is asked with GET, by its pattern, with the questions that matter of some."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    found = [route.path for route in routes if "GET" in route.methods and route.path not in ENDLESS]
    narrowed = [path for path in NARROWED if path in found]
    asked = [f"{path}?{one}" for path in narrowed for one in ("place={place}", "actor={actor}", "since={day}")]
    return [*found, *asked, "/api/v1/map/events?zoom={zoom}&box={box}", "/api/v1/map/events?zoom={zoom}&until={day}"]


def sample_ids(where: str) -> dict[str, list[str]]:
    """Some ids of each table, and names, to put into the addresses."""
    ids: dict[str, list[str]] = {}
    with Store.open(where) as store:
        for name in ("events", "claims", "control", "actors", "aggregates"):
            column = getattr(tables, name).c.id
            ids[name] = [row["id"] for row in store.ask(select(column).order_by(text("random()")).limit(ROUNDS))]
        open_ones = select(tables.documents.c.id).where(tables.documents.c.protected.is_(False)).limit(50_000)
        ids["documents"] = [row["id"] for row in store.ask(open_ones)][:: 50_000 // ROUNDS // 2]
        hashes = select(tables.documents.c.original_sha256).limit(ROUNDS)
        ids["originals"] = [row["original_sha256"] for row in store.ask(hashes)]
    return ids


def measure(client: TestClient, pattern: str, ids: dict[str, list[str]]) -> Measured:
    """The pattern asked many times, each time filled otherwise; a first, which loads what is needed, is not counted."""
    fill = filler(pattern, ids)
    client.get(fill(ROUNDS))
    times, work, largest, failed = [], [], 0, 0
    for number in range(ROUNDS):
        address = fill(number)
        start, worked = time.perf_counter(), time.process_time()
        answer = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        work.append((time.process_time() - worked) * 1000)
        largest = max(largest, len(answer.content))
        failed += answer.status_code >= 400
    return Measured(pattern=pattern, times=tuple(times), work=tuple(work), largest=largest, failed=failed)


def filler(pattern: str, ids: dict[str, list[str]]) -> Callable[[int], str]:
    """Fills a pattern's braces, with each number otherwise."""

    def fill(number: int) -> str:
        random = Random(number)
        day = archive.FIRST_DAY + timedelta(days=random.randrange(archive.DAYS))
        west, south = 36 + random.random() * 3, 33 + random.random() * 2
        known = {
            "place": f"Town {random.randrange(archive.TOWNS)}",
            "actor": random.choice(archive.ARMED),
            "zoom": str(random.randrange(3, 10)),
            "box": f"{west:.3f},{south:.3f},{west + 3:.3f},{south + 2:.3f}",
            "outlet": random.choice(archive.OUTLETS),
            "name": random.choice(archive.OUTLETS if "source" in pattern else archive.ARMED),
            "sha256": ids["originals"][number % len(ids["originals"])],
        } | dict.fromkeys(DAY_PARAMETERS, day.isoformat())
        filled = pattern
        for whole, name in re.findall(r"({(\w+)(?::\w+)?})", pattern):
            found = ids[TABLE_OF.get(name, "events")]
            filled = filled.replace(whole, known.get(name) or found[number % len(found)])
        extra = "" if "?" in filled else question(pattern, day, number)
        return filled + extra

    return fill


def question(pattern: str, day: date, number: int) -> str:
    """What a plain address is asked with: a day where it needs one, else a page's number or a word."""
    if pattern.endswith(("/map/control", "/map/areas", "/held/{spell_id}")):
        return f"?on={day}"
    if "search" in pattern:
        return f"?q=town+{number}"
    if "/map/days" in pattern:
        return f"?since={archive.FIRST_DAY + timedelta(days=number)}"
    return f"?page={number + 1}"


if __name__ == "__main__":
    main()
