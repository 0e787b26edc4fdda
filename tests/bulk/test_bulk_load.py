"""A run loaded into a store is what an ingest of its archive keeps: nothing lost, nothing twice, the log whole."""

import json
import shutil

import pytest
from bulk_archives import dispatch, run, write_lines
from sqlalchemy import select

from marsad.domain.errors import InputError
from marsad.pipeline.bulk.loading import load
from marsad.pipeline.ingest import ingest
from marsad.pipeline.settings import Settings
from marsad.store import Store, tables
from marsad.store.audit_check import check_log
from marsad.store.audit_table import audit


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request, tmp_path):
    """Where a new store is to be, of each engine."""
    return str(tmp_path / "war.db") if request.param == "sqlite" else request.getfixturevalue("new_database")()


def kept(store):
    """All that a store holds but the hours: its tables of what was taken in, its acts, its record."""

    def rows(table, *but):
        found = store.ask(select(table))
        return sorted(repr({key: value for key, value in row.items() if key not in but}) for row in found)

    acts = [
        (row["kind"], json.loads(row["what"]).get("document")) for row in store.ask(select(audit).order_by(audit.c.seq))
    ]
    return {
        "documents": rows(tables.documents), "originals": rows(tables.originals, "first_seen"),
        "claims": rows(tables.claims), "provenance": rows(tables.provenance), "named": rows(tables.named, "name"),
        "problems": rows(tables.problems, "seq"),
        "acts": [act for act in acts if act[0] == "document"], "record": store.record(),
    }  # fmt: skip


def assert_whole(store):
    with store.moment() as connection:
        assert list(check_log(connection)) == []


def test_a_load_keeps_what_an_ingest_keeps(archive, calm, where, tmp_path):
    from stub_reader import Stub

    with Store.open(str(tmp_path / "ingested.db")) as store:
        ingest(store, Stub(Settings()), [str(archive)], settings=Settings())
        ingested = kept(store)
    with Store.open(where) as store:
        report = load(store, calm, Settings())
        assert (report.new, report.known) == (60, 0)
        loaded = kept(store)
        assert_whole(store)
        assert load(store, calm, Settings()).known == 60
        assert kept(store) == loaded
        assert_whole(store)
    for name in ("claims", "acts", "named", "record"):
        assert loaded[name] == ingested[name], name
    strip = lambda rows: [row.replace(" from byte", "").split("'where'")[0] for row in rows]  # noqa: E731
    assert strip(loaded["documents"]) == strip(ingested["documents"])


def test_a_load_broken_off_goes_on_and_other_documents_are_of_the_record_too(archive, calm, tmp_path):
    class Stop(Exception):  # noqa: N818
        pass

    def stop(report):
        if report.shards_done == 3:
            raise Stop

    with Store.open(str(tmp_path / "war.db")) as store:
        with pytest.raises(Stop):
            load(store, calm, Settings(), stop)
        assert 0 < store.counts().documents < 60
        assert_whole(store)
        load(store, calm, Settings())
        assert store.counts().documents == 60
        alone = store.record()
        more = run(write_lines(tmp_path / "b.jsonl", [dispatch(n) for n in range(60, 80)]), tmp_path / "more")
        assert more["record"]["events"]
        load(store, tmp_path / "more", Settings())
        assert store.counts().documents == 80
        assert {claim for event in store.record().events for claim in event.claims} > {
            claim for event in alone.events for claim in event.claims
        }
        assert_whole(store)


def test_an_altered_run_is_not_loaded(calm, tmp_path):
    out = shutil.copytree(calm, tmp_path / "run")
    with (out / "shards" / "000001" / "documents.jsonl.zst").open("ab") as file:
        file.write(b"x")
    with Store.open(str(tmp_path / "war.db")) as store, pytest.raises(InputError, match="altered"):
        load(store, out, Settings())
    assert not (tmp_path / "war.db").exists()
