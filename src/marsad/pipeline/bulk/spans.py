"""A span of a shard in, its files out: what one worker does at a stroke, in whatever process it is."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from marsad.domain.problem import Problem
from marsad.domain.vocabulary import ProblemCode
from marsad.pipeline.bulk.layout import folder_written_whole, parts_folder, shard_folder
from marsad.pipeline.bulk.pieces import Item, open_piece
from marsad.pipeline.bulk.plan import Piece, Shard
from marsad.pipeline.bulk.shard_files import ShardWriter
from marsad.pipeline.completing import complete
from marsad.pipeline.reading import Reads, read_arrivals
from marsad.pipeline.settings import UNKNOWN, Settings

DEFAULT_READER = "marsad.pipeline.reading:LazyReader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What every worker of a run must know. `reader` names what makes a reader of the settings, as "module:name"."""

    out: Path
    form: str
    settings: Settings
    reader: str = DEFAULT_READER
    memory_bytes: int = 3 * 1024**3
    patience_s: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Pieces of a shard from `first` up to `last`; of one piece alone, its items from `start` up to `end`."""

    shard: int
    pieces: tuple[Piece, ...]
    first: int = 0
    start: int = 0
    end: int | None = None
    whole: bool = True
    """It is all of its shard."""

    @property
    def last(self) -> int:
        """The number of the piece behind its last."""
        return self.first + len(self.pieces)

    def folder(self, out: Path) -> Path:
        """Where its files go."""
        if self.whole:
            return shard_folder(out, self.shard)
        end = "end" if self.end is None else f"{self.end:09d}"
        return parts_folder(out, self.shard) / f"{self.first:06d}-{self.last:06d}-{self.start:09d}-{end}"


def whole_span(shard: Shard) -> Span:
    """All of a shard."""
    return Span(shard=shard.number, pieces=shard.pieces)


def make_reader(job: Job) -> Reads:
    """The reader of a job."""
    module, _, name = job.reader.partition(":")
    reader: Reads = getattr(import_module(module), name)(job.settings)
    return reader


def read_span(job: Job, reader: Reads, span: Span, beat: Callable[[int], None] = lambda _: None) -> None:
    """Read the span and write its files; `beat` is told, item by item, that it goes on."""
    nobody = replace(job.settings, author=UNKNOWN)  # who brings it is said when it is loaded into a store
    with folder_written_whole(span.folder(job.out)) as folder, ShardWriter(folder, job.form) as writer:
        read = read_arrivals(reader, complete(list_items(span), nobody))
        for number, item in enumerate(read, 1):
            writer.write(item)
            beat(number)


def count_items(span: Span, beat: Callable[[int], None] = lambda _: None) -> int:
    """How many documents and problems the span holds, none of them read; `beat` is told each."""
    number = 0
    for number, _ in enumerate(list_items(span), 1):
        beat(number)
    return number


def set_aside(job: Job, span: Span, reason: str) -> None:
    """Write, in the place of what the span holds, that it could not be read, and why."""
    message = f"{_name(span)}: {reason}; it is set aside, and nothing of it was read. Mend: look at it by itself"
    problem = Problem(code=ProblemCode.SET_ASIDE, message=message)
    with folder_written_whole(span.folder(job.out)) as folder, ShardWriter(folder, job.form) as writer:
        writer.add_problem(problem)


def list_items(span: Span) -> Iterator[Item]:
    """What the span holds, in order."""
    for piece in span.pieces:
        yield from islice(open_piece(piece), span.start, span.end)


def to_plain(noun: Job | Span) -> dict[str, Any]:
    """As plain JSON values, for a worker in another process."""
    plain: dict[str, Any] = msgspec.to_builtins(asdict(noun), enc_hook=str)
    return plain


def job_from_plain(plain: dict[str, Any]) -> Job:
    """The way back."""
    return msgspec.convert(plain, type=Job, dec_hook=_to_path)


def span_from_plain(plain: dict[str, Any]) -> Span:
    """The way back."""
    return msgspec.convert(plain, type=Span)


def _to_path(kind: type[Any], value: Any) -> Any:
    return kind(value)


def _name(span: Span) -> str:
    """The span in words; a file that may hold protected records by its number alone."""
    piece = span.pieces[0]
    name = piece.path if piece.named else f"input {piece.input} (with protected records)"
    at = f" from byte {piece.first}" if piece.kind == "lines" and piece.first else ""
    group = f" from group {piece.first + 1}" if piece.kind == "groups" and piece.first is not None else ""
    if span.end == span.start + 1:
        return f"{name}{at}{group}, document {span.start + 1}"
    return f"{name}{at}{group}, documents from {span.start + 1} on" if span.start else f"{name}{at}{group}"
