"""The real application over two stores, asked through the framework's own client."""

import pytest
from fastapi.testclient import TestClient
from sites import make_store, open_site, planted_readings, sample_readings

from marsad.pipeline.settings import Settings


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_store(tmp_path_factory.mktemp("sample") / "war.db", sample_readings())


@pytest.fixture(scope="session")
def sample(sample_settings: Settings) -> TestClient:
    return open_site(sample_settings, demo=True)


@pytest.fixture(scope="session")
def planted_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_store(tmp_path_factory.mktemp("planted") / "war.db", planted_readings())


@pytest.fixture(scope="session")
def planted(planted_settings: Settings) -> TestClient:
    return open_site(planted_settings, demo=True)
