"""The tables: what each holds, and which are append-only."""

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 9
MAP_COLUMNS = (
    *("since", "until", "lat", "lon", "kind", "deaths"),
    *("grade", "precision", "background", "protected", "id", "places", "actors"),
)
"""All that the map asks of an event, in one index, so that it is drawn without reading a payload."""
LIST_COLUMNS = (
    *("since", "until", "places", "actors", "kind", "grade"),
    *("protected", "deaths", "weight", "id"),
)
"""All that a list of events asks and is ordered by, so that payloads are read of the page's own events alone."""
CONTROL_COLUMNS = ("since", "until", "places", "actors", "kind", "protected")
NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A whole number of up to 63 bits, which SQLite numbers rows by under its plain name alone."""
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

meta = Table("meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False))

originals = Table(
    "originals",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False, comment="zlib"),
    Column("name", String, comment="file or record it came as; null where protected"),
    Column("first_seen", String, nullable=False, comment="UTC, ISO 8601 to the second; to the day where protected"),
)

documents = Table(
    "documents",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("original_sha256", ForeignKey(originals.c.sha256), nullable=False),
    Column("text_sha256", String(64), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("date", Date, index=True),
    Column("source", String),
    Column("title", Text),
    Column("url", Text),
    Column("language", String),
    Column("protected", Boolean, nullable=False),
    Column("time_grain", String, comment="finest time that is published; null: the day"),
    Column("place_grain", String, comment="finest place that is published; null: the province"),
)

provenance = Table(
    "provenance",
    metadata,
    Column("document", ForeignKey(documents.c.id), primary_key=True),
    Column("media_type", String),
    Column("parent", String, index=True, comment="id of the document that it came with"),
    Column("version_of", String, index=True),
    Column("brought_by", String, comment="null where protected: who forwards may be known to the giver"),
    Column("dated_by", String, comment="which rule gave the day of publication"),
    Column("author", String, comment="whom a page names as its writer"),
)

claims = Table(
    "claims",
    metadata,
    Column("id", String, primary_key=True),
    Column("document", ForeignKey(documents.c.id), nullable=False),
    Column("kind", String, nullable=False, index=True),
    Column("start", Integer, nullable=False, comment="of the quote, in code points"),
    Column("since", Date, index=True),
    Column("until", Date),
    Column("places", Text, nullable=False, comment="folded words"),
    Column("actors", Text, nullable=False, comment="folded words, a bar between names"),
    Column("payload", JSON, nullable=False, comment="the wire line"),
    Index(None, "document", "start"),
)

rereadings = Table(
    "rereadings",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("document", ForeignKey(documents.c.id), nullable=False, index=True),
    Column("reader", String(64), nullable=False, comment="digest of the rules that read it"),
    Column("at", String, nullable=False, comment="UTC, ISO 8601 to the second"),
    Column("came", JSON, nullable=False, comment="ids of claims that stand since"),
    Column("gone", JSON, nullable=False, comment="ids of claims that it no longer makes"),
)

set_aside = Table("set_aside", metadata, Column("claim", ForeignKey(claims.c.id), primary_key=True))
"""The claims that the newest reading of their document no longer makes: kept, shown by id, and in no record."""

judgements = Table(
    "judgements",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("id", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("author", String, nullable=False),
    Column("at", String, nullable=False, comment="UTC, ISO 8601"),
    Column("payload", JSON, nullable=False),
)

publications = Table(
    "publications",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("thing", String, nullable=False, index=True, comment="id of an event or a spell, as it was then"),
    Column("step", String, nullable=False),
    Column("author", String, nullable=False),
    Column("at", String, nullable=False, comment="UTC, ISO 8601"),
    Column("version", String(64), nullable=False, comment="SHA-256 of what was shown"),
    Column("reason", Text),
    Column("became", String, comment="of a withdrawn one that a merge took: what tells it now"),
    Column("payload", JSON, comment="the version itself, with approve and publish"),
    Column("claims", JSON, comment="ids of all that it rests on; never shown"),
)
"""Each step towards the public and back. Nothing writes here but `store/publishing.py`."""

problems = Table(
    "problems",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("origin", String, nullable=False, comment="input, text or record"),
    Column("code", String, nullable=False, index=True),
    Column("document", String, index=True),
    Column("digest", String, nullable=False),
    Column("rank", String, comment="as in the tables of the record; null for problems of inputs and texts"),
    Column("payload", JSON, nullable=False),
    UniqueConstraint("origin", "digest"),
)


def _record_table(name: str, *more: Column[Any] | Index) -> Table:
    """One kind of thing of the record: its wire line, with what it is filtered by beside it.

    What is filtered by stands before the payload, so that a scan need not step over it.
    """
    return Table(
        name,
        metadata,
        Column("seq", NUMBER, primary_key=True, comment="its place in the record's fixed order, with room between two"),
        Column("id", String, nullable=False, index=True),
        Column("rank", String, index=True, comment="what `seq` is in order of; null where no workings are kept"),
        Column("kind", String, nullable=False),
        Column("since", Date, index=True),
        Column("until", Date),
        Column("places", Text, nullable=False),
        Column("actors", Text, nullable=False),
        *more,
        Column("payload", JSON, nullable=False),
    )


def _point_columns() -> tuple[Column[Any], ...]:
    """Where a thing of the record lies, and whether a protected source tells any of it."""
    return (
        Column("lat", Float, comment="degrees, WGS 84; null where no point is known"),
        Column("lon", Float),
        Column("precision", Integer, comment="UCDP where_prec; null where no place is known"),
        Column("protected", Boolean, comment="any claim is of a protected document: show it through the shield alone"),
    )


events = _record_table(
    "events",
    *_point_columns(),
    Column("deaths", NUMBER, comment="to draw and to sort by; null where no figure is known"),
    Column("grade", String),
    Column("background", Boolean),
    Column("place", String, index=True, comment="its exact name; null where a protected source tells of it"),
    Column("country", String),
    Column("weight", NUMBER, index=True, comment="how much a look at it matters"),
)
aggregates = _record_table("aggregates")
control = _record_table(
    "control",
    *_point_columns(),
    Column("place", String, index=True),
    Column("contested", Boolean, comment="somebody says otherwise"),
    Column("ledger", String, comment="digest of the place, where the spell says that nobody else held it then"),
    Column("holder", String, comment="of such a spell"),
    Index(None, "ledger", "since"),
)
actors = _record_table("actors")

tolls = Table(
    "tolls",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("event", String, nullable=False, index=True, comment="id of the event or aggregate"),
    Column("aggregate", Boolean, nullable=False),
    Column("harm", String, nullable=False),
    Column("victims", String, nullable=False),
    Column("side", String),
    Column("part_of", String),
    Column("low", NUMBER),
    Column("best", NUMBER),
    Column("high", NUMBER),
)

links = Table(
    "links",
    metadata,
    Column("claim", String, nullable=False, index=True),
    Column("of", String, nullable=False, index=True),
    Column(
        "kind", String, nullable=False, comment="event, aggregate, control; against: a spell that it says is not so"
    ),
)

counted = Table(
    "counted",
    metadata,
    Column("event", String, nullable=False, index=True),
    Column("harm", String, nullable=False),
    Column("since", Date),
    Column("low", NUMBER),
    Column("best", NUMBER),
    Column("high", NUMBER),
    Column("place", String),
    Column("doers", String),
    Column("victims", String, comment="null where several groups are added"),
    Index(None, "harm", "since", "low", "best", "high", "place", "doers", "victims"),
)

figures = Table(
    "figures",
    metadata,
    Column("event", String, nullable=False, index=True),
    Column("claim", String, nullable=False),
    Column("voice", String, nullable=False),
    Column("harm", String, nullable=False),
    Column("reported", Date),
    Column("replaced", Boolean, nullable=False),
    Column("since", Date, comment="of the event"),
    Index(None, "voice", "replaced", "since"),
)

voices = Table(
    "voices",
    metadata,
    Column("event", String, nullable=False, index=True),
    Column("voice", String, nullable=False),
    Column("grade", String, nullable=False),
    Column("since", Date, comment="of the event"),
    Index(None, "voice", "grade", "since"),
)

outlets = Table(
    "outlets",
    metadata,
    Column("event", String, nullable=False, index=True),
    Column("outlet", String, nullable=False, index=True),
)

decided = Table(
    "decided",
    metadata,
    Column("claim", String, nullable=False, index=True),
    Column("judgement", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
)
"""Which claims a judgement that stands is about; made of `judgements`, and made anew when one is undone."""

changes = Table(
    "changes",
    metadata,
    Column("seq", NUMBER, primary_key=True),
    Column("version", Integer, nullable=False, index=True, comment="of the record, as it was written"),
    Column("day", Date, nullable=False, index=True, comment="UTC"),
    Column("kind", String, nullable=False, comment="added, revised, merged, split or withdrawn"),
    Column("thing", String, nullable=False, comment="event, aggregate, control or actor"),
    Column("id", String, nullable=False, index=True),
    Column("others", JSON, nullable=False, comment="ids merged into, split into or come from"),
    Column("protected", Boolean, nullable=False, comment="stands on claims of protected documents alone"),
)
"""What became of each thing each time that the record was written: by it a copy of the record is kept up to date."""

names = Table(
    "names",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("part", String, nullable=False, comment="place or actor"),
    Column("words", Text, nullable=False, comment="folded; of a place with its province"),
    UniqueConstraint("part", "words"),
)
named = Table(
    "named",
    metadata,
    Column("name", NUMBER, nullable=False),
    Column("document", NUMBER, nullable=False, index=True, comment="its seq"),
    Column("date", Date, comment="of the document, as is"),
    Column("protected", Boolean, nullable=False),
    Index(None, "name", "protected", "date", "document"),
)
"""Which documents make a claim that stands of which places and actors; made anew where one is read again."""

touched = Table(
    "touched",
    metadata,
    Column("version", Integer, nullable=False, index=True, comment="of the record, that was written then"),
    Column("event", String, comment="its id; empty: none was; null: any may have been"),
)
"""Which events the last writings of the record changed, so that what is kept of it in memory need not be read anew."""

working_links = Table(
    "working_links",
    metadata,
    Column("key", String, primary_key=True),
    Column("at", NUMBER, primary_key=True, autoincrement=False),
    Column("owner", String, primary_key=True),
    Column("extra", String, nullable=False),
    sqlite_with_rowid=False,
)

working_notes = Table(
    "working_notes",
    metadata,
    Column("name", String, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

COVERING = (
    Index("ix_events_list", *(events.c[name] for name in LIST_COLUMNS)),
    Index("ix_control_list", *(control.c[name] for name in CONTROL_COLUMNS)),
    Index("ix_events_points", *(events.c[name] for name in MAP_COLUMNS)),
)
"""Indices that hold all that a list asks for. In SQLite alone: PostgreSQL allows no row of an index to be so wide."""
for one in COVERING:
    one.ddl_if(dialect="sqlite")
Index("ix_documents_days", documents.c.protected, documents.c.date)  # the newest open ones; the few that are not
Index("ix_documents_list", *(documents.c[name] for name in ("source", "protected", "date")))
Index("ix_voices_told", voices.c.voice, voices.c.since, voices.c.event)
Index("ix_control_map", *(control.c[name] for name in ("since", "until", "lat", "lon")))

DERIVED = (links, counted, figures, voices, outlets)
WORKINGS = (working_links, working_notes)
"""What reconciling keeps for its next update; the record can be made anew without it."""
RECORD = (events, aggregates, control, actors, tolls, *DERIVED)
