"""A record is computed anew from its originals: the same by the same reader, else each other claim is told."""

import datetime as dt
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.domain.document import Document
from marsad.domain.source import FieldReport, SourceKind
from marsad.domain.wire import claim_id
from marsad.intake import Asked
from marsad.pipeline.ingest import ingest
from marsad.pipeline.reading import LazyReader
from marsad.pipeline.rebuilding import Rebuilt, State, compare_claims, rebuild
from marsad.pipeline.reports import take_report
from marsad.pipeline.settings import Settings
from marsad.pipeline.sources import new_source
from marsad.store import Store
from marsad.store.tables import originals

sys.path.insert(0, str(Path(__file__).parents[2]))
from made_inputs import make_folder

TOLD = "5 people were killed in Homs, the mayor said."
LINES = [
    {"id": "d1", "date": "2024-12-01", "source": "Post", "text": f"{TOLD} Rain fell."},
    {"id": "d2", "date": "2024-12-02", "source": "Post", "text": "9 people were killed in Hama, the nurse said."},
    {"id": "p1", "date": "2024-12-03", "source": "dune", "protected": True, "camera": "qzx",
     "text": "4 people were killed in Ariha, the witness said."},
]  # fmt: skip
REPORT = FieldReport(text="3 people were killed in Idlib, the medic said.", day=dt.date(2024, 12, 4), place="Idlib")


class NewerReader:
    """As another, but the nurse's figure is a bound, and the mayor says nothing."""

    def __init__(self, older):
        self._older = older

    def read(self, documents, *, mentions=False):
        for reading in self._older.read(documents, mentions=mentions):
            claims = [claim for claim in reading.claims if claim.attribution.speaker != "mayor"]
            if reading.document.id == "d2":
                claims = [replace(claim, said=replace(claim.said, best=None, high=None)) for claim in claims]
            yield replace(reading, claims=tuple(claims))


@pytest.fixture(params=["file", "postgres"])
def kept(request, reader, tmp_path):
    where = request.getfixturevalue("new_database")() if request.param == "postgres" else tmp_path / "war.db"
    settings = Settings(db=str(where), author="ben", data=tmp_path / "data")
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, LINES)))
    with Store.open(where) as store:
        ingest(store, reader, [str(tmp_path / "in.jsonl")], settings=settings)
        take_report(store, reader, settings, REPORT, new_source(store, SourceKind.PROTECTED))
        yield store, settings


def run(store, settings, reader):
    report = Rebuilt()
    return list(rebuild(store, reader, settings, report)), report


def test_the_same_reader_makes_the_same_record(kept, reader):
    store, settings = kept
    found, report = run(store, settings, reader)
    assert found == []
    assert (report.documents, report.same, report.counts.total(), report.things.total()) == (4, 4, 0, 0)
    record = store.record()
    assert report.things_same == len(record.events) + len(record.aggregates) + len(record.control) + len(record.actors)


def test_a_newer_reader_s_changes_are_told_claim_by_claim_and_nothing_is_changed(kept, reader):
    store, settings = kept
    before = store.record(), list(store.claims())
    found, report = run(store, settings, NewerReader(reader))
    assert [(one.state, one.document, one.parts) for one in found] == [
        (State.GONE, "d1", ()), (State.ALTERED, "d2", ("best", "high"))
    ]  # fmt: skip
    assert found[1].now not in {None, found[1].claim}
    assert found[0].quote == TOLD
    assert report.same == 2
    assert report.things.total() > 0
    assert (store.record(), list(store.claims())) == before


@pytest.mark.parametrize("kept", ["file"], indirect=True)
def test_what_came_is_told_too(kept):
    claim = next(kept[0].claims())
    (one,) = compare_claims({}, {claim_id(claim): claim}, "r" * 64)
    assert (one.state, one.claim, one.reader) == (State.CAME, claim_id(claim), "r" * 64)


@pytest.mark.parametrize("kept", ["file"], indirect=True)
def test_what_is_of_a_protected_source_is_told_without_its_words(kept, reader):
    store, settings = kept

    class Silent:
        def read(self, documents, *, mentions=False):
            return (replace(one, claims=()) for one in reader.read(documents, mentions=mentions))

    found, _ = run(store, settings, Silent())
    assert [one.state for one in found] == [State.GONE] * 4
    assert "Ariha" not in repr(found)
    assert "medic" not in repr(found)
    assert [bool(one.quote) for one in found] == [True, True, False, False]


