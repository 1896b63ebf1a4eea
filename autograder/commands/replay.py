"""The verb `replay`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands.options import assignment_option
from autograder.course import assignment as assignments
from autograder.errors import file_at
from autograder.verb import Verb


@click.command(cls=Verb)
@click.argument("results", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("submission", type=click.Path(exists=True, path_type=Path))
@click.option("--check", metavar="ID", default="", help="Show this test alone.")
@assignment_option
def replay(results: Path, submission: Path, check: str, assignment_file: Path) -> None:
    """Grade SUBMISSION again just as RESULTS, its results.json, says that it was graded, and compare.

    The same seeds give the same inputs; outputs are the same bit for bit unless the noise cannot be
    repeated. The exit code is 0 when every verdict is the same, and 1 otherwise.
    """
    from autograder.report import console
    from autograder.staff import replay as replays

    assignment = assignments.load(assignment_file)
    record = replays.load(results)
    with file_at(submission, "read"), console.progress() as steps:
        tests = replays.replay(
            record, submission, assignment, only=check, on_start=steps.begin, on_row=steps.advance
        )
    for test in tests:
        verdicts = test.now if test.now == test.before else f"{test.now}, but was {test.before}"
        click.echo(f"{test.check}: {verdicts}; {test.extent}")
    sys.exit(0 if all(test.now == test.before for test in tests) else 1)
