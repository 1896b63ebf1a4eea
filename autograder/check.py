"""A student's own run: the same tests on public inputs, in a plain process; it decides nothing."""

from __future__ import annotations

import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from autograder.course import assignment as assignments
from autograder.errors import file_at
from autograder.paths import ROOT
from autograder.report import command as reports
from autograder.submission.class_folder import require_one_student
from autograder.verb import Verb

if TYPE_CHECKING:
    from autograder.diagnosis.ideas import Ideas
    from autograder.oracle.oracle import Oracle

PUBLIC = (
    "public"  # the identity, in place of a submission's, that all inputs of a student's own run come from
)
NOTE = """These were public inputs, under Python {own}. Gradescope runs the same tests
on hidden ones, {theirs}, and that run decides.
Not checked here: what only Gradescope forbids (the network, other programs, files that you do not hand
in)."""


def note(assignment: assignments.Assignment) -> str:
    """Say what a student's own run is worth, and under which Python each is made."""
    version = assignment.submission.python
    theirs = f"under Python {version}" if version else "with a Python or Julia that may be older"
    return NOTE.format(own=platform.python_version(), theirs=theirs)


@click.command(cls=Verb)
@click.argument("submission", type=click.Path(exists=True, path_type=Path), default=".")
@reports.options
def check(submission: Path, report: Path | None, show: bool) -> None:
    """Check SUBMISSION, a folder (this one, by default) or a single file, before handing it in.

    The exit code is 0 when it was checked, whatever the points, 2 when the command cannot be carried out as
    given, and 3 when the checker itself failed.
    """
    from autograder.grading import grade
    from autograder.report import console
    from autograder.sandbox.outside.portable import Portables

    reporter = reports.Reporter(report, show)
    assignment = public_assignment()
    require_one_student(submission, assignment.submission.file)
    with file_at(submission, "read"), Portables() as hosts, console.progress() as steps:
        grading = grade(
            submission,
            assignment,
            hosts,
            oracle=stored_oracle(),
            ideas=recorded_ideas(),
            identity=PUBLIC,
            on_start=steps.begin,
            on_row=steps.advance,
            on_graded=reporter.observe,
        )
    console.show(grading.results)
    click.echo(f"\n{note(assignment)}")
    reporter.write(grading.results)
    if grading.fault:
        click.echo(grading.fault, err=True)
        sys.exit(3)


def stored_oracle() -> Oracle | None:
    """Return the numbers that a student's copy has in place of formulas, None in the grader's own."""
    from autograder.oracle.stored import CASES, Stored

    return Stored() if CASES.exists() else None


def recorded_ideas() -> Ideas | None:
    """Return the numbers that a student's copy has in place of wrong formulas, None in the grader's own."""
    from autograder.diagnosis.recorded import FILE, Recorded

    return Recorded() if FILE.exists() else None


def public_assignment() -> assignments.Assignment:
    """Return the assignment without the course's secret."""
    assignment = assignments.load(ROOT / "assignment.toml")
    return msgspec.structs.replace(
        assignment, statistics=msgspec.structs.replace(assignment.statistics, salt="")
    )
