"""A store with what a protected source told planted in it, and a copy of it for each test that writes."""

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))
from sites import make_store, planted_readings


@pytest.fixture(scope="session")
def planted_store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("planted") / "war.db", planted_readings())


@pytest.fixture
def settings(planted_store, tmp_path):
    return replace(planted_store, db=shutil.copy(planted_store.db, tmp_path / "war.db"))
