"""Every page as it is for different people: by screen reader, on a telephone, from right to left, without scripts."""

from pathlib import Path

import pytest

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WHOLE = "/?since=2024-11-27&until=2024-12-08"
PAGES = (
    WHOLE, "/events", "/tolls", "/control", "/documents", "/actors", "/sources", "/search?q=Aleppo",
    "/sitrep/2024-12-08", "/review", "/about",
)  # fmt: skip
WORST = {"serious", "critical"}


def first_of(page, address, pattern):
    """The address of the first thing that a list links to."""
    page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}{address}")
    return page.locator(f"main a[href^='{pattern}']").first.get_attribute("href")


def failures(page):
    """What axe finds that is serious or worse, one line a rule with the elements."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']}: {one['help']}: {[node['target'] for node in one['nodes'][:4]]}"
        for one in found
        if one["impact"] in WORST
    ]


def overflow(page):
    """Pixels by which the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_serious_fault_for_who_does_not_see_or_point(open_page, drawn, address):
    page = open_page(address)
    if address == WHOLE:
        drawn(page)
    assert not failures(page)


@pytest.mark.parametrize(("listed", "pattern"), [("/events", "/events/e"), ("/documents", "/documents/")])
def test_a_single_thing_has_none_either_and_fits_a_telephone(open_page, listed, pattern):
    page = open_page("/about", wide=360, tall=740)
    page.goto(page.url.replace("/about", first_of(page, listed, pattern)))
    assert not failures(page)
    assert overflow(page) <= 0


@pytest.mark.parametrize("address", [WHOLE, "/events"])
def test_in_the_dark_colours_keep_their_contrast(open_page, drawn, address):
    page = open_page(address, color_scheme="dark")
    if address == WHOLE:
        drawn(page)
    assert not failures(page)


def test_no_page_is_wider_than_a_telephone(open_page, drawn):
    page = open_page(WHOLE, wide=360, tall=740, has_touch=True)
    drawn(page)
    assert page.locator(".map-overlay").is_visible()
    wider = {}
    for address in PAGES:
        page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}{address}")
        wider[address] = overflow(page)
    assert {address: pixels for address, pixels in wider.items() if pixels > 0} == {}


def test_from_right_to_left_nothing_leaves_the_window_and_the_card_stands_on_the_left(open_page, drawn):
    page = open_page(WHOLE)
    page.add_init_script("addEventListener('DOMContentLoaded', () => { document.documentElement.dir = 'rtl' })")
    page.reload()
    drawn(page)
    assert overflow(page) <= 0
    page.get_by_role("button", name="List what is in view").click()
    page.locator(".map-card li a").first.wait_for()
    card, stage = page.locator(".map-card").bounding_box(), page.locator(".map-stage").bounding_box()
    assert card["x"] - stage["x"] < stage["width"] / 4


def test_without_scripts_the_map_is_there_and_its_symbols_lead_to_events(open_page):
    page = open_page(WHOLE, java_script_enabled=False)
    assert page.locator("#map svg.map").is_visible()
    address = page.locator("#map svg.map a[href^='/events/']").first.get_attribute("href")
    page.get_by_label("Place or province").fill("Aleppo")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**place=Aleppo**")
    page.goto(page.url.partition("?")[0].rstrip("/") + address)
    page.locator("main blockquote").first.wait_for()
    page.locator("main a[href^='/documents/']").first.click()
    page.wait_for_url("**/documents/**")
    assert page.locator(":target").count() == 1
