"""The result in a terminal: a progress line while it works, then a table and the reasons."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from autograder.report.status import Status, status

if TYPE_CHECKING:
    from autograder.results.row import Row

SILENCE = 4  # seconds after which something is said where no terminal shows it moving
MARKS: dict[Status, Text] = {
    "passed": Text("passed", "green"),
    "failed": Text("failed", "bold red"),
    "not run": Text("not run", "yellow"),
    "in part": Text("in part", "yellow"),
    "by hand": Text("by hand", "cyan"),
}


class Steps:
    """What a grading is about to do, in words: its tests in order, as they come and go."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._ahead: dict[str, str] = {}
        self.now = "starting"

    def begin(self, names: Mapping[str, str]) -> None:
        """Take the names of the tests that will run, by their numbers."""
        self._ahead = {number: f"grading {number} {name}" for number, name in names.items()}
        self._tell()

    def advance(self, row: Row) -> None:
        """Go on to the test after this one."""
        self._ahead.pop(row["number"], None)
        self._tell()

    def _tell(self) -> None:
        self.now = next(iter(self._ahead.values()), "looking for likely causes")
        self._show(self.now)


@contextmanager
def progress() -> Iterator[Steps]:
    """Show on standard error which test is running."""
    console = Console(stderr=True)
    if not console.is_terminal:
        steps = Steps(lambda _: None)
        with _reminders(lambda: steps.now):
            yield steps
        return
    with console.status("starting") as status:
        yield Steps(lambda now: status.update(Text(now)))


@contextmanager
def progress_bar(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show on standard error how far a long work is; yields what to call with each step's size."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=total)

        def words() -> str:
            return f"{title}: {bar.tasks[0].completed:.0f} of {total}"

        if not console.is_terminal:
            print(words(), file=sys.stderr, flush=True)
        with _reminders(words, not console.is_terminal):
            yield lambda steps: bar.advance(task, steps)


@contextmanager
def working(words: str) -> Iterator[None]:
    """Show on standard error what goes on while something without steps may take long."""
    console = Console(stderr=True)
    with console.status(words) if console.is_terminal else _reminders(lambda: words):
        yield


@contextmanager
def _reminders(words: Callable[[], str], active: bool = True) -> Iterator[None]:
    """Print to standard error what goes on, where that is no terminal: nothing is silent for long."""
    end = threading.Event()

    def say() -> None:
        while not end.wait(SILENCE):
            print(words(), file=sys.stderr, flush=True)

    thread = threading.Thread(target=say, daemon=True)
    if active:
        thread.start()
    try:
        yield
    finally:
        end.set()
        if active:
            thread.join()


def total(results: dict[str, Any]) -> str:
    """Return the points of all that there are."""
    every = sum(row.get("max_score", 0.0) for row in results["tests"])
    return f"{results['score']:g}/{every:g}"


def show(results: dict[str, Any]) -> None:
    """Print the tests with their points, then why points were lost. Student text is printed as text."""
    console = Console()
    table = Table("", "Test", "Result", "Points", box=None, pad_edge=False)
    table.columns[3].justify = "right"
    for row in results["tests"]:
        points = f"{row['score']:g}/{row['max_score']:g}" if "score" in row else ""
        table.add_row(row["number"], Text(row["name"]), MARKS[status(row)], points)
    table.add_row("", Text("Total", "bold"), "", Text(total(results), "bold"))
    if results["output"]:
        console.print(Text(results["output"]), end="\n\n")
    console.print(table)
    for row in results["tests"]:
        if row["output"] and (status(row) in ("failed", "in part", "by hand") or "score" not in row):
            console.print()
            console.print(Text(f"{row['number']} {row['name']}", "bold"))
            console.print(Padding(Text(row["output"]), (0, 0, 0, 2)))
    console.print(f"\nGraded in {results['execution_time']:.2f} s.", highlight=False)
