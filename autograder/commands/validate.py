"""The verb `validate`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands.options import assignment_option
from autograder.course import assignment as assignments
from autograder.errors import file_at
from autograder.verb import Verb


@click.command(cls=Verb)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@click.option("--seeds", type=click.IntRange(1), default=3, show_default=True, help="Gradings of each.")
@click.option("--processes", type=click.IntRange(1), help="At a time.  [default: one for each core]")
@click.option(
    "--only", metavar="TEXT", default="", help="Those with TEXT in kind/name: right/, wrong/kl_ ..."
)
@click.option("--csv", type=click.Path(dir_okay=False, path_type=Path), help="Write the matrix here too.")
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write the matrix here too.")
@assignment_option
def validate(
    folder: Path | None,
    seeds: int,
    processes: int | None,
    only: str,
    csv: Path | None,
    html: Path | None,
    assignment_file: Path,
) -> None:
    """Grade the grader: every known submission, and those in FOLDER, under several seeds.

    A file in FOLDER begins with a docstring that says what it is; a line `# fails: kl_values` names the
    checks that it must fail, and without one it must pass them all. The exit code is 1 when any
    submission is not marked as it must be: a right one fails, a wrong one passes, or a diagnosis is wrong.
    """
    from autograder.report import console
    from autograder.staff.validation import run, show

    assignment = assignments.load(assignment_file)
    selection = run.entries(assignment, folder, only)
    with console.progress_bar("Grading", len(selection) * seeds) as advance:
        matrix = run.validate(
            assignment, selection, seeds=seeds, processes=processes or run.cores(), advance=advance
        )
    show.show(matrix)
    for path, write in ((csv, show.write_csv), (html, show.write_html)):
        if path:
            with file_at(path, "written"):
                write(matrix, path)
    sys.exit(1 if matrix.problems else 0)
