"""The verb `bundle`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from autograder.course import assignment as assignments
from autograder.paths import ROOT
from autograder.verb import Verb


@click.command(cls=Verb)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("dist"), help="[default: dist]"
)
@click.option("--salt", help="The course's own secret.  [default: a fresh one]")
def bundle(out: Path, salt: str | None) -> None:
    """Write autograder.zip, for Gradescope, and student.zip into a folder.

    Refuses when a quick validation fails: then the exit code is 1.
    """
    from autograder.staff.bundle.build import build
    from autograder.staff.validation import run, show

    assignment = assignments.load(ROOT / "assignment.toml")
    matrix = run.quick(assignment)
    if matrix.problems:
        show.show(matrix)
        click.echo("Nothing was written: known submissions are marked wrongly, above.", err=True)
        sys.exit(1)
    for path in build(out, salt):
        click.echo(f"{path}: {path.stat().st_size / 1000:.0f} kB")
