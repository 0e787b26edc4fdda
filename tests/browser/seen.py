"""What a person would see or stumble over on a page: faults that axe finds, width, and every address there is."""

from pathlib import Path
from urllib.parse import urlsplit

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WORST = {"serious", "critical"}
LISTS = (
    "/?since=2024-11-27&until=2024-12-08", "/events", "/tolls", "/control?on=2024-12-08&since_day=2024-11-28",
    "/documents", "/actors", "/sources", "/search", "/search?q=Aleppo", "/search?q=zzqq+Aleppo", "/sitrep/2024-12-08",
    "/review", "/publishing", "/account", "/about", "/events?place=Nowhere",
)  # fmt: skip
THINGS = (
    ("/events", "/events/e"), ("/control", "/control/places/"), ("/control", "/control/spells/"),
    ("/documents", "/documents/"), ("/actors", "/actors/"), ("/sources", "/sources/"), ("/review", "/review/e"),
)  # fmt: skip
OWN = ("/documents/arabic", "/documents/quoting", "/documents/headline")
"""Documents that the site has beside the sample: right to left, in both directions, under a very long title."""


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


def root_of(page):
    """The site's own address."""
    asked = urlsplit(page.url)
    return f"{asked.scheme}://{asked.netloc}"


def first_of(page, address, pattern):
    """The address of the first thing that a list links to."""
    page.goto(root_of(page) + address)
    return page.locator(f"main a[href^='{pattern}']:not([href*='?'])").first.get_attribute("href").partition("#")[0]


def every_address(page):
    """Each list, empty and full, and one thing of each kind."""
    return [*LISTS, *OWN, *(first_of(page, *one) for one in THINGS)]
