"""A store of a revision in, the same of the newest out, by Alembic; its own revision stands in `alembic_version`."""

from importlib.resources import files
from threading import Lock

from sqlalchemy import Connection, text

BASE = 7
"""The schema that the record's chain begins with: what is older, `upgrade.py` brings to it."""
RECORD, ACCOUNTS = "migrations", "people_migrations"
"""Folders of the two chains: a record is given away without its accounts, so neither goes by the other."""
ONE_AT_A_TIME = Lock()
"""Alembic's `op` is one for the whole process."""


def name_of(number: int) -> str:
    """The name of the revision that makes a schema of the number."""
    return f"{number:04}"


def stamp(connection: Connection, number: int) -> None:
    """Write down that the store is of the revision. Source of the table: Alembic's own."""
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("DELETE FROM alembic_version")
    connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:name)"), {"name": name_of(number)})


def climb(connection: Connection, chain: str = RECORD) -> frozenset[str]:
    """Run each revision above the store's own in the transaction of the connection, from an empty place all of them.

    Names of tables come back of which one says (`REFILLS`) that it added columns that the record's own lines fill.
    """
    from alembic.config import Config  # noqa: PLC0415  # a third of a second that few starts need
    from alembic.runtime.environment import EnvironmentContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    script = ScriptDirectory(str(files("marsad.store").joinpath(chain)))
    refills: frozenset[str] = frozenset()

    def steps_from(revision: tuple[str, ...], _context: object) -> list[object]:
        nonlocal refills
        steps = script._upgrade_revs("head", revision)  # type: ignore[arg-type]  # noqa: SLF001  # as `alembic upgrade` does
        refills = frozenset(name for step in steps for name in getattr(step.revision.module, "REFILLS", ()))
        return list(steps)

    with ONE_AT_A_TIME, EnvironmentContext(Config(), script, fn=steps_from) as environment:
        environment.configure(connection=connection)
        with environment.begin_transaction():
            environment.run_migrations()
    return refills
