"""Marsad as a library: what `import marsad` gives. Each function does what the command of its name does.

Settings come from the same environment variables as the commands' (docs/cli.md), read at each call.
"""

import datetime as dt
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from marsad.domain.claim import Claim
from marsad.domain.document import Document, text_digest
from marsad.domain.errors import InputError
from marsad.domain.reading import Reading
from marsad.domain.record import Record
from marsad.intake.language import detect_language
from marsad.pipeline.exporting import Asked, material_of
from marsad.pipeline.ingest import ingest as ingest_names
from marsad.pipeline.lines import reconcile_claims
from marsad.pipeline.plugins import find_exporter
from marsad.pipeline.reading import LazyReader, say_undated
from marsad.pipeline.settings import Settings, read_settings
from marsad.pipeline.tally import IngestReport
from marsad.store import Store

__all__ = ["export", "ingest", "open_store", "read", "readings", "reconcile"]


def read(
    text: str | Document, *, date: dt.date | str | None = None, source: str | None = None, title: str | None = None
) -> tuple[Claim, ...]:
    """The claims of one dispatch, each with its exact sentence and whom it credits.

    `date` is the day of publication (also as "2024-12-01"): without it relative days stay unknown. `source` is the
    outlet. `readings` also says what was difficult.

    >>> import marsad
    >>> words = "Shelling killed at least 12 people in Goma on Sunday, the hospital said."
    >>> for claim in marsad.read(words, date="2024-12-01", source="A wire"):
    ...     print(type(claim.said).__name__, claim.place.name, claim.time.start, claim.attribution.speaker)
    Event Goma 2024-12-01 hospital
    Casualty Goma 2024-12-01 hospital

    Raises:
        InputError: `date` is no day.
        SetupError: the language pipeline, a gazetteer or an actor file is missing or wrong.
    """
    if isinstance(text, Document):
        document = text
    else:
        document = Document(id=text_digest(text), text=text, date=_day(date), source=source, title=title)
    return next(readings([document])).claims


def readings(documents: Iterable[Document]) -> Iterator[Reading]:
    """One reading a document, in their order: its claims, and the problems of what was not read, as data.

    >>> import marsad
    >>> words = "Les tirs ont repris lundi matin dans plusieurs quartiers de la ville, selon des habitants."
    >>> [reading] = marsad.readings([marsad.Document(id="d1", text=words)])
    >>> [problem.code.value for problem in reading.problems]
    ['no-date', 'not-english']

    Raises:
        SetupError: the language pipeline, a gazetteer or an actor file is missing or wrong.
    """
    for reading in _reader(_settings()).read(documents):
        _, foreign = detect_language(reading.document)
        yield say_undated(replace(reading, problems=(*foreign, *reading.problems)))


def reconcile(claims: Iterable[Claim]) -> Record:
    """The record that the claims make: events with their tolls, totals, spells of control, actors.

    The same claims in any order give the same record. A store's judgements are not in it: `store.record()` has them.

    >>> import marsad
    >>> words = "Shelling killed at least 12 people in Goma on Sunday, the hospital said."
    >>> [event] = marsad.reconcile(marsad.read(words, date="2024-12-01", source="A wire")).events
    >>> [(toll.harm.value, toll.low, toll.high) for toll in event.tolls]
    [('killed', 12, None)]
    """
    return reconcile_claims(tuple(claims), _settings())


def open_store(where: str | Path, *, must_exist: bool = False) -> Store:
    """The store at a path or URL, to be closed or used in a `with`; a file is made by the first write.

    >>> import marsad
    >>> with marsad.open_store("sqlite:///:memory:") as store:
    ...     len(store.record().events)
    0

    Raises:
        StoreError: `must_exist` and there is none, or what is there is no store of this version.
    """
    return Store.open(where, must_exist=must_exist)


def ingest(store: Store, paths: str | Path | Iterable[str | Path]) -> IngestReport:
    """What came in: files, folders, archives and patterns of any kind are read and kept, and the record made of all.

    What is known already is passed over. What could not be read is counted, and stands in `store.problems()`.

    Raises:
        StoreError: another process writes the store.
        SetupError: the language pipeline, a gazetteer or an actor file is missing or wrong.
    """
    settings = _settings()
    names = [paths] if isinstance(paths, str | Path) else paths
    return ingest_names(store, _reader(settings), [str(name) for name in names], settings=settings)


def export(
    what: Record | Store, to: str, *, claims: Iterable[Claim] = (), table: str | None = None, published: bool = False
) -> bytes:
    """The file's bytes in the format `to` ("acled", "csv", "geojson", … of docs/exports.md), as the command writes it.

    A record is exported with the `claims` that it was made of: no figure goes out without its sentence. Of a store
    `published` takes only what two people let out. `table` names one table of csv, xlsx or parquet.

    >>> import marsad
    >>> claims = marsad.read("Shelling killed 12 people in Goma on Sunday.", date="2024-12-01", source="A wire")
    >>> marsad.export(marsad.reconcile(claims), "csv", claims=claims)[:14]
    b'id,previous_id'

    Raises:
        InputError: there is no such format or table, or a record came without claims.
        ExportError: a row breaks the format's schema, or a package that it needs is missing.
    """
    material = material_of(what, claims, Asked(table=table, published=published), _settings())
    return find_exporter(to).write(material)


def _day(date: dt.date | str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(date) if isinstance(date, str) else date
    except ValueError as error:
        raise InputError(f"date: {date!r} is no day. Mend: give one such as 2024-12-01") from error


def _settings() -> Settings:
    return read_settings(os.environ)


@cache
def _reader(settings: Settings) -> LazyReader:
    """Loaded once for a process and its settings: it takes seconds."""
    return LazyReader(settings)
