"""The feed of `load.py`: documents in batches through the pipeline of `marsad ingest`; what it kept, line by line.

python bench/load_feed.py STORE KEPT.jsonl FIRST RATE SECONDS [reading]
"""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import archive
from sqlalchemy import func, select

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.reading import Reading
from marsad.domain.wire import claim_from_line
from marsad.intake import Arrival
from marsad.pipeline.ingest import ingest_arrivals
from marsad.pipeline.reading import LazyReader, Reads
from marsad.pipeline.settings import Settings
from marsad.store import Store, tables

EVERY_SECONDS = 1.0
"""Between two looks at what came; `marsad watch` looks every 5 s."""

MOST_AT_ONCE = 50
"""Documents of a batch: a feed that falls behind brings no more at once, so that nobody waits long for it."""


class Prepared:
    """A reader that has read already."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._known = {reading.document.id: reading for reading in readings}

    def read(self, documents: Iterable[Document], *, mentions: bool = False) -> Iterator[Reading]:  # noqa: ARG002
        """As `Reader.read`."""
        return (self._known[document.id] for document in documents)


def readings_of(told: archive.Told) -> list[Reading]:
    """The documents of an event with their claims."""
    claims: dict[str, list[Claim]] = {}
    for row in told.rows:
        claims.setdefault(row["document"], []).append(claim_from_line(row["payload"]))
    return [Reading(document=one, claims=tuple(claims[one.id]), problems=()) for one in told.documents]


def main() -> None:
    """Brings so many a second for so long; what comes while a batch is kept waits for the next."""
    db, out, first, rate, seconds = sys.argv[1], Path(sys.argv[2]), *map(float, sys.argv[3:6])
    settings = Settings(db=db)
    coming = coming_after(int(first), int(rate * (seconds + 5)))
    reader: Reads = LazyReader(settings) if "reading" in sys.argv else Prepared(coming)
    if "reading" in sys.argv:
        list(reader.read([coming[0].document]))  # loading it is no part of what is measured
    begun, done = time.monotonic(), 0
    with out.open("w") as kept:
        while time.monotonic() - begun < seconds:
            due = min(int((time.monotonic() - begun) * rate), len(coming), done + MOST_AT_ONCE)
            if due > done:
                bring(settings, reader, coming[done:due])
                for number in range(done, due):
                    tell(kept, coming[number], time.monotonic() - begun - number / rate, read="reading" in sys.argv)
                done = due
            time.sleep(max(0.05, EVERY_SECONDS - (time.monotonic() - begun) % EVERY_SECONDS))


def bring(settings: Settings, reader: Reads, some: list[Reading]) -> None:
    found = [Arrival(document=one.document, original=one.document.text.encode(), where=one.document.id) for one in some]
    with Store.open(settings.db, patience_s=60) as store:
        ingest_arrivals(store, reader, found, settings=settings)


def tell(kept: IO[str], reading: Reading, waited: float, *, read: bool) -> None:
    """Say that a document stands in the store and its record, and how long after it came."""
    document, claims = reading.document, None if read else len(reading.claims)
    line = {"document": document.id, "sha256": document.sha256, "claims": claims, "seconds": waited}
    print(json.dumps(line), file=kept, flush=True)


def coming_after(first: int, count: int) -> list[Reading]:
    """So many documents of the events that follow on those of the record at the start."""
    told = archive.generate(count // 2 + 1, first=first, spread=first)
    return [reading for one in told for reading in readings_of(one)][:count]


def is_kept(store: Store, told: dict[str, object]) -> bool:
    """Whether the store has the document once, with its text and its claims; how many it has is known of prepared."""
    documents, claims = tables.documents.c, tables.claims.c
    texts = select(documents.text_sha256).where(documents.id == told["document"])
    found = [row["text_sha256"] for row in store.ask(texts)]
    counted = select(func.count().label("claims")).where(claims.document == told["document"])
    number = next(store.ask(counted))["claims"]
    return found == [told["sha256"]] and told["claims"] in {None, number}


if __name__ == "__main__":
    main()
