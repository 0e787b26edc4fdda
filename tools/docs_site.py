"""A hook of the documentation's site: the decisions by their titles, and the product's own mark."""

from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

LOGO = Path(__file__).parent.parent / "src/marsad/web/static/marsad.svg"
MARK = "<!-- decisions -->"
FOLDER = "decisions"


def on_config(config: Any) -> Any:
    for part in config["nav"]:
        if "Decisions" in part:
            part["Decisions"] += [{title: f"{FOLDER}/{name}"} for name, title in decisions(Path(config["docs_dir"]))]
    return config


def on_files(files: Files, config: Any) -> Files:
    files.append(File.generated(config, "pictures/marsad.svg", abs_src_path=str(LOGO)))
    return files


def on_page_markdown(markdown: str, config: Any, **_: Any) -> str:
    listed = "\n".join(f"- [{title}]({name})" for name, title in decisions(Path(config["docs_dir"])))
    return markdown.replace(MARK, listed)


def decisions(docs: Path) -> list[tuple[str, str]]:
    """File and title of each decision, by its title."""
    pages = [page for page in (docs / FOLDER).glob("*.md") if page.name != "index.md"]
    return sorted(((page.name, title_of(page)) for page in pages), key=lambda one: one[1].casefold())


def title_of(page: Path) -> str:
    return page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
