"""The options --report and --open of the verbs that grade on one's own machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from autograder.errors import CommandError, file_at

if TYPE_CHECKING:
    from autograder.report.student import Report
    from autograder.session.session import Session

Command = TypeVar("Command", bound=Callable[..., Any])


def options(command: Command) -> Command:
    """Give a command the arguments `report` and `show`, from which it makes a Reporter."""
    switch = click.option(
        "--open", "show", is_flag=True, help="Open the report in the browser; needs --report."
    )
    file = click.option(
        "--report",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write a page with all tests and with plots here, an HTML file.",
    )
    return file(switch(command))


class Reporter:
    """Writes and opens the report that was asked for; loads nothing for it where none was."""

    def __init__(self, path: Path | None, show: bool) -> None:
        if show and not path:
            raise CommandError("--open needs --report FILE: the page to be opened.")
        self._path, self._show = path, show
        self._report: Report | None = None

    def observe(self, session: Session) -> None:
        """Look at a session that has been graded."""
        if self._path:
            self._load().observe(session)

    def write(self, results: dict[str, Any]) -> None:
        """Write the page for what results.json holds, say where it is, and open it when asked."""
        if not self._path:
            return
        import webbrowser

        report = self._load()
        with file_at(self._path, "written"):
            report.write(self._path, results)
        if report.fault:
            click.echo(report.fault, err=True)
        click.echo(f"Report: {self._path}")
        if self._show and not webbrowser.open(self._path.resolve().as_uri()):
            click.echo("No browser could be started: open the report yourself.", err=True)

    def _load(self) -> Report:
        if self._report is None:
            from autograder.report.student import Report

            self._report = Report()
        return self._report
