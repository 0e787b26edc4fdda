"""How fast inputs become documents on one core, kind by kind, and whether memory stays flat. No test; no floor.

`python bench/intake.py ingest` also keeps 100,000 small documents with a reader that makes no claims.
"""

import json
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from marsad.domain.problem import Problem
from marsad.domain.reading import Reading
from marsad.intake import arrivals
from marsad.pipeline.ingest import ingest
from marsad.pipeline.inputs import open_inputs
from marsad.pipeline.settings import Settings
from marsad.store import Store

ASKED = {"plain text": 200, "HTML": 60}
"""Documents a second that issue 6 asks for, intake alone on one core."""
SENTENCES = (
    "Two men were killed when a shell hit the mill of {place}, the mayor said on Sunday.",
    "Residents of {place} said that water had not come for {number} days.",
    "A column of {number} lorries left {place} at dawn, a driver told the station.",
    "The council of {place} opened two halls for families from the north.",
    "Rescuers searched the ruins for {number} hours, and found nobody else.",
)
PLACES = ("Qasr Amun", "Tell Yarin", "Wadi Sefa", "Bir Halun", "Deir Matar")


def story(chance: random.Random, sentences: int = 25) -> list[str]:
    """Sentences of one invented dispatch."""
    return [
        chance.choice(SENTENCES).format(place=chance.choice(PLACES), number=chance.randrange(2, 900))
        for _ in range(sentences)
    ]


def page(chance: random.Random) -> bytes:
    """A page as large and as crowded as a newspaper's: a story of 25 sentences among menus and lists."""
    menu = "".join(f"<li><a href='/{n}'>Section number {n}</a></li>" for n in range(80))
    related = "".join(f"<div class='card'><a href='/r{n}'>{story(chance, 1)[0]}</a></div>" for n in range(30))
    body = "".join(f"<p>{sentence}</p>" for sentence in story(chance))
    style = "<style>" + ".a{color:red}" * 2_000 + "</style><script>" + "var a = 1;" * 4_000 + "</script>"
    return (
        f"<!doctype html><html lang='en'><head><title>Dispatch</title>{style}"
        "<meta property='article:published_time' content='2025-03-04T10:00:00Z'></head>"
        f"<body><nav><ul>{menu}</ul></nav><main><article><h1>Dispatch</h1>{body}</article></main>"
        f"<aside>{related}</aside><footer><ul>{menu}</ul></footer></body></html>"
    ).encode()


def measure(name: str, made: list[bytes]) -> None:
    """Print how many of these a second become documents."""
    list(arrivals(made[0], name))  # what loads once
    began = time.process_time()
    documents = sum(not isinstance(one, Problem) for data in made for one in arrivals(data, name))
    seconds = time.process_time() - began
    rate = documents / seconds
    size = sum(map(len, made)) / documents / 1000
    asked = f" (asked: {ASKED[name]}, ratio {rate / ASKED[name]:.1f})" if name in ASKED else ""
    print(f"  {name:<12} {rate:8.0f} documents a second of CPU, {size:.0f} kB each{asked}")


def flat(count: int) -> None:
    """Print the largest memory after a tenth of so many documents of a folder's lines and after all, not kept."""
    chance = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        path = write_lines(Path(folder), count, chance)
        for number, _ in enumerate(open_inputs([str(path)]), 1):
            if number in {count // 10, count}:
                print(f"  after {number:>7} of one file of JSON lines: {peak_mb():.0f} MB at most")


def write_lines(folder: Path, count: int, chance: random.Random) -> Path:
    """A file of JSON lines of so many dispatches."""
    path = folder / "feed.jsonl"
    with path.open("w") as file:
        for number in range(count):
            file.write(
                json.dumps({"id": f"d{number}", "text": f"Report {number}. " + " ".join(story(chance, 5))}) + "\n"
            )
    return path


class Silent:
    """A reader that makes no claims, so that intake and keeping are measured alone."""

    def read(self, documents, *, mentions=False):  # noqa: ANN001, ANN201, ARG002
        for document in documents:
            yield Reading(document=document)


def keep(count: int) -> None:
    """Print rate and memory of keeping so many small documents."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_lines(Path(folder), count, random.Random(4))
        began = time.monotonic()

        def tell(report) -> None:  # noqa: ANN001
            if report.new in {count // 10, count // 2, count} and report.stage == "reading":
                rate = report.new / (time.monotonic() - began)
                print(f"  {report.new:>7} kept: {rate:.0f} a second, {peak_mb():.0f} MB at most", flush=True)

        with Store.open(Path(folder) / "kept.db") as store:
            ingest(store, Silent(), [str(path)], settings=Settings(), progress=tell)


def peak_mb() -> float:
    """The largest memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print every measure."""
    chance = random.Random(1)
    measure("plain text", [" ".join(story(chance)).encode() for _ in range(1_000)])
    measure("HTML", [page(chance) for _ in range(120)])
    lines = [json.dumps({"text": " ".join(story(chance))}) for _ in range(2_000)]
    measure("JSON lines", ["\n".join(lines).encode()])
    flat(100_000)


if __name__ == "__main__":
    if sys.argv[1:] == ["ingest"]:
        keep(100_000)
    else:
        main()
