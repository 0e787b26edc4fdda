"""Every example of the README and of the documentation runs, page by page, and prints what the page shows."""

import contextlib
import io
import json
import shutil
import tomllib
from functools import partial
from pathlib import Path

import pytest
from doc_blocks import is_shown, read_blocks
from doc_folder import fill_folder, make_releases
from doc_names import Names
from doc_shell import DocShell

from marsad.pipeline.reading import LazyReader
from sample_store import make_sample_store

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [one for one in sorted([ROOT / "README.md", *DOCS.rglob("*.md")]) if list(read_blocks(one))]
OWN_TEST = {DOCS / "tutorial.md"}
"""Pages that a test of their own follows word for word (test_docs_examples.py)."""
FEW = 12
"""Documents, so that reading all of them again takes a second."""
DONE, ANY = (0,), (0, 1)
WITH_PROBLEMS = ("doctor", "rebuild")
"""Commands that end with 1 where the machine or what is handed in is not in order."""
NOT_RUN = tomllib.loads(Path(__file__).with_name("not_run.toml").read_text(encoding="utf-8"))


def page_name(page):
    return str(page.relative_to(ROOT))


def is_with_problems(command):
    return any(f"marsad {verb}" in command for verb in WITH_PROBLEMS)


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    path = tmp_path_factory.mktemp("documented") / "sample.db"
    make_sample_store(path, most=FEW)
    return path


@pytest.fixture(scope="module")
def filled(sample, tmp_path_factory):
    path = tmp_path_factory.mktemp("filled")
    fill_folder(path, sample)
    return path


@pytest.fixture
def folder(filled, tmp_path, monkeypatch, reader):
    monkeypatch.setattr(LazyReader, "_load", lambda _: reader)
    monkeypatch.chdir(tmp_path)
    for name in ("MARSAD_DB", "MARSAD_PUBLIC", "MARSAD_PROFILE", "MARSAD_AUTHOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("page", [one for one in PAGES if one not in OWN_TEST], ids=page_name)
def test_every_example_of_a_page_runs_and_prints_what_is_shown(page, folder):
    faults = faults_of(page, folder)
    assert not faults, "\n\n".join(faults)


def faults_of(page, folder):
    shell = DocShell(
        folder,
        {"MARSAD_DATA": str(folder / "data"), "COLUMNS": "110", "MARSAD_AUTHOR": "hala"},
        Names(folder / "marsad.db"),
    )
    if "war-2024-12-04.zip" in page.read_text(encoding="utf-8"):
        make_releases(shell)
    python, said, faults = {"__name__": page.stem}, "", []
    for block in filter(lambda one: one.is_run, read_blocks(page)):
        before, said = said, said if block.language == "text" else ""
        for step in steps(block, shell, python, before):
            try:
                printed = step()
                said += printed if isinstance(printed, str) else ""
            except (Exception, SystemExit, pytest.fail.Exception) as error:  # noqa: BLE001  # each fault is told
                faults.append(f"{page.name} line {block.line}: {type(error).__name__}: {error}")
    return faults


def steps(block, shell, python, said):
    """What there is to do with a block, one after another; each step gives what it prints."""
    match block.language:
        case "bash":
            for one in block.commands():
                yield partial(shell.run, one, ANY if is_with_problems(one) else DONE)
        case "python":
            yield partial(run_python, block.text, python)
        case "text" if block.file:
            yield partial((shell.folder / block.file).write_text, block.text, encoding="utf-8")
        case "text":
            yield partial(compare, block.text, said)
        case "json":
            yield partial(json.loads, block.text)
        case "toml":
            yield partial(tomllib.loads, block.text)
        case other:
            yield partial(pytest.fail, f"{other or 'no language'} is not run. Mend: mark it as not run and say why")


def run_python(source, names):
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(source, "example", "exec"), names)  # our own pages
    return printed.getvalue()


def compare(shown, said):
    assert is_shown(shown, said), f"is not what was printed:\n{said[:3000]}"


def test_what_is_not_run_is_what_is_listed_here():
    found = {page_name(page): [one.why for one in read_blocks(page) if one.why] for page in PAGES}
    assert {page: reasons for page, reasons in found.items() if reasons} == NOT_RUN


WRONG = """
```bash
marsad events --place Nowhereville --format csv
marsad tolls --histry
```

```text
id,day,…
e000000000,…
```

<!-- not run (tols): a slip -->
```bash
marsad tols
marsad show nothing
curl https://news.example
```

```
no language
```
"""


def test_each_fault_of_a_page_is_found(folder, tmp_path):
    page = tmp_path / "wrong.md"
    page.write_text(WRONG, encoding="utf-8")
    said = [
        (2, "marsad tolls --histry: ended with 2"), (7, "is not what was printed"),
        (12, "marsad show nothing: ended with 2"), (12, "only marsad is run here"), (19, "no language is not run"),
    ]  # fmt: skip
    found = faults_of(page, folder)
    assert len(found) == len(said)
    assert not [
        one for one, (line, words) in zip(found, said, strict=True) if f"line {line}:" not in one or words not in one
    ]
