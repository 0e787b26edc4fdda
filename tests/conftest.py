"""What every test may use: one reader for the whole run, and the flag that rewrites what is compared."""

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent
settings.register_profile("same", derandomize=True)
settings.register_profile("seek", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
"""The same examples each run, so that red means a change did it; `HYPOTHESIS_PROFILE=seek` looks for new ones."""


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


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a real PostgreSQL that the run starts and ends; tests skip, saying why, where none can be started."""
    from postgres_server import NoServerError, run_server

    try:
        with run_server() as url:
            yield url
    except NoServerError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def new_database(postgres_server: str) -> Callable[[], str]:
    """Makes an empty database on the server; the URL of it comes back."""
    from sqlalchemy import create_engine, make_url

    numbers = itertools.count(1)

    def make() -> str:
        name = f"test{next(numbers)}"
        engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        engine.dispose()
        return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)

    return make
