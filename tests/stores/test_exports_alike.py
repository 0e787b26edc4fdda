"""One record kept in a file and on a server: every export of it is the same bytes, and reads back as it was written."""

import json

import pytest
from typer.testing import CliRunner

from marsad.cli.app import app
from marsad.export.formats import FORMATS
from marsad.pipeline.exporting import Asked, export_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from sample_store import make_sample_store

FEW = 15
"""Documents: enough that each kind of thing is there."""


@pytest.fixture(scope="module")
def in_a_file(tmp_path_factory):
    path = str(tmp_path_factory.mktemp("alike") / "war.db")
    make_sample_store(path, most=FEW)
    return path


@pytest.fixture(scope="module")
def on_a_server(new_database):
    url = new_database()
    make_sample_store(url, most=FEW)
    return url


def written(db):
    with Store.open(db) as store:
        return {form: export_store(store, form, Asked(), Settings(db=db)).content for form in FORMATS}


def test_a_file_and_a_server_give_the_same_bytes(in_a_file, on_a_server):
    ours, theirs = written(in_a_file), written(on_a_server)
    assert [form for form in FORMATS if ours[form] != theirs[form]] == []
    assert ours == written(in_a_file)


@pytest.mark.parametrize("form", ["acled", "ucdp-ged"])
def test_a_record_that_went_out_and_came_back_agrees_in_every_field(in_a_file, tmp_path, form):
    run, path = CliRunner(), str(tmp_path / "out.csv")
    assert run.invoke(app, ["export", "--to", form, "--db", in_a_file, "-o", path]).exit_code == 0
    done = run.invoke(app, ["compare", path, "--db", in_a_file, "--format", "json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["matched"] > 0
    assert all(row["ours"]["id"] == row["theirs"]["id"] for row in told["rows"] if row["in"] == "both")
    assert all(field["agree"] == field["of"] for field in told["agreement"].values())
    alone = {side: [row["event"] for row in told["rows"] if row["in"] == side] for side in ("ours", "theirs")}
    assert {one["id"] for one in alone["ours"]} == {one["id"] for one in alone["theirs"]}
    assert not any(one["place"] or one["admin1"] for events in alone.values() for one in events)
