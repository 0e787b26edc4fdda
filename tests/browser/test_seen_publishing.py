"""Two people publish an event, each in a browser of their own, and the public sees it in a third."""

import os
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from peopled import NAMES, PASSWORD, Peopled
from seen import failures
from sites import make_store, sample_readings

from conftest import PATIENCE_MS, wait_until_served

SERVER = """
import sys, uvicorn
from marsad.pipeline.settings import Settings
from marsad.web.app import create_app
from marsad.web.site import Serving
settings = Settings(db=sys.argv[1], author="tester", data=sys.argv[2])
uvicorn.run(create_app(settings, Serving(public=True)), host="127.0.0.1", port=int(sys.argv[3]), log_level="warning")
"""
LOOKS = (("light", 1280), ("dark", 1280), ("light", 360))
PICTURES = os.environ.get("MARSAD_PICTURES")
"""A folder to keep pictures of each page in, for a person to look at; none are kept where it is not named."""


@pytest.fixture(scope="module")
def peopled(tmp_path_factory):
    """The address of a site over the sample whose people sign in and whose public is let in."""
    folder = tmp_path_factory.mktemp("publishing")
    settings = make_store(folder / "war.db", [one for one in sample_readings() if "2024-12-0" in one.document.id])
    Peopled(settings).people.close()
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", SERVER, settings.db, str(folder / "data"), str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until_served(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture
def people(browser, peopled):
    """Opens the site as a person, or as nobody, in a browser of its own; at the end no page may have failed."""
    contexts, said, asked = [], [], []

    def open_as(name=None, address="/publishing", wide=1280, theme="light"):
        context = browser.new_context(viewport={"width": wide, "height": 900}, color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        if name:
            page.goto(f"{peopled}/sign-in")
            page.fill("[name=name]", name)
            page.fill("[name=password]", PASSWORD)
            page.locator("main form button").first.click()
            page.wait_for_url(f"{peopled}/")
        page.goto(peopled + address)
        return page

    yield open_as
    heard = list(said)
    for context in contexts:
        context.close()
    assert not heard
    assert not [url for url in asked if not url.startswith((f"{peopled}/", "data:", "blob:"))]


def state(page):
    return page.locator("#publishing h2 .badge").inner_text()


def keep(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def is_wider_than_the_window(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def look_at_what_is_public(people, event):
    for theme, wide in LOOKS:
        page = people("Omar", f"/publishing/{event}", wide=wide, theme=theme)
        keep(page, f"standing-{theme}-{wide}")
        assert not is_wider_than_the_window(page)
        page.goto(page.url.replace("/publishing/", "/events/"))
        keep(page, f"event-{theme}-{wide}")
        for address, name in (
            ("/public", "public"),
            (f"/public/events/{event}", "thing"),
            ("/public/method", "method"),
        ):
            seen = people(None, address, wide=wide, theme=theme)
            keep(seen, f"{name}-{theme}-{wide}")
            assert not is_wider_than_the_window(seen), (address, wide)


def test_two_people_publish_and_the_public_sees_it(people):
    assert NAMES["Hala"] != NAMES["Omar"]
    hala = people("Hala", "/events?order=deadliest")
    hala.locator("main table a[href^='/events/']").first.click()
    event = hala.url.rsplit("/", 1)[1].split("#")[0]
    hala.goto(hala.url.split("#")[0])
    hala.keyboard.press("p")  # submit
    hala.locator("#publishing .badge", has_text="in review").wait_for()
    hala.keyboard.press("p")  # her own: nothing to press
    assert hala.locator("#publishing button[data-key]").count() == 0
    assert "other than the one who submitted it" in hala.locator("#publishing").inner_text()

    omar = people("Omar", "/publishing")
    keep(omar, "publishing-list")
    omar.locator(f"main a[href='/publishing/{event}']").click()
    omar.fill("#publishing form [name=because]", "seen both sentences")
    omar.locator("#publishing button[data-key=p]").click()
    omar.locator("#publishing h2 .badge", has_text="approved").wait_for()

    nobody = people(None, f"/public/events/{event}")
    assert "Not Found" in nobody.locator("h1").inner_text()
    omar.keyboard.press("p")
    omar.locator("#publishing h2 .badge", has_text="published").wait_for()
    look_at_what_is_public(people, event)
    nobody.goto(nobody.url)
    assert "Not Found" not in nobody.locator("h1").inner_text()
    first = nobody.locator("main li a[href^='#s-']").first
    first.click()
    assert nobody.locator("blockquote:target").count() == 1

    omar.goto(omar.url)
    omar.locator("#publishing summary", has_text="Withdraw it").click()
    omar.fill("#publishing details [name=because]", "the outlet took it back")
    omar.locator("#publishing details button", has_text="Withdraw it").click()
    omar.locator("#publishing h2 .badge", has_text="withdrawn").wait_for()
    nobody.reload()
    assert nobody.locator("h1").inner_text() == "Withdrawn"
    assert "the outlet took it back" in nobody.locator("main").inner_text()
    keep(nobody, "withdrawn")


def test_pages_of_people_have_no_serious_fault_and_fit_a_telephone(people):
    wrong = {}
    pages = ((None, "/sign-in"), (None, "/public"), (None, "/public/method"), ("Rima", "/account"), ("Rima", "/people"))
    for name, address in pages:
        page = people(name, address, wide=360)
        assert page.locator("main h1").first.is_visible()
        wrong[address] = [is_wider_than_the_window(page), *failures(page)]
        keep(page, f"people{address.replace('/', '-')}")
    assert {address: those for address, those in wrong.items() if those != [False]} == {}
