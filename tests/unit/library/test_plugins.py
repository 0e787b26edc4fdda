"""Plug-ins by entry points, as an installer leaves them: the example package beside one that is broken in every way."""

import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import marsad
from local_site import ToldClock, make_fetcher
from marsad.cli.setup import examine
from marsad.pipeline import plugins
from marsad.pipeline.ingest import ingest_arrivals
from marsad.pipeline.network.pages import Pages, Wanted
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.settings import Settings
from marsad.store import Store

EXAMPLE = Path(__file__).parents[3] / "examples" / "marsad-example"
LOG = "#radio-log\n2024-12-01 | Radio Tallan | Shelling killed two men in Goma. The council set a curfew from dusk.\n"
BROKEN = """
from marsad import Claim, Quote, Statement
from marsad.domain.vocabulary import StatementAct
from marsad.export.formats import Format as Out
from marsad.intake.formats import Format as In

def fail(*_): raise RuntimeError("it broke\\nin two lines")
def lie(document):
    yield Claim(document="other", quote=Quote(start=0, end=3, text="no."), said=Statement(act=StatementAct.VOW))

SNIFF, OUT, NO = In(name="bad", sniff=fail, read=fail), Out(
    name="bad", suffix=".txt", media_type="text/plain", how="", forms=("events",), write=fail), 3
"""
BROKEN_POINTS = """
[marsad.readers]
absent = no_such_module:X
number = broken_plugin:NO
sniff = broken_plugin:SNIFF
[marsad.claim_readers]
fail = broken_plugin:fail
lie = broken_plugin:lie
[marsad.exporters]
bad = broken_plugin:OUT
"""


def _install(folder: Path, name: str, points: str) -> None:
    info = folder / f"{name}-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n")
    (info / "entry_points.txt").write_text(points)


@pytest.fixture
def installed(tmp_path: Path, reader: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path that holds both packages with the entry points that they declare."""
    import tomllib

    folder = tmp_path / "site"
    shutil.copytree(EXAMPLE / "marsad_example", folder / "marsad_example")
    (folder / "broken_plugin.py").write_text(BROKEN)
    declared = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]["entry-points"]
    points = (f"[{group}]\n" + "".join(f"{n} = {v}\n" for n, v in named.items()) for group, named in declared.items())
    _install(folder, "marsad_example", "".join(points))
    _install(folder, "broken_plugin", BROKEN_POINTS)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(LazyReader, "_load", lambda _: reader)
    plugins.find_plugins.cache_clear()
    yield folder
    plugins.find_plugins.cache_clear()


def test_all_three_plug_ins_work_beside_broken_ones(installed: Path, tmp_path: Path, caplog):
    (tmp_path / "night.log").write_text(LOG)
    with marsad.open_store(tmp_path / "war.db") as store:
        assert marsad.ingest(store, tmp_path / "night.log").new == 1
        told = {claim.quote.text: claim for claim in store.claims()}
        curfew = told["The council set a curfew from dusk."]
        assert (curfew.source, curfew.rule) == ("Radio Tallan", "plug-in curfews")
        assert "Shelling killed two men in Goma." in told
        broken = [one for one in store.problems() if one.code == "broken-plug-in"]
        assert len(broken) == 2
        assert any("fail" in one.message and "it broke in two lines" in one.message for one in broken)
        assert any("own words" in one.message for one in broken)
        assert "at Goma" in marsad.export(store, "headlines").decode()
        with pytest.raises(marsad.ExportError, match=r"plug-in bad .* fails"):
            marsad.export(store, "bad")
        with pytest.raises(marsad.InputError, match="headlines"):
            marsad.export(store, "papyrus")
    lines = [record.getMessage() for record in caplog.records if record.name == "marsad.plugins"]
    assert any("no_such_module" in line for line in lines)
    assert any("gives int; expected a marsad.intake.formats.Format" in line for line in lines)
    assert not any("\n" in line for line in lines)


def test_a_fetched_page_is_read_by_a_plug_in_too(installed: Path, tmp_path: Path, site, reader):
    """As a kind that is fetched anyway, and as one that the plug-in alone names; any other is still refused."""
    site.put("/log.txt", LOG, 200, ("Content-Type", "text/plain"))
    site.put("/night", LOG.replace("Goma", "Tallan"), 200, ("Content-Type", "text/x-radio-log; charset=utf-8"))
    site.put("/other", LOG, 200, ("Content-Type", "text/x-other"))
    with Store.open(tmp_path / "war.db") as store:
        store.begin_writing()
        fetcher = make_fetcher(site, ToldClock(dt.datetime(2024, 12, 2, tzinfo=dt.UTC)))
        pages = Pages(store, fetcher, author="nr", now=dt.datetime(2024, 12, 2, tzinfo=dt.UTC))
        found = pages.bring(Wanted(url=site.url(path)) for path in ("/log.txt", "/night", "/other"))
        report = ingest_arrivals(store, reader, found, settings=Settings())
        assert {document.source for document in store.documents()} == {"Radio Tallan"}
        assert report.new == 2
        assert [one.code for one in report.problems if "text/x-other" in one.message] == ["not-fetched"]


def test_doctor_lists_plug_ins_well_and_amiss(installed: Path, tmp_path: Path, capsys):
    examine(Settings(db=str(tmp_path / "none.db"), data=tmp_path))
    told = capsys.readouterr().out
    assert "ok    plug-in curfews (marsad.claim_readers, marsad_example 0.1.0)" in told
    assert "LOOK  plug-in absent (marsad.readers, broken_plugin 0.1.0) does not load" in told


def test_the_example_passes_its_own_test():
    paths = {"PYTHONPATH": f"{EXAMPLE}:{Path(marsad.__file__).parents[1]}", "PATH": ""}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        "/dev/null",
        str(EXAMPLE / "tests"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, env=paths, check=False)
    assert done.returncode == 0, done.stdout
