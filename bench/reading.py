"""How fast reading is: sentences a second of raw text on one core, beside the language pipeline alone, in one run.

The texts are the shipped sample, repeated; model load is timed apart. Each round times all that is compared, so that a
busy moment of the machine falls on all; ratios are of the rounds' medians. A last round tells by stage where time goes.
"""

import resource
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import wraps
from importlib.resources import files
from typing import Any
from unittest.mock import patch

from spacy.language import Language

from marsad.domain.document import Document
from marsad.intake import read_input
from marsad.reading import claims, reader
from marsad.reading.language import BATCH_SIZE, DEFAULT_PIPELINE, analyse, load_pipeline
from marsad.reading.reader import Reader

ROUNDS = 3
COPIES = 4
FLOOR_SENTENCES = 250
"""Sentences a second of raw text: what PETRARCH2 reaches after parsing."""
FLOOR_RATIO = 1.3
FLOOR_MB = 1200
NAMES_ALONE = ["tok2vec", "ner"]
"""The components of a bare loop over named entities, which is what a data set of mentions is often made by."""
STAGES = (
    (reader, "copy_parse", "parse copied for the rules"),
    (reader.ActorIndex, "named", "actors of the actor file"),
    (reader.Reader, "_actors_of", "other actors"),
    (reader, "find_places", "places"),
    (reader, "find_times", "times"),
    (reader, "find_frames", "whom each sentence credits"),
    (claims, "read_events", "events"),
    (claims, "find_casualties", "casualties"),
    (claims, "find_control", "control"),
    (claims, "find_relations", "relations"),
    (claims, "carry_setting", "place and day carried through the story"),
    (claims, "find_statements", "statements"),
)
"""Where each stage of the rules is called from; none calls another."""
RULES = (reader.Reader, "_read_one", "claims made of what was found")
"""All stages together; once they are taken off, what is left is the last of them."""


def main() -> None:
    """Time loading, then the pipeline alone and the whole reading, in turn."""
    started = time.perf_counter()
    whole_reader = Reader.load()
    print(f"load {time.perf_counter() - started:.2f} s")
    documents = sample_documents()
    language = load_pipeline(DEFAULT_PIPELINE)
    sentences = sum(len(list(doc.sents)) for doc, _ in analyse(language, documents))
    words = sum(len(document.text.split()) for document in documents)
    list(whole_reader.read(documents[:8]))
    names, alone, whole = [], [], []
    for _ in range(ROUNDS):
        names.append(_seconds(lambda: find_names(language, documents)))
        alone.append(_seconds(lambda: list(analyse(language, documents))))
        whole.append(_seconds(lambda: list(whole_reader.read(documents))))
    rates = [
        Rate(what="bare loop over named entities", seconds=statistics.median(names)),
        Rate(what="language pipeline alone", seconds=statistics.median(alone)),
        Rate(what="reading", seconds=statistics.median(whole)),
    ]
    report(sentences, words, len(documents), rates)
    print_stages(sentences, time_stages(whole_reader, documents))


def sample_documents() -> list[Document]:
    """The shipped sample, repeated so that a round lasts seconds."""
    data = files("marsad.sample").joinpath("dispatches.jsonl").read_bytes()
    documents, _ = read_input(data, "dispatches.jsonl")
    return list(documents) * COPIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """What was timed, and the seconds of one core that it took over all texts."""

    what: str
    seconds: float


def find_names(language: Language, documents: Sequence[Document]) -> int:
    """How many named entities a bare loop finds."""
    with language.select_pipes(enable=NAMES_ALONE):
        return sum(
            len(doc.ents) for doc in language.pipe((document.text for document in documents), batch_size=BATCH_SIZE)
        )


def report(sentences: int, words: int, documents: int, rates: Sequence[Rate]) -> None:
    """Print the figures beside what is asked; the last two are the pipeline and reading."""
    alone, whole = rates[-2].seconds, rates[-1].seconds
    for one in rates:
        print(
            f"{one.what:30} {sentences / one.seconds:7.0f} sentences/s {words / one.seconds:8.0f} words/s "
            f"{documents / one.seconds:6.1f} documents/s  {one.seconds / alone:.2f} ×"
        )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate, ratio = sentences / whole, whole / alone
    print(f"floor {FLOOR_SENTENCES} sentences/s: {_verdict(rate >= FLOOR_SENTENCES)}")
    print(f"floor {FLOOR_RATIO} × the pipeline: {_verdict(ratio <= FLOOR_RATIO)}")
    print(f"memory {memory:.0f} MB, floor {FLOOR_MB} MB: {_verdict(memory <= FLOOR_MB)}")


def time_stages(whole_reader: Reader, documents: Sequence[Document]) -> Counter[str]:
    """Seconds of one core by stage; what the rules have none of is the pipeline's."""
    spent: Counter[str] = Counter()
    with ExitStack() as patched:
        for home, name, label in (*STAGES, RULES):
            patched.enter_context(patch.object(home, name, _timed(getattr(home, name), label, spent)))
        started = time.process_time()
        list(whole_reader.read(documents))
        whole = time.process_time() - started
    rules = spent.pop(RULES[-1])
    spent[RULES[-1]] = rules - sum(spent.values())
    spent["language pipeline"] = whole - rules
    return spent


def print_stages(sentences: int, spent: Counter[str]) -> None:
    """Print where the time goes, the greatest first."""
    whole = sum(spent.values())
    print("where the time goes:")
    for label, seconds in spent.most_common():
        print(f"  {label:54} {seconds / whole:5.1%} {seconds / sentences * 1e6:6.0f} µs a sentence")


def _timed(work: Callable[..., Any], label: str, spent: Counter[str]) -> Callable[..., Any]:
    @wraps(work)
    def call(*arguments: Any, **named: Any) -> Any:
        started = time.process_time()
        found = work(*arguments, **named)
        spent[label] += time.process_time() - started  # type: ignore[assignment]  # seconds, not a count
        return found

    return call


def _verdict(reached: bool) -> str:
    return "reached" if reached else "missed"


def _seconds(work: object) -> float:
    started = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - started


if __name__ == "__main__":
    main()
