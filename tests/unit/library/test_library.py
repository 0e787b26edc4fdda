"""What `import marsad` promises: the names, that they cost nothing, that the examples hold, tables in and out."""

import ast
import doctest
import inspect
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

import marsad
import marsad.library
from marsad import frames
from marsad.pipeline.reading import LazyReader

NAMES = [
    "open_store",
    "read",
    "readings",
    "reconcile",
    "ingest",
    "export",
    "Document",
    "Claim",
    "Quote",
    "Attribution",
    "Event",
    "Casualty",
    "Control",
    "Statement",
    "Relation",
    "Reading",
    "Problem",
    "Record",
    "EventRecord",
    "AggregateRecord",
    "ControlSpell",
    "ActorRecord",
    "Toll",
    "Revision",
    "Place",
    "TimeSpan",
    "Filter",
    "Store",
    "MarsadError",
    "InputError",
    "SetupError",
    "StoreError",
    "NotFoundError",
    "ExportError",
]
WORDS = "Shelling killed at least 12 people in Goma on Sunday, the hospital said."


@pytest.fixture(autouse=True)
def _one_reader(reader, monkeypatch):
    monkeypatch.setattr(LazyReader, "_load", lambda _: reader)


def test_public_names_are_exactly_these_and_the_types_know_them():
    assert set(marsad.__all__) == {"__version__", *NAMES}
    stub = ast.parse(files("marsad").joinpath("__init__.pyi").read_text("utf-8"))
    told = {name.asname for one in stub.body if isinstance(one, ast.ImportFrom) for name in one.names}
    assert told == set(NAMES)
    assert files("marsad").joinpath("py.typed").is_file()
    assert all(getattr(marsad, name).__doc__ for name in NAMES)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        marsad.nothing  # noqa: B018


def test_importing_loads_nothing_of_it():
    words = "import marsad, sys; print(sorted(m for m in sys.modules if m.startswith('marsad.') or m == 'spacy'))"
    assert subprocess.check_output([sys.executable, "-c", words], text=True).strip() == "[]"


@pytest.mark.parametrize("first", ["marsad.reconcile.order", "marsad.export.formats", "marsad.library"])
def test_a_room_of_a_verbs_name_is_that_verb_whoever_was_first(first):
    words = (
        f"import {first}, marsad; from marsad.reconcile.order import rank_event; from marsad import reconcile, export;"
        "print(len(marsad.reconcile([]).events), export(reconcile([]), 'csv')[:2])"
    )
    assert subprocess.check_output([sys.executable, "-c", words], text=True).strip() == "0 b'id'"
    assert "claims" in inspect.signature(marsad.reconcile).parameters


def test_every_example_of_the_library_holds():
    tried = doctest.testmod(marsad.library)
    assert tried.attempted >= 10
    assert not tried.failed


def test_a_store_takes_files_in_and_gives_a_record_and_a_file_out(tmp_path: Path):
    (tmp_path / "one.txt").write_text(f"date 2024-12-01\n\n{WORDS}\n")
    with marsad.open_store(tmp_path / "war.db") as store:
        assert marsad.ingest(store, tmp_path / "one.txt").new == 1
        assert marsad.ingest(store, [tmp_path / "one.txt"]).known == 1
        [event] = store.record(marsad.Filter(place="Goma")).events
        assert event.tolls[0].low == 12
        assert event.id in marsad.export(store, "csv").decode()


def test_wrong_use_is_said_in_a_line():
    record = marsad.reconcile(marsad.read(WORDS, date="2024-12-01"))
    with pytest.raises(marsad.InputError, match="claims=claims"):
        marsad.export(record, "acled")
    with pytest.raises(marsad.InputError, match="is no day"):
        marsad.read(WORDS, date="Sunday")
    with pytest.raises(marsad.InputError, match="no export format"):
        marsad.export(marsad.Record(), "papyrus")


def test_tables_go_to_pandas_and_back_with_the_unknown_unknown():
    pandas = pytest.importorskip("pandas")
    texts = pandas.DataFrame({"text": [WORDS], "date": [pandas.Timestamp("2024-12-01")], "source": ["A wire"]})
    claims = [claim for one in marsad.readings(frames.documents_of(texts)) for claim in one.claims]
    record = marsad.reconcile(claims)
    frame = frames.to_pandas(record, "events", claims=claims)
    assert frame["killed_low"].tolist() == [12]
    assert frame["killed_high"].isna().all()
    assert frame["injured_best"].isna().all()
    [row] = frames.rows_of(frame, "events")
    assert (row["id"], row["start"], row["killed_high"]) == (record.events[0].id, "2024-12-01", None)
    assert frames.rows_of(frames.to_arrow(record, "claims", claims=claims), "claims")[0]["quote"] == WORDS
    with pytest.raises(marsad.InputError, match="no table"):
        frames.to_arrow(record, "tea", claims=claims)
    assert next(frames.documents_of(texts.assign(protected=True))).protected
    with pytest.raises(marsad.InputError, match="expected true or false"):
        list(frames.documents_of(texts.assign(protected="perhaps")))
    with pytest.raises(marsad.InputError, match="column `text`"):
        list(frames.documents_of(pandas.DataFrame({"words": ["no"]})))


def test_tables_say_what_they_need_where_it_is_absent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(marsad.SetupError, match=r"marsad\[frames\]"):
        frames.to_arrow(marsad.Record())
