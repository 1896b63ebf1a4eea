"""The result in a terminal: everything that a student wrote is text, and nothing else."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest

from autograder.checks.outcome import Status
from autograder.report import console
from autograder.results.row import Row

EVIL = "[red]not markup[/red] [/] :warning: [link=file:///etc]x[/link]"


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever terminal the tests run in, the same here."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "200")


def row(status: Status = "failed", **other: Any) -> Row:
    """Return a row of results.json."""
    plain: Row = {
        "name": "a test",
        "number": "1.1",
        "tags": [],
        "visibility": "visible",
        "score": 0.0,
        "max_score": 2.0,
        "output": "",
        "extra_data": {"status": status},
    }
    return cast(Row, plain | other)


def shown(capsys: pytest.CaptureFixture[str], *rows: Row, output: str = "") -> str:
    """Show results and return what was printed."""
    score = sum(row["score"] for row in rows)
    console.show({"score": score, "output": output, "execution_time": 1.234, "tests": list(rows)})
    return capsys.readouterr().out


def test_every_test_is_a_line_with_its_points(capsys: pytest.CaptureFixture[str]) -> None:
    """Number, name, outcome, points; then the total and the time."""
    printed = shown(
        capsys,
        row("passed", score=2.0),
        row("failed", number="1.2", score=0.5, name="another test"),
        row("not run", number="1.10"),
    )
    lines = [" ".join(line.split()) for line in printed.splitlines() if line.strip()]
    assert lines == [
        "Test Result Points",
        "1.1 a test passed 2/2",
        "1.2 another test in part 0.5/2",
        "1.10 a test not run 0/2",
        "Total 2.5/6",
        "Graded in 1.23 s.",
    ]


def test_the_reasons_follow_under_failed_tests_only(capsys: pytest.CaptureFixture[str]) -> None:
    """Of what was not run, the table already says so."""
    printed = shown(
        capsys,
        row("passed", output="nobody needs this"),
        row("failed", number="1.2", output="Observed: 1\nExpected: 2"),
        row("not run", number="1.3", output="Not run: nobody needs this either"),
    )
    assert "\n1.2 a test\n  Observed: 1 " in printed
    assert "Expected: 2" in printed
    assert "nobody" not in printed


@pytest.mark.parametrize("where", ["output", "row", "name"])
def test_markup_in_student_text_is_printed_literally(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    """rich's markup, links and emoji codes are the student's characters."""
    evil: dict[str, Any] = {"output": {}, "row": {"output": EVIL}, "name": {"name": EVIL, "output": "x"}}[
        where
    ]
    printed = shown(capsys, row(**evil), output=EVIL if where == "output" else "")
    assert EVIL in re.sub(r"\s+", " ", printed)


def test_nothing_is_coloured_where_nobody_sees_it(capsys: pytest.CaptureFixture[str]) -> None:
    """A file or pipe gets plain text."""
    assert "\x1b" not in shown(capsys, row(output="x"), output="y")


def test_progress_leaves_nothing_where_nobody_sees_it(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output is the result's alone, and a log is not filled with a spinner."""
    with console.progress() as steps:
        steps.advance(row(name=EVIL))
    assert capsys.readouterr() == ("", "")


def test_a_log_is_told_now_and_then_what_goes_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is silent for long: the test that runs, and how far a long work is."""
    monkeypatch.setattr(console, "SILENCE", 0.01)
    printed = ""
    with console.progress() as steps:
        steps.begin({"1.1": "one"})
        while "grading 1.1 one\n" not in printed:
            printed += capsys.readouterr().err
    with console.progress_bar("Grading", 3) as advance:
        advance(2)
        while "Grading: 2 of 3\n" not in printed:
            printed += capsys.readouterr().err


def test_steps_name_the_test_that_is_running() -> None:
    """Not the one that has come to its end."""
    shown: list[str] = []
    steps = console.Steps(shown.append)
    first, second = row(name="one"), row(name="two") | {"number": "1.2"}
    steps.begin({"1.1": "one", "1.2": "two"})
    steps.advance(first)
    steps.advance(second)
    assert shown == ["grading 1.1 one", "grading 1.2 two", "looking for likely causes"]


def test_progress_shows_a_terminal_what_is_running(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On standard error, with the name as text."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    with console.progress() as steps:
        steps.begin({"1.1": EVIL})
    printed = capsys.readouterr()
    assert printed.out == ""
    assert f"grading 1.1 {EVIL}" in printed.err


def test_credit_for_a_part_is_not_called_failed(capsys: pytest.CaptureFixture[str]) -> None:
    """The points say how much it is, and the reason for the rest is told below."""
    printed = shown(capsys, row(score=1.0, max_score=4.0))
    line = next(line for line in printed.splitlines() if line.endswith("1/4"))
    assert "in part" in line
    assert "failed" not in line
