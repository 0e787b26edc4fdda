"""An archive, and a run over it that nothing disturbed."""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from bulk_archives import dispatch, run, write_lines  # noqa: E402


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Sixty dispatches in one file."""
    return write_lines(tmp_path_factory.mktemp("archive") / "archive.jsonl", map(dispatch, range(60)))


@pytest.fixture(scope="module")
def calm(archive, tmp_path_factory):
    """A run over them that nothing disturbed."""
    out = tmp_path_factory.mktemp("calm") / "run"
    run(archive, out)
    return out


@pytest.fixture(autouse=True)
def stub_can_be_found(monkeypatch):
    monkeypatch.syspath_prepend(HERE)
