"""Milliseconds of every page and API call over 100,000 events and 1,000,000 claims, and of the map in a browser.

    python bench/web.py [STORE.db [PART]]   # makes the store where there is none, which takes some ten minutes

With PART only addresses that hold it are measured, and no browser is opened.

Asked: p95 under 150 ms for every page and call; the map's first paint under 3 s with 20,000 events in view; a step of
the slider under 300 ms. Each call is made with addresses that differ, so that no answer is one that was kept.
The processor's own time stands beside the clock's: on a machine that others use too it is the fairer of the two.
"""

import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
from marsad.web.pages import ROUTERS
from marsad.web.site import Serving

STORE = Path("out/bench-web.db")
ROUNDS = 20
ASKED_MS = 150
NARROWED = ("/", "/events", "/tolls", "/documents", "/control")
TABLE_OF = {"document": "documents", "spell": "control", "spell_id": "control", "claim": "claims"}
"""Where the ids of an address's parameter come from; all others are events'."""
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
    def p95(self) -> float:
        return p95_of(self.times)


def p95_of(times: Sequence[float]) -> float:
    return sorted(times)[max(0, round(0.95 * len(times)) - 1)]


def main(path: Path | None = None) -> None:
    """Prints one line an address, worst first, then the map's figures in a browser."""
    where = path or (Path(sys.argv[1]) if len(sys.argv) > 1 else STORE)
    if not where.exists():
        where.parent.mkdir(parents=True, exist_ok=True)
        archive.make_store(where)
    app = create_app(Settings(db=str(where)), Serving(demo=True, hosts=frozenset({"testserver"})))
    ids = sample_ids(where)
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    with TestClient(app, follow_redirects=True) as client:
        measured = [measure(client, pattern, ids) for pattern in patterns() if part in pattern]
    print(f"{'page or call':<52}{'p50':>7}{'p95':>7}{'cpu p95':>9}   ms; asked p95 < {ASKED_MS}")
    for one in sorted(measured, key=lambda one: -one.p95):
        mark = "" if one.p95 < ASKED_MS else "  above what is asked"
        failed = f"  {one.failed} of {ROUNDS} failed" if one.failed else ""
        print(f"{one.pattern:<52}{statistics.median(one.times):7.0f}{one.p95:7.0f}{p95_of(one.work):9.0f}   "
              f"{one.largest / 1000:7.0f} kB{mark}{failed}")  # fmt: skip
    if not part:
        web_browser.measure(where)


def patterns() -> list[str]:
    """Every address that is asked with GET, by its pattern, with the questions that matter of some."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    found = [route.path for route in routes if "GET" in route.methods]
    narrowed = [path for path in NARROWED if path in found]
    asked = [f"{path}?{one}" for path in narrowed for one in ("place={place}", "actor={actor}", "since={day}")]
    return [*found, *asked, "/api/v1/map/events?zoom={zoom}&box={box}", "/api/v1/map/events?zoom={zoom}&until={day}"]


def sample_ids(where: Path) -> dict[str, list[str]]:
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
    if pattern.endswith(("/map/control", "/map/areas")):
        return f"?on={day}"
    if "search" in pattern:
        return f"?q=town+{number}"
    if "/map/days" in pattern:
        return f"?since={archive.FIRST_DAY + timedelta(days=number)}"
    return f"?page={number + 1}"


if __name__ == "__main__":
    main()
