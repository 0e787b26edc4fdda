"""Inputs in, a store with its record out; killed at any moment, what was acknowledged stays."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from marsad.domain.problem import Problem
from marsad.intake import Arrival, Asked
from marsad.intake.arrival import clash
from marsad.pipeline.completing import complete
from marsad.pipeline.copies import AT_ONCE, trace_copies
from marsad.pipeline.fates import Heed
from marsad.pipeline.inputs import Meter, count_bytes, open_inputs
from marsad.pipeline.reading import ReadArrival, Reads, read_arrivals
from marsad.pipeline.recording import update_store
from marsad.pipeline.settings import Settings
from marsad.pipeline.tally import IngestReport, Progress, Tally
from marsad.store import Store
from marsad.store.progress import Tell, Work, telling_beside
from marsad.store.provenance import keeps_text


def ingest(
    store: Store,
    reader: Reads,
    inputs: Sequence[str],
    *,
    settings: Settings,
    asked: Asked | None = None,
    progress: Progress = lambda _: None,
    heed: Heed = lambda _: None,
) -> IngestReport:
    """Read and keep every document that is new, one transaction each, then bring the record up to date once.

    Documents that are known, by id and text, are passed over before they are read. While it runs, whoever only reads
    the store can ask how far it is. `heed` is told the fate of every input as soon as it is sure.

    Raises:
        StoreError: another process writes the store; it is said before anything is read.
    """
    meter = Meter()
    found = open_inputs(inputs, asked, meter=meter, store=store.file)
    tally = Tally(progress, heed, meter)
    return _ingest(store, reader, found, settings, tally, count_bytes(inputs))


def ingest_arrivals(
    store: Store,
    reader: Reads,
    found: Iterable[Arrival | Problem],
    *,
    settings: Settings,
    progress: Progress = lambda _: None,
    heed: Heed = lambda _: None,
    handed_in: int | None = None,
) -> IngestReport:
    """As `ingest`, of arrivals from wherever they come; `handed_in` is how many bytes there are, where it is known."""
    return _ingest(store, reader, found, settings, Tally(progress, heed, Meter()), handed_in)


def _ingest(
    store: Store,
    reader: Reads,
    found: Iterable[Arrival | Problem],
    settings: Settings,
    tally: Tally,
    handed_in: int | None,
) -> IngestReport:
    store.begin_writing()  # a second importer hears of the first before anything is read
    with telling_beside(store.file) as tell:
        tell(Work(stage=IngestReport().stage, documents=0))
        tally.also(_in_hundredths(tell, handed_in))
        run = _Run(store, tally)
        for item in read_arrivals(reader, run.unknown(complete(found, settings))):
            run.keep(item)
        store.let_others_in()
        run.trace_copies()
        if store.record_is_current():
            return tally.report
        tally.show(stage="reconciling")
        store.let_others_in()  # whoever waits to decide waits for no more than one of these steps
        update_store(store, settings)
        return replace(tally.report, reconciled=True)


def rehearse(
    store: Store, inputs: Sequence[str], asked: Asked | None = None, *, heed: Heed = lambda _: None
) -> IngestReport:
    """What `ingest` would take in, without reading a text or writing a store, which need not be there.

    Its copies are those to the letter; `ingest` also finds the near ones.
    """
    tally = Tally(lambda _: None, heed, Meter())
    coming: dict[str, str] = {}
    texts: set[str] = set()
    found = open_inputs(inputs, asked, meter=tally.meter, store=store.file)
    for item in pass_known(found, lambda name: coming.get(name) or store.text_digest(name), tally):
        if isinstance(item, Problem):
            tally.count_refused(item)
            continue
        digest = coming[item.document.id] = item.document.sha256
        copied = digest in texts or (store.is_there and keeps_text(store, digest))
        tally.count_new(item, copied=copied)
        tally.count_copies(int(copied))
        texts.add(digest)
    return tally.report


def pass_known(
    found: Iterable[Arrival | Problem], digest_of: Callable[[str], str | None], tally: Tally
) -> Iterator[Arrival | Problem]:
    """What is not known yet; the known is counted, and an id that comes with another text is a problem.

    `digest_of` gives the SHA-256 of the text that an id is known with.
    """
    for item in found:
        document = None if isinstance(item, Problem) else item.document
        known = digest_of(document.id) if document else None
        if known is None or document is None or isinstance(item, Problem):
            yield item
        elif known == document.sha256:
            tally.count_known(item)
        else:
            yield clash(document, item.where)


def _in_hundredths(tell: Tell, handed_in: int | None) -> Progress:
    """Tells the store's readers, in hundredths of what was handed in."""

    def told(report: IngestReport) -> None:
        percent = min(100, report.bytes_done * 100 // handed_in) if handed_in else None
        tell(Work(stage=report.stage, documents=report.documents, percent=percent))

    return told


class _Run:
    """One ingest under way: what is to be read, and what of it is kept."""

    def __init__(self, store: Store, tally: Tally) -> None:
        self._store, self._tally = store, tally
        self._coming: dict[str, str] = {}

    def unknown(self, found: Iterable[Arrival | Problem]) -> Iterator[Arrival | Problem]:
        """What is still to be read."""
        for item in pass_known(found, self._digest_of, self._tally):
            if not isinstance(item, Problem):
                self._coming[item.document.id] = item.document.sha256
            yield item

    def keep(self, item: ReadArrival | Problem) -> None:
        """Keep one reading, or one problem, before the next is touched; somebody who waits to decide comes first."""
        self._store.let_others_in()
        if isinstance(item, Problem):
            self._store.add_problems([item])
            self._tally.count_refused(item)
            return
        arrival, reading = item.arrival, item.reading
        copied = keeps_text(self._store, reading.document.sha256)
        kept = replace(reading, problems=(*arrival.problems, *reading.problems))
        self._store.add_reading(arrival.original, kept, came=arrival.provenance)
        self._coming.pop(reading.document.id, None)
        self._tally.count_new(arrival, copied=copied, claims=len(reading.claims), text_problems=reading.problems)
        if self._tally.report.new % AT_ONCE == 0:
            self.trace_copies()

    def trace_copies(self) -> None:
        """Look for the copies of what is kept, where that was not done yet."""
        found = trace_copies(self._store) if self._tally.report.documents else 0
        if found:
            self._tally.count_copies(found)

    def _digest_of(self, document: str) -> str | None:
        return self._coming.get(document) or self._store.text_digest(document)
