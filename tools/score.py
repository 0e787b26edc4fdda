"""Gold beside this checkout in, one table of floors, goals and measured figures out.

Reads each set with the reader as it stands, two sets at once, and asks the set's own scorer. What is read and what is
asked of it stands in `score.toml`; the texts and their scorers lie in ../shared and are no part of the project.
"""

import argparse
import json
import multiprocessing
import random
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.errors import MarsadError
from marsad.domain.reading import Reading
from marsad.domain.record import Record
from marsad.domain.wire import dumps, record_lines, to_line
from marsad.intake import read_input
from marsad.reading.reader import Reader
from marsad.reconcile import reconcile

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
TABLE = Path(__file__).with_name("score.toml")
CLAIMS_GOLD = "gold/dev"
"""The set whose gold is claims; all others are of somebody else's form, under external/."""
SEED = 20241208
"""Any number would do; it is fixed so that two runs read the same texts."""
PROCESSES = 2
CLOSE = 0.0005
"""Half of the last digit printed, so that what is shown as reached counts as reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One set to read: its folder, how many of its gold lines (0 for all), and how its record is made."""

    name: str
    gold_lines: int
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; `measured` and `met` are None where there was nothing to count or nothing to reach."""

    set: str
    figure: str
    floor: float | None
    reach: float | None
    measured: float | None
    n: int
    met: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """What a set's scorer printed: figure → (value, n); or the line that says why it printed nothing."""

    name: str
    figures: Mapping[str, tuple[float | None, int]]
    documents: int
    seconds: float
    fault: str | None = None


