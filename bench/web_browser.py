"""Milliseconds of the map in headless Chromium: first paint with 20,000 events in view, a step of the slider."""

import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from subprocess import DEVNULL, Popen
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

PORT = 8931
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
)
SITE = """
import sys, uvicorn
from marsad.pipeline.settings import Settings
from marsad.web.app import create_app
from marsad.web.site import Serving
uvicorn.run(create_app(Settings(db=sys.argv[1]), Serving(demo=True)), host="127.0.0.1", port=int(sys.argv[2]),
            log_level="warning")
"""
VIEW = "/?since=2023-06-01&until=2023-10-25"
"""147 of 730 days of 100,000 events: 20,000 in view."""
STEPS = 15
PAINT = "performance.getEntriesByName('marsad-map-drawn')[0].startTime"
DRAWN = "document.getElementById('map').dataset.drawn"
STEPPED = "performance.getEntriesByName('marsad-map').map((one) => one.duration)"


@contextmanager
def served(store: Path, port: int = PORT) -> Iterator[str]:
    """The address of a site of its own process over the store, ended afterwards."""
    address = f"http://127.0.0.1:{port}"
    with Popen([sys.executable, "-c", SITE, str(store), str(port)], stdout=DEVNULL) as process:
        try:
            wait_until_served(address, process)
            yield address
        finally:
            process.terminate()


def wait_until_served(address: str, process: Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError("the site ended before it answered; is the store of this version?")
        try:
            with urlopen(f"{address}/static/base.css"):
                return
        except URLError:
            time.sleep(0.1)
    raise TimeoutError(address)


def measure(store: Path) -> None:
    """Prints what was measured, or why nothing was."""
    chromium = which("chromium")
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415  # the benchmarks run without it
    except ImportError:
        chromium = None
    if chromium is None:
        print("map in a browser: not measured, for there is no chromium or no playwright here")
        return
    with served(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        paints = []
        for _ in range(3):
            page.goto(address + VIEW)
            page.wait_for_selector("#map[data-drawn]", timeout=60_000)
            paints.append(page.evaluate(PAINT))
        events = page.get_attribute("#map", "data-events")
        print(f"map's first paint, {events} events in view, software GL: {min(paints):.0f} ms (median "
              f"{statistics.median(paints):.0f}); asked < 3000 ms")  # fmt: skip
        steps = slide(page)
        print(f"slider step, software GL: median {statistics.median(steps):.0f} ms, "
              f"p95 {sorted(steps)[int(0.95 * len(steps)) - 1]:.0f} ms of {len(steps)}; asked < 300 ms")  # fmt: skip
        browser.close()


def slide(page: Any) -> list[float]:
    """Milliseconds from each step of the slider to its picture on the screen."""
    page.focus("#map-day")
    page.evaluate("performance.clearMeasures()")
    for _ in range(STEPS):
        before = page.evaluate(DRAWN)
        page.keyboard.press("ArrowLeft")
        page.wait_for_selector(f"#map[data-drawn]:not([data-drawn='{before}'])", timeout=20_000)
    return page.evaluate(STEPPED)
