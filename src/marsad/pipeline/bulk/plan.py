"""Inputs in, shards out: the same inputs give the same shards on every machine, whoever reads which."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from marsad.domain.errors import InputError
from marsad.domain.problem import Problem
from marsad.intake import Given
from marsad.intake.given import given_file
from marsad.intake.limits import default_limits
from marsad.intake.parquet import count_groups, sniff_parquet
from marsad.intake.records import is_lines, is_marked
from marsad.pipeline.bulk.layout import written_whole
from marsad.pipeline.inputs import STANDARD_INPUT, list_inputs

DEFAULT_SHARD_BYTES = 4 * 1024 * 1024
"""About a thousand articles, two minutes of one core: what a killed worker has to read again at most."""
PRINTED_BYTES = 65_536
"""How much of an input's head and of its end is hashed, to know it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What of one input a shard holds: all of it, its lines that begin in a range of bytes, or groups of its rows.

    `input` is the input's number, from 1. `first` to `last`, the latter not in it; both None: all. A file of which one
    piece may hold protected records is called by its number in all of them: `named` is False.
    """

    input: int
    path: str
    size: int
    kind: str = "whole"
    first: int | None = None
    last: int | None = None
    named: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One task: some pieces, read in their order."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """Bytes of its inputs."""
        return sum(piece.size for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file that was handed in, known again by its size and its ends. `name` is not kept where others may see it."""

    name: str
    size: int
    print: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a run reads, in which shards. `problems` are names that lead to no file."""

    inputs: tuple[Input, ...]
    shards: tuple[Shard, ...]
    problems: tuple[Problem, ...] = ()
    identity: dict[str, object] = field(default_factory=dict)
    """What another run into the same folder must share: inputs, sizes, form and reader."""

    @property
    def size(self) -> int:
        """Bytes of all inputs."""
        return sum(one.size for one in self.inputs)


def make_plan(names: Sequence[str], shard_bytes: int = DEFAULT_SHARD_BYTES, **identity: object) -> Plan:
    """The shards of files, folders and patterns; JSON lines and Parquet are cut, small files go together.

    Raises:
        InputError: standard input, which cannot be read twice; or nothing to read at all.
    """
    if STANDARD_INPUT in names:
        raise InputError("bulk cannot read standard input: a shard may be read again. Mend: write it to a file")
    listed = list(list_inputs(names))
    problems = tuple(one for one in listed if isinstance(one, Problem))
    paths = [one for one in listed if isinstance(one, str)]
    inputs = tuple(_print(Path(path)) for path in paths)
    pieces = (piece for number, path in enumerate(paths, 1) for piece in _cut(number, path, shard_bytes))
    shards = tuple(Shard(number=number, pieces=those) for number, those in enumerate(_pack(pieces, shard_bytes)))
    told = {**identity, "shard_bytes": shard_bytes, "inputs": [(one.size, one.print) for one in inputs]}
    return Plan(inputs=inputs, shards=shards, problems=problems, identity=json.loads(json.dumps(told)))


def keep_plan(out: Path, plan: Plan) -> None:
    """Keep what the run is of in its folder, where it is not; names of files, which may tell of a giver, are not.

    Raises:
        InputError: the folder is another run's.
    """
    path = out / "plan.json"
    if not path.exists():
        if out.exists() and any(one for one in out.iterdir() if not one.name.startswith(".")):
            raise InputError(f"{out} holds other files. Mend: name a folder that is new, or empty")
        with written_whole(path) as unfinished:
            unfinished.write_text(json.dumps({**plan.identity, "shards": _spell_shards(plan.shards)}) + "\n")
    kept = read_plan(out)
    for name, value in plan.identity.items():
        if kept.get(name) != value:
            raise InputError(f"{out} holds a run of other {name.replace('_', ' ')}. Mend: give --out another folder")


def read_plan(out: Path) -> dict[str, object]:
    """What a run's folder says that it is of.

    Raises:
        InputError: it is no run's folder.
    """
    try:
        told: dict[str, object] = json.loads((out / "plan.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        mend = "Mend: name the folder that `marsad bulk run` was given with --out"
        raise InputError(f"{out} is no folder of a bulk run: it holds no plan.json. {mend}") from error
    return told


def _spell_shards(shards: Iterable[Shard]) -> list[list[dict[str, object]]]:
    return [
        [{key: value for key, value in asdict(piece).items() if key != "path"} for piece in shard.pieces]
        for shard in shards
    ]


def _print(path: Path) -> Input:
    size = path.stat().st_size
    digest = sha256()
    with path.open("rb") as stream:
        digest.update(stream.read(PRINTED_BYTES))
        stream.seek(max(0, size - PRINTED_BYTES))
        digest.update(stream.read(PRINTED_BYTES))
    return Input(name=str(path), size=size, print=digest.hexdigest()[:32])


def _cut(number: int, path: str, shard_bytes: int) -> Iterator[Piece]:
    """The pieces of one input, none of which is much greater than a shard where it can be cut."""
    given = given_file(Path(path), path)
    whole = Piece(input=number, path=path, size=given.size)
    if given.size <= shard_bytes:
        yield whole
    elif sniff_parquet(given):
        yield from _cut_groups(whole, given, shard_bytes)
    elif is_lines(given, default_limits()):
        yield from _cut_lines(whole, given, shard_bytes)
    else:
        yield whole


def _cut_lines(whole: Piece, given: Given, shard_bytes: int) -> Iterator[Piece]:
    named = not is_marked(given)
    for first in range(0, whole.size, shard_bytes):
        last = min(first + shard_bytes, whole.size)
        yield replace(whole, size=last - first, kind="lines", first=first, last=last, named=named)


def _cut_groups(whole: Piece, given: Given, shard_bytes: int) -> Iterator[Piece]:
    """Groups of rows as they are in the file, some of them together where they are small."""
    groups = count_groups(given)
    each = whole.size // max(1, len(groups))
    step = max(1, shard_bytes // max(1, each))
    for first in range(0, len(groups), step):
        last = min(first + step, len(groups))
        size = whole.size * (last - first) // len(groups)
        yield replace(whole, size=size, kind="groups", first=first, last=last)


def _pack(pieces: Iterable[Piece], shard_bytes: int) -> Iterator[tuple[Piece, ...]]:
    """Neighbours together up to the size of a shard; a piece that has it, or more, alone."""
    filled = 0
    number = 0

    def shard_of(piece: Piece) -> int:
        nonlocal filled, number
        if filled and filled + piece.size > shard_bytes:
            number, filled = number + 1, 0
        filled += piece.size
        return number

    for _, those in groupby(pieces, key=shard_of):
        yield tuple(those)
