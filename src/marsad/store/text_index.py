"""Full text of open documents by `documents.seq`, folded as names are: one index an engine, the same words in each.

What is asked is always words, never an index's own language: no operator of either can be reached.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Float, Subquery, text
from sqlalchemy.types import TypeEngine

from marsad.domain.filter import fold_words
from marsad.store.engine_sqlite import sqlite_driver
from marsad.store.inserting import pour_lines

FTS5 = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS document_words "
    "USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 2')"
)
"""Without the text itself. Source: SQLite FTS5."""
GIN = (
    "CREATE TABLE IF NOT EXISTS document_words (rowid BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
    "CREATE INDEX IF NOT EXISTS ix_document_words ON document_words USING gin (words)",
)
LAST_POSITION = 16_383
"""Words behind this one are found, but in no phrase. Source: PostgreSQL, limits of text search."""
MOST_POSITIONS = 255
LONGEST_WORD = 500
"""Characters, of at most four bytes: a longer word is none that anybody looks for. Source: 2 KB a lexeme at most."""


Words = tuple[int, str | None, str]
"""Of a document: its number, its title, its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Folded words that stand in this order, one behind the other."""

    words: tuple[str, ...]


def make_index(connection: Connection) -> None:
    """An empty index in the place of whatever was there: it is made of the documents, in any version."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS document_words")
    for statement in (FTS5,) if _is_sqlite(connection) else GIN:
        connection.exec_driver_sql(statement)


def add_words(connection: Connection, seq: int, title: str | None, body: str) -> None:
    """Make the words of one document findable."""
    add_all_words(connection, [(seq, title, body)])


def add_all_words(connection: Connection, told: Sequence[Words]) -> None:
    """As `add_words`, of documents by number, title and text."""
    if not told:
        return
    if _is_sqlite(connection):
        lines = ((seq, fold_words(title), fold_words(body)) for seq, title, body in told)
        pour_lines(connection, "document_words", ("rowid", "title", "text"), lines)
    else:
        vectors = ((seq, _to_vector(fold_words(title, body).split())) for seq, title, body in told)
        pour_lines(connection, "document_words", ("rowid", "words"), vectors)


def phrases_of(words: str) -> tuple[Phrase, ...]:
    """The words as phrases of one word each; those in quotation marks as one phrase."""
    asked: list[Phrase] = []
    for index, part in enumerate(words.split('"')):
        folded = tuple(fold_words(part).split())
        if index % 2:
            asked += [Phrase(words=folded)] if folded else []
        else:
            asked += [Phrase(words=(word,)) for word in folded]
    return tuple(asked)


def matching(engine: str, asked: Sequence[Phrase], *, most: int, any_of: bool = False) -> Subquery:
    """`rowid` and `rank`, the best lowest, of the newest documents that hold all of the phrases, or any of them."""
    query, words = (FTS5_QUERY, _to_fts5) if engine == "sqlite" else (GIN_QUERY, _to_tsquery)
    match = text(query).bindparams(asked=words(asked, any_of=any_of), most=most)
    number: TypeEngine[int] = BigInteger()
    return match.columns(rowid=number, rank=Float()).subquery()


FTS5_QUERY = "SELECT rowid, rank FROM document_words WHERE document_words MATCH :asked ORDER BY rowid DESC LIMIT :most"
GIN_QUERY = (
    "SELECT rowid, -ts_rank(words, CAST(:asked AS tsquery)) AS rank FROM document_words "
    "WHERE words @@ CAST(:asked AS tsquery) ORDER BY rowid DESC LIMIT :most"
)


def differing_words(connection: Connection, told: Iterable[Sequence[Words]]) -> set[int]:
    """Documents that the index has other words of than these, which are all, some at a time in the order of numbers."""
    return _differing_fts5(connection, told) if _is_sqlite(connection) else _differing_gin(connection, told)


