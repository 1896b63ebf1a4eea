"""Grading on a Dask cluster: the same items by the same function, in more processes than one machine has.

Results go into files of our own, so that nothing is lost with a scheduler; a worker has one thread, because
only one grading at a time may run in a process.
"""

from __future__ import annotations

import ipaddress
import logging
import os
import shlex
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import TYPE_CHECKING, Any

from autograder.batch.engine.grader import SCRATCH, Job
from autograder.batch.engine.item import Item, Outcome
from autograder.batch.engine.processes import LOOK_SECONDS, Grades, MakeGrader, alone
from autograder.batch.people import BatchError
from autograder.batch.records.store import Store
from autograder.paths import ROOT

if TYPE_CHECKING:
    from distributed import Client, Future

CHUNK = 20  # gradings a task: tasks cost the scheduler milliseconds, and a lost one is done again
AHEAD = 2  # tasks a worker that are submitted, so that none waits for the next
MEMORY = "2GiB"  # a job asks for, where Dask's configuration says nothing: PyTorch, a hand-in, and Julia
LIFETIME = "55m"  # of a batch system's worker: below its hour, so that it ends by itself
MISSING = "Dask is not installed: pip install -r requirements-dask.txt, in the grader's environment."
_graders: dict[str, Grades] = {}  # of this process, by the run


class Cluster:
    """A cluster by its address; `local` starts one here, `slurm` one of a batch system's jobs."""

    def __init__(self, address: str, make: MakeGrader, job: Job, processes: int) -> None:
        refuse_open(address)
        try:
            import distributed  # noqa: F401 - an extra
        except ModuleNotFoundError as error:
            raise BatchError(MISSING) from error
        self._address, self._make, self._job, self._processes = address, make, job, processes

    def run(self, items: Iterable[Item], on_wait: Callable[[], None] = lambda: None) -> Iterator[Outcome]:
        """Yield an outcome for every item; what failed, or whose worker died, is tried again alone."""
        import dask

        # What kills a worker would otherwise be tried on three more, and take their other tasks with it.
        with ExitStack() as stack:
            stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 0}))
            client = stack.enter_context(_client(self._address, self._processes, self._job))
            again = []
            for item, outcome in self._all(client, iter(items), CHUNK, on_wait):
                if outcome is None or outcome.fault:
                    again.append(item)
                else:
                    yield outcome
            yield from alone(
                again, lambda item: next(self._all(client, iter([item]), 1, on_wait))[1] or "killed"
            )

    @property
    def running(self) -> list[tuple[str, float]]:
        """Nothing: what is graded now is known to the workers alone."""
        return []

    def _all(
        self, client: Client, items: Iterator[Item], size: int, on_wait: Callable[[], None]
    ) -> Iterator[tuple[Item, Outcome | None]]:
        """Yield each item with its outcome, None where its worker died. No future is kept once it is done."""
        from distributed import wait

        waiting: dict[Future, list[Item]] = {}
        while True:
            while len(waiting) < AHEAD * max(1, len(client.nthreads())):
                chunk = list(islice(items, size))
                if not chunk:
                    break
                task = client.submit(_grade_chunk, self._job.provenance.run, self._make, chunk, pure=False)
                waiting[task] = chunk
            if not waiting:
                return
            try:
                ready = wait(list(waiting), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED").done
            except TimeoutError:
                ready = set()
            on_wait()
            for future in ready:
                for item in waiting.pop(future):
                    yield item, self._outcome(item)

    def _outcome(self, item: Item) -> Outcome | None:
        """Return what a worker has written, None where it died before: nothing comes back through Dask."""
        results = Store(self._job.out).read(item.key)
        if results is None or results["extra_data"]["provenance"]["run"] != self._job.provenance.run:
            return None
        return Outcome(item.key, results["execution_time"], results["extra_data"].get("fault", ""))


def refuse_open(address: str) -> None:
    """Refuse a scheduler that anybody on the network can have run code as this user."""
    scheme, _, rest = address.partition("://")
    if not rest or scheme == "tls":
        return
    host = rest.rpartition(":")[0].strip("[]")
    try:
        safe = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        safe = False
    if not safe:
        raise BatchError(
            f"--dask {address}: who reaches this scheduler can run code as you. Start it with TLS, and name "
            "it by tls://; the certificates are those of Dask's configuration."
        )


def _client(address: str, processes: int, job: Job) -> Any:
    """Return a client; a cluster that was started for it ends with it."""
    from distributed import Client, LocalCluster, Security

    if address == "local":
        # No limit of memory: the nanny sees the worker alone, and not what grading starts.
        cluster = LocalCluster(
            n_workers=processes,
            threads_per_worker=1,
            processes=True,
            memory_limit=0,
            dashboard_address=None,
            host="127.0.0.1",
            silence_logs=logging.CRITICAL,
        )
        return Client(cluster)
    if address == "slurm":
        import dask
        from dask_jobqueue import SLURMCluster

        certificates = job.out / SCRATCH  # where the jobs write as well, and which ends with the run
        certificates.mkdir(exist_ok=True)
        jobs = SLURMCluster(
            cores=1,
            processes=1,
            memory=dask.config.get("jobqueue.slurm.memory", None) or MEMORY,
            protocol="tls://",
            security=Security.temporary(),
            shared_temp_directory=str(certificates),
            scheduler_options={"dashboard_address": None},
            worker_extra_args=["--lifetime", LIFETIME, "--memory-limit", "0"],
            job_script_prologue=[f"export PYTHONPATH={shlex.quote(str(ROOT))}"],
        )
        jobs.scale(processes)
        return Client(jobs)
    return Client(address, security=Security(require_encryption=True) if address.startswith("tls") else None)


def _grade_chunk(run: str, make: MakeGrader, chunk: list[Item]) -> None:
    """Grade a few items in a worker, whose grader stays for the next ones."""
    from distributed import get_worker

    threads = get_worker().state.nthreads
    if threads != 1:
        raise BatchError(f"the worker {os.getpid()} has {threads} threads; start it with --nthreads 1")
    if run not in _graders:
        _graders.clear()
        _graders[run] = make().__enter__()
    for item in chunk:
        _graders[run].grade_one(item)
