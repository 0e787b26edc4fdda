"""A hook of the documentation's site: the decisions by their titles, the product's own mark, links out of docs/."""

import logging
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
LOGO = ROOT / "src/marsad/web/static/marsad.svg"
MARK = "<!-- decisions -->"
FOLDER = "decisions"
LINK = re.compile(r"\[([^\]]+)\]\((\.\./[^)#\s]+)\)")
log = logging.getLogger("mkdocs.plugins.docs_site")


def on_config(config: Any) -> Any:
    for part in config["nav"]:
        if "Decisions" in part:
            part["Decisions"] += [{title: f"{FOLDER}/{name}"} for name, title in decisions(Path(config["docs_dir"]))]
    return config


def on_files(files: Files, config: Any) -> Files:
    files.append(File.generated(config, "pictures/marsad.svg", abs_src_path=str(LOGO)))
    return files


def on_page_markdown(markdown: str, page: Any, config: Any, **_: Any) -> str:
    docs = Path(config["docs_dir"])
    markdown = LINK.sub(lambda found: named_in_words(found, Path(page.file.abs_src_path).parent, docs), markdown)
    listed = "\n".join(f"- [{title}]({name})" for name, title in decisions(docs))
    return markdown.replace(MARK, listed)


def named_in_words(found: re.Match[str], here: Path, docs: Path) -> str:
    """A link to a file of the project that is no page: the site has no copy of it, so its path stands in words."""
    target = (here / found[2]).resolve()
    if target.is_relative_to(docs):
        return found[0]
    if not target.exists():
        log.warning("%s: no such file: %s", here, found[2])
    path = target.relative_to(ROOT.resolve())
    return found[1] if str(path) in found[1] else f"{found[1]} (`{path}`)"


def decisions(docs: Path) -> list[tuple[str, str]]:
    """File and title of each decision, by its title."""
    pages = [page for page in (docs / FOLDER).glob("*.md") if page.name != "index.md"]
    return sorted(((page.name, title_of(page)) for page in pages), key=lambda one: one[1].casefold())


def title_of(page: Path) -> str:
    return page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