def _differing_fts5(connection: Connection, told: Iterable[Sequence[Words]]) -> set[int]:
    """What is kept is read through a table of its own module in this connection's temporary place, and in no file."""
    guarded = connection.exec_driver_sql("PRAGMA query_only").scalar()
    connection.exec_driver_sql("PRAGMA query_only = off")
    connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab(main, document_words, instance)")
    try:
        kept = _sum_words(connection.exec_driver_sql("SELECT doc, term, col, offset FROM temp.kept_words"))
    finally:
        connection.exec_driver_sql("DROP TABLE temp.kept_words")
        connection.exec_driver_sql(f"PRAGMA query_only = {guarded}")
    made: dict[int, int] = {}
    with closing(sqlite_driver().connect(":memory:")) as fresh:
        fresh.execute(FTS5)
        fresh.execute("CREATE VIRTUAL TABLE made_words USING fts5vocab(document_words, instance)")
        for some in told:
            lines = [(seq, fold_words(title), fold_words(body)) for seq, title, body in some]
            fresh.executemany("INSERT INTO document_words (rowid, title, text) VALUES (?, ?, ?)", lines)
            made |= _sum_words(fresh.execute("SELECT doc, term, col, offset FROM made_words"))
            fresh.execute("INSERT INTO document_words (document_words) VALUES ('delete-all')")
    return {seq for seq in kept.keys() | made.keys() if kept.get(seq) != made.get(seq)}


def _sum_words(found: Iterable[Sequence[Any]]) -> dict[int, int]:
    """One number a document, of its words with their places in any order; the same in this process alone."""
    sums: dict[int, int] = defaultdict(int)
    for seq, *word in found:
        sums[seq] += hash(tuple(word))
    return sums


def _differing_gin(connection: Connection, told: Iterable[Sequence[Words]]) -> set[int]:
    differing: set[int] = set()
    last = -1
    for some in told:
        given = {"seqs": [seq for seq, _, _ in some], "first": last + 1, "last": some[-1][0]}
        vectors = [_to_vector(fold_words(title, body).split()) for _, title, body in some]
        differing |= set(connection.execute(text(GIN_DIFFERING), {**given, "vectors": vectors}).scalars())
        last = some[-1][0]
    beyond = text("SELECT rowid FROM document_words WHERE rowid > :last OR rowid < 0")
    return differing | set(connection.execute(beyond, {"last": last}).scalars())


GIN_DIFFERING = (
    "SELECT coalesce(kept.rowid, made.seq) "
    "FROM unnest(CAST(:seqs AS bigint[]), CAST(:vectors AS text[])) AS made (seq, words) FULL JOIN "
    "(SELECT rowid, words FROM document_words WHERE rowid BETWEEN :first AND :last) AS kept ON kept.rowid = made.seq "
    "WHERE kept.words IS DISTINCT FROM CAST(made.words AS tsvector)"
)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _to_fts5(asked: Iterable[Phrase], *, any_of: bool) -> str:
    return (" OR " if any_of else " AND ").join(f'"{" ".join(phrase.words)}"' for phrase in asked)


def _to_tsquery(asked: Iterable[Phrase], *, any_of: bool) -> str:
    phrases = (" <-> ".join(map(_quote, phrase.words)) for phrase in asked)
    return (" | " if any_of else " & ").join(f"({phrase})" for phrase in phrases)


def _to_vector(words: Sequence[str]) -> str:
    """The words with their places. Ours, for the server's own parser takes words apart by the locale of its system."""
    places: dict[str, list[int]] = {}
    for at, word in enumerate(words, 1):
        kept = places.setdefault(word[:LONGEST_WORD], [])
        if len(kept) < MOST_POSITIONS and at <= LAST_POSITION:
            kept.append(at)
    return " ".join(_quote(word) + (f":{','.join(map(str, at))}" if at else "") for word, at in places.items())


def _quote(word: str) -> str:
    return "'" + word[:LONGEST_WORD].replace("\\", "\\\\").replace("'", "''") + "'"
