"""Shards in, their record out, as one file of lines, the same as `marsad reconcile` prints of all their claims."""

from collections import Counter
from collections.abc import Iterable, Iterator

from marsad.domain.wire import Line, dumps, record_lines
from marsad.pipeline.bulk.doubles import find_doubles, read_counting
from marsad.pipeline.bulk.layout import shard_folder, written_whole
from marsad.pipeline.bulk.manifest import RecordSums
from marsad.pipeline.bulk.plan import Plan
from marsad.pipeline.bulk.shard_files import hash_file, open_packed
from marsad.pipeline.bulk.spans import Job
from marsad.pipeline.lines import reconcile_claims

RECORD = "record.jsonl.zst"


def reconcile_shards(job: Job, plan: Plan) -> tuple[RecordSums, list[str]]:
    """Write the record of all shards; its sums come back, and the documents whose id another text had before."""
    folders = [shard_folder(job.out, shard.number) for shard in plan.shards]
    doubles = find_doubles(folders)
    claims = [claim for number, folder in enumerate(folders) for claim in read_counting(number, folder, doubles)]
    record = reconcile_claims(claims, job.settings)
    counts = write_record(job, record_lines(record))
    sums = RecordSums(
        events=counts["event"], aggregates=counts["aggregate"], control=counts["control"], actors=counts["actor"],
        problems=counts["problem"], claims=len(claims), documents=doubles.documents,
        repeats=len(doubles.repeats), clashes=len(doubles.clashes), sha256=hash_file(job.out / RECORD),
    )  # fmt: skip
    return sums, list(doubles.clashes.values())


def write_record(job: Job, lines: Iterable[Line]) -> Counter[str]:
    """Write the record's lines; how many there are of each kind comes back."""
    counts: Counter[str] = Counter()

    def counted() -> Iterator[str]:
        for line in lines:
            counts[line["kind"]] += 1
            yield dumps(line) + "\n"

    with written_whole(job.out / RECORD) as unfinished, open_packed(unfinished, "w") as file:
        file.writelines(counted())
    return counts
