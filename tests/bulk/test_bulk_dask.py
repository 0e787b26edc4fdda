"""A Dask cluster reads the archive: workers and scheduler may be killed, and the bytes stay."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time

import pytest
from bulk_archives import HERE, drive, everything

pytest.importorskip("distributed", reason="the package distributed is not installed: marsad[dask]")

DRIVER = """
import pathlib, sys
from bulk_archives import make_job
from marsad.pipeline.bulk import engines
from marsad.pipeline.bulk.engines import Cluster, DaskEngine
from marsad.pipeline.bulk.run import Asked, run_bulk
from marsad.domain.errors import MarsadError
engines.LOST_S = 2.0
archive, out = sys.argv[1:]
try:
    run_bulk([archive], make_job(pathlib.Path(out)), Asked(shard_bytes=1_000),
             lambda job: DaskEngine(job, Cluster(address=address)))
except MarsadError as error:
    sys.exit(f"marsad: {error}")
"""


class LoopbackCluster:
    """A scheduler and two workers, each with its nanny, on this machine alone."""

    def __init__(self, folder, *, workers=2, tls=(), seconds_a_document="0.1"):
        self.environment = {
            **os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path]),
            "MARSAD_TEST_SECONDS_A_DOCUMENT": seconds_a_document, "DASK_TEMPORARY_DIRECTORY": str(folder),
        }  # fmt: skip
        self.folder, self.processes = folder, []
        place = "tls://127.0.0.1" if tls else "127.0.0.1"
        self.scheduler = self.start("dask_scheduler", "--host", place, "--port", "0", "--no-dashboard", *tls)
        self.address = self.hear(self.scheduler)
        working = ("dask_worker", self.address, "--nthreads", "1", "--no-dashboard", *tls)
        self.workers = [self.start(*working) for _ in range(workers)]

    def start(self, program, *arguments):
        said = (self.folder / f"{len(self.processes)}.log").open("wb")
        with said:
            one = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{program}", *arguments],
                env=self.environment, stderr=said, stdout=said, cwd=self.folder, start_new_session=True,
            )  # fmt: skip
        self.processes.append(one)
        return one

    def hear(self, process):
        path = self.folder / f"{self.processes.index(process)}.log"
        until = time.monotonic() + 90
        while time.monotonic() < until:
            found = re.search(r"Scheduler at:\s+(t(?:cp|ls)://\S+)", path.read_text())
            if found:
                return found[1]
            time.sleep(0.05)
        raise AssertionError(path.read_text())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        for one in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(one.pid, signal.SIGKILL)  # a session of its own, begun here
            one.wait()


def wait_for_shard(out, most_s=90):
    until = time.monotonic() + most_s
    while not list(out.glob("shards/0*")) and time.monotonic() < until:
        time.sleep(0.02)
    assert list(out.glob("shards/0*"))


def begin(archive, out, address):
    return drive(archive, out, script=f"address = {address!r}\n{DRIVER}")


def test_a_killed_scheduler_and_a_killed_worker_lose_nothing_and_double_nothing(archive, calm, tmp_path):
    out = tmp_path / "run"
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    with LoopbackCluster(tmp_path / "first") as cluster:
        driver = begin(archive, out, cluster.address)
        wait_for_shard(out)
        cluster.scheduler.kill()
        _, said = driver.communicate(timeout=90)
        assert b"the Dask scheduler is gone; what is done is kept" in said
        assert driver.returncode == 1
    assert not (out / "manifest.json").exists()
    with LoopbackCluster(tmp_path / "second") as cluster:
        done = len(list(out.glob("shards/0*")))
        driver = begin(archive, out, cluster.address)
        until = time.monotonic() + 60
        while len(list(out.glob("shards/0*"))) == done and time.monotonic() < until:
            time.sleep(0.02)
        os.killpg(cluster.workers[0].pid, signal.SIGKILL)
        _, said = driver.communicate(timeout=120)
        assert driver.returncode == 0, said.decode()
    assert everything(out) == everything(calm)
