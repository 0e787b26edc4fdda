"""Writes the next revision of the store's schema from what `store/tables.py` declares and the chain does not make yet.

    python tools/new_revision.py "what it is for"
    python tools/new_revision.py --people "what it is for"       of the accounts' tables, store/people_tables.py

Read what it wrote, give its functions their words, and raise the number that it names by one.
A column of words needs `in_bytes(String())`; REFILLS names the tables of the record whose own lines fill it.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

from marsad.store import people_tables, schema, tables
from marsad.store.chain import ACCOUNTS, RECORD, climb, name_of

STORE = Path(schema.__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept in one place: its chain, what it should come to, and where the newest number stands."""

    chain: str
    tables: MetaData
    number: str


KEPT = {
    False: Kept(chain=RECORD, tables=tables.metadata, number="SCHEMA_VERSION = {} in store/tables.py"),
    True: Kept(chain=ACCOUNTS, tables=people_tables.metadata, number="NEWEST = {} in store/people_tables.py"),
}
FORM = '''"""{words}."""

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{before}"
REFILLS = ()


def upgrade() -> None:
    """{words}."""
    {code}
'''


def difference(kept: Kept) -> str:
    """What a store that the chain made lacks of the tables, as Python."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        climb(connection, kept.chain)
        context = MigrationContext.configure(connection, opts={"target_metadata": kept.tables})
        found = produce_migrations(context, kept.tables).upgrade_ops
    engine.dispose()
    return "" if found is None or found.is_empty() else str(render_python_code(found))


def main(words: str, kept: Kept) -> None:
    versions = STORE / kept.chain / "versions"
    newest = max(int(one.name[1:5]) for one in versions.glob("v[0-9]*.py"))
    code = difference(kept)
    if not code:
        sys.exit("the chain makes all that the tables declare; no revision is needed")
    plain = "\n".join(line for line in code.splitlines() if not line.strip().startswith("#")).strip()
    slug = re.sub(r"\W+", "_", words.lower()).strip("_")[:30]
    target = versions / f"v{name_of(newest + 1)}_{slug}.py"
    target.write_text(FORM.format(words=words, name=name_of(newest + 1), before=name_of(newest), code=plain))
    print(f"{target}\nNow read it, and set {kept.number.format(newest + 1)}")


if __name__ == "__main__":
    is_people = sys.argv[1:2] == ["--people"]
    main(" ".join(sys.argv[1 + is_people :]) or sys.exit(__doc__), KEPT[is_people])
