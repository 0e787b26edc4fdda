"""Tasks in, outcomes out, as they come: by processes of this machine, or by a Dask cluster whose workers have them."""

import os
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from time import monotonic
from typing import Any, Protocol

from marsad.domain.errors import SetupError
from marsad.pipeline.bulk.ledger import Task
from marsad.pipeline.bulk.spans import Job
from marsad.pipeline.bulk.supervising import Ending, Outcome, Worker

Settled = tuple[Task, Outcome]
CONNECT_S = 10
"""How long a scheduler is tried before it is said that it cannot be reached."""
LOST_S = 20.0
"""How long a scheduler may be out of reach before the run gives it up."""
HAND = threading.local()
"""The worker of each of a Dask worker's threads."""


class Engine(Protocol):
    """What does tasks. `slots` is how many it is given at a time."""

    @property
    def slots(self) -> int: ...

    def begin(self, task: Task) -> None:
        """Have a task done."""

    def wait(self, seconds: float) -> Settled | None:
        """A task that is done, and its outcome; None where none is after so long.

        Raises:
            SetupError: what does the work is gone.
        """

    def close(self) -> None:
        """End what was started."""


class LocalEngine:
    """Processes of this machine, each watched by a thread that replaces it when it dies."""

    def __init__(self, job: Job, workers: int) -> None:
        self.slots = workers
        self._idle: Queue[Worker] = Queue()
        self._all = [Worker(job) for _ in range(workers)]
        for worker in self._all:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(workers)
        self._done: Queue[tuple[Task, Future[Outcome]]] = Queue()

    def warm(self) -> None:
        """Have every worker load now what it would load when first needed."""
        for done in [self._threads.submit(worker.warm) for worker in self._all]:
            done.result()

    def begin(self, task: Task) -> None:
        future = self._threads.submit(self._do, task)
        future.add_done_callback(lambda done: self._done.put((task, done)))

    def wait(self, seconds: float) -> Settled | None:
        try:
            task, future = self._done.get(timeout=seconds)
        except Empty:
            return None
        return task, future.result()

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.close()

    def _do(self, task: Task) -> Outcome:
        worker = self._idle.get()
        try:
            return worker.do(task.span, task.what)
        finally:
            self._idle.put(worker)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Which Dask cluster: the scheduler's address, or one of this machine with so many workers; TLS by files."""

    address: str | None = None
    workers: int = 2
    ca_file: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class DaskEngine:
    """A Dask cluster, in each of whose workers a watched process reads: a document that kills one kills no Dask worker.

    All workers must see the folder, and the inputs under the same names.
    """

    def __init__(self, job: Job, cluster: Cluster) -> None:
        self._job = job
        self._client, self._cluster = _connect(cluster)
        self._done: Queue[tuple[Task, Any]] = Queue()
        self._running: dict[int, Any] = {}
        self._seen = monotonic()

    @property
    def slots(self) -> int:
        """Two tasks a thread, so that none waits for the next; no thread, none yet."""
        try:
            threads = sum(self._client.nthreads().values()) if self._is_there() else 0
        except OSError:  # it went while it was asked; `wait` gives it time to come back
            threads = 0
        return max(1, 2 * threads)

    def begin(self, task: Task) -> None:
        future = self._client.submit(do_task, self._job, task, pure=False)
        self._running[id(task)] = future
        future.add_done_callback(lambda done: self._done.put((task, done)))

    def wait(self, seconds: float) -> Settled | None:
        try:
            task, future = self._done.get(timeout=seconds)
        except Empty:
            self._require()
            return None
        self._running.pop(id(task), None)
        if future.status == "error":
            reason = f"its Dask worker fails on it ({' '.join(str(future.exception()).split())[:200]})"
            return task, Outcome(span=task.span, ending=Ending.DIED, reason=reason)
        if future.status == "finished":
            with suppress(OSError):
                return task, future.result()
        if not self._is_there():
            raise _gone()
        self.begin(task)  # the worker that held it is gone; done again it is found done
        return None

    def close(self) -> None:
        self._client.close(timeout=1)
        if self._cluster is not None:
            self._cluster.close()

    def _is_there(self) -> bool:
        return bool(self._client.status == "running")

    def _require(self) -> None:
        if self._is_there():
            self._seen = monotonic()
        elif monotonic() - self._seen > LOST_S:
            raise _gone()


def do_task(job: Job, task: Task) -> Outcome:
    """Do it here, in the watched process of this thread: what a Dask worker runs."""
    worker: Worker | None = getattr(HAND, "worker", None)
    if worker is None or getattr(HAND, "job", None) != job:
        if worker is not None:
            worker.close()
        HAND.worker, HAND.job = Worker(job), job
    outcome: Outcome = HAND.worker.do(task.span, task.what)
    return outcome


def _connect(cluster: Cluster) -> tuple[Any, Any]:
    try:
        import distributed  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise SetupError("a Dask cluster takes the package distributed. Mend: install marsad[dask]") from error
    dask: Any = distributed  # which has no types
    if cluster.address is None:
        here = dask.LocalCluster(
            n_workers=cluster.workers, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", memory_limit=0
        )
        return dask.Client(here), here
    security = _secure(dask, cluster)
    try:
        return dask.Client(cluster.address, security=security, timeout=CONNECT_S), None
    except (OSError, ValueError, TypeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise SetupError(
            f"--scheduler {cluster.address}: cannot be reached ({reason}). Mend: look at its address and at TLS"
        ) from error


def _secure(dask: Any, cluster: Cluster) -> Any:
    """The certificates for a cluster that speaks TLS, None for one that does not; nothing is asked in the clear of one.

    Raises:
        SetupError: not all three are given, one cannot be read, or the address is of no such cluster.
    """
    files = (cluster.ca_file, cluster.certificate, cluster.key)
    if not str(cluster.address).startswith("tls://"):
        if any(files):
            raise SetupError(f"--scheduler {cluster.address}: certificates are for tls://… alone. Mend: write it so")
        return None
    if not all(files):
        raise SetupError(
            f"--scheduler {cluster.address} takes --tls-ca, --tls-cert and --tls-key. Mend: give all three"
        )
    for path in files:
        if not os.access(str(path), os.R_OK):
            raise SetupError(f"{path}: cannot be read. Mend: name a PEM file that this account may read")
    ca, certificate, key = map(str, files)
    return dask.Security(require_encryption=True, tls_ca_file=ca, tls_client_cert=certificate, tls_client_key=key)


def _gone() -> SetupError:
    return SetupError(
        "the Dask scheduler is gone; what is done is kept. Mend: start it, then run the same again: it does the rest"
    )
