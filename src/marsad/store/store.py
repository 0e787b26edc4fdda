"""The store: what was read goes in, one transaction a document; lists by filter come out."""

import datetime as dt
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, Table, delete, exists, insert, select

from marsad.domain.audit import Kind
from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.errors import NotFoundError, StoreError
from marsad.domain.filter import Filter
from marsad.domain.judgement import Judgement
from marsad.domain.problem import Problem
from marsad.domain.provenance import Provenance
from marsad.domain.reading import Reading
from marsad.domain.record import ActorRecord, AggregateRecord, ControlSpell, EventRecord, Record
from marsad.domain.wire import from_plain
from marsad.domain.workings import Basis, RecordChange, Shelf
from marsad.store import rows, tables
from marsad.store.auditing import append_act, digest_row, insert_logged
from marsad.store.changing import (
    News,
    find_news,
    forget_workings,
    get_basis,
    is_current,
    set_basis,
    set_record_of,
    write_change,
)
from marsad.store.counting import Counts, count_rows
from marsad.store.derived import add_document_words
from marsad.store.engine_postgres import Turn, take_turn
from marsad.store.inserting import insert_problems, insert_rows
from marsad.store.journal import state_kept, write_journal
from marsad.store.named import write_document_names
from marsad.store.one_holder import check_rivals
from marsad.store.opened import OpenedStore
from marsad.store.query import claims_that_enter, filter_documents, filter_rows
from marsad.store.shelf import KeptShelf
from marsad.store.succession import in_words, once_there, what_became
from marsad.store.told_check import digest_journal
from marsad.store.writing import get_meta, protected_claims, write_judgement, write_record

Kept = Document | Claim | EventRecord | AggregateRecord | ControlSpell | ActorRecord
NOUNS: tuple[tuple[Table, type[Any]], ...] = (
    (tables.events, EventRecord),
    (tables.aggregates, AggregateRecord),
    (tables.control, ControlSpell),
    (tables.actors, ActorRecord),
)
EVERYTHING = Filter()
UNTOLD = Provenance()


