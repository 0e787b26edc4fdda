"""Inputs in, a store with its record out; killed at any moment, what was acknowledged stays."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from marsad.domain.problem import Problem
from marsad.intake import Arrival
from marsad.intake.arrival import clash
from marsad.pipeline.copies import AT_ONCE, trace_copies
from marsad.pipeline.inputs import count_bytes, open_inputs
from marsad.pipeline.reading import ReadArrival, Reads, read_arrivals
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.store import Store
from marsad.store.progress import Tell, Work, telling_beside


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """How far an ingest is, or what it did.

    `problems` are those of inputs that were not taken in as given; `text_problems` counts, by code, what texts made
    difficult. `copies` are documents that repeat another, told a hundred documents late. `bytes_done` is of originals,
    known ones too.
    """

    stage: str = "reading"
    new: int = 0
    known: int = 0
    claims: int = 0
    copies: int = 0
    bytes_done: int = 0
    problems: tuple[Problem, ...] = ()
    text_problems: tuple[tuple[str, int], ...] = ()
    reconciled: bool = False

    @property
    def documents(self) -> int:
        return self.new + self.known


Progress = Callable[[IngestReport], None]


def ingest(
    store: Store,
    reader: Reads,
    inputs: Sequence[str],
    *,
    settings: Settings,
    progress: Progress = lambda _: None,
) -> IngestReport:
    """Read and keep every document that is new, one transaction each, then bring the record up to date once.

    Documents that are known, by id and text, are passed over before they are read. While it runs, whoever only reads
    the store can ask how far it is.
    """
    found = open_inputs(inputs)
    handed_in = count_bytes(inputs)
    return ingest_arrivals(store, reader, found, settings=settings, progress=progress, handed_in=handed_in)


def ingest_arrivals(
    store: Store,
    reader: Reads,
    found: Iterable[Arrival | Problem],
    *,
    settings: Settings,
    progress: Progress = lambda _: None,
    handed_in: int | None = None,
) -> IngestReport:
    """As `ingest`, of arrivals from wherever they come; `handed_in` is how many bytes there are, where it is known."""
    with telling_beside(store.file) as tell:
        tell(Work(stage=IngestReport().stage, documents=0))
        return _ingest(store, reader, found, settings, _both(progress, tell, handed_in))


def _ingest(
    store: Store, reader: Reads, found: Iterable[Arrival | Problem], settings: Settings, progress: Progress
) -> IngestReport:
    run = _Run(store, progress)
    for item in read_arrivals(reader, run.unknown(found)):
        run.keep(item)
    run.trace_copies()
    if not store.record_is_current():
        progress(replace(run.report, stage="reconciling"))
        update_store(store, settings)
        return replace(run.report, reconciled=True)
    return run.report


def _both(progress: Progress, tell: Tell, handed_in: int | None) -> Progress:
    """Tells the caller, and the store's readers in hundredths of what was handed in."""

    def told(report: IngestReport) -> None:
        progress(report)
        percent = min(100, report.bytes_done * 100 // handed_in) if handed_in else None
        tell(Work(stage=report.stage, documents=report.documents, percent=percent))

    return told


class _Run:
    """One ingest under way: what it keeps, and the report that it tells as it goes."""

    def __init__(self, store: Store, progress: Progress) -> None:
        self._store, self._progress = store, progress
        self._text_problems: Counter[str] = Counter()
        self._coming: dict[str, str] = {}
        self.report = IngestReport()

    def unknown(self, found: Iterable[Arrival | Problem]) -> Iterator[Arrival | Problem]:
        """What is still to be read; the known is counted, and an id that comes with another text is a problem."""
        for item in found:
            if isinstance(item, Problem):
                yield item
                continue
            document = item.document
            digest = document.sha256
            known = self._coming.get(document.id) or self._store.text_digest(document.id)
            if known is None:
                self._coming[document.id] = digest
                yield item
            elif known == digest:
                self.tell(known=1, bytes_done=len(item.original))
            else:
                yield clash(document, item.where)

    def keep(self, item: ReadArrival | Problem) -> None:
        """Keep one reading, or one problem, before the next is touched."""
        if isinstance(item, Problem):
            self._store.add_problems([item])
            self.tell(problems=(item,))
            return
        arrival, reading = item.arrival, item.reading
        kept = replace(reading, problems=(*arrival.problems, *reading.problems))
        self._store.add_reading(arrival.original, kept, came=arrival.provenance)
        self._coming.pop(reading.document.id, None)
        self._text_problems.update(problem.code.value for problem in reading.problems)
        self.tell(new=1, claims=len(reading.claims), bytes_done=len(arrival.original), problems=arrival.problems)
        if self.report.new % AT_ONCE == 0:
            self.trace_copies()

    def trace_copies(self) -> None:
        """Look for the copies of what is kept, where that was not done yet."""
        found = trace_copies(self._store) if self.report.documents else 0
        if found:
            self.tell(copies=found)

    def tell(
        self,
        *,
        new: int = 0,
        known: int = 0,
        claims: int = 0,
        copies: int = 0,
        bytes_done: int = 0,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        """Add to the report and show it."""
        past = self.report
        self.report = replace(
            past,
            new=past.new + new,
            known=past.known + known,
            claims=past.claims + claims,
            copies=past.copies + copies,
            bytes_done=past.bytes_done + bytes_done,
            problems=past.problems + problems,
            text_problems=tuple(sorted(self._text_problems.items())),
        )
        self._progress(self.report)
