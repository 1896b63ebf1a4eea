"""The grader's handle on a zygote: start it, wait until it is warm, have it fork."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from autograder.paths import ROOT
from autograder.sandbox.outside.errors import GraderFault
from autograder.sandbox.walls.places import MACHINE, Place
from autograder.sandbox.walls.prctl import PR_SET_CHILD_SUBREAPER, prctl
from autograder.submission.framework import Framework

if TYPE_CHECKING:
    from autograder.course.assignment import Limits
    from autograder.sandbox.outside.worker import Worker
    from autograder.submission.code import Submission


WARM_SECONDS = 120
FORK_SECONDS = 20
MAX_MESSAGE = 1 << 16
BOOT = (
    "import sys; sys.path[0] = sys.argv[1]; from autograder.sandbox.inside.forkserver import main; "
    "del sys.path[0]; main(int(sys.argv[2]), sys.argv[3])"
)
# No variable of the grader's own reaches student code. One thread a process keeps results repeatable
# and forks safe; the hash seed makes a regrade iterate over sets as the first grading did.
ENVIRONMENT = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "Agg",
    "TORCHDYNAMO_DISABLE": "1",  # no compiler can be started
}
_helpers: set[int] = set()


class Zygote:
    """A warm process with a framework imported; forks children that become the grader's own."""

    def __init__(self, framework: Framework, place: Place = MACHINE) -> None:
        self.framework: Framework = framework
        self.place = place
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-s",
                    "-B",
                    "-c",
                    BOOT,
                    str(ROOT),
                    str(theirs.fileno()),
                    framework,
                ],
                env=ENVIRONMENT,
                cwd="/",
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                start_new_session=True,
            )
        _helpers.add(self._process.pid)
        self._warm = False

    def fork(self, order: dict[str, Any], descriptors: Sequence[int]) -> int:
        """Fork a confined child as ordered and return its process id."""
        if not self._warm:
            self._receive(WARM_SECONDS)
            self._warm = True
        try:
            socket.send_fds(self._socket, [json.dumps(order).encode()], list(descriptors))
        except OSError as error:
            raise self._fault() from error
        return int(json.loads(self._receive(FORK_SECONDS))["pid"])

    def worker(self, submission: Submission, limits: Limits, seed: int, deadline: float) -> Worker:
        """Return a worker on a submission, which starts when it is first needed."""
        from autograder.sandbox.outside.worker import Worker

        return Worker(self, submission, limits, seed, deadline)

    def close(self) -> None:
        """Let the zygote end, and wait for it."""
        self._socket.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(2)
        self._process.kill()
        self._process.wait()
        _helpers.discard(self._process.pid)
        self._log.close()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _receive(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._socket], [], [], seconds)
        message = b""
        if ready:
            with contextlib.suppress(OSError):
                message = self._socket.recv(MAX_MESSAGE)
        if not message:
            raise self._fault()
        return message

    def _fault(self) -> GraderFault:
        """Give the process up, lest a late answer be taken for the next one's, and say why."""
        self._process.kill()
        size = os.fstat(self._log.fileno()).st_size
        said = os.pread(self._log.fileno(), 4000, max(0, size - 4000)).decode(errors="replace")
        return GraderFault(f"the warm {self.framework} process does not answer: {said.strip()}")


def helpers() -> frozenset[int]:
    """Return the process ids of the living zygotes, which no sweep may touch."""
    return frozenset(_helpers)
