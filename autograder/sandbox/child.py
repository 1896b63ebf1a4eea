"""One forked child as the grader sees it: a pipe in, a pipe out, a clock and a memory limit."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time

import psutil

from autograder.sandbox import errors
from autograder.sandbox.protocol import Frame, ProtocolError, decode
from autograder.sandbox.warm import helpers

TICK = 0.05  # seconds between two looks at the clock and the memory
MEGABYTE = 1 << 20
SWEEP_SECONDS = 5
_children: set[int] = set()


class Child:
    """A process that runs student code, watched from outside and ended with all it started."""

    def __init__(self, pid: int, request: int, reply: int, *, user: int | None, memory_mb: int) -> None:
        self.pid = pid
        self._request, self._reply = request, reply
        self._user, self._memory_mb = user, memory_mb
        self._born = time.time()
        self._process = psutil.Process(pid)
        os.set_blocking(request, False)
        _children.add(pid)

    def exchange(self, frame: bytes, *, doing: str, seconds: float) -> Frame:
        """Send a frame and return the answer; a StudentError after a fault, which ends the child."""
        deadline = time.monotonic() + seconds
        try:
            self._send(frame, doing, deadline, seconds)
            return self._decode(doing, deadline, seconds)
        except errors.StudentError:
            self.kill()
            raise

    def receive(self, *, doing: str, seconds: float) -> Frame:
        """Return the frame that the child sends unasked."""
        return self.exchange(b"", doing=doing, seconds=seconds)

    def kill(self) -> None:
        """End the process, its session, and whatever it left behind."""
        if self.pid not in _children:
            return
        for pipe in (self._request, self._reply):
            os.close(pipe)
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.kill() if self._process.is_running() else None
        with contextlib.suppress(psutil.Error, ChildProcessError):
            self._process.wait(SWEEP_SECONDS)
        _children.discard(self.pid)
        self._sweep()

    def _sweep(self) -> None:
        """Kill the orphans: as their subreaper, this process is the parent of them all."""
        deadline = time.monotonic() + SWEEP_SECONDS
        while (orphans := self._orphans()) and time.monotonic() < deadline:
            for orphan in orphans:
                with contextlib.suppress(psutil.Error):
                    orphan.kill()
            psutil.wait_procs(orphans, timeout=1)

    def _orphans(self) -> list[psutil.Process]:
        mine = helpers() | _children
        orphans = []
        for process in psutil.Process().children():
            with contextlib.suppress(psutil.Error):
                ours = self._user is None or process.uids().real == self._user
                if process.pid not in mine and ours and process.create_time() >= self._born - 1:
                    orphans.append(process)
        return orphans

    def _send(self, frame: bytes, doing: str, deadline: float, seconds: float) -> None:
        view = memoryview(frame)
        while view:
            _, ready, _ = select.select([], [self._request], [], TICK)
            try:
                view = view[os.write(self._request, view) :] if ready else view
            except BrokenPipeError:
                raise errors.crash(doing, self._end()) from None
            self._watch(doing, deadline, seconds)

    def _decode(self, doing: str, deadline: float, seconds: float) -> Frame:
        def read(size: int) -> bytes:
            parts: list[bytes] = []
            while size:
                ready, _, _ = select.select([self._reply], [], [], TICK)
                if ready:
                    part = os.read(self._reply, min(size, MEGABYTE))
                    if not part:
                        raise errors.crash(doing, self._end())
                    parts.append(part)
                    size -= len(part)
                self._watch(doing, deadline, seconds)
            return b"".join(parts)

        try:
            return decode(read)
        except ProtocolError:
            raise errors.garbled(doing) from None

    def _watch(self, doing: str, deadline: float, seconds: float) -> None:
        if time.monotonic() > deadline:
            raise errors.timeout(doing, seconds)
        try:
            resident = self._process.memory_info().rss
        except psutil.Error:
            return  # it has ended: the pipe says so next
        if resident > self._memory_mb * MEGABYTE:
            raise errors.memory(doing, self._memory_mb)

    def _end(self) -> str:
        """Say how the process ended, once the pipe has."""
        try:
            status = self._process.wait(1)
        except psutil.TimeoutExpired:
            return "it closed the grader's channel"
        if status is None or status >= 0:
            return f"it left with exit status {status or 0}"
        # Real-time signals have numbers only.
        name = signal.Signals(-status).name if -status in set(signal.Signals) else str(-status)
        reasons = {
            "SIGKILL": " (out of memory?)",
            "SIGXCPU": " (too much processor time)",
            "SIGSEGV": " (a crash in compiled code)",
        }
        return f"it was ended by signal {name}{reasons.get(name, '')}"
