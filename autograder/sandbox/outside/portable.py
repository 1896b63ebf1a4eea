"""A student's own machine: student code in a plain process, on any system, with nothing to keep it in.

Nobody attacks their own laptop; but loops that never end, crashes, floods of output and memory leaks are
contained here too. No fork, no pipe that can be waited for, no /proc: a thread reads, a deadline ends.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import psutil

from autograder.course.assignment import Limits
from autograder.paths import ROOT
from autograder.sandbox.outside import errors
from autograder.sandbox.outside.scratch import Scratch
from autograder.sandbox.outside.worker import Worker
from autograder.sandbox.outside.zygote import ENVIRONMENT
from autograder.sandbox.protocol import Frame, ProtocolError, decode, encode
from autograder.sandbox.walls.places import Place
from autograder.submission.code import Submission
from autograder.submission.framework import Framework

TICK = 0.05  # seconds between two looks at the process
PATIENCE = 5  # seconds to wait for the end of a pipe whose process has ended
MEGABYTE = 1 << 20
BOOT = (
    "import sys; sys.path[0] = sys.argv[1]; from autograder.sandbox.inside.portable import main; "
    "del sys.path[0]; main(sys.argv[2])"
)
NEEDED = ("SYSTEMROOT", "PATH", "TEMP", "TMP", "TMPDIR")  # without which Python does not start everywhere


class PortableChild:
    """A plain process that runs student code, with a clock, a memory limit and a cap on its output."""

    def __init__(self, framework: Framework) -> None:
        environment = {name: os.environ[name] for name in NEEDED if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-B", "-c", BOOT, str(ROOT), framework],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT | environment,
        )
        self._watched = psutil.Process(self._process.pid)
        self._parts: queue.Queue[bytes] = queue.Queue()
        self._rest = b""
        self._reader = threading.Thread(target=self._read_all, daemon=True)
        self._reader.start()

    def order(self, load: dict[str, Any], folder: Path, output: Path, limits: Limits) -> None:
        """Have the process import a submission, which lies in a folder, and print into a file."""
        self._output, self._limits = output, limits
        header = load | {"folder": str(folder), "output": str(output)}
        threading.Thread(target=self._write_all, args=(encode(header),), daemon=True).start()

    def exchange(self, frame: bytes, *, doing: str, seconds: float) -> Frame:
        """Send a frame and return the answer; a StudentError after a fault, which ends the process."""
        deadline = time.monotonic() + seconds
        threading.Thread(target=self._write_all, args=(frame,), daemon=True).start()
        try:
            return decode(lambda size: self._read(size, doing, deadline, seconds))
        except ProtocolError:
            self.kill()
            raise errors.garbled(doing) from None
        except errors.StudentError:
            self.kill()
            raise

    def kill(self) -> None:
        """End the process and what it has started."""
        with contextlib.suppress(psutil.Error):
            for started in self._watched.children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    started.kill()
        self._process.kill()
        self._process.wait()
        self._reader.join(PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            with contextlib.suppress(OSError):  # what could not be written any more
                pipe.close()

    def _write_all(self, frame: bytes) -> None:
        assert self._process.stdin
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(frame)
            self._process.stdin.flush()

    def _read_all(self) -> None:
        assert self._process.stdout
        with contextlib.suppress(OSError, ValueError):
            while part := os.read(self._process.stdout.fileno(), MEGABYTE):
                self._parts.put(part)
        self._parts.put(b"")

    def _read(self, size: int, doing: str, deadline: float, seconds: float) -> bytes:
        while len(self._rest) < size:
            try:
                part = self._parts.get(timeout=TICK)
            except queue.Empty:
                part = None
            if part == b"":
                raise errors.crash(doing, errors.ending(self._process.wait()))
            self._rest += part or b""
            self._watch(doing, deadline, seconds)
        read, self._rest = self._rest[:size], self._rest[size:]
        return read

    def _watch(self, doing: str, deadline: float, seconds: float) -> None:
        if time.monotonic() > deadline:
            raise errors.timeout(doing, seconds)
        if self._output.stat().st_size > self._limits.file_mb * MEGABYTE:
            raise errors.flood(doing)
        with contextlib.suppress(psutil.Error):
            if self._watched.memory_info().rss > self._limits.memory_mb * MEGABYTE:
                raise errors.memory(doing, self._limits.memory_mb)


class PortableWorker(Worker):
    """A submission in a plain process of its own."""

    def _start(self) -> None:
        assert isinstance(self._host, Portable)
        self._scratch = scratch = Scratch(self._submission.files, None)
        output = scratch.top / "output"
        output.touch()
        self._output = os.open(output, os.O_RDONLY)
        self._child = child = self._host.child()
        child.order(self._load_order(), scratch.folder, output, self._limits)


class Portable:
    """What stands in for a warm process where there is none: its workers start cold, but for the first."""

    place = Place("your own computer", ())

    def __init__(self, framework: Framework) -> None:
        self.framework: Framework = framework
        self._spare: PortableChild | None = PortableChild(framework)

    def worker(self, submission: Submission, limits: Limits, seed: int, deadline: float) -> Worker:
        """Return a worker on a submission."""
        return PortableWorker(self, submission, limits, seed, deadline)

    def child(self) -> PortableChild:
        """Return a process that has imported the framework, or is about to."""
        child, self._spare = self._spare or PortableChild(self.framework), None
        return child

    def close(self) -> None:
        """End the process that was not needed."""
        if self._spare:
            self._spare.kill()


class Portables:
    """The student's own machine as a host for every framework."""

    def __init__(self) -> None:
        self._hosts: dict[Framework, Portable] = {}

    def of(self, framework: Framework) -> Portable:
        """Return the host for a framework, whose first process is already starting."""
        if framework not in self._hosts:
            self._hosts[framework] = Portable(framework)
        return self._hosts[framework]

    def __enter__(self) -> Portables:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for host in self._hosts.values():
            host.close()
