"""Full text of open documents by `documents.seq`, folded as names are: one index an engine, the same words in each.

What is asked is always words, never an index's own language: no operator of either can be reached.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, Float, Subquery, text
from sqlalchemy.types import TypeEngine

from marsad.domain.filter import fold_words
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


def add_all_words(connection: Connection, told: Sequence[tuple[int, str | None, str]]) -> None:
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
