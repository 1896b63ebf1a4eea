"""The verb `bundle`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.commands.options import NAME, assignment_option
from autograder.course import assignment as assignments
from autograder.paths import ROOT
from autograder.verb import Verb


@click.command(cls=Verb)
@assignment_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="[default: dist, and dist/NAME for another assignment than the project's]",
)
@click.option(
    "--salt", help="The course's secret.  [default: the assignment's, else one is drawn and kept there]"
)
def bundle(assignment_file: Path, out: Path | None, salt: str | None) -> None:
    """Write autograder.zip, for Gradescope, and student.zip into a folder.

    Refuses when a quick validation fails: then the exit code is 1.
    """
    from autograder.report import console
    from autograder.staff.bundle.build import build
    from autograder.staff.bundle.record import GRADINGS
    from autograder.staff.bundle.salt import salt_of
    from autograder.staff.validation import run, show

    assignment = assignments.load(assignment_file)
    selection = run.few(assignment)
    with console.progress_bar("Grading known submissions", len(selection)) as advance:
        matrix = run.validate(assignment, selection, seeds=1, processes=run.cores(), advance=advance)
    if matrix.problems:
        show.show(matrix)
        click.echo("Nothing was written: known submissions are marked wrongly, above.", err=True)
        sys.exit(1)
    secret = salt_of(assignment_file, salt)
    out = out or _default_out(assignment_file)
    with console.progress_bar("Recording numbers for students", GRADINGS) as advance:
        archives = build(assignment_file, out, secret.text, advance)
    click.echo(f"assignment: {assignment_file}")
    click.echo(f"salt: {secret.text}, {secret.origin}")
    for check in matrix.own:
        proof = "not proved: see README.md" if check in matrix.gaps else "proved"
        click.echo(f"check of your own: {check}, {proof}")
    for path in archives:
        click.echo(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def _default_out(assignment_file: Path) -> Path:
    """Return a folder of an assignment's own, so that no bundle replaces another's."""
    if assignment_file.resolve() == ROOT / NAME:
        return Path("dist")
    own_name = assignment_file.name != NAME
    return Path("dist") / (assignment_file.stem if own_name else assignment_file.resolve().parent.name)
