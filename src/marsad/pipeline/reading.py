"""Arrivals in, readings out, in order, each with the original that it came with."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol

from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import ProblemCode
from marsad.intake import Arrival
from marsad.pipeline.inputs import open_once
from marsad.pipeline.plugins import add_claims
from marsad.pipeline.settings import Settings


class Reads(Protocol):
    """What the pipeline asks of a reader: readings in the documents' order, one a document."""

    def read(self, documents: Iterable[Document], *, mentions: bool = False) -> Iterator[Reading]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArrival:
    """A reading beside the arrival that it is of."""

    arrival: Arrival
    reading: Reading


class LazyReader:
    """The reader of the settings, loaded when the first document comes: an ingest of known ones needs none."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._loaded: Reads | None = None

    def read(self, documents: Iterable[Document], *, mentions: bool = False) -> Iterator[Reading]:
        """As `Reader.read`.

        Raises:
            SetupError: the pipeline, a gazetteer or an actor file is missing or wrong.
        """
        pending = iter(documents)
        first = next(pending, None)
        if first is not None:
            self._loaded = self._loaded or self._load()
            yield from map(add_claims, self._loaded.read(chain([first], pending), mentions=mentions))

    def _load(self) -> Reads:
        from marsad.reading import Reader  # noqa: PLC0415  # seconds to load

        settings = self._settings
        reader: Reads = Reader.load(
            pipeline=settings.pipeline, gazetteers=settings.gazetteers, actor_files=settings.actor_files
        )
        return reader


def read_arrivals(
    reader: Reads, found: Iterable[Arrival | Problem], *, mentions: bool = False
) -> Iterator[ReadArrival | Problem]:
    """Readings in order; the problems of inputs come out as soon as they are met.

    The reader pulls documents in batches, so arrivals wait in a queue until their readings come out.
    """
    waiting: deque[Arrival] = deque()
    met: deque[Problem] = deque()

    def documents() -> Iterator[Document]:
        for item in found:
            if isinstance(item, Problem):
                met.append(item)
            else:
                waiting.append(item)
                yield item.document

    for reading in reader.read(documents(), mentions=mentions):
        while met:
            yield met.popleft()
        yield ReadArrival(arrival=waiting.popleft(), reading=say_undated(reading))
    yield from met


def read_stream(reader: Reads, names: Sequence[str], *, mentions: bool = False) -> Iterator[ReadArrival | Problem]:
    """What `names` hold, read and not kept; `-` is standard input."""
    return read_arrivals(reader, open_once(names), mentions=mentions)


def say_undated(reading: Reading) -> Reading:
    """The reading with the problem that its document has no day, where it has none."""
    document = reading.document
    if document.date is not None:
        return reading
    message = (
        f"{document.id} has no date: its relative days stay unknown. Mend: give `date`, or a `date YYYY-MM-DD` header"
    )
    undated = Problem(code=ProblemCode.NO_DATE, message=message, document=document.id)
    return replace(reading, problems=(undated, *reading.problems))
