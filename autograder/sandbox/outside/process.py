"""One forked child as the grader sees it: a pipe in, a pipe out, a clock and a watch."""

from __future__ import annotations

import contextlib
import math
import os
import select
import signal
import time
from collections.abc import Mapping

import psutil

from autograder.sandbox.outside import endings, errors, ours
from autograder.sandbox.outside.deadline import Deadline
from autograder.sandbox.outside.languages import PYTHON, Language
from autograder.sandbox.outside.refusals import Refusals
from autograder.sandbox.outside.watch import Watch
from autograder.sandbox.protocol import GO, Frame, ProtocolError, decode

TICK = 0.05  # seconds between two looks at the child
SHORTLY = 0.001  # seconds, where a pipe was ready and then was not
SWEEP_SECONDS = 5
CONFINE_SECONDS = 60  # a cold Julia is read from a slow disk first


class Child:
    """A process that runs student code, watched from outside and ended with all it started."""

    def __init__(
        self,
        pid: int,
        request: int,
        reply: int,
        *,
        user: int | None,
        watch: Watch,
        refusals: Refusals,
        language: Language = PYTHON,
    ) -> None:
        self.pid = pid
        self.layers: tuple[str, ...] = ()
        self._language = language
        self._refusals = refusals
        self._request, self._reply = request, reply
        self._user, self._guard, self._last_look = user, watch, 0.0
        self._birth = time.time()
        self._process = psutil.Process(pid)
        # The other ends are in hands that nobody trusts: what was ready may not be any more.
        for descriptor in (request, reply):
            os.set_blocking(descriptor, False)
        ours.pids.add(pid)

    def exchange(self, frame: bytes, *, doing: str, deadline: Deadline) -> Frame:
        """Send a frame and return the answer; a StudentError after a fault, which ends the child."""
        self._signal(signal.SIGCONT)
        try:
            self._send(frame, doing, deadline)
            return self._decode(doing, deadline)
        except errors.StudentError:
            self.kill()
            raise
        finally:
            self._signal(signal.SIGSTOP)  # between calls nothing of it runs

    def confine(self, order: bytes) -> None:
        """Have the child confine itself as ordered, and learn which layers hold.

        Raises GraderFault where it does not get so far. Student code, which could take back what is said,
        runs from the exchange on that comes next.
        """
        self._last_look = math.inf
        try:
            ready = self.exchange(
                order, doing="starting the worker", deadline=Deadline(CONFINE_SECONDS)
            ).header
        except errors.StudentError as error:
            raise errors.GraderFault(f"the worker was not confined: {error}") from error
        finally:
            self._last_look = 0.0
        if "unsafe" in ready:
            self.kill()
            raise errors.Unsafe(f"Student code was not run: {ready['unsafe']}")
        self.layers = tuple(ready["layers"])
        with contextlib.suppress(OSError):  # one that has ended since is found out at the next exchange
            os.write(self._request, GO)

    def libraries_mb(self) -> int:
        """Return how much of its libraries' code the process has in its memory."""
        return self._guard.libraries_mb()

    @property
    def refusals(self) -> Mapping[str, int]:
        """The calls of the process that no honest program makes, and how often."""
        return self._refusals.by_name

    def kill(self) -> None:
        """End the process, its session, and whatever it left behind."""
        if self.pid not in ours.pids:
            return
        for pipe in (self._request, self._reply):
            os.close(pipe)
        self._refusals.close()
        self._signal(signal.SIGKILL)
        self._process.kill() if self._process.is_running() else None
        with contextlib.suppress(psutil.Error, ChildProcessError):
            self._process.wait(SWEEP_SECONDS)
        ours.pids.discard(self.pid)
        self._sweep()

    def _signal(self, number: signal.Signals) -> None:
        """Send a signal to the session of a child that has not been ended yet."""
        if self.pid in ours.pids:
            with contextlib.suppress(OSError):
                os.killpg(self.pid, number)

    def _sweep(self) -> None:
        """Kill the orphans: as their subreaper, this process is the parent of them all."""
        deadline = time.monotonic() + SWEEP_SECONDS
        while (orphans := self._orphans()) and time.monotonic() < deadline:
            for orphan in orphans:
                with contextlib.suppress(psutil.Error):
                    orphan.kill()
            psutil.wait_procs(orphans, timeout=1)

    def _orphans(self) -> list[psutil.Process]:
        orphans = []
        for pid in ours.strangers():
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(pid)
                theirs = self._user is None or process.uids().real == self._user
                if theirs and process.create_time() >= self._birth - 1:
                    orphans.append(process)
        return orphans

    def _send(self, frame: bytes, doing: str, deadline: Deadline) -> None:
        view, ready = memoryview(frame), False
        while view:
            try:
                view = view[os.write(self._request, view) :]
            except BlockingIOError:
                ready = self._becomes_ready(self._request, select.POLLOUT, again=ready)
            except BrokenPipeError:
                raise endings.crash(doing, self._end(), self._language) from None
            self._watch(doing, deadline)

    def _decode(self, doing: str, deadline: Deadline) -> Frame:
        def read(size: int) -> bytearray:
            content, ready = bytearray(size), False
            room = memoryview(content)
            while room:
                try:
                    if not (count := os.readv(self._reply, [room])):
                        raise endings.crash(doing, self._end(), self._language)
                    room = room[count:]
                except BlockingIOError:
                    ready = self._becomes_ready(self._reply, select.POLLIN, again=ready)
                self._watch(doing, deadline)
            return content

        try:
            return decode(read)
        except ProtocolError:
            raise endings.garbled(doing) from None

    def _becomes_ready(self, pipe: int, event: int, *, again: bool) -> bool:
        """Whether a pipe is ready for an event, soon, or has ended; `again` where it was and then was not."""
        if again:
            time.sleep(SHORTLY)
        poller = select.poll()
        poller.register(pipe, event)
        return self._refusals.wait(poller, TICK)

    def _watch(self, doing: str, deadline: Deadline) -> None:
        if deadline.is_past():
            raise endings.timeout(doing, deadline.seconds, self._language)
        now = time.monotonic()
        if now - self._last_look < TICK:
            return
        self._last_look = now
        if problem := self._guard.problem(doing):
            raise problem
        # A process that is dead altogether has closed its pipe, whose end there would be to read.
        if self._guard.is_headless() and not select.select([self._reply], [], [], 0)[0]:
            raise endings.crash(doing, self._end("it ended its main thread"), self._language)

    def _end(self, otherwise: str = "it closed the grader's channel") -> str:
        """Say how the process ended, or what else it did if it has not."""
        try:
            status = self._process.wait(1)
        except psutil.TimeoutExpired:
            return otherwise
        return endings.ending(status)
