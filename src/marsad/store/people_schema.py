"""A place for accounts in, their tables as this version has them out: made, or brought up by a chain of their own."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.schema import CreateSchema

from marsad.domain.errors import StoreError
from marsad.store.append_only import guard_append_only
from marsad.store.chain import ACCOUNTS, climb, name_of, stamp
from marsad.store.engine_postgres import Turn, take_turn
from marsad.store.people_tables import NEWEST, SCHEMA, acts, metadata


def make_people_tables(connection: Connection) -> None:
    """Those that are not there yet; where all are, nothing is asked that the account of a site may not do.

    Raises:
        StoreError: a newer version made them.
    """
    use_own_schema(connection)
    if _revision(connection) == name_of(NEWEST):
        return
    _wait_for_turn(connection)
    found = _revision(connection)
    if found is None:
        metadata.create_all(connection)
        stamp(connection, NEWEST)
    elif found != name_of(NEWEST):
        climb(connection, ACCOUNTS)
    guard_append_only(connection, [acts])


def use_own_schema(connection: Connection) -> None:
    """Let names without a schema be the accounts' own to the end of the transaction; a file has no other."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"SET LOCAL search_path TO {SCHEMA}")


def write_alone(connection: Connection, turn: Turn = Turn.ARRIVAL) -> None:
    """Wait for other writers before anything is read: of two that read first, one could not go on to write."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("COMMIT")  # what was begun for reading
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        take_turn(connection, turn)


def _wait_for_turn(connection: Connection) -> None:
    """Be the one that makes them: a site and a command may begin at the same moment."""
    write_alone(connection, Turn.SCHEMA)
    if connection.dialect.name != "sqlite":
        connection.execute(CreateSchema(SCHEMA, if_not_exists=True))


def _revision(connection: Connection) -> str | None:
    """The name of the revision that made the tables, "" of those from before the chain, None where there are none.

    Raises:
        StoreError: a newer version made them.
    """
    there = inspect(connection).get_table_names(schema=None if connection.dialect.name == "sqlite" else SCHEMA)
    if "alembic_version" not in there:
        return "" if "people" in there else None
    found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    if found > name_of(NEWEST):
        raise StoreError(
            f"the accounts beside the store have schema {found}; expected {name_of(NEWEST)}. "
            "Mend: use the marsad that made them"
        )
    return found
