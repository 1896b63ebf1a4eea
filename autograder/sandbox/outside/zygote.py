"""The grader's handle on a zygote: start it, wait until it is warm, have it fork.

What is needed after the start alone is imported then: the zygote warms up meanwhile.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any

from autograder.course.assignment import Limits
from autograder.paths import ROOT
from autograder.sandbox.outside import languages, ours
from autograder.sandbox.outside.errors import GraderFault
from autograder.sandbox.outside.scratch import Scratch, sweep, temporary
from autograder.sandbox.walls.allowance import Allowance
from autograder.sandbox.walls.places import MACHINE, Place
from autograder.sandbox.walls.prctl import PR_SET_CHILD_SUBREAPER, prctl, set_oom_score
from autograder.submission.framework import Framework

if TYPE_CHECKING:
    import psutil

    from autograder.sandbox.outside.process import Child

CANARY = ROOT / "reference" / "numpy" / "vae.py"
WARM_SECONDS = 120
FORK_SECONDS = 20
MAX_MESSAGE = 64
MAX_PRINTS = 4000
# When memory is short the one that decides is to be ended after others, and student code first (confine.py).
GRADER_OOM_SCORE = -500
PIPE_ROOM = 1 << 20  # bytes, the most that Linux lets anybody have by default
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


class Zygote(ExitStack):
    """A warm process with a framework imported; forks children that become the grader's own."""

    def __init__(self, framework: Framework, place: Place = MACHINE) -> None:
        super().__init__()
        self.framework: Framework = framework
        self.place = place
        prctl(PR_SET_CHILD_SUBREAPER, 1)
        with suppress(OSError):  # a container's root may not
            set_oom_score(GRADER_OOM_SCORE)
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            with theirs:
                self._process = self._start(theirs)
        except BaseException:
            self._socket.close()
            raise
        ours.pids.add(self._process.pid)
        self.callback(self._end)
        self._warm = False

    def open(self, scratch: Scratch, order: dict[str, Any], limits: Limits, user: int | None) -> Child:
        """Fork a child, which confines itself in a scratch folder and loads what is ordered."""
        from autograder.sandbox.protocol import encode

        language, home = languages.of(self.framework), str(scratch.home)
        walls = Allowance(
            folder=str(scratch.folder),
            home=home,
            canary=str(CANARY),
            required=self.place.required,
            read=language.read,
            executes=language.executes,
            user=user,
            grader=os.getpid(),
            cpu_seconds=round(limits.submission_seconds) + 1,
            memory_mb=limits.memory_mb,
            file_mb=limits.file_mb,
        )
        own = {"HOME": home, "TMPDIR": home, "USER": "student", "LOGNAME": "student"}
        environment = ENVIRONMENT | language.environment | own
        child = self._child(scratch, limits, user)
        order |= {"walls": vars(walls), "environment": environment, "framework": self.framework}
        try:
            child.confine(encode(order))
        except GraderFault as fault:
            prints = scratch.printed(MAX_PRINTS).decode(errors="replace")
            raise type(fault)(f"{fault}\n{prints}".strip()) from fault
        return child

    def _start(self, theirs: socket.socket) -> subprocess.Popen[bytes] | psutil.Process:
        """Start the process, whose end of the socket is theirs."""
        with temporary() as folder:
            sweep()
            self._log = self.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - closed with this
        return subprocess.Popen(
            [sys.executable, "-s", "-B", "-c", BOOT, str(ROOT), str(theirs.fileno()), self.framework],
            env=ENVIRONMENT,
            cwd="/",
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )

    def _child(self, scratch: Scratch, limits: Limits, user: int | None) -> Child:
        """Fork a child that waits for its order."""
        from autograder.sandbox.outside.process import Child
        from autograder.sandbox.outside.refusals import Refusals
        from autograder.sandbox.outside.watch import Watch
        from autograder.sandbox.protocol import CHILD

        request, ours_out = _pipe()
        ours_in, reply = _pipe()
        output = os.open(scratch.output, os.O_WRONLY | os.O_APPEND)
        scratch.output.unlink()
        refusals = Refusals()
        try:
            pid = self.fork(CHILD, [request, reply, output, refusals.theirs.fileno()])
            watch = Watch(pid, scratch.top, limits)
        except BaseException:
            os.close(ours_out)
            os.close(ours_in)
            refusals.close()
            raise
        finally:
            refusals.theirs.close()
            for descriptor in (request, reply, output):
                os.close(descriptor)
        language = languages.of(self.framework)
        return Child(pid, ours_out, ours_in, user=user, watch=watch, refusals=refusals, language=language)

    def fork(self, message: bytes, descriptors: Sequence[int]) -> int:
        """Have the warm process fork another with some descriptors, and return its process id."""
        if not self._warm:
            self._receive(WARM_SECONDS)
            self._warm = True
        try:
            socket.send_fds(self._socket, [message], list(descriptors))
        except OSError as error:
            raise self._fault() from error
        return int(self._receive(FORK_SECONDS))

    def _end(self) -> None:
        """Let the zygote end, and wait for it."""
        import psutil

        self._socket.close()
        with suppress(subprocess.TimeoutExpired, psutil.TimeoutExpired):
            self._process.wait(2)
        with suppress(psutil.NoSuchProcess):
            self._process.kill()
        self._process.wait()
        ours.pids.discard(self._process.pid)

    def _receive(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._socket], [], [], seconds)
        message = b""
        if ready:
            with suppress(OSError):
                message = self._socket.recv(MAX_MESSAGE)
        if not message:
            raise self._fault()
        return message

    def _fault(self) -> GraderFault:
        """Give the process up, lest a late answer be taken for the next one's, and say why."""
        self._process.kill()
        size = os.fstat(self._log.fileno()).st_size
        log = os.pread(self._log.fileno(), 4000, max(0, size - 4000)).decode(errors="replace")
        return GraderFault(f"the warm {self.framework} process does not answer: {log.strip()}")


def _pipe() -> tuple[int, int]:
    """Return the ends of a pipe with room for most frames: a full one has both sides wait for each other."""
    import fcntl  # which Windows lacks, where a student's check.py imports this module for its environment

    read, write = os.pipe()
    with suppress(OSError):  # beyond what an ordinary user may have
        fcntl.fcntl(write, fcntl.F_SETPIPE_SZ, PIPE_ROOM)
    return read, write
