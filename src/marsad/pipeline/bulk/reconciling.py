"""Shards in, their record out, as one file of lines, the same as `marsad reconcile` prints of all their claims.

It is made in parts, so that memory goes with the size of a part and not of the archive. What is done of it when the
process is killed is not done again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from marsad.domain.wire import dumps, to_line
from marsad.pipeline.bulk.bins import DiskBins, doing_by
from marsad.pipeline.bulk.doubles import Doubles, find_doubles, read_counting
from marsad.pipeline.bulk.kept_bins import kept_bins, name_work
from marsad.pipeline.bulk.layout import shard_folder, written_whole
from marsad.pipeline.bulk.manifest import RecordSums
from marsad.pipeline.bulk.plan import Plan
from marsad.pipeline.bulk.shard_files import hash_file, open_packed, read_summary
from marsad.pipeline.bulk.spans import Job
from marsad.pipeline.settings import Settings
from marsad.reconcile.dealing import GROUPS, WHOLE, Bins, Table
from marsad.reconcile.parted import deal_claims, reconcile_parts

RECORD = "record.jsonl.zst"
CLAIMS_A_PART = 25_000
"""Claims that one process holds at a time, with what is made of them: under a gigabyte."""


def reconcile_shards(job: Job, plan: Plan, workers: int = 1, parts: int | None = None) -> tuple[RecordSums, list[str]]:
    """Write the record of all shards; its sums come back, and the documents whose id another text had before."""
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415

    folders = [shard_folder(job.out, shard.number) for shard in plan.shards]
    doubles, actors = find_doubles(folders), load_actors(job.settings.actor_files)
    parts = parts or 1 + sum(read_summary(folder).claims for folder in folders) // CLAIMS_A_PART
    rules = name_record_rules(job.settings)
    with kept_bins(job.out, name_work(folders, parts, rules), parts) as bins:
        table = Table(bins, actors, job.settings.profile)
        deal_shards(table, bins, folders, doubles)
        with doing_by(min(workers, parts), table, bins) as do:
            reconcile_parts(table, do)
        counts = write_record(job.out / RECORD, bins)
    sums = RecordSums(
        rules=rules,
        **{name: counts[name] for name in GROUPS}, claims=doubles.claims, documents=doubles.documents,
        repeats=len(doubles.repeats), clashes=len(doubles.clashes), sha256=hash_file(job.out / RECORD),
    )  # fmt: skip
    return sums, list(doubles.clashes.values())


def name_record_rules(settings: Settings) -> str:
    """A digest of the rules, the actors and the profile by which a record is made."""
    from marsad.reading.actor_file import load_actors  # noqa: PLC0415
    from marsad.reconcile.update import name_rules  # noqa: PLC0415

    return name_rules(load_actors(settings.actor_files), settings.profile)


def deal_shards(table: Table, bins: DiskBins, folders: Sequence[Path], doubles: Doubles) -> None:
    """Deals out the claims of all shards of which that is not done."""
    for number, folder in enumerate(folders):
        if not bins.is_done("deal", number):
            deal_claims(table, read_counting(number, folder, doubles), number)
            bins.note_done("deal", number)


def write_record(path: Path, bins: Bins) -> Counter[str]:
    """Write the record's lines; how many there are of each group comes back."""
    counts: Counter[str] = Counter()

    def spelled() -> Iterable[str]:
        for name in GROUPS:
            for thing in bins.read(name, WHOLE):
                counts[name] += 1
                yield dumps(to_line(thing)) + "\n"

    with written_whole(path) as unfinished:  # noqa: SIM117  # the file is closed before it is flushed to the disk
        with open_packed(unfinished, "w") as file:
            file.writelines(spelled())
    return counts
