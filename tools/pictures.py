"""Take `docs/pictures/web-*.png`: the running product over the shipped sample, as a browser shows it.

python tools/pictures.py      # needs chromium and playwright
"""

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

OUT = Path(__file__).parent.parent / "docs/pictures"
FLAGS = ("--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
DEADLIEST = "the event with most dead"
WAITING = "the event that waits first for a review"
PERIOD = "since=2024-11-27&until=2024-12-08"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A file's name, the address it shows, the window, the theme, what to press and click first and what to scroll to.

    `shows` is what a click brings, waited for.
    """

    name: str
    address: str
    wide: int = 1360
    tall: int = 900
    theme: str = "light"
    press: str = ""
    click: str = ""
    shows: str = ".map-card h2"
    scroll: str = ""


PICTURES = (
    Picture(name="web-situation", address=f"/?{PERIOD}&at=6.5/35/37.9", tall=1040),
    Picture(
        name="web-map-areas", address=f"/?{PERIOD}&day=2024-12-05&span=all&layers=events,control,areas&at=7.1/35.5/37",
        tall=1040, theme="dark",
    ),
    Picture(name="web-phone", address=f"/?{PERIOD}&day=2024-12-03&at=6.2/35.3/37", wide=360, tall=780, scroll="#map"),
    Picture(name="web-event", address=DEADLIEST),
    Picture(name="web-document", address="/documents/wire-2024-11-27-1"),
    Picture(
        name="web-review", address=WAITING, tall=1000, press="c", click="Pick on the map", shows=".pick[data-ready]",
    ),
    Picture(name="web-tolls", address=f"/tolls?{PERIOD}", tall=1000),
    Picture(name="web-search", address="/search?q=Aleppo", tall=820),
    Picture(name="web-card", address=f"/?{PERIOD}&layers=events&at=8/35.9/36.9", click="List what is in view"),
)  # fmt: skip


def main() -> None:
    """Take each picture, and say how large it is."""
    OUT.mkdir(exist_ok=True)
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=FLAGS)
        for picture in PICTURES:
            path = take(browser, site, picture)
            print(f"{path}: {path.stat().st_size:,} bytes")
        browser.close()


def take(browser: Browser, site: str, picture: Picture) -> Path:
    page = browser.new_page(viewport={"width": picture.wide, "height": picture.tall}, color_scheme=picture.theme)
    page.goto(site + address_of(page, site, picture))
    wait_until_drawn(page)
    if picture.press:
        page.keyboard.press(picture.press)
    if picture.click:
        page.get_by_role("button", name=picture.click).click()
        page.wait_for_selector(picture.shows, timeout=60_000)
    if picture.scroll:
        page.evaluate(f"document.querySelector('{picture.scroll}').scrollIntoView()")
        page.wait_for_timeout(300)
    path = OUT / f"{picture.name}.png"
    page.screenshot(path=path)
    page.close()
    return path


def wait_until_drawn(page: Page) -> None:
    if page.locator("#map").count():
        page.wait_for_selector("#map[data-drawn]:not([data-busy])", timeout=60_000)
    page.wait_for_timeout(400)


def address_of(page: Page, site: str, picture: Picture) -> str:
    if picture.address == DEADLIEST:
        return str(page.request.get(f"{site}/api/v1/map/list").json()["events"][0]["address"])
    if picture.address == WAITING:
        return f"/review/{page.request.get(f'{site}/api/v1/review').json()['queue'][0]}"
    return picture.address


@contextmanager
def served() -> Iterator[str]:
    """The address of the demonstration's own site, ended afterwards."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        start = "from marsad.cli import main; main()"
        command = [sys.executable, "-c", start, "serve", "--demo", "--port", str(port), "--db", f"{folder}/war.db"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
            try:
                wait_until_served(port, server)
                yield f"http://127.0.0.1:{port}"
            finally:
                server.terminate()


def wait_until_served(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(3_000):
        if server.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.1)
    raise TimeoutError(port)


if __name__ == "__main__":
    main()
