"""A plug-in of pytest: each store that a test opens as a file lies on a PostgreSQL, so that one suite runs on both.

    PYTHONPATH=tests python -m pytest -p on_postgres tests/unit/pipeline

What is about a file itself (its rights, its copies, its damage) is not for it; `of_a_file.toml` says what, and why.
"""

import gc
import itertools
import re
import shutil
import tomllib
import warnings
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from marsad.pipeline.doctor import keys, machine, record
from marsad.store import Store, engine, opened, people
from marsad.store.people import People
from postgres_server import NoServerError, run_server

OF_A_FILE = tomllib.loads(Path(__file__).with_name("of_a_file.toml").read_text("utf-8"))["parts"]
"""Parts of the names of tests that are passed over, each with its reason."""
ENGINES = re.compile(r"\b(sqlite|file|memory)\b(?=[^\[]*\])")
"""Of a test that has a place of each engine by itself, those that are not the server's."""


class Places:
    """The database of each path, made when it is first opened: a copy of one that has all tables."""

    def __init__(self, server):
        self._server, self._known, self._numbers = make_url(server), {}, itertools.count(1)
        self._maker = create_engine(server, isolation_level="AUTOCOMMIT")
        self._make("ready", "template1")
        with Store.open(self._url("ready")) as store:
            store.begin_writing()
        People.beside(self._url("ready")).close()

    def of(self, where):
        """The URL in the place of a path; a URL, and a store in memory, stay what they are."""
        if str(where) == ":memory:" or (isinstance(where, str) and re.match(r"[a-z][a-z0-9+]*://", where)):
            return where
        path = str(Path(where).absolute()).removesuffix("-people")
        if path not in self._known:
            self._known[path] = self._url(self._make(f"t{next(self._numbers)}", "ready"))
        return self._known[path]

    def copy(self, source, target):
        """As `shutil.copy`, of a database in the place of a file."""
        known = self._known.get(str(Path(source).absolute()))
        if known is None or Path(source).exists():
            return shutil.copyfile(source, target)
        name = make_url(known).database
        with self._maker.connect() as connection:  # nobody may be in a database that is copied
            connection.exec_driver_sql(
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
            )
        self._known[str(Path(target).absolute())] = self._url(self._make(f"t{next(self._numbers)}", name))
        return target

    def _url(self, name):
        return self._server.set(database=name).render_as_string(hide_password=False)

    def _make(self, name, like):
        with self._maker.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {like}")
        return name


@pytest.fixture(scope="session", autouse=True)
def _on_a_server():
    try:
        with run_server() as server, pytest.MonkeyPatch.context() as patch:
            places, parse = Places(server), engine.parse_where
            for module in (opened, people, keys, machine, record):
                patch.setattr(module, "parse_where", lambda where: parse(places.of(where)))
            patch.setattr(shutil, "copy", places.copy)
            yield
            places._maker.dispose()
            with warnings.catch_warnings(action="ignore"):  # of sites that their tests left open
                gc.collect()
    except NoServerError as error:
        pytest.skip(str(error))


def pytest_configure(config):
    config.addinivalue_line("filterwarnings", "ignore::pytest.PytestUnraisableExceptionWarning")


def pytest_collection_modifyitems(config, items):
    for item in items:
        why = next((why for part, why in OF_A_FILE.items() if part in item.nodeid), None)
        if why:
            item.add_marker(pytest.mark.skip(reason=why))
    names = {item.nodeid for item in items}
    done = [item for item in items if ENGINES.sub("postgres", item.nodeid) in names - {item.nodeid}]
    config.hook.pytest_deselected(items=done)
    items[:] = [item for item in items if item not in {*done}]
