"""Writes the next revision of the store's schema from what `store/tables.py` declares and the chain does not make yet.

    python tools/new_revision.py "what it is for"

Read what it wrote, give its functions their words, and raise `SCHEMA_VERSION` in `store/tables.py` by one.
A column of words needs `in_bytes(String())`; REFILLS = True where rows of the record are to be written anew.
"""

import re
import sys
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine

from marsad.store import schema
from marsad.store.chain import climb, name_of
from marsad.store.tables import metadata

VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"
FORM = '''"""{words}."""

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{before}"
REFILLS = False


def upgrade() -> None:
    """{words}."""
    {code}
'''


def difference(tables: MetaData) -> str:
    """What a store that the chain made lacks of the tables, as Python."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        climb(connection)
        context = MigrationContext.configure(connection, opts={"target_metadata": tables})
        found = produce_migrations(context, tables).upgrade_ops
    engine.dispose()
    return "" if found is None or found.is_empty() else str(render_python_code(found))


def main(words: str) -> None:
    newest = max(int(one.name[1:5]) for one in VERSIONS.glob("v[0-9]*.py"))
    code = difference(metadata)
    if not code:
        sys.exit("the chain makes all that the tables declare; no revision is needed")
    plain = "\n".join(line for line in code.splitlines() if not line.strip().startswith("#")).strip()
    slug = re.sub(r"\W+", "_", words.lower()).strip("_")[:30]
    target = VERSIONS / f"v{name_of(newest + 1)}_{slug}.py"
    target.write_text(FORM.format(words=words, name=name_of(newest + 1), before=name_of(newest), code=plain))
    print(f"{target}\nNow read it, and set SCHEMA_VERSION = {newest + 1} in src/marsad/store/tables.py")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or sys.exit(__doc__))
