"""A finished run in, a store that holds it out: as if every document had been ingested, a shard a transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from marsad.domain.errors import InputError
from marsad.domain.provenance import Provenance
from marsad.domain.record import Record
from marsad.domain.wire import claim_from_text, record_from_lines
from marsad.pipeline.bulk.layout import shard_folder
from marsad.pipeline.bulk.manifest import Manifest, check_run, read_manifest
from marsad.pipeline.bulk.reconciling import RECORD, name_record_rules
from marsad.pipeline.bulk.shard_files import read_lines, read_problems, read_readings
from marsad.pipeline.copies import trace_copies
from marsad.pipeline.recording import reconcile_store
from marsad.pipeline.settings import UNKNOWN, Settings
from marsad.store import Store
from marsad.store.loading import Came, Loader

COPIES_AT_ONCE = 1_000
"""Documents whose copies are looked for in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """How far a load is, or what it did. `clashing` are documents whose id is kept with another text."""

    stage: str = "documents"
    shards: int = 0
    shards_done: int = 0
    new: int = 0
    known: int = 0
    claims: int = 0
    copies: int = 0
    clashing: int = 0
    problems: tuple[str, ...] = ()


Tell = Callable[[LoadReport], None]


def load(store: Store, out: Path, settings: Settings, tell: Tell = lambda _: None) -> LoadReport:
    """Keep every document of the run that is new, then its record; broken off, it goes on where it was.

    Where the store holds what the run does not, other documents or judgements, the record is made of all.

    Raises:
        InputError: the run is not finished, or is not as its manifest says.
        StoreError: another process writes the store.
    """
    manifest = read_manifest(out)
    amiss = next(check_run(out), None)
    if amiss:
        raise InputError(amiss)
    report = LoadReport(shards=len(manifest["shards"]))
    loader = Loader(store=store)
    for number in range(report.shards):
        report = _load_shard(loader, shard_folder(out, number), settings, report)
        tell(report)
    tell(replace(report, stage="copies"))
    report = replace(report, copies=trace_copies(store, COPIES_AT_ONCE))
    if not store.record_is_current():
        tell(replace(report, stage="the record"))
        _keep_record(store, out, manifest, settings)
    return report


def _load_shard(loader: Loader, folder: Path, settings: Settings, report: LoadReport) -> LoadReport:
    came = list(_read(folder, settings))
    new, clashing = loader.keep(came)
    loader.store.add_problems(read_problems(folder))
    lines = tuple(
        f"{one.way.where}: id {one.document.id!r} is kept with another text; this one was not taken in. "
        "Mend: give it an id of its own, or none"
        for one in clashing
    )
    return replace(
        report,
        shards_done=report.shards_done + 1,
        new=report.new + new,
        known=report.known + len(came) - new - len(clashing),
        claims=report.claims + sum(len(one.claims) for one in came),
        clashing=report.clashing + len(clashing),
        problems=report.problems + lines,
    )


def _read(folder: Path, settings: Settings) -> Iterator[Came]:
    author = settings.author if settings.author != UNKNOWN else None
    for kept, lines in read_readings(folder):
        way: Provenance = replace(kept.came, brought_by=kept.came.brought_by or author)
        claims = dict(zip(lines, map(claim_from_text, lines), strict=True))
        yield Came(document=kept.document, claims=claims, problems=kept.problems, original=kept.original, way=way)


def _keep_record(store: Store, out: Path, manifest: Manifest, settings: Settings) -> None:
    """The record of the run where it is the record of all that is kept and by these rules; else one made anew."""
    told, counts = manifest["record"], store.counts()
    alone = counts.documents == told["documents"] - told["repeats"] - told["clashes"] and not counts.judgements
    if alone and told["rules"] == name_record_rules(settings):
        record: Record = record_from_lines(read_lines(out / RECORD))
        with store.recording():
            store.replace_record(record)
    else:
        reconcile_store(store, settings)
