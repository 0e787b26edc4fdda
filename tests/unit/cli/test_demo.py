"""The demonstration: its files, its report, and a second run that changes nothing."""

import re
from pathlib import Path

from marsad.intake import read_input


def test_demo_twice(run, tmp_path):
    folder = tmp_path / "out"
    code, out, err = run("demo", "--folder", str(folder))
    assert code == 0, err
    page = folder / "report.html"
    assert out.startswith("# ")
    assert out.rstrip().endswith(f"Report: {page}\nStore:  {folder / 'marsad.db'}")
    assert re.search(r"(\d+) documents: \1 new, 0 known", err)
    text = page.read_text(encoding="utf-8")
    assert "<svg" in text
    assert not re.search(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//", text)
    again, same, told = run("demo", "--folder", str(folder))
    assert (again, same) == (0, out)
    assert re.search(r"(\d+) documents: 0 new, \1 known; 0 claims", told)
    assert page.read_text(encoding="utf-8") == text


def test_the_sample_is_read_without_a_fault():
    sample = Path(__file__).parents[3] / "src" / "marsad" / "sample" / "dispatches.jsonl"
    documents, problems = read_input(sample.read_bytes(), "sample")
    assert not problems
    assert all(document.date and document.source for document in documents)
    assert any(document.protected for document in documents)
