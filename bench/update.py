"""How long one new document, or one judgement, takes to come into a stored record, beside making the record anew.

The store is a file of generated claims, put in without reading. Reading is no part of what is timed; all else is: the
rules looked up, the workings read, what they touch made anew, one transaction written.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from reconcile import generate_claims

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.reading import Reading
from marsad.domain.vocabulary import JudgementKind
from marsad.domain.wire import claim_id
from marsad.pipeline.judging import add_judgement, undo_judgement
from marsad.pipeline.recording import reconcile_store, update_store
from marsad.pipeline.settings import Settings
from marsad.store import Store, rows, tables
from marsad.store.inserting import insert_rows

SIZE = 100_000
NEW = 60
"""Documents that come one by one, of five claims each."""
JUDGED = 10
FLOOR_S = 0.2
AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Seconds that something took, and seconds of one core that it had: on a busy machine the two are far apart."""

    wall: float
    core: float


def main(size: int = SIZE) -> None:
    """Fills a store, makes its record, then times what comes new."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "bench.db") as store:
        settings = Settings(db=str(Path(folder) / "bench.db"))
        *known, _ = group_documents(size + NEW * 5)
        fill(store, known[:-NEW])
        new, judged = known[-NEW:], known[: JUDGED * 7 + 2]
        del known  # no process that takes in news has the whole archive in memory for the collector to walk
        anew = _time(lambda: reconcile_store(store, settings))
        print(
            f"record of {size:,} claims made anew, with its workings: {anew.wall:.1f} s, of the core {anew.core:.1f} s"
        )
        ahead = [_take(store, settings, reading) for reading in new]
        report("one new document", ahead[1:], anew)  # the first also loads the actor file
        report("one judgement", list(_judge(store, settings, judged)), anew)


def group_documents(size: int) -> list[Reading]:
    """Readings of the generated claims, one a document."""
    return [_read(name, tuple(claims)) for name, claims in groupby(generate_claims(size), lambda one: one.document)]


def fill(store: Store, readings: Sequence[Reading]) -> None:
    """Puts documents and claims in as they are kept, many at a time: to take each in by itself is not what is timed."""
    with store._write() as connection:  # noqa: SLF001  # the store has no way in that is not a document at a time
        insert_rows(connection, tables.originals, [{"sha256": "0", "content": b"", "name": None, "first_seen": ""}])
        for start in range(0, len(readings), AT_ONCE):
            some = readings[start : start + AT_ONCE]
            insert_rows(connection, tables.documents, [rows.document_row(one.document, "0") for one in some])
            insert_rows(connection, tables.claims, [rows.claim_row(claim) for one in some for claim in one.claims])


def report(what: str, taken: Sequence[Taken], anew: Taken) -> None:
    """Print the figures beside what is asked."""
    wall, core = sorted(one.wall for one in taken), sorted(one.core for one in taken)
    late = int(len(wall) * 0.95)
    middle = statistics.median(core)
    print(
        f"{what}: p50 {statistics.median(wall) * 1000:.0f} ms, p95 {wall[late] * 1000:.0f} ms; of the core alone "
        f"p50 {middle * 1000:.0f} ms, p95 {core[late] * 1000:.0f} ms: 1/{anew.core / middle:,.0f} of making it anew"
    )
    print(f"floor {FLOOR_S * 1000:.0f} ms for {what}: {'reached' if wall[late] <= FLOOR_S else 'missed'}")


def _read(name: str, claims: tuple[Claim, ...]) -> Reading:
    text = " ".join(dict.fromkeys(claim.quote.text for claim in claims))
    document = Document(id=name, text=text, date=claims[0].reported, source=claims[0].source)
    return Reading(document=document, claims=claims, problems=())


def _take(store: Store, settings: Settings, reading: Reading) -> Taken:
    digest = sha256(reading.document.text.encode()).digest()
    store.add_reading(digest, reading)
    return _time(lambda: update_store(store, settings))


def _judge(store: Store, settings: Settings, readings: Sequence[Reading]) -> Iterator[Taken]:
    """Puts two documents' events together and parts them again, by turns."""
    for number in range(JUDGED):
        ids = [claim_id(reading.claims[0]) for reading in readings[number * 7 : number * 7 + 2]]
        yield _time(lambda ids=ids: add_judgement(store, settings, JudgementKind.SAME, ids))
        last = len(store.judgements())
        yield _time(lambda last=last: undo_judgement(store, settings, last))


def _time(work: Callable[[], object]) -> Taken:
    wall, core = time.perf_counter(), time.process_time()
    work()
    return Taken(wall=time.perf_counter() - wall, core=time.process_time() - core)


if __name__ == "__main__":
    main()
