"""Rows looked at and changed past Marsad, as by one who has the file or the server's password."""

import re
from contextlib import contextmanager

from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from marsad.store import opened
from marsad.store.engine_sqlite import sqlite_driver
from marsad.store.people_tables import SCHEMA

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
JSON_REPLACED = re.compile(r"replace\(payload, ('.*?'), ('.*?')\)")


@contextmanager
def past_marsad(where, *, guarded=True):
    """Runs one statement, or some parted by "; ", in one transaction; what the last of them found comes back.

    Where it is not guarded, no trigger holds: of a file they are gone then.
    """
    url = opened.parse_where(where)
    one_library = {"module": sqlite_driver()} if url.get_backend_name() == "sqlite" else {}  # two hear no locks
    engine = create_engine(url, poolclass=NullPool, **one_library)
    with engine.begin() as connection:
        if str(where).endswith("-people") and engine.dialect.name != "sqlite":
            connection.exec_driver_sql(f"SET LOCAL search_path TO {SCHEMA}")
        if guarded:
            pass
        elif engine.dialect.name == "sqlite":
            for name in connection.exec_driver_sql(TRIGGERS).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")  # triggers sleep

        def run(statements):
            for statement in statements.split("; "):
                found = connection.exec_driver_sql(_of(engine.dialect.name, statement))
            return found

        yield run


def alter(where, statements):
    """Change rows, and whatever would refuse it is taken away first."""
    with past_marsad(where, guarded=False) as run:
        run(statements)


def _of(engine, statement):
    if engine == "sqlite":
        return statement
    spelt = JSON_REPLACED.sub(r"replace(payload::text, \1, \2)::json", statement)
    return spelt.replace("%", "%%").replace("X'00'", r"'\x00'")