def main() -> int:
    """Score the sets that were asked for; 0 where all were scored or there is nothing to score with."""
    chosen = _options()
    if not SHARED.is_dir():
        print(f"nothing to score with: ../shared, the gold and its scorers, is not beside {ROOT.name}")
        return 0
    asked = tomllib.loads(TABLE.read_text(encoding="utf-8"))["set"]
    if chosen.set and chosen.set not in asked:
        print(f"no set {chosen.set!r}; there are {', '.join(asked)}", file=sys.stderr)
        return 2
    wanted = {name: about for name, about in asked.items() if chosen.set in (None, name)}
    scored = {each.name: each for each in _score_all(_tasks(wanted, full=chosen.full))}
    rows = [row for name, about in wanted.items() if name in scored for row in _rows(about["figures"], scored[name])]
    _print_table(rows, scored)
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(row) for row in rows], indent=1) + "\n", encoding="utf-8")
    return 1 if any(each.fault for each in scored.values()) else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score reading against the gold in ../shared and print one table.")
    parser.add_argument("--full", action="store_true", help="read every text of every set, not a drawn sample")
    parser.add_argument("--set", metavar="NAME", help="one set only (a name of tools/score.toml)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args()


def _tasks(wanted: Mapping[str, Mapping[str, Any]], *, full: bool) -> list[Task]:
    """One task a set, the largest first, so that no process waits long for the other."""
    tasks = [
        Task(name=name, gold_lines=0 if full else about["documents"], record=about["record"])
        for name, about in wanted.items()
    ]
    return sorted(tasks, key=lambda task: -_bytes_to_read(task))


def _bytes_to_read(task: Task) -> float:
    texts = _folder(task.name) / "documents.jsonl"
    if not texts.exists():
        return 0
    size, lines = texts.stat().st_size, max(1, _count_lines(_gold_path(task.name)))
    return size * (min(task.gold_lines, lines) / lines if task.gold_lines else 1)


def _score_all(tasks: Sequence[Task]) -> Iterable[Scored]:
    with multiprocessing.get_context("spawn").Pool(min(PROCESSES, len(tasks)), _load_reader) as pool:
        for number, each in enumerate(pool.imap_unordered(_score, tasks), 1):
            said = each.fault or f"{each.documents} texts in {each.seconds:.0f} s"
            print(f"{number}/{len(tasks)} {each.name}: {said}", file=sys.stderr)
            yield each


_READERS: list[Reader] = []
"""The process's reader, loaded once; a pool's workers have no other place to keep it."""


def _load_reader() -> None:
    try:
        _READERS.append(Reader.load())
    except MarsadError as error:
        print(error, file=sys.stderr)  # each task then says that it could not be read


def _score(task: Task) -> Scored:
    started = time.monotonic()
    try:
        figures, documents = _figures(task)
    except Exception as error:  # noqa: BLE001  # the outermost edge of a task: one set's fault spares the others
        detail = (getattr(error, "stderr", None) or f"{type(error).__name__}: {error}").strip().splitlines()[-1]
        return Scored(name=task.name, figures={}, documents=0, seconds=0, fault=f"not scored: {detail}")
    return Scored(name=task.name, figures=figures, documents=documents, seconds=time.monotonic() - started)


def _figures(task: Task) -> tuple[dict[str, tuple[float | None, int]], int]:
    with tempfile.TemporaryDirectory(prefix="marsad-score-") as given:
        folder = Path(given)
        documents = _draw(task, folder)
        readings = list(_READERS[0].read(documents, mentions=True))
        claims = _write_lines(folder / "claims.jsonl", chain.from_iterable(map(_lines_of, readings)))
        if task.name == CLAIMS_GOLD:
            return _claim_figures(_ask("score_claims.py", _gold_path(task.name), claims)), len(documents)
        records = _records(readings, task.record)
        extra = [_write_lines(folder / "record.jsonl", chain.from_iterable(map(record_lines, records)))]
        printed = _ask("score_external.py", folder, claims, *(extra if task.record != "none" else ()))
        return {name: (each["value"], each["n"]) for name, each in printed.items()}, len(documents)


def _draw(task: Task, folder: Path) -> list[Document]:
    """The texts to read; of an external set the folder then holds those, their gold and its description."""
    origin = _folder(task.name)
    texts = (origin / "documents.jsonl").read_text(encoding="utf-8").split("\n")
    if task.name != CLAIMS_GOLD:
        gold = [line for line in _gold_path(task.name).read_text(encoding="utf-8").split("\n") if line]
        if 0 < task.gold_lines < len(gold):
            gold = random.Random(SEED).sample(gold, task.gold_lines)
        named = {name for line in gold for name in _documents_of(json.loads(line))}
        texts = [line for line in texts if line and str(json.loads(line)["id"]) in named]
        for name, lines in (("documents.jsonl", texts), ("gold.jsonl", gold)):
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
        (folder / "set.json").write_bytes((origin / "set.json").read_bytes())
    documents, _ = read_input("\n".join(texts).encode(), f"{task.name}/documents.jsonl")
    return list(documents)


def _documents_of(gold: Mapping[str, Any]) -> Sequence[str]:
    return [str(name) for name in gold.get("documents", ())] or [str(gold["document"])]


def _lines_of(reading: Reading) -> Iterable[Mapping[str, Any]]:
    return map(to_line, (*reading.claims, *reading.mentions))


def _records(readings: Sequence[Reading], how: str) -> Iterable[Record]:
    if how == "none":
        return []
    actors = _READERS[0].actors
    groups: list[tuple[Claim, ...]] = [reading.claims for reading in readings]
    if how == "whole":
        groups = [tuple(chain.from_iterable(groups))]
    return (reconcile(claims, actors=actors) for claims in groups)


def _write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> Path:
    path.write_text("".join(f"{dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def _ask(scorer: str, *given: Path) -> dict[str, Any]:
    """What the scorer prints with `--json`; it runs by itself, as it would by hand."""
    command = [sys.executable, str(SHARED / "bin" / scorer), *map(str, given), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def _claim_figures(printed: Mapping[str, Any]) -> dict[str, tuple[float | None, int]]:
    found: dict[str, tuple[float | None, int]] = {}
    for kind, figures in printed.items():
        found[f"{kind} f1"] = figures["f1"], figures["gold"]
        found |= {f"{kind} {field}": (value, n) for field, (value, n) in figures["fields"].items()}
    return found


def _rows(wanted: Iterable[Mapping[str, Any]], scored: Scored) -> Iterable[Row]:
    for figure in wanted:
        measured, n = scored.figures.get(figure["name"], (None, 0))
        floor, reach = figure.get("floor"), figure.get("reach")
        met = None
        if reach is not None and scored.fault is None:
            met = measured is not None and _reaches(measured, reach, lower="lower" in figure)
        yield Row(set=scored.name, figure=figure["name"], floor=floor, reach=reach, measured=measured, n=n, met=met)


def _reaches(measured: float, reach: float, *, lower: bool) -> bool:
    return measured <= reach + CLOSE if lower else measured >= reach - CLOSE


def _print_table(rows: Sequence[Row], scored: Mapping[str, Scored]) -> None:
    print(f"{'set':<14} {'figure':<42} {'floor':>7} {'reach':>7} {'measured':>9} {'n':>6}  met")
    for row in rows:
        met = {True: "yes", False: "no", None: "-"}[row.met]
        print(
            f"{row.set:<14} {row.figure:<42} {_shown(row.floor, 2):>7} {_shown(row.reach, 2):>7} "
            f"{_shown(row.measured, 3):>9} {row.n:>6}  {met}"
        )
    judged = [row for row in rows if row.met is not None]
    texts = sum(each.documents for each in scored.values())
    print(f"{sum(bool(row.met) for row in judged)} of {len(judged)} goals met; {texts} texts read")


def _shown(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _folder(name: str) -> Path:
    return SHARED / name if name == CLAIMS_GOLD else SHARED / "external" / name


def _gold_path(name: str) -> Path:
    return _folder(name) / ("claims.jsonl" if name == CLAIMS_GOLD else "gold.jsonl")


def _count_lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")


if __name__ == "__main__":
    sys.exit(main())
