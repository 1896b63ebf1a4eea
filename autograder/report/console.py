"""The result in a terminal: a progress line while it works, then a table and the reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from autograder.results.rows import Row

MARKS = {
    "passed": Text("passed", "green"),
    "failed": Text("failed", "bold red"),
    "not run": Text("not run", "yellow"),
}


@contextmanager
def progress() -> Iterator[Callable[[Row], None]]:
    """Show on standard error what was graded last; yields what to call with each finished test."""
    with Console(stderr=True).status("Starting ...") as status:
        yield lambda row: status.update(Text(f"Graded {row['number']} {row['name']}"))


@contextmanager
def progress_bar(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show on standard error how far a long work is; yields what to call with each step's size."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total)
        yield lambda steps: bar.advance(task, steps)


def show(results: dict[str, Any]) -> None:
    """Print the tests with their points, then why points were lost. Student text is printed as text."""
    console = Console()
    table = Table("", "Test", "Result", "Points", box=None, pad_edge=False)
    table.columns[3].justify = "right"
    for row in results["tests"]:
        points = f"{row['score']:g}/{row['max_score']:g}" if "score" in row else ""
        mark = MARKS[row["extra_data"]["status"]] if points else Text("by hand", "cyan")
        table.add_row(row["number"], Text(row["name"]), mark, points)
    total = sum(row.get("max_score", 0.0) for row in results["tests"])
    table.add_row("", Text("Total", "bold"), "", Text(f"{results['score']:g}/{total:g}", "bold"))
    if results["output"]:
        console.print(Text(results["output"]), end="\n\n")
    console.print(table)
    for row in results["tests"]:
        if row["output"] and (row["extra_data"]["status"] == "failed" or "score" not in row):
            console.print()
            console.print(Text(f"{row['number']} {row['name']}", "bold"))
            console.print(Padding(Text(row["output"]), (0, 0, 0, 2)))
    console.print(f"\nGraded in {results['execution_time']:.2f} s.", highlight=False)
