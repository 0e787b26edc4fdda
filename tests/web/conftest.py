"""The real application over stores made of the shipped sample as read, and of records with traps, without a reader."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from marsad.domain.document import Document
from marsad.domain.reading import Reading
from marsad.domain.wire import claim_from_line
from marsad.pipeline.ingest import reconcile_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.web.app import create_app
from marsad.web.site import Serving

SAMPLE_CLAIMS = Path(__file__).parents[1] / "goldens" / "sample" / "claims.jsonl"


def sample_readings() -> Iterator[Reading]:
    """The shipped dispatches with their claims as the golden file keeps them."""
    claims: dict[str, list[object]] = {}
    for line in SAMPLE_CLAIMS.read_text("utf-8").splitlines():
        claim = claim_from_line(json.loads(line))
        claims.setdefault(claim.document, []).append(claim)
    for line in files("marsad").joinpath("sample", "dispatches.jsonl").read_text("utf-8").splitlines():
        fields = json.loads(line)
        document = Document(
            id=fields["id"], text=fields["text"], date=dt.date.fromisoformat(fields["date"]),
            source=fields["source"], title=fields.get("title"), language="en",
        )  # fmt: skip
        yield Reading(document=document, claims=tuple(claims.get(document.id, ())))


def make_store(path: Path, readings: Iterable[Reading]) -> Settings:
    """The settings of a store that holds the readings and their record."""
    settings = Settings(db=str(path), author="tester", data=path.parent / "data")
    with Store.open(path) as store:
        for reading in readings:
            store.add_reading(reading.document.text.encode(), reading)
        reconcile_store(store, settings)
    return settings


def open_site(settings: Settings, **serving: object) -> TestClient:
    """A client of the site; an error that escapes the application fails the test."""
    hosts = frozenset({"testserver"})
    return TestClient(create_app(settings, Serving(hosts=hosts, **serving)), follow_redirects=False)


@pytest.fixture(scope="session")
def sample_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return make_store(tmp_path_factory.mktemp("sample") / "war.db", sample_readings())


@pytest.fixture(scope="session")
def sample(sample_settings: Settings) -> TestClient:
    return open_site(sample_settings, demo=True)
