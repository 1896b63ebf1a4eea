"""The verb `grade`."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import click

from autograder.commands.options import FAULT_EXIT, assignment_option
from autograder.course import assignment as assignments
from autograder.errors import CommandError, file_at
from autograder.report import command as reports
from autograder.submission.class_folder import require_one_student
from autograder.verb import Verb

STDOUT = Path("-")


@click.command(cls=Verb)
@click.argument("submission", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--results",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write Gradescope's results.json here; - prints it, and nothing else.",
)
@click.option("--json", "results", flag_value=STDOUT, type=Path, help="The same as --results -")
@click.option("--only", metavar="CHECK", multiple=True, help="Run this test alone, with those it builds on.")
@click.option("--quiet", "-q", is_flag=True, help="Print the total alone.")
@assignment_option
@reports.options
def grade(
    submission: Path,
    results: Path | None,
    only: tuple[str, ...],
    quiet: bool,
    assignment_file: Path,
    report: Path | None,
    show: bool,
) -> None:
    """Grade SUBMISSION, a folder or a single file, and print the result.

    The exit code is 0 when it was graded, whatever the score, 2 when the command cannot be carried
    out as given, and 3 when the grader itself failed.
    """
    from autograder.grading import grade as run
    from autograder.report import console
    from autograder.results import file as results_file
    from autograder.sandbox.outside.hosts import Zygotes

    reporter = reports.Reporter(report, show)
    assignment = assignments.load(assignment_file)
    require_one_student(submission, assignment.submission.file)
    try:
        with file_at(submission, "read"), Zygotes() as zygotes, console.progress() as steps:
            grading = run(
                submission,
                assignment,
                zygotes,
                only=only,
                on_start=steps.begin,
                on_row=steps.advance,
                on_graded=reporter.observe,
            )
    except assignments.AssignmentError as error:
        raise CommandError(f"{assignment_file}: {error}") from error
    except CommandError:
        raise
    except Exception:
        click.echo(traceback.format_exc(), err=True)
        sys.exit(FAULT_EXIT)
    if results == STDOUT:
        click.echo(results_file.text(grading.results))
    elif results:
        with file_at(results, "written"):
            results_file.write(results, grading.results)
    if quiet and results != STDOUT:
        click.echo(console.total(grading.results))
    elif results != STDOUT:
        console.show(grading.results)
    reporter.write(grading.results)
    if grading.fault:
        click.echo(grading.fault, err=True)
        sys.exit(FAULT_EXIT)
