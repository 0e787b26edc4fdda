"""`marsad ingest` as a user runs it: what it says, what its report lists, what a dry run leaves alone."""

import csv
import json

import pytest

TEXT = "Five people were killed in Homs on Sunday, the mayor said."
OTHER = "Seven people were killed in Hama on Monday, the nurse said."


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "week"
    (made / "deep").mkdir(parents=True)
    lines = [{"id": "a", "text": TEXT, "date": "2024-12-01"}, {"id": "b", "text": TEXT}, {"title": "no text"}]
    (made / "feed.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (made / "deep" / "sheet.csv").write_text(f'Wording;Tag\n"{OTHER}";2024-12-02\n')
    (made / "photo").write_bytes(b"\x89PNG\r\n\x1a\n....")
    return made


def test_a_dry_run_says_what_would_happen_and_makes_no_store(run, folder, tmp_path):
    asked = ("--map", "text=Wording,date=Tag", "--dry-run", "--db", str(tmp_path / "war.db"))
    code, _, stderr = run("ingest", str(folder), *asked)
    assert code == 1
    assert "would take in 3 documents: 3 new, 1 of them copies, 0 known; 2 with problems" in stderr
    assert "nothing was read or kept" in stderr
    assert not list(tmp_path.glob("war.db*"))


@pytest.mark.parametrize("ending", ["csv", "jsonl"])
def test_the_report_lists_every_input_with_its_fate(run, folder, tmp_path, ending):
    report = tmp_path / f"fates.{ending}"
    asked = ("--map", "text=Wording", "--map", "date=Tag", "--report", str(report), "--dry-run")
    run("ingest", str(folder), *asked)
    lines = report.read_text(encoding="utf-8").splitlines()
    rows = list(csv.DictReader(lines)) if ending == "csv" else list(map(json.loads, lines))
    assert [(row["input"].removeprefix(f"{folder}/"), row["fate"], row["document"] or "") for row in rows[:3]] == [
        ("feed.jsonl line 1", "new", "a"),
        ("feed.jsonl line 2", "copy", "b"),
        ("feed.jsonl line 3", "refused", ""),
    ]
    assert rows[3]["input"].endswith("photo")
    assert "PNG picture" in str(rows[3]["problems"])
    assert (rows[4]["fate"], rows[4]["date"], rows[4]["kind"]) == ("new", "2024-12-02", "text/csv")
    assert len(rows) == 5


def test_a_second_importer_hears_of_the_first_before_it_reads(run, folder, tmp_path):
    from marsad.store import Store

    with Store.open(tmp_path / "war.db") as first:
        first.begin_writing()
        code, _, stderr = run("ingest", str(folder / "feed.jsonl"), "--db", str(tmp_path / "war.db"))
    assert code == 2
    assert "is being written by process" in stderr
    assert "Mend: wait until it ends" in stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--map", "body=Wording"), "expected FIELD=COLUMN with a FIELD of text, id, date"),
        (("--map", "text"), "expected FIELD=COLUMN"),
        (("--report", "fates.txt"), "expected a name that ends in .csv or .jsonl"),
        (("--report", "none/fates.csv"), "No such file or directory. Mend: "),
    ],
)
def test_wrong_use_is_one_line(run, folder, options, said):
    code, _, stderr = run("ingest", str(folder), "--dry-run", *options)
    assert code == 2
    assert said in " ".join(stderr.split())


def test_a_column_that_is_not_there_is_said_with_those_that_are(run, folder):
    *_, stderr = run("ingest", str(folder / "deep"), "--dry-run", "--map", "text=Wordings")
    assert "has no column 'Wordings' for `text`; found 'Wording', 'Tag'" in stderr
