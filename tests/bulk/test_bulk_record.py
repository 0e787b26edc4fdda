"""The record of a run: what is done of it when its driver is killed is not done again, and it is the same record."""

import os
import shutil
import subprocess
import sys

from bulk_archives import HERE, everything, make_job

from marsad.pipeline.bulk.bins import DiskBins
from marsad.pipeline.bulk.kept_bins import kept_bins
from marsad.pipeline.bulk.layout import clear_unfinished
from marsad.pipeline.bulk.reconciling import RECORD, reconcile_shards
from marsad.pipeline.bulk.run import plan_run

PARTS, STEPS_DONE = 3, 30
KILLED = """
import os, sys
from pathlib import Path
from bulk_archives import make_job
from marsad.pipeline.bulk.bins import DiskBins
from marsad.pipeline.bulk.reconciling import reconcile_shards
from marsad.pipeline.bulk.run import plan_run
archive, out, parts, most = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
keep, done = DiskBins.note_done, []
def note(bins, step, part):
    if len(done) == most:  # all that the step dealt is there, and nothing says so
        os.kill(os.getpid(), 9)
    done.append(step)
    keep(bins, step, part)
DiskBins.note_done = note
job = make_job(out)
reconcile_shards(job, plan_run([archive], job, 1_000), 1, parts)
"""


def test_what_is_done_of_a_record_when_its_driver_is_killed_is_not_done_again(archive, calm, tmp_path, monkeypatch):
    out = shutil.copytree(calm, tmp_path / "run")
    (out / RECORD).unlink()
    given = [str(archive), str(out), str(PARTS), str(STEPS_DONE)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    killed = subprocess.run([sys.executable, "-c", KILLED, *given], env=environment, check=False)
    assert killed.returncode == -9
    done, keep = [], DiskBins.note_done
    monkeypatch.setattr(DiskBins, "note_done", lambda bins, *what: (done.append(what), keep(bins, *what)))
    job = make_job(out)
    plan = plan_run([str(archive)], job, 1_000)
    clear_unfinished(out)
    again, _ = reconcile_shards(job, plan, 1, PARTS)
    assert everything(out) == everything(calm)
    steps = len(plan.shards) + 12 * PARTS + 5  # each shard dealt out; what is done by part, and what as a whole
    assert len(done) == steps - STEPS_DONE
    anew, _ = reconcile_shards(job, plan, 1, PARTS)
    assert anew == again
    assert len(done) == 2 * steps - STEPS_DONE


def test_two_drivers_at_one_record_do_not_meet_and_other_work_is_cleared_away(tmp_path):
    with kept_bins(tmp_path, "work", 2) as one, kept_bins(tmp_path, "work", 2) as other:
        assert one.folder == tmp_path / ".reconciling" / "work"
        assert other.folder.parent == tmp_path
    assert list(tmp_path.iterdir()) == []
    room = tmp_path / ".reconciling"
    (room / "former").mkdir(parents=True)
    room.chmod(0o755)
    with kept_bins(tmp_path, "work", 2) as bins:
        assert bins.folder.parent == tmp_path  # for what others may have written there is not read
    room.chmod(0o700)
    with kept_bins(tmp_path, "work", 2):
        assert [one.name for one in room.iterdir() if one.is_dir()] == ["work"]
