"""Processes of this machine that grade: each is ours, and one that dies takes one item with it.

Not a pool: `ProcessPoolExecutor` gives the whole class up when one of its workers is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Literal, Protocol

from autograder.batch.engine.item import Item, Outcome

LOOK_SECONDS = 0.5  # how often progress is shown while nothing ends
END_SECONDS = 5
# What was killed is tried so often with nothing beside it, in rounds; what ended in any other way once.
ROUNDS = 5
DIED = "the grading process died, or gave no answer, while this was graded, with nothing beside it as well"

Death = Literal["killed", "died"]  # by a signal that no submission can send; by itself, or silent


class Grades(Protocol):
    """What a process does with an item."""

    def grade_one(self, item: Item) -> Outcome:
        """Grade it and write its result."""
        ...


MakeGrader = Callable[[], AbstractContextManager[Grades]]


@dataclass(eq=False)
class Process:
    """A grading process, the item that it has, and since when; on one processor where it has a `core`."""

    make: MakeGrader
    core: int | None = None
    item: Item | None = None
    since: float = 0.0
    _pipe: Connection = field(init=False)
    _process: multiprocessing.process.BaseProcess = field(init=False)

    def __post_init__(self) -> None:
        """Start it, as a fresh interpreter: nothing of this process is copied."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self.make), daemon=True)
        self._process.start()
        theirs.close()
        if self.core is not None:
            with suppress(OSError):  # it may have ended already, and a container may not allow it
                os.sched_setaffinity(self.pid, {self.core})

    @property
    def pipe(self) -> Connection:
        """What becomes readable when it has an outcome, or has died."""
        return self._pipe

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid or 0

    def give(self, item: Item) -> None:
        """Hand it an item; where it has died, that is seen when its outcome is read."""
        self.item, self.since = item, time.monotonic()
        with suppress(OSError):
            self._pipe.send(item)

    def outcome(self) -> Outcome | None:
        """Return what came of its item, or None where the process has died of it."""
        try:
            outcome: Outcome = self._pipe.recv()
            return outcome
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        """End it, at once where it is busy: its warm workers end with it."""
        self._pipe.close()
        if self.item is None:
            self._process.join(END_SECONDS)
        self._process.kill()
        self._process.join()

    @property
    def was_killed(self) -> bool:
        """Whether it has been, at the latest when it was ended."""
        return self._process.exitcode == -signal.SIGKILL


class Processes:
    """Runs items through a number of processes and yields each outcome as it comes."""

    def __init__(self, make: MakeGrader, count: int, *, item_seconds: float) -> None:
        self._make, self._count, self._item_seconds = make, count, item_seconds
        self._busy: list[Process] = []

    def run(self, items: Iterable[Item], on_wait: Callable[[], None] = lambda: None) -> Iterator[Outcome]:
        """Yield an outcome for every item; what failed, or whose process died, is tried again alone."""
        again: list[Item] = []
        try:
            for item, end in self._all(iter(items), self._count, on_wait):
                if isinstance(end, Outcome) and not end.fault:
                    yield end
                else:
                    again.append(item)
            yield from alone(again, lambda item: next(self._all(iter([item]), 1, on_wait))[1])
        finally:
            self._end()

    @property
    def running(self) -> list[tuple[str, float]]:
        """The labels of what is graded now and for how many seconds, the slowest first."""
        now = time.monotonic()
        times = [(p.item.label, now - p.since) for p in self._busy if p.item]
        return sorted(times, key=lambda one: -one[1])

    @property
    def pids(self) -> list[int]:
        """The ids of the living processes."""
        return [process.pid for process in self._busy]

    def _all(
        self, items: Iterator[Item], count: int, on_wait: Callable[[], None]
    ) -> Iterator[tuple[Item, Outcome | Death]]:
        """Yield each item with its outcome, or how its process ended in place of one."""
        self._end(keep=count)
        while True:
            idle = [process for process in self._busy if process.item is None]
            while idle or len(self._busy) < count:
                item = next(items, None)
                if item is None:
                    break
                if not idle:
                    self._busy.append(Process(self._make, self._core(count)))
                    idle.append(self._busy[-1])
                idle.pop().give(item)
            by_pipe = {process.pipe: process for process in self._busy if process.item}
            if not by_pipe:
                return
            ready = wait(list(by_pipe), LOOK_SECONDS)
            on_wait()
            for pipe, process in by_pipe.items():
                late = time.monotonic() - process.since > self._item_seconds
                if pipe in ready or late:
                    yield self._collect(process, pipe in ready)

    def _core(self, count: int) -> int | None:
        """Return a processor for a process of its own, where each of them is to be busy; or else None.

        A grading is one thing after another: what it hands from process to process is warm where it was.
        """
        mine = os.sched_getaffinity(0)
        free = mine - {process.core for process in self._busy}
        return min(free) if count == len(mine) and free else None

    def _collect(self, process: Process, ready: bool) -> tuple[Item, Outcome | Death]:
        item = process.item
        assert item is not None
        if ready and (outcome := process.outcome()):
            process.item = None
            return item, outcome
        self._busy.remove(process)
        process.end()
        return item, "killed" if ready and process.was_killed else "died"

    def _end(self, keep: int = 0) -> None:
        while len(self._busy) > keep:
            self._busy.pop().end()


def alone(items: list[Item], grade: Callable[[Item], Outcome | Death]) -> Iterator[Outcome]:
    """Yield an outcome for each of some items, tried one at a time after all others.

    No submission can kill its grader: who did so, or whatever took the memory, may be gone in the next round.
    """
    for rounds_left in reversed(range(ROUNDS)):
        again = []
        for item in items:
            end = grade(item)
            if end == "killed" and rounds_left:
                again.append(item)
            else:
                yield end if isinstance(end, Outcome) else Outcome(item.key, 0.0, DIED)
        items = again


def _serve(pipe: Connection, make: MakeGrader) -> None:
    """Grade what comes through a pipe until it is closed; interrupts are for whoever started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with make() as grader, suppress(EOFError, BrokenPipeError):
        while True:
            pipe.send(grader.grade_one(pipe.recv()))