def test_every_kind_of_original_gives_its_text_again(reader, tmp_path):
    (tmp_path / "in").mkdir()
    make_folder(tmp_path / "in")
    settings = Settings(db=str(tmp_path / "war.db"), data=tmp_path / "data")
    with Store.open(settings.db) as store:
        taken = ingest(store, reader, [str(tmp_path / "in")], settings=settings)
        found, report = run(store, settings, reader)
    assert taken.new > 15
    assert [(one.state, one.document) for one in found] == []
    assert report.documents == taken.new


def test_a_row_whose_text_was_named_with_map_gives_its_text_again(reader, tmp_path):
    (tmp_path / "week.csv").write_text(f'Nr;Wording;Said by\n1;"{TOLD}";Post\n2;Rain fell.;Post\n')
    settings = Settings(db=str(tmp_path / "war.db"), data=tmp_path / "data")
    with Store.open(settings.db) as store:
        asked = Asked(columns={"text": "Wording"})
        assert ingest(store, reader, [str(tmp_path / "week.csv")], settings=settings, asked=asked).new == 2
        assert run(store, settings, reader)[0] == []


def test_an_original_that_says_something_else_or_nothing_is_told(reader, tmp_path):
    settings = Settings(db=str(tmp_path / "war.db"), data=tmp_path / "data")
    other = json.dumps({"id": "x1", "text": "8 people were killed in Homs, the mayor said."}).encode()
    with Store.open(settings.db) as store:
        for name, original in (("x1", other), ("x2", b"\0\0 no text")):
            document = Document(id=name, text=TOLD, date=dt.date(2024, 12, 1))
            (reading,) = reader.read([document])
            store.add_reading(original, reading)
        found, report = run(store, settings, reader)
    assert [(one.state, one.document) for one in found] == [
        (State.OTHER_TEXT, "x1"), (State.UNREAD, "x2"), (State.ALTERED, "x1")
    ]  # fmt: skip
    assert {"best", "high", "low", "words", "quote"} <= set(found[2].parts)
    assert report.same == 1


@pytest.mark.parametrize("kept", ["file"], indirect=True)
def test_an_original_that_is_gone_or_altered_is_told_and_the_kept_text_is_read(kept, reader):
    store, settings = kept
    shas = [store.documents_of([name])[name].original_sha256 for name in ("d1", "d2")]
    with store.change() as connection:
        of_table = "" if store.engine == "sqlite" else " ON originals"
        connection.exec_driver_sql(f"DROP TRIGGER originals_no_update{of_table}")
        for sha, content in zip(shas, (b"no zlib", None), strict=True):
            other = originals.update().where(originals.c.sha256 == sha)
            connection.execute(other.values(content=content or __import__("zlib").compress(b"other bytes")))
    found, report = run(store, settings, reader)
    assert [(one.state, one.document) for one in found] == [(State.LOST, "d1"), (State.LOST, "d2")]
    assert report.same == 4


@pytest.mark.parametrize("kept", ["file"], indirect=True)
def test_nothing_is_left_beside_the_store(kept, reader, tmp_path):
    store, settings = kept
    run(store, settings, reader)
    assert not list(tmp_path.rglob(".marsad-work-*"))
    broken = rebuild(store, reader, settings, Rebuilt())
    next(broken, None)
    broken.close()
    assert not list(tmp_path.rglob(".marsad-work-*"))


@pytest.mark.parametrize("kept", ["file"], indirect=True)
def test_the_command_applies_nothing_until_it_is_told_to(kept, reader, monkeypatch):
    store, settings = kept
    store.close()  # the writer's lock
    monkeypatch.setattr(LazyReader, "_load", lambda _: NewerReader(reader))
    before = list(store.claims())

    def call(*arguments):
        environment = {"MARSAD_DATA": str(settings.data), "MARSAD_DB": settings.db, "COLUMNS": "200"}
        return CliRunner().invoke(app, ["rebuild", *arguments], env=environment)

    assert call().exit_code == 2
    done = call("--from-originals", "--format", "jsonl")
    assert done.exit_code == 1
    assert [json.loads(line)["state"] for line in done.stdout.splitlines()] == ["gone", "altered"]
    assert "2 claims are the same, 1 altered, 0 new, 1 gone" in done.stderr
    assert "read now by marsad" in done.stderr
    assert list(store.claims()) == before
    assert call("--from-originals", "--apply").exit_code == 1
    assert len(list(store.claims())) == len(before) - 1
    again = call("--from-originals")
    assert (again.exit_code, "1 altered" in again.stderr) == (0, False), again.output
