"""The options --report and --open: the file, what is opened, and what cannot be carried out."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli import main
from autograder.report.student import Report
from autograder.session.session import Session
from tests.support.reports import PLOTS, SUBMISSIONS, shows

EMPTY = SUBMISSIONS / "odd" / "empty_file"


def run(*arguments: str | Path) -> Result:
    """Grade in this process."""
    return CliRunner().invoke(main, ["grade", *(str(argument) for argument in arguments)])


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that a browser was asked to open, instead of opening them."""
    asked: list[str] = []

    def started(address: str) -> bool:
        asked.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", started)
    return asked


def test_a_report_is_written_where_asked_and_opened(tmp_path: Path, opened: list[str]) -> None:
    """In a folder that need not be there yet, on a path with spaces."""
    path = tmp_path / "a folder" / "my report.html"
    done = run(SUBMISSIONS / "right" / "np_randn.py", "--report", path, "--open")
    assert done.exit_code == 0
    assert f"Report: {path}" in done.stdout
    assert tuple(shows(path.read_text(encoding="utf-8"))) == PLOTS
    assert opened == [path.as_uri()]


def test_nothing_is_opened_unless_asked(tmp_path: Path, opened: list[str]) -> None:
    """Grading on a server starts no browser."""
    assert run(EMPTY, "--report", tmp_path / "report.html").exit_code == 0
    assert opened == []


def test_without_a_browser_the_report_is_there_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it is said what to do."""
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    done = run(EMPTY, "--report", tmp_path / "report.html", "--open")
    assert done.exit_code == 0
    assert "No browser could be started: open the report yourself." in done.stderr
    assert (tmp_path / "report.html").exists()


def test_open_needs_a_report() -> None:
    """There would be nothing to open."""
    done = run(EMPTY, "--open")
    assert done.exit_code == 2
    assert "--open needs --report FILE" in done.stderr


def test_a_report_that_cannot_be_written_exits_with_2(tmp_path: Path) -> None:
    """A file stands where a folder is needed; the result has been printed by then."""
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "report.html"
    done = run(EMPTY, "--report", path)
    assert done.exit_code == 2
    assert "Total" in done.stdout
    assert f"{path}: cannot be written (" in " ".join(done.stderr.split())


def test_a_fault_while_observing_is_printed_and_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The traceback goes to standard error; the exit code says that it was graded."""

    def broken(report: Report, _session: Session) -> None:
        report.fault = "the traceback"

    monkeypatch.setattr(Report, "observe", broken)
    done = run(SUBMISSIONS / "right" / "np_randn.py", "--report", tmp_path / "report.html")
    assert done.exit_code == 0
    assert "the traceback" in done.stderr