class Store(OpenedStore):
    """What was read goes in, one transaction a document; documents, claims and the record come out."""

    def add_reading(self, original: bytes, reading: Reading, *, came: Provenance = UNTOLD) -> bool:
        """Keep a document with its original, claims and problems in one transaction; False where it was known.

        What is kept when this returns survives a crash.

        Raises:
            StoreError: the id is known with another text.
        """
        document = reading.document
        with self._write() as connection:
            take_turn(connection, Turn.ARRIVAL)  # so that numbers of documents are seen in the order they are given
            known = self._known(connection, document.id)
            if known is not None:
                self._refuse_other_text(document, known)
                return False
            lines = {row["id"]: row for row in map(rows.claim_row, reading.claims)}
            self._add_document(connection, original, document, came, sorted(lines))
            insert_rows(connection, tables.claims, list(lines.values()))
            add_document_words(connection, document.id)
            write_document_names(connection, document.id)
            insert_problems(connection, reading.problems, "text")
        return True

    def add_problems(self, problems: Iterable[Problem]) -> None:
        """Keep what was wrong with inputs; the same problem twice is kept once."""
        with self._write() as connection:
            take_turn(connection, Turn.ARRIVAL)
            insert_problems(connection, problems, "input")

    def add_judgement(self, judgement: Judgement) -> None:
        """Keep a decision; the same id again (an undoing) stands beside the earlier row and is the one that counts."""
        with self._write() as connection:
            take_turn(connection, Turn.ARRIVAL)
            write_judgement(connection, judgement)

    def replace_record(self, record: Record, basis: Basis | None = None) -> None:
        """Put this record in the place of the former one, in one transaction; of all that is kept, if no `basis`."""
        with self._write() as connection:
            before = state_kept(connection)
            write_record(connection, record)
            check_rivals(connection)
            write_journal(connection, before, state_kept(connection), protected_claims(connection))
            connection.execute(delete(tables.problems).where(tables.problems.c.origin == "record"))
            insert_problems(connection, record.problems, "record")
            forget_workings(connection)
            set_record_of(connection, basis)
            self._log_record(connection)

    def change_record(self, change: RecordChange, basis: Basis) -> None:
        """Write what becomes of the record and its workings in one transaction; `basis` is what it is of now."""
        with self._write() as connection:
            write_change(connection, change)
            check_rivals(connection, change.control)
            set_basis(connection, basis)
            set_record_of(connection, basis)
            self._log_record(connection)

    def basis(self) -> Basis | None:
        """What the record was made of; None where no workings are kept beside it."""
        with self._connect() as connection:
            return get_basis(connection)

    def find_news(self, since: Basis) -> News:
        """What came after a record was made."""
        with self._connect() as connection:
            return find_news(connection, since)

    @contextmanager
    def shelf(self, *, bare: bool = False) -> Iterator[Shelf]:
        """What is kept, by name, as of one instant; `bare`: claims alone, as if no record had been made yet."""
        with self.moment() as connection:
            yield KeptShelf(connection, bare=bare)

    def documents(self, wanted: Filter = EVERYTHING) -> Iterator[Document]:
        """Documents by day of publication, then in the order they came; undated ones first."""
        query = filter_documents(select(tables.documents), wanted)
        ordered = query.order_by(tables.documents.c.date.nulls_first(), tables.documents.c.seq)
        return self._made(ordered, rows.document_from_row, many=True)

    def claims(self, wanted: Filter = EVERYTHING) -> Iterator[Claim]:
        """Claims in the order of their documents and quotes.

        Those of a source that says "never" come only where their document is asked for.
        """
        query = filter_rows(select(tables.claims), tables.claims, wanted)
        query = query if wanted.document else claims_that_enter(query)
        ordered = query.order_by(tables.claims.c.document, tables.claims.c.start, tables.claims.c.id)
        return self._made(ordered, rows.claim_from_row, many=True)

    def claims_of(self, ids: Sequence[str]) -> dict[str, Claim]:
        """The claims of the ids by id; ids that are not kept are absent."""
        found = self._by_ids(tables.claims, ids)
        return {row["id"]: rows.claim_from_row(row) for row in found}

    def documents_of(self, ids: Sequence[str]) -> dict[str, Document]:
        """The documents of the ids by id; ids that are not kept are absent."""
        return {row["id"]: rows.document_from_row(row) for row in self._by_ids(tables.documents, ids)}

    def problems(self, wanted: Filter = EVERYTHING) -> Iterator[Problem]:
        """Problems of inputs, texts and the record, by document; `kind` asks for a code."""
        table = tables.problems
        query = select(table).order_by(table.c.document.nulls_first(), table.c.rank.nulls_first(), table.c.seq)
        if wanted.kind:
            query = query.where(table.c.code == wanted.kind)
        if wanted.document:
            query = query.where(table.c.document == wanted.document)
        return self._made(query, rows.problem_from_row)

    def judgements(self) -> tuple[Judgement, ...]:
        """The latest row of each decision, in the order they were first made; undone ones say so."""
        latest: dict[str, Judgement] = {}
        query = select(tables.judgements).order_by(tables.judgements.c.seq)
        for judgement in self._made(query, rows.judgement_from_row):
            latest[judgement.id] = judgement
        return tuple(latest.values())

    def record(self, wanted: Filter = EVERYTHING) -> Record:
        """The record as last reconciled, less what the filter does not ask for; `kind` is each list's own."""
        events, aggregates, control, actors = (
            tuple(self._made(_record_query(table, wanted), partial(_thing, noun=noun))) for table, noun in NOUNS
        )
        problems = tables.problems
        query = (
            select(problems)
            .where(problems.c.origin == "record")
            .order_by(problems.c.rank.nulls_first(), problems.c.seq)
        )
        told = tuple(self._made(query, rows.problem_from_row))
        return Record(events=events, aggregates=aggregates, control=control, actors=actors, problems=told)

    def find(self, prefix: str) -> Kept:
        """The one thing whose id is `prefix`, else the one whose id begins so: of documents, claims and the record.

        Raises:
            NotFoundError: none does, or several do; the message lists some.
        """
        found = [*self._find(prefix, exact=True)] or [*self._find(prefix, exact=False)]
        if len(found) == 1:
            return _kept(*found[0])
        if not found:
            raise NotFoundError(self._say_gone(prefix))
        some = ", ".join(str(row["id"]) for _, row in found[:5])
        raise NotFoundError(f"more than one id begins with {prefix!r}: {some}. Mend: give more of it")

    def original(self, sha256: str) -> bytes:
        """The bytes as they were handed in.

        Raises:
            NotFoundError: no original has this hash.
        """
        query = select(tables.originals).where(tables.originals.c.sha256 == sha256)
        for content in self._made(query, lambda row: zlib.decompress(row["content"])):
            return content
        raise NotFoundError(f"no original has the hash {sha256!r}")

    def text_digest(self, document: str) -> str | None:
        """The SHA-256 of a known document's text, None for an id that is not kept."""
        if not self.is_there:
            return None
        with self._connect() as connection:
            return self._known(connection, document)

    def record_is_current(self) -> bool:
        """True where the record was made of all claims and judgements that are kept now."""
        with self._connect() as connection:
            return is_current(connection)

    def record_version(self) -> str:
        """Another word each time that the record is written, so that answers made of it can be kept by it."""
        with self._connect() as connection:
            return get_meta(connection, "record_version") or "0"

    def counts(self) -> Counts:
        """How many of each thing there are."""
        with self._connect() as connection:
            return Counts(**{name: count_rows(connection, getattr(tables, name)) for name in Counts.__slots__})

    def has_more_claims(self, than: int) -> bool:
        """Whether there are more claims than so many; to count all of a great store takes too long for a page."""
        return bool([*self._read(select(tables.claims.c.id).offset(than).limit(1))])

    def _find(self, prefix: str, *, exact: bool) -> Iterator[tuple[Table, RowMapping]]:
        for table in (tables.documents, tables.claims, *(table for table, _ in NOUNS)):
            column = table.c.id
            matches = column == prefix if exact else column.startswith(prefix, autoescape=True)
            for row in self._read(select(table).where(matches).limit(6)):
                yield table, row

    def _say_gone(self, prefix: str) -> str:
        """Why no id begins so, in one line: what became of the one that did, where there was one."""
        names = once_there(self, prefix)
        gone = what_became(self, names[0]) if len(names) == 1 else None
        if gone is None:
            return f"no id begins with {prefix!r}. Mend: copy one from a list, such as `marsad events`"
        mend = f"give {gone.others[0]}" if gone.others else "`marsad changes` lists what became of each id"
        return f"{in_words(gone)}. Mend: {mend}"

    @staticmethod
    def _known(connection: Connection, document: str) -> str | None:
        query = select(tables.documents.c.text_sha256).where(tables.documents.c.id == document)
        return connection.execute(query).scalar()

    def _refuse_other_text(self, document: Document, known: str) -> None:
        if known != document.sha256:
            raise StoreError(
                f"{document.id!r} is kept with another text. Mend: give this one an id of its own, or none"
            )

    @staticmethod
    def _add_document(
        connection: Connection, original: bytes, document: Document, came: Provenance, claims: Sequence[str]
    ) -> None:
        digest = sha256(original).hexdigest()
        known = select(exists().where(tables.originals.c.sha256 == digest))
        if not connection.execute(known).scalar():
            row = rows.original_row(original, came.where, document, dt.datetime.now(dt.UTC))
            connection.execute(insert(tables.originals).values(row))
        way = rows.provenance_row(document, came)
        what = {"document": document.id, "came": digest_row(way), "claims": claims}
        row = rows.document_row(document, digest)
        actor = way.get("brought_by") or ""
        insert_logged(connection, tables.documents, row, Kind.DOCUMENT, actor, more=what, of_a_day=document.protected)
        connection.execute(insert(tables.provenance).values(way))

    @staticmethod
    def _log_record(connection: Connection) -> None:
        version = get_meta(connection, "record_version")
        told = digest_journal(connection, int(version or 0))
        what = {"version": version, "of": get_meta(connection, "record_of"), "changes": told}
        append_act(connection, Kind.RECORD, "", what, of_a_day=True)  # it follows at once on a report that came


def _record_query(table: Table, wanted: Filter) -> Select[Any]:
    return filter_rows(select(table), table, wanted).order_by(table.c.seq)


def _kept(table: Table, row: RowMapping) -> Kept:
    if table is tables.documents:
        return rows.document_from_row(row)
    if table is tables.claims:
        return rows.claim_from_row(row)
    noun: Kept = _thing(row, noun=dict(NOUNS)[table])
    return noun


def _thing(row: RowMapping, *, noun: type[Any]) -> Any:
    return from_plain(row["payload"], noun)
