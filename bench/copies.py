"""How long the copies of one new document take to be found among very many, beside one that is like none of them.

The store is a file of generated news texts, put in without reading. One text in ten is a lightly edited copy of an
earlier one; one wire story has five hundred copies. What is timed is the print, the look
among all, and the transaction.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from marsad.domain.document import Document
from marsad.intake.prints import make_print
from marsad.store import Store, rows, tables
from marsad.store.copies import add_prints, unprinted
from marsad.store.inserting import insert_rows
from marsad.store.intake_tables import print_bands, prints

SIZE = 100_000
NEW = 200
WIRE_COPIES = 500
MOST_MS = 20.0
AT_ONCE = 2_000
WORDS = [f"word{n}" for n in range(4_000)]
"""As many as a news text's; drawn so that the first are the most frequent, as words are."""


def main(size: int = SIZE) -> None:
    """Fills a store, then times what comes new."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "bench.db") as store:
        store.begin_writing()
        texts, started = list(write_texts(size)), time.perf_counter()
        fill(store, texts)
        print(f"{size:,} documents put in with their prints: {time.perf_counter() - started:.0f} s", flush=True)
        chance = random.Random(2)
        report("like none of them", time_each(store, "new", [write_text(chance) for _ in range(NEW)]))
        report("copy of one", time_each(store, "copy", [edit(text, chance) for text in texts[1000 : 1000 + NEW]]))
        report(f"copy of {WIRE_COPIES}", time_each(store, "wire", [edit(texts[0], chance) for _ in range(NEW)]))


def write_texts(size: int) -> Iterator[str]:
    """Generated texts; some repeat an earlier one with a few words changed."""
    chance, earlier = random.Random(1), []
    for at in range(size):
        if at and at % max(1, size // WIRE_COPIES) == 0:
            text = edit(earlier[0], chance)
        elif at % 10 == 9:
            text = edit(chance.choice(earlier), chance)
        else:
            text = write_text(chance)
        if len(earlier) < 20_000:
            earlier.append(text)
        yield text


def write_text(chance: random.Random) -> str:
    """About 350 words in sentences of 18."""
    words = [WORDS[int(len(WORDS) * chance.random() ** 2)] for _ in range(chance.randrange(200, 500))]
    return ". ".join(" ".join(words[at : at + 18]) for at in range(0, len(words), 18)) + "."


def edit(text: str, chance: random.Random) -> str:
    """The text with four words changed."""
    words = text.split(" ")
    for _ in range(4):
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    return " ".join(words)


def fill(store: Store, texts: list[str]) -> None:
    """Put the texts with their prints into the store, many a transaction; the wire story's copies are one chain."""
    every = max(1, len(texts) // WIRE_COPIES)
    for start in range(0, len(texts), AT_ONCE):
        some = [Document(id=f"d{at}", text=text) for at, text in enumerate(texts[start : start + AT_ONCE], start)]
        put(store, some)
        made = [(start + at, make_print(one)) for at, one in enumerate(some, 1)]
        chains = {number: 1 if (number - 1) % every == 0 else number for number, _ in made}
        with store.change() as connection:
            kept = [{"document": n, "chain": chains[n], "signature": one.signature} for n, one in made if one]
            insert_rows(connection, prints, kept)
            bands = [{"key": key, "document": n} for n, one in made if one for key in dict.fromkeys(one.bands)]
            insert_rows(connection, print_bands, bands)


def put(store: Store, some: list[Document]) -> None:
    """Keep documents without an original of their own."""
    with store.change() as connection:
        known = connection.execute(tables.originals.select().limit(1)).first()
        if known is None:
            insert_rows(connection, tables.originals, [{"sha256": "0" * 64, "content": b"", "first_seen": "2024"}])
        insert_rows(connection, tables.documents, [rows.document_row(one, "0" * 64) for one in some])


def time_each(store: Store, name: str, texts: list[str]) -> list[tuple[float, float]]:
    """Milliseconds that each text took to be compared, after it was kept: by the wall, and of one core."""
    taken = []
    for at, text in enumerate(texts):
        put(store, [Document(id=f"{name}{at}", text=text)])
        (one,) = unprinted(store, 1)
        started, worked = time.perf_counter(), time.process_time()
        add_prints(store, [(one, make_print(one.document))])
        taken.append((1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked)))
    return taken


def report(name: str, taken: list[tuple[float, float]]) -> None:
    """The median and the slow ones, beside what they may take: on a busy machine wall and core are far apart."""
    wall, core = (sorted(part) for part in zip(*taken, strict=True))
    told = [f"median {statistics.median(one):.1f} ms, p95 {one[len(one) * 95 // 100]:.1f} ms" for one in (wall, core)]
    print(f"one new document, {name}: {told[0]}; of the core {told[1]} (at most {MOST_MS:g} ms)")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=SIZE)
    main(parser.parse_args().size)
