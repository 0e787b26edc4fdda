"""Inputs and a folder in, the folder with all shards and the record out: what is there already is not done again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from marsad.domain.errors import InputError
from marsad.pipeline.bulk.engines import Engine
from marsad.pipeline.bulk.layout import clear_unfinished, shard_folder
from marsad.pipeline.bulk.ledger import Ledger
from marsad.pipeline.bulk.manifest import Manifest, write_manifest
from marsad.pipeline.bulk.plan import Plan, Shard, keep_plan, make_plan
from marsad.pipeline.bulk.progress import Tell, Telling
from marsad.pipeline.bulk.reconciling import reconcile_shards
from marsad.pipeline.bulk.shard_files import FORMS, read_summary
from marsad.pipeline.bulk.spans import Job
from marsad.pipeline.rereading import name_reader

MakeEngine = Callable[[Job], Engine]
ALL = (1, 1)
WAIT_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a run is to be done. `share` is (I, N): each Nth shard from the Ith on; the others are left to others.

    The record is made by `workers` processes of this machine, in `parts` parts, of which it does not depend.
    """

    shard_bytes: int
    share: tuple[int, int] = ALL
    workers: int = 1
    parts: int | None = None


def run_bulk(
    names: Sequence[str], job: Job, asked: Asked, make_engine: MakeEngine, tell: Tell = lambda _: None
) -> Manifest | None:
    """Read every shard that is not read yet, then reconcile; None where shards are left to others.

    Raises:
        InputError: there is nothing to read, or the folder is another run's.
        SetupError: what does the work is missing, or gone.
    """
    plan = plan_run(names, job, asked.shard_bytes)
    clear_unfinished(job.out)
    first, step = asked.share
    mine = [shard for shard in plan.shards if shard.number % step == first - 1]
    telling = Telling(job.out, tell, shards=len(mine))
    try:
        _read(job, mine, make_engine, telling)
        if any(not shard_folder(job.out, shard.number).exists() for shard in plan.shards):
            return None
        telling.show(stage="reconciling")
        clear_unfinished(job.out)  # of workers that died
        record, clashes = reconcile_shards(job, plan, asked.workers, asked.parts)
        return write_manifest(job, plan, record, clashes)
    finally:
        telling.end()


def plan_run(names: Sequence[str], job: Job, shard_bytes: int) -> Plan:
    """The plan of a run, kept in its folder.

    Raises:
        InputError: there is nothing to read, or the folder is another run's.
    """
    if job.form not in FORMS:
        raise InputError(f"--format {job.form}: expected one of {', '.join(FORMS)}")
    reader = name_reader(job.settings)
    plan = make_plan(names, shard_bytes, format=job.form, reader=reader, pipeline=job.settings.pipeline)
    if not plan.shards:
        raise InputError(plan.problems[0].message if plan.problems else "there is nothing to read")
    job.out.mkdir(parents=True, exist_ok=True)
    keep_plan(job.out, plan)
    return plan


def _read(job: Job, shards: Iterable[Shard], make_engine: MakeEngine, telling: Telling) -> None:
    """Have all of the shards read that are not read."""
    shards = list(shards)
    left = [shard for shard in shards if not shard_folder(job.out, shard.number).exists()]
    sizes = {shard.number: shard.size for shard in left}
    telling.show(shards_done=len(shards) - len(left), bytes_left=sum(sizes.values()))
    if not left:
        return
    left.sort(key=lambda shard: -shard.size)  # what takes longest is not begun last, when other workers have nothing
    ledger, engine = Ledger(job, left), make_engine(job)
    try:
        telling.show(workers=engine.slots)
        running, seen = 0, set[int]()
        while True:
            for task in ledger.tasks(engine.slots - running):
                engine.begin(task)
                running += 1
            if not running:
                return
            settled = engine.wait(WAIT_S)
            if settled is not None:
                running -= 1
                task, outcome = settled
                ledger.settle(outcome, task.what)
                _count(job, task.span.shard, sizes, seen, telling)
            telling.show()
    finally:
        engine.close()


def _count(job: Job, shard: int, sizes: dict[int, int], seen: set[int], telling: Telling) -> None:
    folder = shard_folder(job.out, shard)
    if shard in seen or not folder.exists():
        return
    seen.add(shard)
    summary, past = read_summary(folder), telling.now
    telling.show(
        shards_done=past.shards_done + 1,
        bytes_read=past.bytes_read + sizes[shard],
        bytes_left=past.bytes_left - sizes[shard],
        documents=past.documents + summary.documents,
        claims=past.claims + summary.claims,
    )
