"""A PostgreSQL server, by what of it keeps or loses what was acknowledged."""

from collections.abc import Iterator

from marsad.pipeline.doctor.check import Check, limit_of
from marsad.store import Store
from marsad.store.engine_postgres import NAME, ask_server

MUST_BE_ON = {
    "fsync": "what was acknowledged is lost when the machine fails",
    "full_page_writes": "a page half written when the machine fails is damaged for good",
    "synchronous_commit": "the last acts before the machine fails are lost",
}


def check_server(store: Store) -> Iterator[Check]:
    """Nothing of a file: SQLite is told of elsewhere."""
    if store.engine != NAME:
        return
    with store.moment() as connection:
        told = ask_server(connection)
    oldest = limit_of("postgresql", "oldest")
    found = f"PostgreSQL {told['server_version']}, encoding {told['server_encoding']}"
    is_old = int(told["server_version_num"]) < oldest
    yield Check(topic="postgresql", found=found, mend=f"use PostgreSQL {oldest // 10_000} or newer" if is_old else None)
    if told["server_encoding"] != "UTF8":
        mend = "make a database with `createdb --encoding UTF8 --template template0 NAME`, and copy the record there"
        yield Check(topic="postgresql", found="texts in many scripts do not fit its encoding", mend=mend)
    for setting, loss in MUST_BE_ON.items():
        if told[setting] == "off":
            yield Check(topic="postgresql", found=f"{setting} is off: {loss}", mend=f"set {setting} = on")
    if told["data_checksums"] == "off":
        yield Check(topic="postgresql", found="data_checksums is off: a damaged page is not noticed when it is read")
    if told["is_superuser"] == "on":
        found = "Marsad signs in as a superuser, whom no trigger of the audit log holds"
        yield Check(topic="postgresql", found=found, mend="give it an account of its own (docs/operate.md)")
