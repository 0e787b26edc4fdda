"""The notebook runs, cell by cell; this runner shows what a notebook would show: the last expression of a cell."""

import ast
import json
from pathlib import Path

import pytest

from marsad.drawings import Drawing
from marsad.pipeline.reading import LazyReader

NOTEBOOK = Path(__file__).parents[3] / "examples" / "first-look.ipynb"


def _run(source: str, names: dict[str, object]) -> object:
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, NOTEBOOK.name, "exec"), names)
    return eval(compile(ast.Expression(last.value), NOTEBOOK.name, "eval"), names) if last else None


def test_the_notebook_reads_the_sample_and_draws_it(reader, tmp_path, monkeypatch):
    pytest.importorskip("pandas")
    monkeypatch.setattr(LazyReader, "_load", lambda _: reader)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    cells = [one for one in json.loads(NOTEBOOK.read_text("utf-8"))["cells"] if one["cell_type"] == "code"]
    shown = [_run("".join(cell["source"]), names) for cell in cells]
    new, events, tolls, history, early, late, sentences, _ = shown
    assert new > 10
    assert len(events) == 10
    assert events["killed_low"].isna().any()  # unknown is not zero
    assert "<svg" in tolls._repr_html_()
    assert len(history) > 1
    assert "<svg" in early.html
    assert early.key
    assert "body{" not in early.html  # the notebook's own page stays as it is
    assert "<b>1</b>" not in Drawing(svg="", style="", key=(("A", "<b>1</b>"),)).html
    assert early.svg != late.svg
    assert all(isinstance(one, str) and one for one in sentences)
    assert sentences
