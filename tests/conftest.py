"""What every test may use: one reader for the whole run, and the flag that rewrites what is compared."""

from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write goldens and known misses anew; review the diff")


@pytest.fixture(scope="session")
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite"))


@pytest.fixture(scope="session")
def reader() -> Iterator[object]:
    """The real reader with the packaged pipeline, gazetteer and actor file."""
    from marsad.reading import Reader

    return Reader.load()


@pytest.fixture
def site() -> Iterator[object]:
    """A site of the web on this machine."""
    from local_site import run_site

    with run_site() as running:
        yield running
