"""Readings in, a shard's files out, and back: documents with their originals, claims, problems, and their sums."""

import base64
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any, Self

import msgspec

from marsad.domain.claim import Claim
from marsad.domain.document import Document
from marsad.domain.problem import Problem
from marsad.domain.provenance import Provenance
from marsad.domain.vocabulary import ProblemCode
from marsad.domain.wire import claim_from_text, claim_to_line, dumps, from_plain, to_plain
from marsad.pipeline.bulk.claim_table import count_rows, read_table, write_table
from marsad.pipeline.reading import ReadArrival

DOCUMENTS, CLAIMS, PROBLEMS, SUMMARY = "documents.jsonl.zst", "claims.jsonl.zst", "problems.jsonl.zst", "summary.json"
TABLE = "claims.parquet"
FORMS = ("jsonl", "parquet")
READ_CHARACTERS = 1_048_576
LEVEL = 3
"""Zstandard's own default. Higher ones take longer than they save; the reading takes longer by far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A document as a shard keeps it, with what a store wants of it; its claims stand in the shard's other file."""

    document: Document
    original: bytes
    came: Provenance
    problems: tuple[Problem, ...]


@dataclass(slots=True, kw_only=True)
class Summary:
    """What a shard holds: `refused` are inputs and records that are no documents, `set_aside` broke a worker.

    `files` gives the SHA-256 of each file's bytes.
    """

    documents: int = 0
    claims: int = 0
    refused: int = 0
    set_aside: int = 0
    protected: int = 0
    characters: int = 0
    problems: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)


class ShardWriter:
    """Writes into a folder, in the order of the inputs, what is read."""

    def __init__(self, folder: Path, form: str) -> None:
        self._folder, self._form = folder, form
        self._documents = open_packed(folder / DOCUMENTS, "w")
        self._problems = open_packed(folder / PROBLEMS, "w")
        self._claims = open_packed(folder / CLAIMS, "w") if form == "jsonl" else None
        self._table = write_table(folder / TABLE) if form == "parquet" else None
        self._counts: Counter[str] = Counter()
        self.summary = Summary()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        for file in (self._documents, self._problems, self._claims, self._table):
            if file is not None:
                file.close()
        if error[0] is None:
            self._sum()

    def write(self, item: ReadArrival | Problem) -> None:
        """One reading, or the problem that stands in the place of one."""
        if isinstance(item, Problem):
            self.add_problem(item)
        else:
            reading = item.reading
            problems = (*item.arrival.problems, *reading.problems)
            came = item.arrival.provenance
            kept = Kept(document=reading.document, original=item.arrival.original, came=came, problems=problems)
            self.add(kept, [dumps(claim_to_line(claim)) for claim in reading.claims])

    def add(self, kept: Kept, claims: Sequence[str]) -> None:
        """One document with the claims that its text makes, as lines that are spelt."""
        self._documents.write(_spell_kept(kept, len(claims)))
        self.summary.documents += 1
        self.summary.characters += len(kept.document.text)
        self._counts.update(problem.code.value for problem in kept.problems)
        for line in claims:
            self.summary.claims += 1
            if self._claims:
                self._claims.write(line + "\n")
            if self._table:
                self._table.add(line)

    def add_problem(self, problem: Problem) -> None:
        """What stands in the place of a document."""
        self._problems.write(dumps(to_plain(problem)) + "\n")
        self._counts[problem.code.value] += 1
        self.summary.set_aside += problem.code is ProblemCode.SET_ASIDE
        self.summary.protected += problem.code is ProblemCode.PROTECTED_IN_BULK
        self.summary.refused += problem.code not in {ProblemCode.SET_ASIDE, ProblemCode.PROTECTED_IN_BULK}

    def _sum(self) -> None:
        self.summary.problems = dict(sorted(self._counts.items()))
        self.summary.files = {path.name: hash_file(path) for path in sorted(self._folder.iterdir())}
        (self._folder / SUMMARY).write_text(json.dumps(asdict(self.summary)) + "\n", encoding="utf-8")


