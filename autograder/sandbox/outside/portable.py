"""A student's own machine: student code in a plain process, on any system, with nothing to keep it in.

Nobody attacks their own laptop; but loops that never end, crashes, floods of output and memory leaks are
contained here too. No fork, no pipe that can be waited for, no /proc: a thread reads, a deadline ends.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from importlib.util import find_spec
from typing import Any, TypeVar

import psutil

from autograder.course.assignment import Limits
from autograder.errors import CommandError
from autograder.paths import ROOT
from autograder.sandbox import julia
from autograder.sandbox.outside import endings
from autograder.sandbox.outside.deadline import Deadline
from autograder.sandbox.outside.errors import StudentError
from autograder.sandbox.outside.scratch import Scratch
from autograder.sandbox.outside.zygote import ENVIRONMENT
from autograder.sandbox.protocol import GO, Frame, ProtocolError, decode, encode
from autograder.sandbox.walls.places import Place
from autograder.submission.files import Files
from autograder.submission.framework import Framework

T = TypeVar("T")
TICK = 0.05  # seconds between two looks at the process
PATIENCE = 5  # seconds to wait for the end of a pipe whose process has ended
MEGABYTE = 1 << 20
BOOT = (
    "import sys; sys.path[0] = sys.argv[1]; from autograder.sandbox.inside.portable import main; "
    "del sys.path[0]; main(sys.argv[2])"
)
VARIABLES = ("SYSTEMROOT", "PATH", "TEMP", "TMP", "TMPDIR")  # without which Python does not start everywhere


class PortableChild:
    """A plain process that runs student code, with a clock, a memory limit and a cap on its output."""

    layers: tuple[str, ...] = ()
    refusals: Mapping[str, int] = {}  # none

    def __init__(self, framework: Framework) -> None:
        self._names_layers = framework == "julia"  # which it does first, though there are none
        environment = {name: os.environ[name] for name in VARIABLES if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-B", "-c", BOOT, str(ROOT), framework],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=ENVIRONMENT | environment,
        )
        self._view = psutil.Process(self._process.pid)
        self._parts: queue.Queue[bytes] = queue.Queue()
        self._rest = b""
        self._reader = threading.Thread(target=self._read_all, daemon=True)
        self._reader.start()

    def load(self, scratch: Scratch, order: dict[str, Any], limits: Limits) -> None:
        """Have the process load what is ordered, in a scratch folder."""
        self._output, self._limits = scratch.output, limits
        header = order | {"folder": str(scratch.folder), "output": str(scratch.output)}
        threading.Thread(target=self._write_all, args=(encode(header),), daemon=True).start()

    def exchange(self, frame: bytes, *, doing: str, deadline: Deadline) -> Frame:
        """Send a frame and return the answer; a StudentError after a fault, which ends the process."""
        threading.Thread(target=self._write_all, args=(frame,), daemon=True).start()

        def read(size: int) -> bytes:
            return self._read(size, doing, deadline)

        try:
            if self._names_layers:
                decode(read)
                self._write_all(GO)
                self._names_layers = False
            return decode(read)
        except ProtocolError:
            self.kill()
            raise endings.garbled(doing) from None
        except StudentError:
            self.kill()
            raise

    def libraries_mb(self) -> int:
        """Return nothing: on a student's own computer what the files import is believed."""
        return 0

    def kill(self) -> None:
        """End the process and what it has started."""
        with suppress(psutil.Error):
            for descendant in self._view.children(recursive=True):
                with suppress(psutil.Error):
                    descendant.kill()
        self._process.kill()
        self._process.wait()
        self._reader.join(PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe
            with suppress(OSError):  # what could not be written any more
                pipe.close()

    def _write_all(self, frame: bytes) -> None:
        assert self._process.stdin
        with suppress(OSError, ValueError):
            self._process.stdin.write(frame)
            self._process.stdin.flush()

    def _read_all(self) -> None:
        assert self._process.stdout
        with suppress(OSError, ValueError):
            while part := os.read(self._process.stdout.fileno(), MEGABYTE):
                self._parts.put(part)
        self._parts.put(b"")

    def _read(self, size: int, doing: str, deadline: Deadline) -> bytes:
        while len(self._rest) < size:
            try:
                part = self._parts.get(timeout=TICK)
            except queue.Empty:
                part = None
            if part == b"":
                raise endings.crash(doing, endings.ending(self._process.wait()))
            self._rest += part or b""
            self._watch(doing, deadline)
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece

    def _watch(self, doing: str, deadline: Deadline) -> None:
        if deadline.is_past():
            raise endings.timeout(doing, deadline.seconds)
        if self._output.stat().st_size > self._limits.file_mb * MEGABYTE:
            raise endings.flood(doing)
        with suppress(psutil.Error):
            if self._view.memory_info().rss > self._limits.memory_mb * MEGABYTE:
                raise endings.memory(doing, self._limits.memory_mb)


class Portable(ExitStack):
    """What stands in for a warm process where there is none: its processes start cold, but for the first."""

    place = Place("your own computer", (), conceals=False)

    def __init__(self, framework: Framework) -> None:
        super().__init__()
        self.framework: Framework = framework
        self._spare: PortableChild | None = PortableChild(framework)
        self.callback(self._end)

    def open(
        self, scratch: Scratch, order: dict[str, Any], limits: Limits, user: int | None
    ) -> PortableChild:
        """Have a process that has imported the framework, or is about to, load what is ordered."""
        assert user is None, "a plain process keeps its user"
        child, self._spare = self._spare or PortableChild(self.framework), None
        child.load(scratch, order, limits)
        return child

    def _end(self) -> None:
        """End the process that was not needed."""
        if self._spare:
            self._spare.kill()


class NotInstalled(CommandError):
    """The submission imports PyTorch, and this machine has none."""

    def __init__(self) -> None:
        super().__init__(
            "Your file imports torch, and PyTorch is not installed for this Python. Delete that import and "
            "write your functions in NumPy, or install PyTorch: README.md says how."
        )


class Portables(ExitStack):
    """The student's own machine as a host for every framework."""

    def __init__(self) -> None:
        super().__init__()
        self._hosts: dict[Framework, Portable] = {}

    @property
    def has_julia(self) -> bool:
        """Whether Julia can be started."""
        return julia.program() is not None

    without_julia = (
        "Code in Julia is not checked on this computer: there is no program called julia on the PATH. "
        "Install Julia and try again, or hand in your file to see its tests."
    )

    def of(self, framework: Framework, _: Files = ()) -> Portable:
        """Return the host for a framework, whose first process is already starting."""
        if framework == "torch" and find_spec("torch") is None:
            raise NotInstalled
        if framework not in self._hosts:
            self._hosts[framework] = self.enter_context(Portable(framework))
        return self._hosts[framework]

    def expect(self, files: Files) -> None:
        """Start nothing on a guess."""

    def read(self, parse: Callable[[], T], _: type[T], /) -> T:
        """Parse in this process: the files are the student's own."""
        return parse()

    def reading(self, parse: Callable[[], T], _: type[T], /) -> AbstractContextManager[Callable[[], T]]:
        """Parse in this process, when the result is asked for."""
        return nullcontext(parse)
