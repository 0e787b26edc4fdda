"""The exports of the shipped sample, against what stood at the last review; `--rewrite` writes them anew.

They are made of the claims and the record that are pinned beside them, so that nothing is read here.
"""

import datetime as dt
import difflib
import io
import json
import zipfile
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from marsad.domain import wire
from marsad.domain.changes import Change, ChangeKind, ThingKind
from marsad.export.formats import FORMATS, export
from marsad.export.forms import find_form
from marsad.export.material import Material
from marsad.export.rows import TABLES
from marsad.export.selecting import Wanted, select
from marsad.export.sheets import Sheet, read_csv, write_csv
from marsad.export.shield import shield
from marsad.intake import read_input
from marsad.reading.actor_file import load_actors

HERE = Path(__file__).parent
TEXTS = [name for name, form in FORMATS.items() if form.suffix not in {".xlsx", ".parquet", ".zip"}]
DAY = dt.date(2024, 11, 30)
"""The day that is asked for, so that the files stay small enough to be reviewed."""


@cache
def sample() -> Material:
    lines = {name: (HERE / "sample" / f"{name}.jsonl").read_text("utf-8").splitlines() for name in ("claims", "record")}
    claims = {wire.claim_id(one): one for one in map(wire.claim_from_line, map(json.loads, lines["claims"]))}
    record = wire.record_from_lines(map(json.loads, lines["record"]))
    documents, _ = read_input(files("marsad.sample").joinpath("dispatches.jsonl").read_bytes(), "dispatches.jsonl")
    wanted = Wanted(since=DAY, until=DAY)
    shown = select(shield(record, claims, {one.id: one for one in documents}), wanted)
    event = shown.record.events[0].id
    told = {"version": 2, "day": dt.date(2024, 12, 2), "thing": ThingKind.EVENT}
    journal = (
        Change(**{**told, "version": 1}, kind=ChangeKind.ADDED, id=event),
        Change(**told, kind=ChangeKind.MERGED, id="e0", others=(event,)),
    )
    return Material(
        shown=shown,
        wanted=wanted,
        actors=load_actors(),
        journal=journal,
        base_url="https://example.org/war",
        version="2",
    )


@pytest.mark.parametrize("form", TEXTS)
def test_the_sample_in_each_format_is_as_reviewed(form: str, rewrite: bool) -> None:
    path = HERE / "exports" / f"{form}{FORMATS[form].suffix}"
    content = export(form, sample())
    if rewrite:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    kept, now = (text.decode("utf-8").splitlines() for text in (path.read_bytes(), content))
    changes = list(difflib.unified_diff(kept, now, "kept", "now", lineterm="", n=0))
    assert not changes, "\n".join(line[:300] for line in changes[:40]) + "\nmend: review, then run with --rewrite"
    assert path.read_bytes() == content


@pytest.mark.parametrize("form", FORMATS)
def test_equal_records_give_equal_bytes(form: str) -> None:
    assert export(form, sample()) == export(form, sample())


@pytest.mark.parametrize("name", TABLES)
def test_every_table_says_the_same_in_csv_workbook_parquet_and_package(name: str) -> None:
    import openpyxl
    import pyarrow.parquet as pq

    form, asked = find_form(name), replace(sample(), table=name)
    rows = read_csv(export("csv", asked), form, name)
    with zipfile.ZipFile(io.BytesIO(export("datapackage", sample()))) as archive:
        assert archive.read(f"{name}.csv") == write_csv(Sheet(form=form, rows=rows))
        assert json.loads(archive.read("datapackage.json"))["resources"]
    page = openpyxl.load_workbook(io.BytesIO(export("xlsx", asked)), read_only=True)[name]
    assert sum(1 for _ in page.iter_rows()) == len(rows) + 1
    table = pq.read_table(io.BytesIO(export("parquet", asked)))
    assert table.column_names == list(form.names)
    assert table.num_rows == len(rows)
    assert [str(value) for value in table.column(0).to_pylist()] == [str(row[form.names[0]]) for row in rows]


def test_a_gone_id_leads_to_the_event_that_has_its_claims() -> None:
    rows = read_csv(export("csv", sample()), find_form("events"), "events.csv")
    assert rows[0]["previous_ids"] == ["e0"]
    assert rows[0]["url"] == f"https://example.org/war/events/{rows[0]['id']}"
