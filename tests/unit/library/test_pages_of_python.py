"""Every Python example of the documentation runs, in the order in which it stands on its page."""

import re
from pathlib import Path

import pytest

from marsad.pipeline.reading import LazyReader

ROOT = Path(__file__).parents[3]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", ["README.md", "docs/library.md"])
def test_the_examples_of_a_page_run(page, reader, tmp_path, monkeypatch, capsys):
    pytest.importorskip("pandas")
    monkeypatch.setattr(LazyReader, "_load", lambda _: reader)
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((ROOT / page).read_text("utf-8"))
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, page, "exec"), names)  # our own pages
    assert "Goma" in capsys.readouterr().out
