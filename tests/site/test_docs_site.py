"""The documentation as a site: it builds without a warning, its menu and links hold, and it fetches nothing."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
FETCHED = {("script", "src"), ("img", "src"), ("link", "href"), ("source", "src"), ("iframe", "src")}
NO_SITE = "mkdocs is not installed here: `make docs` brings it, and `make check` runs these"

pytestmark = pytest.mark.skipif(find_spec("mkdocs") is None, reason=NO_SITE)


class References(HTMLParser):
    """What a page links to and loads, and the ids that it can be linked at."""

    def __init__(self, text):
        super().__init__()
        self.links, self.loads, self.ids = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.add(value)
            if (tag, name) in FETCHED and dict(attrs).get("rel") != "canonical":
                self.loads.append(value)
            if (tag, name) == ("a", "href"):
                self.links.append(value)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(out)]
    kept = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"}
    built = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, timeout=120, check=False)
    assert built.returncode == 0, built.stderr
    assert "WARNING" not in built.stderr
    return out


@pytest.fixture(scope="module")
def pages(site):
    return {page: References(page.read_text(encoding="utf-8")) for page in site.rglob("*.html")}


def test_the_menu_names_every_page(site, pages):
    start = pages[site / "index.html"]
    named = {(site / urlsplit(link).path).resolve() for link in start.links if not urlsplit(link).scheme}
    written = {site / page.relative_to(ROOT / "docs").with_suffix(".html") for page in (ROOT / "docs").rglob("*.md")}
    assert not {str(page.relative_to(site)) for page in written} - {
        str(page.relative_to(site.resolve())) for page in named
    }, "mend: name it in mkdocs.yml"


def test_every_link_within_leads_somewhere(site, pages):
    broken = []
    for page, told in pages.items():
        for link in told.links:
            at = urlsplit(link)
            if at.scheme or page.name == "404.html":
                continue
            target = (page.parent / unquote(at.path)).resolve() if at.path else page
            anchors = pages[target].ids if target in pages else set()
            if not target.exists() or (at.fragment and target in pages and unquote(at.fragment) not in anchors):
                broken.append((page.name, link))
    assert not broken


def test_pages_load_nothing_from_elsewhere(site, pages):
    loaded = {link for page, told in pages.items() for link in told.loads if urlsplit(link).netloc}
    assert not loaded
    styles = "".join(one.read_text(encoding="utf-8") for one in site.rglob("*.css"))
    assert not re.findall(r"url\([\"']?(?:https?:)?//[^)]+\)|@import[^;]+//[^;]+", styles)
