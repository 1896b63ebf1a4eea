"""The command line: what an instructor types, and what Gradescope starts."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

import click

from autograder import assignment as assignments
from autograder.sandbox.warm import ROOT

FAULT_EXIT = 3


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Grade submissions on variational autoencoders."""


@main.command()
@click.argument("submission", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--results",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write Gradescope's results.json here.",
)
@click.option(
    "--assignment",
    "assignment_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=ROOT / "assignment.toml",
    help="What is graded, for how many points.  [default: the project's assignment.toml]",
)
def grade(submission: Path, results: Path | None, assignment_file: Path) -> None:
    """Grade SUBMISSION, a folder or a single file, and print the result.

    The exit code is 0 when it was graded, whatever the score, 2 when the command cannot be carried
    out as given, and 3 when the grader itself failed.
    """
    from autograder import console, results_file
    from autograder.grading import Zygotes
    from autograder.grading import grade as run

    try:
        assignment = assignments.load(assignment_file)
    except assignments.AssignmentError as error:
        raise click.UsageError(str(error)) from error
    try:
        with Zygotes() as zygotes, console.progress() as advance:
            graded = run(submission, assignment, zygotes, on_row=advance)
    except assignments.AssignmentError as error:
        raise click.UsageError(f"{assignment_file}: {error}") from error
    except OSError as error:
        raise click.UsageError(f"{submission}: cannot be read ({error.strerror})") from error
    except Exception:
        click.echo(traceback.format_exc(), err=True)
        sys.exit(FAULT_EXIT)
    if results:
        try:
            results_file.write(results, graded.results)
        except OSError as error:
            raise click.UsageError(f"{results}: cannot be written ({error.strerror})") from error
    console.show(graded.results)
    if graded.fault:
        click.echo(graded.fault, err=True)
        sys.exit(FAULT_EXIT)


@main.command()
@click.option("--root", type=click.Path(file_okay=False, path_type=Path), default=Path("/autograder"))
def gradescope(root: Path) -> None:
    """Grade ROOT/submission into ROOT/results/results.json, as Gradescope asks."""
    from autograder import gradescope as platform

    platform.run(root, ROOT / "assignment.toml")
