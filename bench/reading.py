"""How fast reading is: sentences a second of raw text on one core, beside the language pipeline alone, in one run.

The texts are the shipped sample, repeated; model load is timed apart. Each round times both, so that a busy moment of
the machine falls on both; the ratio is of the rounds' medians.
"""

import resource
import statistics
import time
from importlib.resources import files

from marsad.domain.document import Document
from marsad.intake import read_input
from marsad.reading.language import DEFAULT_PIPELINE, analyse, load_pipeline
from marsad.reading.reader import Reader

ROUNDS = 3
COPIES = 4
FLOOR_SENTENCES = 250
"""Sentences a second of raw text: what PETRARCH2 reaches after parsing."""
FLOOR_RATIO = 1.3
FLOOR_MB = 1200


def main() -> None:
    """Time loading, then the pipeline alone and the whole reading, in turn."""
    started = time.perf_counter()
    reader = Reader.load()
    print(f"load {time.perf_counter() - started:.2f} s")
    documents = sample_documents()
    language = load_pipeline(DEFAULT_PIPELINE)
    sentences = sum(len(list(doc.sents)) for doc, _ in analyse(language, documents))
    words = sum(len(document.text.split()) for document in documents)
    list(reader.read(documents[:8]))
    alone, whole = [], []
    for _ in range(ROUNDS):
        alone.append(_seconds(lambda: list(analyse(language, documents))))
        whole.append(_seconds(lambda: list(reader.read(documents))))
    report(sentences, words, statistics.median(alone), statistics.median(whole))


def sample_documents() -> list[Document]:
    """The shipped sample, repeated so that a round lasts seconds."""
    data = files("marsad.sample").joinpath("dispatches.jsonl").read_bytes()
    documents, _ = read_input(data, "dispatches.jsonl")
    return list(documents) * COPIES


def report(sentences: int, words: int, alone: float, whole: float) -> None:
    """Print the figures beside what is asked."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate, ratio = sentences / whole, whole / alone
    print(f"pipeline alone {sentences / alone:7.0f} sentences/s  {words / alone:8.0f} words/s  1.00 ×")
    print(f"reading        {rate:7.0f} sentences/s  {words / whole:8.0f} words/s  {ratio:.2f} ×")
    print(f"floor {FLOOR_SENTENCES} sentences/s: {_verdict(rate >= FLOOR_SENTENCES)}")
    print(f"floor {FLOOR_RATIO} × the pipeline: {_verdict(ratio <= FLOOR_RATIO)}")
    print(f"memory {memory:.0f} MB, floor {FLOOR_MB} MB: {_verdict(memory <= FLOOR_MB)}")


def _verdict(reached: bool) -> str:
    return "reached" if reached else "missed"


def _seconds(work: object) -> float:
    started = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - started


if __name__ == "__main__":
    main()
