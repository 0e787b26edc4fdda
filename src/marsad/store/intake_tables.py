"""The tables of what was fetched (pages as they came, feeds, sites that rest), and of what copies are found by."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from marsad.store.tables import NUMBER, documents, metadata, originals

captures = Table(
    "captures",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("url", Text, nullable=False, index=True, comment="as asked for"),
    Column("final_url", Text, nullable=False, comment="where redirects led"),
    Column("at", String, nullable=False, comment="UTC, ISO 8601 to the second"),
    Column("status", Integer, comment="HTTP; null where nothing came"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_sha256", String(64), comment="of the body unpacked; null where none came"),
    Column("original_sha256", ForeignKey(originals.c.sha256), comment="the WARC record; null where nothing new came"),
    Column("document", String, index=True, comment="id of the document that it holds; null where it holds none"),
    Column("problem", Text, comment="why it was not taken in"),
)
"""One row each time that a page was asked for; a page that changed is a new row, and the former one stays."""

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("title", Text),
    Column("added", String, nullable=False, comment="UTC, ISO 8601 to the second"),
    Column("added_by", String, nullable=False),
    Column("every_s", Integer, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("last_poll", String),
    Column("next_due", String, nullable=False),
    Column("failures", Integer, nullable=False, comment="since it last answered"),
    Column("problem", Text),
)

resting_sites = Table(
    "resting_sites",
    metadata,
    Column("host", String, primary_key=True),
    Column("until", String, nullable=False, comment="UTC, ISO 8601 to the second; no request before"),
)

prints = Table(
    "prints",
    metadata,
    Column("document", ForeignKey(documents.c.seq), primary_key=True, autoincrement=False),
    Column("chain", Integer, nullable=False, index=True, comment="the least number of those that are copies"),
    Column("signature", LargeBinary, comment="MinHash; null where the text has too few words"),
)
"""Made of the documents, and made anew by the next ingest where it lacks some; never of a protected one."""

print_bands = Table(
    "print_bands",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("document", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
