"""How far a run is: a bar in a terminal, plain lines where the output is a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LINE_SECONDS = 4.0
SLOW_SECONDS = 5.0
Running = Callable[[], list[tuple[str, float]]]


class Report(ExitStack):
    """Tells on standard error how many are done, how fast, how long yet, faults, and what is slowest now."""

    def __init__(self, total: int, running: Running) -> None:
        super().__init__()
        self._total, self._running = total, running
        self._count = self._faults = 0
        self._start = self._last_line = time.monotonic()
        self._bar: Progress | None = None
        if sys.stderr.isatty():
            columns = (
                BarColumn(),
                MofNCompleteColumn(),
                TimeRemainingColumn(),
                TextColumn("{task.description}"),
            )
            self._bar = self.enter_context(Progress(*columns, console=Console(stderr=True)))
            self._task = self._bar.add_task("", total=total)

    def advance(self, fault: bool) -> None:
        """Count one that is done."""
        self._count += 1
        self._faults += fault
        if self._bar:
            self._bar.advance(self._task)
        self.look()

    def look(self) -> None:
        """Tell how far it is, if it is time to."""
        if self._bar:
            self._bar.update(self._task, description=self._text())
        elif time.monotonic() - self._last_line >= LINE_SECONDS or self._count == self._total:
            if self._count == self._total and self._last_line < 0:
                return
            self._last_line = -1.0 if self._count == self._total else time.monotonic()
            rest = f", {self._rest():.0f} s left" if self._count else ""
            print(f"{self._count}/{self._total} graded{rest}{self._text(', ')}", file=sys.stderr, flush=True)

    def _rest(self) -> float:
        return (self._total - self._count) * (time.monotonic() - self._start) / self._count

    def _text(self, before: str = "") -> str:
        rate = self._count / max(time.monotonic() - self._start, 1e-9)
        faults = f"{self._faults} fault{'' if self._faults == 1 else 's'}"
        slow = [
            f"{label} for {seconds:.0f} s" for label, seconds in self._running()[:1] if seconds > SLOW_SECONDS
        ]
        return before + ", ".join([f"{rate:.1f} a second", faults, *(f"slowest now {one}" for one in slow)])
