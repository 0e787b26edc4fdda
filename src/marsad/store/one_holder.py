"""Rows of control in, those refused that contradict each other: two sole holders of one place at one time.

The rule is that of `domain/holding.py`, stated in columns: `ledger` is null of a spell that says no such thing.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Connection, FromClause, and_, or_, select, text, update
from sqlalchemy.exc import DBAPIError

from marsad.domain.errors import StoreError
from marsad.store.changing import forget_record
from marsad.store.shelf import split
from marsad.store.tables import control

CONSTRAINT = "ex_control_one_holder"
EXTENSION = "btree_gist"
EXCLUDE = f"""
ALTER TABLE control ADD CONSTRAINT {CONSTRAINT}
EXCLUDE USING gist (ledger WITH =, holder WITH <>, daterange(since, until, '[)') WITH &&) WHERE (ledger IS NOT NULL)
"""
"""Of the others no range is made: a spell may have become known only after it had ended."""
MEND = "nothing was written; it is a fault of Marsad: keep a copy of the store, and report it"


def exclude_rivals(connection: Connection) -> None:
    """Have a server refuse such rows by itself, where it has, or can be given, what that takes."""
    if connection.dialect.name != "postgresql" or has_constraint(connection) or not _has_extension(connection):
        return
    _let_go(connection)
    connection.execute(text(EXCLUDE))


def has_constraint(connection: Connection) -> bool:
    """Whether the server refuses such rows by itself."""
    query = text("SELECT 1 FROM pg_constraint WHERE conname = :name AND conrelid = to_regclass('control')")
    return bool(connection.execute(query, {"name": CONSTRAINT}).scalar())


def check_rivals(connection: Connection, spells: Collection[str] | None = None) -> None:
    """The same rule where no server states it: of all rows, or of the spells just written.

    Raises:
        StoreError: two rows contradict each other.
    """
    if connection.dialect.name == "postgresql" and has_constraint(connection):
        return
    one, other = control.alias("one"), control.alias("other")
    query = select(one.c.id, other.c.id).where(_contradict(one, other), one.c.seq != other.c.seq).limit(1)
    for some in [None] if spells is None else split(spells):
        found = connection.execute(query if some is None else query.where(one.c.id.in_(some))).first()
        if found:
            raise StoreError(
                f"control: {found[0]} and {found[1]} say that different holders alone held one place at one time. "
                f"Mend: {MEND}"
            )


def _contradict(one: FromClause, other: FromClause) -> ColumnElement[bool]:
    """As ranges that hold their first day and not their last, of which an empty one overlaps nothing."""
    ends_later = (or_(a.c.until.is_(None), a.c.until > b.c.since) for a, b in ((one, other), (other, one)))
    lasts = (or_(a.c.until.is_(None), a.c.until > a.c.since) for a in (one, other))
    return and_(one.c.ledger == other.c.ledger, one.c.holder != other.c.holder, *ends_later, *lasts)


def _has_extension(connection: Connection) -> bool:
    query = text("SELECT 1 FROM pg_available_extensions WHERE name = :name")
    if not connection.execute(query, {"name": EXTENSION}).scalar():
        return False
    try:
        with connection.begin_nested():
            connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}"))
    except DBAPIError:  # there, but not for this account
        return False
    return True


def _let_go(connection: Connection) -> None:
    """Rows of a record that an older program made may contradict each other: the next ingest makes it anew."""
    one, other = control.alias("one"), control.alias("other")
    query = select(one.c.seq).where(_contradict(one, other), one.c.seq != other.c.seq)
    found = connection.execute(query).scalars().all()
    for some in split(found):
        connection.execute(update(control).where(control.c.seq.in_(some)).values(ledger=None))
    if found:
        forget_record(connection)
