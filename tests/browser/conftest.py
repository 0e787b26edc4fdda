"""A real browser before a real server over the shipped sample, both of this machine; skipped where no browser is."""

import datetime as dt
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from shutil import which

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

CHROMIUM = which("chromium") or which("chromium-browser")
with suppress(ImportError):
    from playwright.sync_api import sync_playwright

MISSING = [
    name for name, there in (("chromium", CHROMIUM), ("playwright", "sync_playwright" in globals())) if not there
]
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"),
    *("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--hide-scrollbars"),
)
"""A container's: no sandbox of its own, WebGL in software, and no name that resolves."""
SERVER = """
import sys, uvicorn
from marsad.pipeline.settings import Settings
from marsad.web.app import create_app
from marsad.web.site import Serving
settings = Settings(db=sys.argv[1], author="tester", data=sys.argv[2])
uvicorn.run(create_app(settings, Serving(demo=True)), host="127.0.0.1", port=int(sys.argv[3]), log_level="warning")
"""
PATIENCE_MS = 40_000
"""For one thing to appear: the machine that tests may be a slow and busy one."""
skipped = []


def pytest_collection_modifyitems(items):
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    if MISSING:
        skipped.extend(here)
        for item in here:
            item.add_marker(pytest.mark.skip(reason=f"no {' and no '.join(MISSING)} here"))


def pytest_terminal_summary(terminalreporter):
    if skipped:
        terminalreporter.write_line(
            f"skipped {len(skipped)} tests in a browser: no {' and no '.join(MISSING)} here; `make browser` installs it"
        )


@pytest.fixture(scope="session")
def site_settings(tmp_path_factory):
    """A store of the sample, and of documents that are hard to show."""
    from sites import make_store, sample_readings

    return make_store(tmp_path_factory.mktemp("browser") / "war.db", [*sample_readings(), *awkward_readings()])


def awkward_readings():
    """A text from right to left, one in both directions, one under a very long title; nothing is claimed in them."""
    from marsad.domain.document import Document
    from marsad.domain.problem import Problem
    from marsad.domain.reading import Reading
    from marsad.domain.vocabulary import ProblemCode

    day = dt.date(2024, 12, 7)
    said = "'وإن' may be Van or Vaughan; a text that names the country settles it"
    problem = Problem(code=ProblemCode.AMBIGUOUS_PLACE, message=said, document="arabic")
    texts = {
        "arabic": ("قُتل خمسة أشخاص في قصف على أطراف المدينة يوم السبت، بحسب مصدر طبي.", "قصف على أطراف المدينة", "ar"),
        "quoting": ('A loudspeaker called out "اخرجوا من بيوتكم الآن" before the guns, a resident said.', "Guns", "en"),
        "headline": ("Nobody could say who had fired first.", "Nobody could say " * 20 + "x" * 120, "en"),
    }
    for key, (text, title, language) in texts.items():
        document = Document(id=key, text=text, title=title, language=language, date=day, source="صحيفة الوادي")
        yield Reading(document=document, claims=(), problems=(problem,) if key == "arabic" else ())


@pytest.fixture(scope="session")
def site(site_settings):
    """The address of a site over the sample."""
    settings = site_settings
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", SERVER, settings.db, str(settings.data), str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until_served(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def wait_until_served(port, server):
    for _ in range(300):
        assert server.poll() is None, "the server ended"
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.1)
    raise TimeoutError(port)


@pytest.fixture(scope="module")
def browser():
    """The browser, gone with its module: while it is there no other test can run an event loop of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser, site):
    """Opens an address of the site; at the end nothing may have been asked elsewhere, and nothing refused."""
    contexts, said, asked = [], [], []

    def open_at(address, *, wide=1280, tall=900, **looks):
        context = browser.new_context(viewport={"width": wide, "height": tall}, **looks)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: said.append(f"{error} {error.stack}"))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site + address)
        return page

    yield open_at
    heard = list(said)  # closing breaks off what is still on its way, which is no fault of the page
    for context in contexts:
        context.close()
    assert not heard
    elsewhere = [url for url in asked if not url.startswith((f"{site}/", "data:", "blob:"))]
    assert asked
    assert not elsewhere


@pytest.fixture
def drawn():
    """Waits until the map has drawn what it was asked for, and something new where `after` is what it had drawn."""

    def wait(page, after=None):
        newer = f":not([data-drawn='{after}'])" if after else ""
        page.wait_for_selector(f"#map[data-drawn]{newer}:not([data-busy])")
        return page.get_attribute("#map", "data-drawn")

    return wait