def read_summary(folder: Path) -> Summary:
    """A shard's sums as it was written with them."""
    return Summary(**json.loads((folder / SUMMARY).read_text(encoding="utf-8")))


def read_documents(folder: Path) -> Iterator[Kept]:
    """The documents of a shard in their order."""
    return (_kept_from_line(line)[0] for line in read_spelled(folder / DOCUMENTS))


def read_claims(folder: Path) -> Iterator[Claim]:
    """The claims of a shard in the order of its documents."""
    return (claim_from_text(line)[1] for line in read_claim_lines(folder))


def read_claim_lines(folder: Path) -> Iterator[str]:
    """The lines of a shard's claims as they are spelt, in whatever form they are kept."""
    table = folder / TABLE
    return read_table(table) if table.exists() else read_spelled(folder / CLAIMS)


def read_readings(folder: Path) -> Iterator[tuple[Kept, list[str]]]:
    """Each document of a shard beside the lines of its claims, which stand in the documents' order."""
    claims = read_claim_lines(folder)
    for line in read_spelled(folder / DOCUMENTS):
        kept, count = _kept_from_line(line)
        yield kept, list(islice(claims, count))


def count_documents(folder: Path) -> int:
    """How many lines of documents a shard holds."""
    return _count_lines(folder / DOCUMENTS)


def count_claims(folder: Path) -> int:
    """How many lines of claims a shard holds."""
    table = folder / TABLE
    return count_rows(table) if table.exists() else _count_lines(folder / CLAIMS)


def read_problems(folder: Path) -> Iterator[Problem]:
    """What stands in the place of documents of a shard."""
    return (from_plain(line, Problem) for line in read_lines(folder / PROBLEMS))


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """What each line of a packed file says."""
    return map(msgspec.json.decode, read_spelled(path))


def read_spelled(path: Path) -> Iterator[str]:
    """Each line of a packed file as it is spelt."""
    with open_packed(path, "r") as file:
        yield from (line.rstrip("\n") for line in file)


def open_packed(path: Path, mode: str) -> IO[str]:
    """A text file under Zstandard, which has the same bytes for the same text."""
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415
    else:
        from backports import zstd  # noqa: PLC0415
    options = {"level": LEVEL} if mode == "w" else {}
    packing: Any = zstd  # typed by the letters of its mode
    file: IO[str] = packing.open(path, mode + "t", encoding="utf-8", errors="surrogatepass", newline="\n", **options)
    return file


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    digest = sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(1_048_576):
            digest.update(chunk)
    return digest.hexdigest()


def _count_lines(path: Path) -> int:
    with open_packed(path, "r") as file:
        return sum(text.count("\n") for text in iter(partial(file.read, READ_CHARACTERS), ""))


class _KeptLine(msgspec.Struct):
    document: Document
    original: str
    is_base64: bool
    came: Provenance
    problems: tuple[Problem, ...]
    claims: int


def _kept_from_line(text: str) -> tuple[Kept, int]:
    """The document, and how many claims it has."""
    line = msgspec.json.decode(text, type=_KeptLine)
    original = base64.b64decode(line.original) if line.is_base64 else line.original.encode("utf-8")
    return Kept(document=line.document, original=original, came=line.came, problems=line.problems), line.claims


def _spell_kept(kept: Kept, claims: int) -> str:
    try:
        original, is_base64 = kept.original.decode("utf-8"), False
    except UnicodeDecodeError:
        original, is_base64 = base64.b64encode(kept.original).decode("ascii"), True
    line = {
        "document": msgspec.to_builtins(kept.document),
        "original": original,
        "is_base64": is_base64,
        "came": msgspec.to_builtins(kept.came),
        "problems": [to_plain(problem) for problem in kept.problems],
        "claims": claims,
    }
    return dumps(line) + "\n"
