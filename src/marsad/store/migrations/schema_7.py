"""The tables as schema 7 had them, the last before the chain; frozen: later tables and columns come by revisions."""

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

from marsad.store.tables import NAMING

NUMBER = BigInteger().with_variant(Integer, "sqlite")
metadata = MetaData(naming_convention=NAMING)

# fmt: off
Table(
    "actors", metadata, Column("seq", NUMBER, primary_key=True), Column("id", String, nullable=False, index=True),
    Column("rank", String, index=True), Column("kind", String, nullable=False), Column("since", Date, index=True),
    Column("until", Date), Column("places", Text, nullable=False), Column("actors", Text, nullable=False),
    Column("payload", JSON, nullable=False),
)
Table(
    "aggregates", metadata, Column("seq", NUMBER, primary_key=True), Column("id", String, nullable=False, index=True),
    Column("rank", String, index=True), Column("kind", String, nullable=False), Column("since", Date, index=True),
    Column("until", Date), Column("places", Text, nullable=False), Column("actors", Text, nullable=False),
    Column("payload", JSON, nullable=False),
)
Table(
    "audit", metadata, Column("seq", NUMBER, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False), Column("actor", String, nullable=False),
    Column("kind", String, nullable=False, index=True), Column("what", Text, nullable=False),
    Column("previous", String(64), nullable=False), Column("hash", String(64), nullable=False),
)
Table(
    "changes", metadata, Column("seq", NUMBER, primary_key=True),
    Column("version", Integer, nullable=False, index=True), Column("day", Date, nullable=False, index=True),
    Column("kind", String, nullable=False), Column("thing", String, nullable=False),
    Column("id", String, nullable=False, index=True), Column("others", JSON, nullable=False),
    Column("protected", Boolean, nullable=False),
)
Table(
    "control", metadata, Column("seq", NUMBER, primary_key=True), Column("id", String, nullable=False, index=True),
    Column("rank", String, index=True), Column("kind", String, nullable=False), Column("since", Date, index=True),
    Column("until", Date), Column("places", Text, nullable=False), Column("actors", Text, nullable=False),
    Column("lat", Float), Column("lon", Float), Column("precision", Integer), Column("protected", Boolean),
    Column("place", String, index=True), Column("contested", Boolean), Column("payload", JSON, nullable=False),
    Index("ix_control_list", "since", "until", "places", "actors", "kind", "protected").ddl_if(dialect="sqlite"),
    Index("ix_control_map", "since", "until", "lat", "lon"),
)
Table(
    "counted", metadata, Column("event", String, nullable=False, index=True), Column("harm", String, nullable=False),
    Column("since", Date), Column("low", NUMBER), Column("best", NUMBER), Column("high", NUMBER),
    Column("place", String), Column("doers", String), Column("victims", String),
    Index(
        "ix_counted_harm_since_low_best_high_place_doers_victims", "harm", "since", "low",
        "best", "high", "place", "doers", "victims",
    ),
)
Table(
    "decided", metadata, Column("claim", String, nullable=False, index=True),
    Column("judgement", String, nullable=False, index=True), Column("kind", String, nullable=False),
)
Table(
    "events", metadata, Column("seq", NUMBER, primary_key=True), Column("id", String, nullable=False, index=True),
    Column("rank", String, index=True), Column("kind", String, nullable=False), Column("since", Date, index=True),
    Column("until", Date), Column("places", Text, nullable=False), Column("actors", Text, nullable=False),
    Column("lat", Float), Column("lon", Float), Column("precision", Integer), Column("protected", Boolean),
    Column("deaths", NUMBER), Column("grade", String), Column("background", Boolean),
    Column("place", String, index=True), Column("country", String), Column("weight", NUMBER, index=True),
    Column("payload", JSON, nullable=False),
    Index(
        "ix_events_list", "since", "until", "places", "actors",
        "kind", "grade", "protected", "deaths", "weight", "id").ddl_if(dialect="sqlite",
    ),
    Index(
        "ix_events_points", "since", "until", "lat", "lon", "kind", "deaths",
        "grade", "precision", "background", "protected", "id", "places", "actors").ddl_if(dialect="sqlite",
    ),
)
Table(
    "feeds", metadata, Column("url", Text, primary_key=True), Column("title", Text),
    Column("added", String, nullable=False), Column("added_by", String, nullable=False),
    Column("every_s", Integer, nullable=False), Column("etag", Text), Column("last_modified", Text),
    Column("last_poll", String), Column("next_due", String, nullable=False),
    Column("failures", Integer, nullable=False), Column("problem", Text),
)
Table(
    "figures", metadata, Column("event", String, nullable=False, index=True), Column("claim", String, nullable=False),
    Column("voice", String, nullable=False), Column("harm", String, nullable=False), Column("reported", Date),
    Column("replaced", Boolean, nullable=False), Column("since", Date),
    Index("ix_figures_voice_replaced_since", "voice", "replaced", "since"),
)
Table(
    "judgements", metadata, Column("seq", NUMBER, primary_key=True), Column("id", String, nullable=False, index=True),
    Column("kind", String, nullable=False), Column("author", String, nullable=False),
    Column("at", String, nullable=False), Column("payload", JSON, nullable=False),
)
Table(
    "links", metadata, Column("claim", String, nullable=False, index=True),
    Column("of", String, nullable=False, index=True), Column("kind", String, nullable=False),
)
Table(
    "meta", metadata, Column("name", String, primary_key=True), Column("value", String, nullable=False),
)
Table(
    "named", metadata, Column("name", NUMBER, nullable=False), Column("document", NUMBER, nullable=False, index=True),
    Column("date", Date), Column("protected", Boolean, nullable=False),
    Index("ix_named_name_protected_date_document", "name", "protected", "date", "document"),
)
Table(
    "names", metadata, Column("id", NUMBER, primary_key=True), Column("part", String, nullable=False),
    Column("words", Text, nullable=False), UniqueConstraint("part", "words"),
)
Table(
    "originals", metadata, Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False), Column("name", String),
    Column("first_seen", String, nullable=False),
)
Table(
    "outlets", metadata, Column("event", String, nullable=False, index=True),
    Column("outlet", String, nullable=False, index=True),
)
Table(
    "print_bands", metadata, Column("key", BigInteger, primary_key=True, autoincrement=False),
    Column("document", Integer, primary_key=True, autoincrement=False), sqlite_with_rowid=False,
)
Table(
    "problems", metadata, Column("seq", NUMBER, primary_key=True), Column("origin", String, nullable=False),
    Column("code", String, nullable=False, index=True), Column("document", String, index=True),
    Column("digest", String, nullable=False), Column("rank", String), Column("payload", JSON, nullable=False),
    UniqueConstraint("origin", "digest"),
)
Table(
    "publications", metadata, Column("seq", NUMBER, primary_key=True),
    Column("thing", String, nullable=False, index=True), Column("step", String, nullable=False),
    Column("author", String, nullable=False), Column("at", String, nullable=False),
    Column("version", String(64), nullable=False), Column("reason", Text), Column("became", String),
    Column("payload", JSON), Column("claims", JSON),
)
Table(
    "resting_sites", metadata, Column("host", String, primary_key=True), Column("until", String, nullable=False),
)
Table(
    "sources", metadata, Column("code", String, primary_key=True), Column("kind", String, nullable=False),
    Column("quoting", String, nullable=False), Column("time", String, nullable=False),
    Column("place", String, nullable=False), Column("retention_days", Integer),
)
Table(
    "tolls", metadata, Column("seq", NUMBER, primary_key=True), Column("event", String, nullable=False, index=True),
    Column("aggregate", Boolean, nullable=False), Column("harm", String, nullable=False),
    Column("victims", String, nullable=False), Column("side", String), Column("part_of", String),
    Column("low", NUMBER), Column("best", NUMBER), Column("high", NUMBER),
)
Table(
    "touched", metadata, Column("version", Integer, nullable=False, index=True), Column("event", String),
)
Table(
    "vault_acts", metadata, Column("seq", NUMBER, primary_key=True), Column("kind", String, nullable=False),
    Column("who", String, nullable=False), Column("what", String, nullable=False),
    Column("at", String, nullable=False), Column("request", String), UniqueConstraint("kind", "request"),
)
Table(
    "vault_recipients", metadata, Column("name", String, primary_key=True),
    Column("key", String, nullable=False, unique=True),
)
Table(
    "voices", metadata, Column("event", String, nullable=False, index=True), Column("voice", String, nullable=False),
    Column("grade", String, nullable=False), Column("since", Date),
    Index("ix_voices_told", "voice", "since", "event"),
    Index("ix_voices_voice_grade_since", "voice", "grade", "since"),
)
Table(
    "working_links", metadata, Column("key", String, primary_key=True),
    Column("at", NUMBER, primary_key=True, autoincrement=False), Column("owner", String, primary_key=True),
    Column("extra", String, nullable=False), sqlite_with_rowid=False,
)
Table(
    "working_notes", metadata, Column("name", String, primary_key=True),
    Column("content", LargeBinary, nullable=False), sqlite_with_rowid=False,
)
Table(
    "captures", metadata, Column("seq", NUMBER, primary_key=True), Column("url", Text, nullable=False, index=True),
    Column("final_url", Text, nullable=False), Column("at", String, nullable=False), Column("status", Integer),
    Column("etag", Text), Column("last_modified", Text), Column("body_sha256", String(64)),
    Column("original_sha256", ForeignKey("originals.sha256")), Column("document", String, index=True),
    Column("problem", Text),
)
Table(
    "documents", metadata, Column("seq", NUMBER, primary_key=True), Column("id", String, nullable=False, unique=True),
    Column("original_sha256", ForeignKey("originals.sha256"), nullable=False),
    Column("text_sha256", String(64), nullable=False, index=True), Column("text", Text, nullable=False),
    Column("date", Date, index=True), Column("source", String), Column("title", Text), Column("url", Text),
    Column("language", String), Column("protected", Boolean, nullable=False), Column("time_grain", String),
    Column("place_grain", String), Index("ix_documents_days", "protected", "date"),
    Index("ix_documents_list", "source", "protected", "date"),
)
Table(
    "vault", metadata, Column("source", ForeignKey("sources.code"), primary_key=True), Column("sealed", LargeBinary),
    Column("erase_after", Date), Column("erased", Date),
)
Table(
    "attachments", metadata, Column("seq", NUMBER, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("original_sha256", ForeignKey("originals.sha256"), nullable=False),
    Column("sealed", Boolean, nullable=False),
)
Table(
    "claims", metadata, Column("id", String, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False),
    Column("kind", String, nullable=False, index=True), Column("start", Integer, nullable=False),
    Column("since", Date, index=True), Column("until", Date), Column("places", Text, nullable=False),
    Column("actors", Text, nullable=False), Column("payload", JSON, nullable=False),
    Index("ix_claims_document_start", "document", "start"),
)
Table(
    "prints", metadata, Column("document", ForeignKey("documents.seq"), primary_key=True, autoincrement=False),
    Column("chain", Integer, nullable=False, index=True), Column("signature", LargeBinary),
)
Table(
    "provenance", metadata, Column("document", ForeignKey("documents.id"), primary_key=True),
    Column("media_type", String), Column("parent", String, index=True), Column("version_of", String, index=True),
    Column("brought_by", String), Column("dated_by", String), Column("author", String),
)
Table(
    "rereadings", metadata, Column("seq", NUMBER, primary_key=True),
    Column("document", ForeignKey("documents.id"), nullable=False, index=True),
    Column("reader", String(64), nullable=False), Column("at", String, nullable=False),
    Column("came", JSON, nullable=False), Column("gone", JSON, nullable=False),
)
Table(
    "set_aside", metadata, Column("claim", ForeignKey("claims.id"), primary_key=True),
)
